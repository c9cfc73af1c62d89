"""A task of which one in the queue is enough, however often it is asked for."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError, connection, transaction
from django_tasks.base import Task

log = logging.getLogger(__name__)


def enqueue_once(task: Task[Any, Any]) -> None:
    """Put a task without arguments in the queue unless it waits there. Never raises: a round asks again.

    On PostgreSQL `sceau.config.queue.ONCE` has to name it.
    """
    try:
        if connection.vendor == "sqlite":
            _embedded(task)
        else:
            _procrastinate(task)
    except DatabaseError as fault:
        log.warning("%s was not asked for: %s", task.module_path, type(fault).__qualname__)


def _embedded(task: Task[Any, Any]) -> None:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 -- installed on SQLite only

    if not DBTaskResult.objects.ready().filter(task_path=task.module_path).exists():
        task.enqueue()


def _procrastinate(task: Task[Any, Any]) -> None:
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415 -- installed on PostgreSQL only

    try:
        with transaction.atomic():
            task.enqueue()
    except AlreadyEnqueued:
        return
