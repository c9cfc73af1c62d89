"""What an erasure does to credentials: see `sceau.people.erasure`.

The bytes, the papers and the page go. The line of the register stays, which names nobody, and so does the digest in the
ledger. No bit of a status list changes: the file that the holder keeps verifies as before, and never shows as revoked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sceau.accounts.models import User
from sceau.issuing.models import Batch, Content, CorrectionRequest, Credential, Letter, Line, Paper, Turn
from sceau.issuing.reasons import opening as reasons
from sceau.issuing.reasons.requests import ABOUT_REQUESTS
from sceau.issuing.services.filing import forget_ready
from sceau.issuing.services.keeping import keep, let_go
from sceau.issuing.states import CredentialState, LetterState, LineState, RequestState
from sceau.journal.models import Act
from sceau.journal.services import erase_reason
from sceau.people import archive, erasure
from sceau.people.erasure import Line as Told
from sceau.people.models import Person
from sceau.people.reasons import ERASED_REASON
from sceau.people.states import DataKind
from sceau.verification import counting

UNSIGNED = (LineState.WAITING, LineState.FAILED)
UNSENT = (LetterState.WAITING, LetterState.TO_PRINT)


def register() -> None:
    """Tell the room of people; and the one that counts looks, which writes no number of what was erased."""
    erasure.register("issuing", lines=lines, apply=apply, held=held)
    counting.ask(standing)


def standing(uuids: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    """See `counting.ask`: whoever erases holds the line of each first, and whoever counts waits for nobody."""
    mine = Credential.objects.filter(uuid__in=uuids)
    free = dict(mine.select_for_update(skip_locked=True, no_key=True).order_by("pk").values_list("uuid", "state"))
    there = {uuid for uuid, state in free.items() if state != CredentialState.ERASED}
    held_by_others = mine.filter(uuid__in=set(uuids) - free.keys()).exclude(state=CredentialState.ERASED)
    return there, set(held_by_others.values_list("uuid", flat=True)) if len(free) < len(uuids) else set()


def held(keys: Collection[int]) -> set[int]:
    """Of these records, those with an award that a batch took up."""
    return set(Line.objects.filter(award__person__in=list(keys)).values_list("award__person_id", flat=True))


def lines(records: Sequence[Person]) -> list[Told]:
    """What goes, then what stays and why."""
    of_credentials = Q(credential__award__person__in=records)
    mine = _credentials_of(records)
    return [
        Told(reasons.BYTES, Content.objects.filter(of_credentials).count()),
        Told(reasons.PAPERS, Paper.objects.filter(of_credentials).count()),
        Told(reasons.WAITING, _unsigned_of(records).count()),
        Told(reasons.WRITTEN, Letter.objects.filter(of_credentials, state__in=UNSENT).count()),
        Told(reasons.LOOKS, counting.days_counted(mine.values_list("uuid", flat=True))),
        Told(reasons.TYPED, _typed_about(mine).count()),
        Told(ABOUT_REQUESTS, CorrectionRequest.objects.filter(of_credentials).count()),
        Told(reasons.REGISTER_LINE, mine.count(), ground=reasons.WHY_REGISTER),
    ]


def apply(records: Sequence[Person], by: User | None, now: datetime) -> None:
    """Carry it out, in the caller's transaction. Nothing that was published changes."""
    _drop_lines(records)
    there = list(_credentials_of(records).select_for_update(of=("self",)).order_by("pk"))
    keys = [each.pk for each in there]
    for act in _typed_about(Credential.objects.filter(pk__in=keys)):
        erase_reason(act, by=by.uuid if by else None, now=now, ground=ERASED_REASON.sentence("fr", {}))
    Turn.objects.filter(credential__in=keys).exclude(why="").update(why="")
    standing = Credential.objects.filter(pk__in=keys).exclude(state=CredentialState.ERASED)
    Turn.objects.bulk_create(
        Turn(credential_id=key, state=CredentialState.ERASED, at=now, by=by)
        for key in standing.values_list("pk", flat=True)
    )
    standing.update(state=CredentialState.ERASED, state_at=now, state_by=by)
    keep({each.award_id for each in there})
    Credential.objects.filter(pk__in=keys).update(why="", opening="")
    Content.objects.filter(credential__in=keys).delete()
    Paper.objects.filter(credential__in=keys).delete()
    forget_ready(keys)
    counting.forget([each.uuid for each in there])
    Letter.objects.filter(credential__in=keys, state__in=UNSENT).update(state=LetterState.DROPPED, ended_at=now)
    requests = CorrectionRequest.objects.filter(credential__in=keys)
    requests.filter(state=RequestState.OPEN).update(state=RequestState.WITHDRAWN, answered_at=now)
    requests.update(name="", words="", answer="")
    archive.forget(DataKind.CREDENTIALS, [each.uuid for each in there])


def _drop_lines(records: Sequence[Person]) -> None:
    """Leave out what was still to be signed, and what was typed about lines; lines first, then batches."""
    unsigned = list(_unsigned_of(records).select_for_update(of=("self",)).order_by("pk"))
    Line.objects.filter(pk__in=[each.pk for each in unsigned]).update(state=LineState.DROPPED, code="", details={})
    let_go([each.award_id for each in unsigned])
    Line.objects.filter(award__person__in=records).exclude(name="").update(name="")
    Line.objects.filter(award__person__in=records).exclude(renewal={}).update(renewal={})  # its grounds were typed
    dropped, failed = (
        Counter(each.batch_id for each in unsigned),
        Counter(each.batch_id for each in unsigned if each.state == LineState.FAILED),
    )
    for batch in sorted(dropped):
        Batch.objects.filter(pk=batch).update(
            lines_total=F("lines_total") - dropped[batch], lines_failed=F("lines_failed") - failed[batch]
        )


def _credentials_of(records: Sequence[Person]) -> QuerySet[Credential]:
    return Credential.objects.filter(award__person__in=records)


def _unsigned_of(records: Sequence[Person]) -> QuerySet[Line]:
    return Line.objects.filter(award__person__in=records, state__in=UNSIGNED)


def _typed_about(credentials: QuerySet[Credential]) -> QuerySet[Act]:
    """The acts about a credential for which somebody typed a reason, where a name may stand."""
    subjects = [f"credential:{uuid}" for uuid in credentials.values_list("uuid", flat=True)]
    return Act.objects.filter(subject__in=subjects, reason__isnull=False).order_by("pk")
