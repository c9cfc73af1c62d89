"""The signing of batches by the worker: short turns, so that other work has its own; whoever is idle takes part."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sceau.issuing.models import Batch, Line
from sceau.issuing.services.finishing import move_batch_on, move_on
from sceau.issuing.services.signing import Desk
from sceau.issuing.states import BatchState, LineState
from sceau.jobs.ports import ports

LOT = 500  # lines in one transaction: a quarter of a second, which is what others who write may wait on SQLite
ALL = 100  # percent
PRIORITY = -10  # letters, rounds and what follows acts go first: they are short
AFTER_FAULTS = timedelta(seconds=8)  # then the next round rings again: a disk that is full is not asked without end

log = logging.getLogger(__name__)
_faulty: dict[UUID, datetime] = {}  # batches that met a fault in this process; until when no turn is asked for them


def is_there_work(now: datetime) -> bool:
    """Whether a line waits to be signed now, of a batch that does not meet fault after fault."""
    left_alone = [uuid for uuid, until in _faulty.items() if now < until <= now + AFTER_FAULTS]
    return _due(now).exclude(uuid__in=left_alone).exists()


def sign(
    *,
    clock: Callable[[], datetime],
    at_most: timedelta,
    share: int = ALL,
    rest: Callable[[float], None] = time.sleep,
) -> None:
    """Sign lines of the batches that are due, for a time, a lot of each in turn; then take them as far as they may go.

    clock:  read at each lot
    share:  of the time, in percent, that is spent signing; rest: called with seconds, between two lots
    """
    started = clock()
    due = {batch.pk: batch.uuid for batch in _due(started)}
    desks = {key: Desk(key, keys=ports().keys) for key in due}
    while desks and clock() - started < at_most:
        for key, desk in list(desks.items()):
            try:
                moment = clock()
                done = desk.issue(limit=LOT, now=moment)
                if share < ALL:
                    rest((clock() - moment).total_seconds() * (ALL / share - 1))
                _faulty.pop(due[key], None)
                if not done:
                    del desks[key]
                    move_batch_on(Batch.objects.get(pk=key), now=clock())
            except (
                Exception
            ) as fault:  # a full disk, a lost connection, a bug: nothing of the lot is kept, others go on
                log.error("batch %s is to be taken up again: %s", key, type(fault).__qualname__)
                desks.pop(key, None)
                _faulty[due[key]] = clock() + (AFTER_FAULTS if due[key] in _faulty else timedelta(0))
            if clock() - started >= at_most:
                break


def look(now: datetime) -> None:
    """What has its time: batches whose hour has come, those whose last line is signed, those that can be delivered."""
    move_on(now)
    if is_there_work(now):
        ring()


def ring() -> None:
    """Have a turn taken soon. Never raises: a round looks each minute."""
    from sceau.jobs.tasks import issue_batches  # noqa: PLC0415 -- it imports this module

    try:
        if connection.vendor == "sqlite":
            from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 -- installed on SQLite only

            if not DBTaskResult.objects.ready().filter(task_path=issue_batches.module_path).exists():
                issue_batches.enqueue()
        else:
            _ring_procrastinate()
    except DatabaseError as fault:
        log.warning("the turn of the batches was not asked for: %s", type(fault).__qualname__)


def _ring_procrastinate() -> None:
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415 -- installed on PostgreSQL only

    from sceau.jobs.tasks import issue_batches  # noqa: PLC0415 -- it imports this module

    try:
        with transaction.atomic():
            issue_batches.enqueue()
    except AlreadyEnqueued:
        return


def _due(now: datetime) -> QuerySet[Batch]:
    waiting = Line.objects.filter(batch=OuterRef("pk"), state=LineState.WAITING)
    released = Batch.objects.filter(state=BatchState.RELEASED, paused_at__isnull=True)
    its_hour = Q(not_before__isnull=True) | Q(not_before__lte=now)
    return released.filter(its_hour, Exists(waiting)).order_by(F("released_at").asc(nulls_first=True), "pk")
