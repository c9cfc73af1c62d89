"""Whether a batch moves: its signing, while a worker should be at it, and its letters, while they should leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max

from sceau.issuing.models import Batch, Letter
from sceau.issuing.states import BatchState, LetterState, LineState
from sceau.journal.digests import moment_of
from sceau.journal.models import Act

STILL: Final = timedelta(minutes=2)  # a lot takes a second, and what waits is looked for every ten
_TAKEN_UP: Final = ("batch.resumed", "batch.retried")
_OF_AN_ADDRESS: Final = ("smtp.rcpt.", "smtp.data.", "letter.")  # how faults begin that are not the mail server's


def still_since(batch: Batch, *, now: datetime) -> datetime | None:
    """Since when a batch that should be signed has not moved, where that is long; None as long as all is well.

    The worker is not there, or the database does not take what it writes: nothing can be noted then, so it is told
    from what is not there.
    """
    if batch.state != BatchState.RELEASED or batch.paused_at is not None:
        return None
    known = [batch.released_at, batch.not_before, batch.created]
    if now - max(filter(None, known), default=now) < STILL:
        return None
    taken_up = Act.objects.filter(subject=f"batch:{batch.uuid}", code__in=_TAKEN_UP).aggregate(at=Max("at"))["at"]
    known.append(taken_up and moment_of(taken_up))
    signed = batch.lines.filter(state=LineState.SIGNED).order_by("-number")
    known.append(signed.values_list("credential__issued_at", flat=True).first())
    since = max(filter(None, known))
    return since if now - since >= STILL else None


def mail_is_away(batch: Batch) -> bool:
    """Whether letters of a batch wait because the mail server does not answer as it should."""
    if batch.state != BatchState.DELIVERING or batch.paused_at is not None:
        return False
    tried = Letter.objects.filter(credential__line__batch=batch, state=LetterState.WAITING).exclude(fault="")
    for beginning in _OF_AN_ADDRESS:
        tried = tried.exclude(fault__startswith=beginning)
    return tried.exists()
