"""Credentials suspended, restored and revoked: one or several, with a reason that their holders read.

Those that cannot be turned so are left out, which the preview says. Of many at once all are turned, or none. The order
in which rows are kept from others is that of whoever signs: credentials, lists, journal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from sceau.accounts.models import User
from sceau.assessment.queries.examday import emails_of
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotNow, WrongValue
from sceau.issuing.models import Credential, Letter, Turn
from sceau.issuing.queries.opening import HANDED_OVER
from sceau.issuing.reasons import turning as reasons
from sceau.issuing.renewals import FIRST_LETTERS, first_letter
from sceau.issuing.rights import require
from sceau.issuing.services.letters import queue
from sceau.issuing.services.publishing import set_bits
from sceau.issuing.states import CredentialState, Kind, LetterState
from sceau.journal.services import Deed, record_all

MOST: Final = 5_000  # a page that turns more would be waited for too long
LONGEST_WHY: Final = 1_000  # characters
_AT_ONCE: Final = 500  # rows of one statement

# what may be turned into what; a revocation is for good, and what was replaced, called off or erased stands no more
MAY_BECOME: Final[dict[CredentialState, frozenset[CredentialState]]] = {
    CredentialState.SUSPENDED: frozenset({CredentialState.VALID}),
    CredentialState.VALID: frozenset({CredentialState.SUSPENDED}),
    CredentialState.REVOKED: frozenset({CredentialState.VALID, CredentialState.SUSPENDED}),
}
_ACTS: Final = {
    CredentialState.SUSPENDED: "credential.suspended",
    CredentialState.VALID: "credential.restored",
    CredentialState.REVOKED: "credential.revoked",
}
_KINDS: Final = {
    CredentialState.SUSPENDED: Kind.SUSPENDED,
    CredentialState.VALID: Kind.RESTORED,
    CredentialState.REVOKED: Kind.REVOKED,
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a turn does, or would do.

    turned:   how many credentials
    left:     how many stay as they are, by their state
    written:  how many holders are written to by e-mail; printed: for how many a letter is to be printed
    unheard:  of how many nobody was told anything yet: nobody is written to about them
    """

    turned: int
    left: dict[str, int] = field(default_factory=dict)
    written: int = 0
    printed: int = 0
    unheard: int = 0


def preview_turn(*, institution: Institution, credentials: Iterable[int], state: CredentialState) -> Effect:
    """What `turn` would do as things stand; nothing is written.

    credentials:  their primary keys
    raises:       WrongValue for too many at once
    """
    chosen = _chosen(credentials)
    states: Counter[str] = Counter()
    effect = Counter[str]()
    for some in _in_lots(chosen):
        there = Credential.objects.filter(institution=institution, pk__in=some)
        states.update(there.order_by().values_list("state", flat=True))
        turned = _to_turn(there, state)
        count, told = turned.count(), list(turned.filter(was_told()))
        emails = emails_of([each.award.person for each in told])
        by_mail = sum(bool(emails[each.award.person_id]) for each in told)
        effect.update(turned=count, written=by_mail, printed=len(told) - by_mail, unheard=count - len(told))
    left = {name: count for name, count in states.items() if name not in MAY_BECOME[state]}
    return Effect(effect["turned"], left, effect["written"], effect["printed"], effect["unheard"])


