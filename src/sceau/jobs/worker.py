"""The worker, of the kind that the database asks for."""

from __future__ import annotations

import signal
import threading
from datetime import datetime
from pathlib import Path
from types import FrameType

from django.db import connection


def work(*, lock: Path) -> None:
    """Work until SIGINT or SIGTERM; what is in hand is finished first.

    lock:    a file, for a house on SQLite, where one worker works
    raises:  CannotWork
    """
    if connection.vendor == "sqlite":
        _embedded(lock)
    else:
        _at_scale()


def _embedded(lock: Path) -> None:
    from sceau.jobs import embedded  # noqa: PLC0415 -- its tables are those of a house on SQLite

    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)
    embedded.work(lock=lock, stop=stop)


def _at_scale() -> None:
    from sceau.jobs import procrastinate_backend as backend  # noqa: PLC0415 -- its tables are those of PostgreSQL
    from sceau.jobs.bell import ring  # noqa: PLC0415 -- same
    from sceau.jobs.ticker import Ticker  # noqa: PLC0415 -- same

    def look_after(at: datetime) -> None:
        backend.retry_stalled(at)

    ring()
    ticker = Ticker(also=look_after)
    ticker.start()
    try:
        backend.work()
    finally:
        ticker.stop()


def run_waiting_tasks() -> None:
    """Run what is in the queue until it is empty: for tests, and for a house without a worker."""
    if connection.vendor == "sqlite":
        from sceau.jobs import embedded  # noqa: PLC0415 -- its tables are those of a house on SQLite

        embedded.run_waiting_tasks()
    else:
        from sceau.jobs import procrastinate_backend  # noqa: PLC0415 -- its tables are those of PostgreSQL

        procrastinate_backend.run_waiting_tasks()
