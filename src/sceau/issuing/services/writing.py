"""What the services of this room share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sceau.accounts.models import User
from sceau.issuing.errors import NotNow
from sceau.issuing.models import Batch
from sceau.issuing.reasons.common import BATCH_STANDS_ELSEWHERE
from sceau.issuing.states import FOLLOWS, BatchState
from sceau.journal.services import record

_FR: Final = {
    BatchState.DRAFT: "en préparation",
    BatchState.ASKED: "à libérer",
    BatchState.RELEASED: "en signature",
    BatchState.SIGNED: "signé, annulable",
    BatchState.DELIVERING: "en remise",
    BatchState.DONE: "remis",
    BatchState.CANCELLED: "annulé",
}
_EN: Final = {
    BatchState.DRAFT: "in preparation",
    BatchState.ASKED: "to be released",
    BatchState.RELEASED: "being signed",
    BatchState.SIGNED: "signed, can be called off",
    BatchState.DELIVERING: "being delivered",
    BatchState.DONE: "delivered",
    BatchState.CANCELLED: "called off",
}


def held(batch: Batch) -> Batch:
    """The batch as it stands, its row kept from others until the transaction ends.

    Whoever keeps lines as well takes them first, then the batch: so do those who sign.
    """
    there = Batch.objects.select_for_update(of=("self",), no_key=True).select_related("institution", "key")
    return there.get(pk=batch.pk)


def require_state(batch: Batch, *states: BatchState) -> None:
    """raises: NotNow, with the stage that the batch is at"""
    if batch.state not in states:
        raise elsewhere(batch)


def move(batch: Batch, to: BatchState) -> None:
    """Take a batch that is held to a stage that may follow, not saved yet. raises: NotNow"""
    if to not in FOLLOWS[BatchState(batch.state)]:
        raise elsewhere(batch)
    batch.state = to


def elsewhere(batch: Batch) -> NotNow:
    """The refusal that names the stage."""
    state = BatchState(batch.state)
    return NotNow(BATCH_STANDS_ELSEWHERE, state=_FR[state], state_en=_EN[state])


def write(code: str, batch: Batch, *, by: User | None, now: datetime, **details: Any) -> None:
    """One act about a batch, in the chain of its institution: opaque ids, codes and numbers only."""
    record(
        code,
        subject=f"batch:{batch.uuid}",
        by=by.uuid if by else None,
        at=now,
        institution=batch.institution.uuid,
        number=batch.number,
        **details,
    )
