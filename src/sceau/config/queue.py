"""The queue of tasks that fits the database; why there are two is in docs/decisions/work-in-the-background.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# of these, one in the queue is enough
ONCE = [
    "sceau.jobs.tasks.drain_outbox",
    "sceau.jobs.tasks.issue_batches",
    "sceau.jobs.batch_files.prepare_files",
]


def queue_apps(database: Mapping[str, Any]) -> list[str]:
    """The applications whose tables hold the queue."""
    return ["django_tasks_db"] if _is_sqlite(database) else ["procrastinate.contrib.django"]


def queue_backends(database: Mapping[str, Any]) -> dict[str, Any]:
    """The setting TASKS."""
    if _is_sqlite(database):
        return {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return {
        "default": {"BACKEND": "sceau.jobs.procrastinate_backend.ProcrastinateBackend", "OPTIONS": {"once": ONCE}},
    }


def _is_sqlite(database: Mapping[str, Any]) -> bool:
    return str(database["ENGINE"]).endswith("sqlite3")