def turn(
    *,
    institution: Institution,
    credentials: Iterable[int],
    state: CredentialState,
    by: User,
    now: datetime,
    why: str,
    expected: int | None = None,
) -> Effect:
    """Suspend, restore or revoke; gives what was done.

    credentials:  their primary keys; those that cannot be turned so are left as they are
    state:        SUSPENDED, VALID to restore, or REVOKED
    why:          for the holders to read; needed but for a restoration
    expected:     how many whoever asks has read that would be turned: when it is another number, nothing is done
    raises:       NotEntitled; WrongValue without a reason or for too many; NotNow when none can be turned
    """
    require(by, Right.CHANGE_CREDENTIALS, institution, now=now)
    wanted = _reason(why, needed=state != CredentialState.VALID)
    chosen = _chosen(credentials)
    done = Counter[str]()
    with transaction.atomic():
        held = _held(institution, chosen)
        turned = [each for each in held if each.state in MAY_BECOME[state]]
        if expected is not None and turned and len(turned) != expected:
            raise NotNow(reasons.CHANGED_SINCE, field="confirm", count=len(turned), expected=expected)
        if not turned:
            raise NotNow(reasons.NOTHING_TO_TURN)
        set_bits(turned, state, now=now)
        for some in _in_lots([each.pk for each in turned]):
            rows = Credential.objects.filter(pk__in=some)
            told = list(_to_turn(rows, state).filter(was_told()))
            rows.update(state=state, state_at=now, state_by=by, why=wanted)
            for each in told:
                each.state, each.state_at = state, now
            printed = _tell(told, state, now)
            done.update(written=len(told) - printed, printed=printed, unheard=len(some) - len(told))
        Turn.objects.bulk_create(
            [Turn(credential=each, state=state, at=now, by=by, why=wanted) for each in turned], batch_size=_AT_ONCE
        )
        record_all(
            [Deed(_ACTS[state], f"credential:{each.uuid}", why=wanted) for each in turned],
            by=by.uuid,
            at=now,
            institution=institution.uuid,
        )
    left = Counter(each.state for each in held if each.state not in MAY_BECOME[state])
    return Effect(len(turned), dict(left), done["written"], done["printed"], done["unheard"])


def _tell(told: Sequence[Credential], state: CredentialState, now: datetime) -> int:
    """Note what their holders are written to; gives how many of the letters are to be printed.

    Whoever gets back what nobody told them of, because it was suspended before, is told that they have it.
    """
    first: set[Credential] = set()
    if state == CredentialState.VALID:
        heard = Letter.objects.filter(credential__in=told).exclude(state=LetterState.DROPPED)
        known = set(heard.values_list("credential", flat=True))
        first = {each for each in told if each.pk not in known}
        Letter.objects.filter(credential__in=first, kind__in=FIRST_LETTERS).delete()  # put away, and noted once more
    by_kind: dict[Kind, list[Credential]] = defaultdict(list)
    for each in told:
        if each in first:
            kind = first_letter(each.line.batch.cause, stands_instead=each.replaces_id is not None)
        else:
            kind = _KINDS[state]
        by_kind[kind].append(each)
    for kind, some in by_kind.items():
        queue(some, kind, due=now, now=now, occasion="" if kind in FIRST_LETTERS else None)
    return Letter.objects.filter(credential__in=told, made_at=now, state=LetterState.TO_PRINT).count()


def was_told() -> Q:
    """Of credentials: that their holders heard of them, by a letter or where they read what is theirs."""
    return Q(line__batch__state__in=HANDED_OVER) | Q(Exists(Letter.objects.filter(credential=OuterRef("pk"))))


def _to_turn(rows: QuerySet[Credential], state: CredentialState) -> QuerySet[Credential]:
    return rows.filter(state__in=MAY_BECOME[state]).select_related("award__person", "line__batch").order_by("pk")


def _held(institution: Institution, chosen: Sequence[int]) -> list[Credential]:
    """The rows as they stand, kept from others, in the order in which everybody takes them."""
    held: list[Credential] = []
    for some in _in_lots(chosen):
        rows = Credential.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
        held += rows.filter(institution=institution, pk__in=some)
    return held


def _chosen(credentials: Iterable[int]) -> list[int]:
    chosen = sorted(set(credentials))
    if len(chosen) > MOST:
        raise WrongValue(reasons.TOO_MANY_TO_TURN, field="chosen", count=len(chosen), most=MOST)
    return chosen


def _reason(why: str, *, needed: bool) -> str:
    wanted = why.strip()
    if needed and not wanted:
        raise WrongValue(reasons.NO_WHY, field="why", most=LONGEST_WHY)
    if len(wanted) > LONGEST_WHY:
        raise WrongValue(reasons.WHY_TOO_LONG, field="why", most=LONGEST_WHY)
    return wanted


def _in_lots(keys: Sequence[int]) -> Iterator[list[int]]:
    left = iter(keys)
    while some := list(islice(left, _AT_ONCE)):
        yield some
