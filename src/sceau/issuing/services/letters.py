"""Letters to holders: noted once for one act, lent to whoever sends them, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from sceau.assessment.queries.examday import emails_of
from sceau.institutions.models import Institution
from sceau.issuing.models import Batch, CorrectionRequest, Credential, IssuingSettings, Letter
from sceau.issuing.queries.letters import OF_A_PAUSED_BATCH
from sceau.issuing.states import CredentialState, Kind, LetterState

LEASE = timedelta(minutes=5)  # for a worker to hand a few letters to the mail server; then another may try
FIRST_WAIT = timedelta(seconds=30)  # after a first fault, doubled at each next one
LONGEST_WAIT = timedelta(hours=6)  # a mail server that is down for a night is tried again in the morning
TRIES_OF_A_LONGEST_WAIT = 11  # 30 s doubled so often is more than six hours
TRIES_OF_A_SERVER_AWAY = 6  # 30 s doubled five times, a quarter of an hour: no address is at fault
LAST_TRY = 30  # of an address that is refused for the time being: four days and a half, as mail servers do
LONGEST_FAULT = 200  # characters of Letter.fault
A_MINUTE = timedelta(minutes=1)
OF_A_TURN = frozenset({Kind.SUSPENDED, Kind.RESTORED, Kind.REVOKED})
STATE_TOLD = {  # how the credential stands where the letter tells the truth
    Kind.ISSUED: CredentialState.VALID,
    Kind.REPLACED: CredentialState.VALID,
    Kind.RENEWED: CredentialState.VALID,
    Kind.SUSPENDED: CredentialState.SUSPENDED,
    Kind.RESTORED: CredentialState.VALID,
    Kind.REVOKED: CredentialState.REVOKED,
    Kind.EXPIRING: CredentialState.VALID,
}


def queue(
    credentials: Sequence[Credential],
    kind: Kind,
    *,
    due: datetime,
    now: datetime,
    occasion: str | Mapping[int, str] | None = None,
) -> None:
    """Note that their holders are to be written to; what is noted already stays as it is.

    One question and as many insertions as the database makes of the rows, where `award.person` is at hand; in the
    transaction of whoever calls.

    credentials:  as they stand after what the letter is about
    due:          not before this moment
    occasion:     what tells two letters of one kind apart, for all, or by primary key; None: the moment of the turn,
                  that of the expiry, else nothing
    """
    if not credentials:
        return
    emails = emails_of([each.award.person for each in credentials])
    rows = []
    for each in credentials:
        has_email = bool(emails[each.award.person_id])
        rows.append(
            Letter(
                institution_id=each.institution_id,
                credential=each,
                kind=kind,
                occasion=_occasion(each, kind, occasion),
                state=LetterState.WAITING if has_email else LetterState.TO_PRINT,
                due=due,
                made_at=now,
            )
        )
    Letter.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _occasion(credential: Credential, kind: Kind, given: str | Mapping[int, str] | None) -> str:
    if isinstance(given, str):
        return given
    if given is not None:
        return given[credential.pk]
    if kind in OF_A_TURN and credential.state_at is not None:
        return occasion_of(credential.state_at)
    if kind == Kind.EXPIRING and credential.valid_until is not None:
        return occasion_of(credential.valid_until)
    return ""


def occasion_of(moment: datetime) -> str:
    """The name of a moment, 32 characters at most; the same for one moment whatever its zone."""
    return moment.astimezone(UTC).isoformat()


def drop_waiting(credentials: Iterable[Credential], *, now: datetime) -> int:
    """What was to be told about these is not told any more; gives how many letters that were."""
    waiting = Letter.objects.filter(
        credential__in=list(credentials), state__in=[LetterState.WAITING, LetterState.TO_PRINT]
    )
    return waiting.update(state=LetterState.DROPPED, ended_at=now, fault="")


def claim(*, limit: int, now: datetime, chance: Random) -> list[Letter]:
    """Take at most `limit` letters whose hour has come, of each institution as many as it may send in this minute.

    They are lent: nobody else is given them before `now` + LEASE, and whoever dies with them in hand loses nothing.
    Taking counts as a try. Each is then settled, failed or given back; no transaction need be open meanwhile.

    chance:  the order of the institutions, so that none waits behind another that has a hundred thousand
    """
    waiting = Letter.objects.filter(institution=OuterRef("pk"), state=LetterState.WAITING, due__lte=now)
    bodies = list(Institution.objects.filter(Exists(waiting)).values_list("pk", flat=True))
    chance.shuffle(bodies)
    taken: list[int] = []
    for body in bodies:
        if len(taken) < limit:
            taken += _claim_of(body, limit=limit - len(taken), now=now)
    found = Letter.objects.filter(pk__in=taken).select_related(
        "institution", "credential__award__person__root", "credential__award__version"
    )
    return list(found.defer("credential__award__version__document").order_by("due", "pk"))


def _claim_of(body: int, *, limit: int, now: datetime) -> list[int]:
    """Letters of one institution, by primary key; none while another worker is taking some of them."""
    with transaction.atomic():
        # not a key: rows that point to the institution are written meanwhile
        held = Institution.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(pk=body)
        if not held.values_list("pk", flat=True).first():
            return []
        room = min(limit, _room(body, now))
        if room <= 0:
            return []
        free = Letter.objects.filter(institution=body, state=LetterState.WAITING, due__lte=now).order_by("due", "pk")
        if Batch.objects.filter(institution=body, paused_at__isnull=False).exists():
            free = free.exclude(OF_A_PAUSED_BATCH)
        taken = list(free.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:room])
        Letter.objects.filter(pk__in=taken).update(due=now + LEASE, tries=F("tries") + 1, fault="")
    return taken


def _room(body: int, now: datetime) -> int:
    """How many letters the institution may still begin in the minute that ends now.

    Those that left in it and those in hand count; a moment in the future, where the clock was put back, does not.
    """
    most = IssuingSettings.objects.filter(institution=body).values_list("letters_a_minute", flat=True).first()
    if most is None:
        most = IssuingSettings._meta.get_field("letters_a_minute").get_default()
    since = now - A_MINUTE
    of_body = Letter.objects.filter(institution=body)
    ended = of_body.filter(
        state__in=[LetterState.SENT, LetterState.BOUNCED], ended_at__gt=since, ended_at__lte=now
    ).count()
    in_hand = of_body.filter(
        state=LetterState.WAITING, tries__gt=0, fault="", due__gt=since + LEASE, due__lte=now + LEASE
    ).count()
    return int(most) - ended - in_hand


def is_lent_still(letter: Letter) -> bool:
    """Whether nobody else was given it, nobody ended it, and its batch was not paused, since it was taken."""
    lent = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, due=letter.due)
    return lent.exclude(OF_A_PAUSED_BATCH).exists()


def settle(letter: Letter, state: LetterState, *, now: datetime, fault: str = "") -> bool:
    """What became of a letter; gives whether it was waiting still."""
    ended = None if state == LetterState.TO_PRINT else now
    waiting = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING)
    return bool(waiting.update(state=state, ended_at=ended, fault=fault[:LONGEST_FAULT]))


def fail(letter: Letter, fault: BaseException | str, *, now: datetime, of_the_server: bool = False) -> None:
    """It could not leave: it will be tried again, later each time.

    fault:          only its class is kept, for its text may hold personal data; or a code of the caller's
    of_the_server:  and of no letter: then it is tried more often, and never ends by being given up
    """
    name = fault if isinstance(fault, str) else f"{type(fault).__module__}.{type(fault).__qualname__}"
    if not of_the_server and letter.tries >= LAST_TRY:
        settle(letter, LetterState.BOUNCED, now=now, fault=name)
        return
    tries = min(letter.tries, TRIES_OF_A_SERVER_AWAY) if of_the_server else letter.tries
    wait = min(FIRST_WAIT * 2 ** min(max(tries - 1, 0), TRIES_OF_A_LONGEST_WAIT), LONGEST_WAIT)
    lent = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, due=letter.due)
    lent.update(due=now + wait, fault=name[:LONGEST_FAULT], tries=tries)


def give_back(letters: Iterable[Letter], *, now: datetime) -> None:
    """They were taken and not begun: free at once, as if they had not been taken."""
    for letter in letters:
        lent = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, due=letter.due)
        lent.update(due=now, tries=F("tries") - 1)


def holds(letter: Letter, *, now: datetime) -> bool:
    """Whether what the letter tells is still so: of its credential as it is read now."""
    letter.credential.refresh_from_db(fields=["state", "state_at"])
    return agrees(letter, now=now)


def agrees(letter: Letter, *, now: datetime) -> bool:
    """Whether what the letter tells is so: of its credential as it is at hand."""
    credential = letter.credential
    if credential.award.person.erased_at is not None:
        return False
    if letter.kind == Kind.ANSWERED:  # the answer holds, however the credential stands
        told = CorrectionRequest.objects.filter(uuid=letter.occasion).exists()  # else its words are forgotten
        return told and credential.state not in {CredentialState.CANCELLED, CredentialState.ERASED}
    if credential.state != STATE_TOLD[Kind(letter.kind)]:
        return False
    if letter.kind in OF_A_TURN and letter.occasion:
        return credential.state_at is not None and occasion_of(credential.state_at) == letter.occasion
    if letter.kind == Kind.EXPIRING:
        return credential.valid_until is not None and credential.valid_until > now
    return True


def drop_stale(*, now: datetime) -> int:
    """Put away letters to be printed that tell what is not so any more, as `agrees` says; gives how many."""
    to_print = Letter.objects.filter(state=LetterState.TO_PRINT)
    of_requests = to_print.filter(kind=Kind.ANSWERED)
    asked = {
        str(uuid)
        for uuid in CorrectionRequest.objects.filter(credential__in=of_requests.values("credential")).values_list(
            "uuid", flat=True
        )
    }
    stale = [
        to_print.filter(credential__award__person__erased_at__isnull=False),
        # an earlier turn than the one that stands: its letter was noted at its moment
        to_print.filter(kind__in=OF_A_TURN, made_at__lt=F("credential__state_at")),
        to_print.filter(kind=Kind.EXPIRING).exclude(credential__valid_until__gt=now),
        of_requests.filter(credential__state__in=[CredentialState.CANCELLED, CredentialState.ERASED]),
        of_requests.exclude(occasion__in=asked),
        *(to_print.filter(kind=kind).exclude(credential__state=state) for kind, state in STATE_TOLD.items()),
    ]
    return sum(each.update(state=LetterState.DROPPED, ended_at=now) for each in stale)
