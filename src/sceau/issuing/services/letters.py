"""Letters to holders: noted once for one act, lent to whoever sends them, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta


from sceau.assessment.queries.examday import emails_of
from sceau.issuing.models import Credential, Letter
from sceau.issuing.states import Kind, LetterState

LEASE = timedelta(minutes=5)  # for a worker to hand a few letters to the mail server; then another may try
FIRST_WAIT = timedelta(seconds=30)  # after a first fault, doubled at each next one
LONGEST_WAIT = timedelta(hours=6)  # a mail server that is down for a night is tried again in the morning
TRIES_OF_A_LONGEST_WAIT = 11  # 30 s doubled ten times is more than six hours
LAST_TRY = 30  # of an address that is refused for the time being: four days and a half, as mail servers do
LONGEST_FAULT = 200  # characters of Letter.fault
OF_A_TURN = frozenset({Kind.SUSPENDED, Kind.RESTORED, Kind.REVOKED})


def queue(
    credentials: Sequence[Credential],
    kind: Kind,
    *,
    due: datetime,
    now: datetime,
    occasion: str | Mapping[int, str] | None = None,
) -> None:
    """Note that their holders are to be written to; what is noted already stays as it is.

    Three statements at most for a thousand credentials whose `award.person` is at hand; the caller's transaction.

    credentials:  as they stand after what the letter is about
    due:          not before this moment
    occasion:     what tells two letters of one kind apart, for all, or by primary key; None: the moment of the turn, the
                  day of the expiry, else nothing
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
