"""Credentials that others stand instead of: what may be replaced, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sceau.issuing.insertion import NewCredential
from sceau.issuing.models import Batch, Credential, Line, Turn
from sceau.issuing.renewals import BY_AWARD, first_letter
from sceau.issuing.services.publishing import set_bits
from sceau.issuing.states import Cause, CredentialState, Kind
from sceau.journal.services import Deed

REPLACEABLE: Final = frozenset({CredentialState.VALID, CredentialState.SUSPENDED})
STANDING: Final = REPLACEABLE | {CredentialState.REVOKED}


@dataclass(slots=True)
class Standing:
    """What the awards of some lines have already.

    cause:     of their batch
    old:       the credentials that the lines stand instead of, by primary key, kept from others
    instead:   what each line stands instead of, by its primary key and that of a credential; the others are absent
    doubted:   those of them that are suspended, where the new one would quietly let that be forgotten
    followed:  those of them that another was made instead of, but for what was called off
    editions:  the last edition of each award that has one
    standing:  the credential of each award that counts, by the award's primary key
    """

    cause: Cause = Cause.AWARDS
    old: dict[int, Credential] = field(default_factory=dict)
    instead: dict[int, int] = field(default_factory=dict)
    doubted: frozenset[int] = frozenset()
    followed: frozenset[int] = frozenset()
    editions: dict[int, int] = field(default_factory=dict)
    standing: dict[int, int] = field(default_factory=dict)

    def next_edition(self, award: int) -> int:
        """1 for a first credential."""
        return self.editions.get(award, 0) + 1

    def may_be_replaced(self, credential: int) -> bool:
        """Whether it stands, was not revoked, and none stands instead of it."""
        return self.old[credential].state in REPLACEABLE and credential not in self.followed

    def is_doubted(self, credential: int) -> bool:
        """Whether it is suspended, and the line would let it stand longer, or was prepared before."""
        return credential in self.doubted

    def has_another(self, award: int, but: int | None) -> bool:
        """Whether the award has a credential that counts, besides that one."""
        return self.standing.get(award, but) != but


def standing_of(lines: Sequence[Line], *, cause: str = Cause.AWARDS) -> Standing:
    """What is there already; three statements at most, and one more for each step that was taken since.

    lines:  with `award`; cause: of their batch
    """
    found = Standing(Cause(cause))
    wanted = {line.pk: line.instead_of_id for line in lines if line.instead_of_id is not None}
    if wanted:
        if found.cause in BY_AWARD:
            wanted = _as_it_went(wanted)
        kept = Credential.objects.select_for_update(of=("self",)).select_related("award").order_by("pk")
        found.old = {each.pk: each for each in kept.filter(pk__in=set(wanted.values()))}
        found.doubted = frozenset(_doubted(lines, found))
        found.followed = frozenset(_later(wanted.values()))
        found.instead = _renewed(lines, wanted, found) if found.cause in BY_AWARD else wanted
    rows = Credential.objects.filter(award__in=[line.award_id for line in lines])
    for award, key, edition, state in rows.values_list("award_id", "pk", "edition", "state"):
        found.editions[award] = max(edition, found.editions.get(award, 0))
        if state in STANDING:
            found.standing[award] = key
    return found


def _doubted(lines: Sequence[Line], found: Standing) -> Iterable[int]:
    """Of what is suspended, all that is to be renewed; of what is to be corrected, what was suspended since.

    Whoever prepared a correction of one that was suspended already has read that the new one will be valid.
    """
    suspended = [each for each in found.old.values() if each.state == CredentialState.SUSPENDED]
    if not suspended or found.cause not in (Cause.RENEWAL, Cause.CORRECTION):
        return []
    if found.cause == Cause.RENEWAL:
        return [each.pk for each in suspended]
    prepared_at = Batch.objects.values_list("prepared_at", flat=True).get(pk=lines[0].batch_id)
    return [each.pk for each in suspended if each.state_at is not None and each.state_at > prepared_at]


def _later(credentials: Iterable[int]) -> dict[int, int]:
    """Which stands instead of which, but for what was called off."""
    later = Credential.objects.filter(replaces__in=set(credentials)).exclude(state=CredentialState.CANCELLED)
    return {old: new for old, new in later.values_list("replaces", "pk") if old is not None}


def _as_it_went(wanted: dict[int, int]) -> dict[int, int]:
    """What stands now where a line was to renew something: it may have been corrected since."""
    while steps := _later(wanted.values()):
        wanted = {line: steps.get(old, old) for line, old in wanted.items()}
    return wanted


def _renewed(lines: Sequence[Line], wanted: dict[int, int], found: Standing) -> dict[int, int]:
    """Of what new assessments were to renew, what may still be: each once, by the latest, and never by an earlier one.

    The others stand as they are beside what is issued now: a new award is owed its credential whatever became of an
    older one.
    """
    last: dict[int, Line] = {}
    for line in lines:
        old = wanted.get(line.pk)
        if old is None:
            continue
        there = found.old[old]
        if there.award_id != line.award_id:
            if old in found.followed or there.state != CredentialState.VALID:
                continue
            if there.award.awarded_on >= line.award.awarded_on:
                continue
        if old not in last or last[old].award.awarded_on < line.award.awarded_on:
            last[old] = line
    return {line.pk: old for old, line in last.items()}


def replace_old(fresh: Sequence[NewCredential], standing: Standing, *, now: datetime) -> list[Deed]:
    """Those that the new ones stand instead of are replaced, before these are written; gives what the journal is told.

    Their lists are kept from others from here on, so that no two workers wait for each other.
    """
    over = {new.replaces_id: new for new in fresh if new.replaces_id is not None}
    if not over:
        return []
    old = [standing.old[key] for key in sorted(over)]
    set_bits(old, CredentialState.REPLACED, now=now)
    Credential.objects.filter(pk__in=over).update(state=CredentialState.REPLACED, state_at=now, state_by=None, why="")
    Turn.objects.bulk_create([Turn(credential=each, state=CredentialState.REPLACED, at=now) for each in old])
    is_renewal = first_letter(standing.cause, stands_instead=True) == Kind.RENEWED
    code = "credential.renewed" if is_renewal else "credential.replaced"
    return [Deed(code, f"credential:{each.uuid}", {"by": over[each.pk].uuid.hex}) for each in old]
