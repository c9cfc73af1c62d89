"""What a batch does to the requests of holders: a correction of the name answers one, called off it asks again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from sceau.accounts.models import User
from sceau.issuing.models import Batch, CorrectionRequest
from sceau.issuing.states import About, Cause, RequestState
from sceau.journal.services import Deed, record_all


def tie(batch: Batch, credentials: Iterable[int], *, by: User, now: datetime) -> None:
    """The names of these credentials are put right in this batch: whoever asked for that has their answer.

    credentials:  their primary keys
    """
    of_names = CorrectionRequest.objects.filter(
        credential__in=list(credentials), about=About.NAME, state=RequestState.OPEN
    )
    found = _held(of_names)
    there = CorrectionRequest.objects.filter(pk__in=[each.pk for each in found])
    there.update(state=RequestState.ACCEPTED, answered_at=now, answered_by=by, batch=batch)
    _write("request.accepted", found, batch, by=by, now=now)


def untie(batch: Batch, *, by: User | None, now: datetime, awards: Sequence[int] | None = None) -> None:
    """What the batch would have corrected is not: the requests wait again.

    awards:  only of the lines that are left out, by the primary keys of their awards; None for all of the batch
    """
    if batch.cause != Cause.CORRECTION:
        return
    tied = CorrectionRequest.objects.filter(batch=batch, state=RequestState.ACCEPTED)
    if awards is not None:
        tied = tied.filter(credential__award__in=awards)
    waits = CorrectionRequest.objects.filter(state=RequestState.OPEN).values("credential")
    found = _held(tied.exclude(credential__in=waits))
    there = CorrectionRequest.objects.filter(pk__in=[each.pk for each in found])
    there.update(state=RequestState.OPEN, answered_at=None, answered_by=None, batch=None)
    _write("request.reopened", found, batch, by=by, now=now)


def _held(rows: QuerySet[CorrectionRequest]) -> list[CorrectionRequest]:
    kept = rows.select_for_update(of=("self",), no_key=True).select_related("credential")
    return list(kept.order_by("pk"))


def _write(code: str, requests: Sequence[CorrectionRequest], batch: Batch, *, by: User | None, now: datetime) -> None:
    deeds = [
        Deed(code, f"credential:{each.credential.uuid}", {"request": each.uuid.hex, "number": batch.number})
        for each in requests
    ]
    if deeds:
        record_all(deeds, by=by.uuid if by else None, at=now, institution=batch.institution.uuid)
