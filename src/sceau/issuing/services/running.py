"""Batches on their way: stopped for a while, taken up again, tried again where lines failed, called off.

Whoever keeps lines of a batch takes them first, then the batch: so do those who sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotNow
from sceau.issuing.models import Batch, Credential, Line
from sceau.issuing.queries.batches import WAITING, can_be_cancelled
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.rights import require, require_any
from sceau.issuing.services.calling_off import AT_ONCE, annul, follow_at_once
from sceau.issuing.services.keeping import let_go
from sceau.issuing.services.releasing import key_in_service
from sceau.issuing.services.tying import untie
from sceau.issuing.services.writing import elsewhere, held, move, require_state, write
from sceau.issuing.states import BatchState, CredentialState, LineState
from sceau.keyring.models import KeyState
from sceau.keyring.ports import KeyStore

PAUSABLE: Final = (BatchState.RELEASED, BatchState.SIGNED, BatchState.DELIVERING)
TRIED_AGAIN: Final = (BatchState.RELEASED, BatchState.SIGNED, BatchState.DELIVERING, BatchState.DONE)


def pause_batch(*, batch: Batch, by: User, now: datetime) -> Batch:
    """Stop a batch: what is being signed at this moment is finished, and nobody is written to until it goes on.

    raises:  NotEntitled, NotNow
    """
    require_any(by, Right.PREPARE_CREDENTIALS, Right.RELEASE_CREDENTIALS, institution=batch.institution, now=now)
    with transaction.atomic():
        there = held(batch)
        require_state(there, *PAUSABLE)
        if there.paused_at is not None:
            raise NotNow(reasons.PAUSED_ALREADY)
        there.paused_at, there.fault = now, ""
        there.save(update_fields=["paused_at", "fault"])
        write("batch.paused", there, by=by, now=now)
    return there


def resume_batch(*, batch: Batch, by: User, now: datetime, keys: KeyStore | None = None) -> Batch:
    """Let a batch go on. Where its key is out of service, the key that took over signs what is left.

    The time to call it off stood still meanwhile.

    keys:    when given, whether the key can be opened is looked at first
    raises:  NotEntitled, NotNow
    """
    require(by, Right.RELEASE_CREDENTIALS, batch.institution, now=now)
    with transaction.atomic():
        there = held(batch)
        if there.paused_at is None:
            raise NotNow(reasons.NOT_PAUSED)
        if there.cancel_until is not None and there.paused_at < there.cancel_until:
            there.cancel_until += now - there.paused_at
        if there.state == BatchState.RELEASED:
            _take_key(there, keys, now)
        there.paused_at, there.fault = None, ""
        there.save(update_fields=["paused_at", "fault", "cancel_until", "key", "created"])
        write("batch.resumed", there, by=by, now=now, key=str(there.key.uuid) if there.key else "")
    return there


def retry_failed(*, batch: Batch, by: User, now: datetime, keys: KeyStore | None = None) -> Batch:
    """Have the lines that failed signed after all; their credentials bear the moment of this act.

    raises:  NotEntitled, NotNow
    """
    require(by, Right.PREPARE_CREDENTIALS, batch.institution, now=now)
    with transaction.atomic():
        failed = _kept(batch, (LineState.FAILED,))
        there = held(batch)
        require_state(there, *TRIED_AGAIN)
        if there.paused_at is not None:
            raise NotNow(reasons.PAUSED)
        if not failed:
            raise NotNow(reasons.NOTHING_FAILED)
        Line.objects.filter(batch=there, state=LineState.FAILED).update(state=LineState.WAITING, code="", details={})
        there.lines_failed -= len(failed)
        if there.state != BatchState.RELEASED:
            move(there, BatchState.RELEASED)
            there.created, there.cancel_until, there.signed_at, there.done_at = now, None, None, None
        _take_key(there, keys, now)
        there.save()
        write("batch.retried", there, by=by, now=now, count=len(failed))
    return there


def cancel_batch(*, batch: Batch, by: User, now: datetime) -> Batch:
    """Call a batch off, as long as nobody heard of it: what waits is left out, what was signed is worth nothing.

    What was replaced by it stands again. Its awards are free for another batch. What nobody waits for follows in the
    worker: see `calling_off`.

    raises:  NotEntitled, NotNow
    """
    require_any(by, Right.PREPARE_CREDENTIALS, Right.RELEASE_CREDENTIALS, institution=batch.institution, now=now)
    with transaction.atomic():
        waiting = _kept(batch, WAITING)
        there = held(batch)
        if there.state in (BatchState.DELIVERING, BatchState.DONE):
            raise NotNow(reasons.WINDOW_OVER)
        if there.state == BatchState.CANCELLED:
            raise elsewhere(there)
        if not can_be_cancelled(there, now=now):
            raise NotNow(reasons.WINDOW_OVER)
        _require_not_replaced(there)
        Line.objects.filter(batch=there, state__in=WAITING).update(state=LineState.DROPPED, code="", details={})
        turned = annul(there, by=by, now=now)
        let_go(Line.objects.filter(batch=there).values("award"))
        move(there, BatchState.CANCELLED)
        there.cancelled_by, there.cancelled_at = by, now
        there.lines_total, there.lines_failed = there.lines_total - len(waiting), 0
        there.paused_at, there.fault = None, ""
        there.done_at = None if turned else now  # else what nobody waits for follows
        there.save()
        untie(there, by=by, now=now)
        write("batch.cancelled", there, by=by, now=now, dropped=len(waiting), signed=turned)
        if 0 < turned <= AT_ONCE:
            follow_at_once(there, now=now)
    return there


def _kept(batch: Batch, states: Sequence[LineState]) -> list[int]:
    """The lines of a batch in these states, kept from others. Those that are being signed are waited for."""
    rows = Line.objects.select_for_update(no_key=True).filter(batch=batch, state__in=states)
    return list(rows.order_by("number").values_list("pk", flat=True))


def _take_key(batch: Batch, keys: KeyStore | None, now: datetime) -> None:
    """The key stays as long as it is in service; another one signs from this moment on."""
    if batch.key is None or batch.key.state != KeyState.ACTIVE:
        batch.key = key_in_service(batch.institution, keys)
        batch.created = max(now, batch.not_before or now)


def _require_not_replaced(batch: Batch) -> None:
    """raises: NotNow where a credential of the batch has, or waits for, another that stands instead"""
    mine = Credential.objects.filter(line__batch=batch)
    waits = Line.objects.filter(instead_of__in=mine, state__in=WAITING)
    found = waits.order_by("pk").values_list("instead_of__code", "batch__number").first()
    if found is None:
        later = Credential.objects.filter(replaces__in=mine).exclude(state=CredentialState.CANCELLED)
        found = later.order_by("pk").values_list("replaces__code", "line__batch__number").first()
    if found is not None:
        raise NotNow(reasons.REPLACED_SINCE, code=found[0], number=found[1])
