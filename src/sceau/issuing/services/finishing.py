"""What time does to batches: signed to the end, then no longer to be called off, then delivered.

Each step may be taken twice, by whichever worker comes by: it looks at the batch again once it holds it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from sceau.issuing.models import Batch, Credential, Letter
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.renewals import FIRST_LETTERS, first_letter
from sceau.issuing.services.letters import queue
from sceau.issuing.services.writing import held, move, write
from sceau.issuing.states import BatchState, CredentialState, LetterState, LineState

LETTERS_AT_ONCE: Final = 500
LOTS_AT_ONCE: Final = 10  # of letters, in one step of one batch


def move_on(now: datetime) -> list[Batch]:
    """Move every batch whose time has come; gives those that moved, some of them by several steps."""
    in_hand = (BatchState.RELEASED, BatchState.SIGNED, BatchState.DELIVERING)
    batches = Batch.objects.filter(state__in=in_hand, paused_at__isnull=True).order_by("pk")
    return [batch for batch in batches if move_batch_on(batch, now=now)]


def move_batch_on(batch: Batch, *, now: datetime) -> bool:
    """Move one; gives whether it moved."""
    moved = False
    for step in (_signed, _delivering, _done):
        moved |= step(batch, now)
    return moved


def _signed(batch: Batch, now: datetime) -> bool:
    """Nothing is left to be signed: the time to call it off runs, unless holders have heard of it already."""
    if batch.state != BatchState.RELEASED or _waiting(batch):
        return False
    with transaction.atomic():
        there = held(batch)
        if there.state != BatchState.RELEASED or there.paused_at is not None or _waiting(there):
            return False
        minutes = 0 if _letters(there).exists() else settings_of(there.institution).cancel_minutes
        move(there, BatchState.SIGNED)
        there.signed_at = now
        there.cancel_until = now + timedelta(minutes=minutes)
        there.save(update_fields=["state", "signed_at", "cancel_until"])
        write("batch.signed", there, by=None, now=now, signed=there.lines_signed, failed=there.lines_failed)
    batch.state, batch.cancel_until = there.state, there.cancel_until
    return True


def _delivering(batch: Batch, now: datetime) -> bool:
    if batch.state != BatchState.SIGNED or batch.cancel_until is None or batch.cancel_until > now:
        return False
    with transaction.atomic():
        there = held(batch)
        if there.state != BatchState.SIGNED or there.paused_at is not None:
            return False
        if there.cancel_until is None or there.cancel_until > now:
            return False
        move(there, BatchState.DELIVERING)
        there.save(update_fields=["state"])
        write("batch.delivering", there, by=None, now=now)
    batch.state = there.state
    return True


def _done(batch: Batch, now: datetime) -> bool:
    """Letters are noted for all its credentials, and it is done once none of them waits."""
    if batch.state != BatchState.DELIVERING:
        return False
    if all(_note_letters(batch, now) for _ in range(LOTS_AT_ONCE)):
        return False  # there may be more of them: other work has its turn first
    if _letters(batch).filter(state=LetterState.WAITING).exists():
        return False
    with transaction.atomic():
        there = held(batch)
        if there.state != BatchState.DELIVERING or there.paused_at is not None:
            return False
        move(there, BatchState.DONE)
        there.done_at = now
        there.save(update_fields=["state", "done_at"])
        write("batch.delivered", there, by=None, now=now)
    batch.state = there.state
    return True


def _note_letters(batch: Batch, now: datetime) -> int:
    """For some of the credentials that have none yet; gives how many. Some of a batch may renew others."""
    with transaction.atomic():
        there = held(batch)  # nobody pauses it meanwhile, and two workers do not note the same
        if there.state != BatchState.DELIVERING or there.paused_at is not None:
            return 0
        untold = Credential.objects.filter(line__batch=batch, state=CredentialState.VALID).exclude(
            pk__in=_letters(batch).values("credential")
        )
        found = list(untold.select_related("award__person__root").order_by("pk")[:LETTERS_AT_ONCE])
        for stands_instead in (False, True):
            of_a_kind = [each for each in found if (each.replaces_id is not None) == stands_instead]
            kind = first_letter(batch.cause, stands_instead=stands_instead)
            queue(of_a_kind, kind, due=now, now=now, occasion="")
    return len(found)


def _waiting(batch: Batch) -> bool:
    return batch.lines.filter(state=LineState.WAITING).exists()


def _letters(batch: Batch) -> QuerySet[Letter]:
    return Letter.objects.filter(credential__line__batch=batch, kind__in=FIRST_LETTERS)
