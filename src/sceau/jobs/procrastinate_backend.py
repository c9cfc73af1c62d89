"""The Django Tasks API on procrastinate: the queue of a house on PostgreSQL, where several workers may work."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, cast

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.timezone import now
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

CARRIER = "sceau.jobs.carry"  # the one task that procrastinate knows: it carries all of ours
STALLED_AFTER = 30  # seconds without a sign of its worker: three of procrastinate's heartbeats
KEPT_HOURS = 24  # a job that failed is kept so long, for whoever looks into it


class ProcrastinateBackend(BaseTaskBackend):
    """Writes a job in the connection of whoever asks: a transaction that rolls back leaves none.

    OPTIONS["once"]:  the paths of the tasks of which one in the queue is enough; a second raises AlreadyEnqueued
    """

    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Put a task in the queue.

        raises:  procrastinate.exceptions.AlreadyEnqueued
        """
        self.validate_task(task)
        path = task.module_path
        once = path in self.options.get("once", ())
        job = configure_task(
            name=CARRIER,
            job_manager=manager(),
            queue=task.queue_name,
            priority=task.priority,
            schedule_at=task.run_after,
            queueing_lock=path if once else None,
        ).defer(path=path, args=list(args), kwargs=dict(kwargs))
        return TaskResult(
            task=task,
            id=str(job),
            status=TaskResultStatus.READY,
            enqueued_at=now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@app.task(name=CARRIER)
def carry(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run the task of that path."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise TypeError(path)
    task.call(*args, **kwargs)


def manager() -> JobManager:
    """The jobs, through Django's own connection."""
    return JobManager(DjangoConnector())


def retry_stalled(at: datetime) -> int:
    """Put back the jobs whose worker gives no sign of life; gives how many there were.

    Where one is enough in the queue and another waits already, that one does the work, and the dead one's leaves.
    """
    jobs = manager()
    stalled = list(async_to_sync(jobs.get_stalled_jobs)(seconds_since_heartbeat=STALLED_AFTER))
    for job in stalled:
        if job.id is None:
            continue
        try:
            with transaction.atomic():
                jobs.retry_job_by_id(job.id, retry_at=at)
        except UniqueViolation:
            async_to_sync(jobs.finish_job_by_id_async)(job.id, Status.FAILED, delete_job=True)
    return len(stalled)


def prune() -> None:
    """Forget old jobs: the queue slows down on a table full of them."""
    async_to_sync(manager().delete_old_jobs)(nb_hours=KEPT_HOURS, include_failed=True)


def run_waiting_tasks() -> None:
    """Run what is in the queue until it is empty."""
    _work(wait=False)


def work() -> None:
    """Work until a signal says stop; the task in hand is finished, for half a minute at most."""
    _work(wait=True, listen_notify=True, shutdown_graceful_timeout=30.0, name=f"sceau-{time.time_ns():x}")


def _work(**options: Any) -> None:
    connector = cast(DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(delete_jobs="successful", fetch_job_polling_interval=1.0, **options)
