"""The doorbell: acts were written, so the worker is woken; a lost ring costs a minute, for a round looks too."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection, transaction

from sceau.jobs.tasks import drain_outbox

log = logging.getLogger(__name__)


def ring() -> None:
    """Have the outbox emptied soon; once is enough, however often this is called. Never raises."""
    try:
        if connection.vendor == "sqlite":
            _ring_embedded()
        else:
            _ring_procrastinate()
    except DatabaseError as fault:
        log.warning("the doorbell did not ring: %s", type(fault).__qualname__)


def _ring_embedded() -> None:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 -- installed on SQLite only

    if not DBTaskResult.objects.ready().filter(task_path=drain_outbox.module_path).exists():
        drain_outbox.enqueue()


def _ring_procrastinate() -> None:
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415 -- installed on PostgreSQL only

    try:
        with transaction.atomic():
            drain_outbox.enqueue()
    except AlreadyEnqueued:
        return
