"""The worker, as a command starts it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from sceau.jobs.worker import work as work_until_stopped

LOCK = "worker.lock"  # in the data folder


def work() -> None:
    """Work until SIGINT or SIGTERM.

    raises:  sceau.jobs.errors.CannotWork
    """
    work_until_stopped(lock=worker_lock())


def worker_lock() -> Path:
    """The file that the worker of a house on SQLite holds."""
    return Path(settings.HOUSE) / LOCK
