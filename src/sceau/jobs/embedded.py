"""The worker of a house on SQLite: one process, which takes up at its start what a killed one left.

A disk that is full, or a file that somebody else holds, ends no worker: it waits, and takes up what it had in hand.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.utils.timezone import now
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from filelock import FileLock, Timeout

from sceau.jobs.bell import ring
from sceau.jobs.errors import ANOTHER_WORKER, CannotWork
from sceau.jobs.ticker import Ticker
from sceau.journal.services import take_back

PAUSE = 0.2  # seconds between two looks at an empty queue
AFTER_A_FAULT = 5.0  # seconds: of the database, such as a disk that is full
BATCH = 50
CHATTY = ("django_tasks", "django_tasks_db")  # they tell of each look at the queue
MOST_TRIES = 5  # of a task that kills its worker: then it is set aside

log = logging.getLogger(__name__)


def work(*, lock: Path, stop: threading.Event) -> None:
    """Work until told to stop; the task in hand is always finished.

    lock:    a file held while this lasts, so that nobody else takes the tasks in hand for those of a dead worker
    raises:  CannotWork, when another worker holds it
    """
    held = FileLock(lock)
    try:
        held.acquire(timeout=0)
    except Timeout as taken:
        raise CannotWork(ANOTHER_WORKER, file=str(lock)) from taken
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    with held:
        ticker = Ticker()
        ticker.start()
        try:
            left = True  # somebody may have left work in hand: a worker before this one, or this one at a fault
            while not stop.is_set():
                try:
                    close_old_connections()
                    if left:
                        _take_up()
                        left = False
                    if DBTaskResult.objects.ready().exists():
                        _Worker(stop, BATCH).run()
                except DatabaseError as fault:
                    log.error("the worker waits for its database: %s", type(fault).__qualname__)
                    left = True
                    stop.wait(AFTER_A_FAULT)
                stop.wait(PAUSE)
        finally:
            ticker.stop()


def _take_up() -> None:
    """What nobody has in hand any more is done after all."""
    requeue_orphans()
    take_back(now=now())
    ring()


def requeue_orphans() -> int:
    """Put back the tasks that a killed worker had in hand; gives how many there were."""
    orphans = list(DBTaskResult.objects.running())
    for orphan in orphans:
        if len(orphan.worker_ids) >= MOST_TRIES:
            orphan.set_failed(RuntimeError("the worker died each time"))
        else:
            DBTaskResult.objects.filter(pk=orphan.pk).update(status="READY", started_at=None)
    return len(orphans)


def run_waiting_tasks() -> None:
    """Run what is in the queue until it is empty."""
    _Worker(threading.Event(), None).run()


class _Worker(Worker):
    """The worker of django-tasks-db, which ends between two tasks when it is told to."""

    def __init__(self, stop: threading.Event, limit: int | None) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=limit,
            worker_id=f"embedded-{threading.get_native_id()}",
            excluded_queue_names=[],
        )
        self._stop = stop

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Run one, then see whether others are wanted."""
        super().run_task(db_task_result)
        if self._stop.is_set():
            self.running = False
