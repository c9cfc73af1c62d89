"""How often credentials are looked at: numbers by day, and nothing that says who looked.

No address, no agent and no moment comes in here. Looks are added up in memory, and a thread beside the pages writes
them together every few seconds: no page waits for the database to take a number, and what it would not take is offered
again with the next ones. What a process has not written is written when it ends.
"""

from __future__ import annotations

import atexit
import logging
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock, Thread
from time import sleep
from typing import Final
from uuid import UUID

from django.db import Error, connection, transaction
from django.db.models import Sum

from sceau.verification.models import Looks

TOGETHER: Final = 5.0  # seconds between two writes
MOST_WAITING: Final = 10_000  # credentials and days that wait; beyond, looks are not counted
DAYS_SHOWN: Final = 30
PATIENCE_MS: Final = 50  # for the database to be free

_ADD: Final = (
    "INSERT INTO verification_looks (credential, day, count) VALUES (%s, %s, %s) "
    "ON CONFLICT (credential, day) DO UPDATE SET count = verification_looks.count + excluded.count"
)

log = logging.getLogger(__name__)
_waiting: Counter[tuple[UUID, date]] = Counter()
_lock = Lock()
_writer: list[Thread] = []
_has_writer = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What is shown of a credential.

    days:    those of the last thirty on which somebody looked, the last first
    recent:  their sum; total: of all days
    """

    days: tuple[tuple[date, int], ...]
    recent: int
    total: int


def write_by_and_by() -> None:
    """Let this process write what it counts every few seconds: for those that answer pages."""
    global _has_writer  # noqa: PLW0603 -- of the process
    _has_writer = True
    atexit.register(write_waiting)


def count_look(credential: UUID, *, on: date) -> None:
    """Somebody looked at a credential. Never raises, and asks nothing of the database."""
    with _lock:
        if len(_waiting) < MOST_WAITING or (credential, on) in _waiting:
            _waiting[credential, on] += 1
        if _has_writer and not (_writer and _writer[0].is_alive()):  # a process that was forked has none
            _writer[:] = [Thread(target=_write_regularly, name="looks", daemon=True)]
            _writer[0].start()


def write_waiting() -> None:
    """Write what waits; what the database does not take now waits on."""
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
    if not taken:
        return
    rows = [(_kept(credential), day, count) for (credential, day), count in sorted(taken.items())]
    try:
        with _impatient(), transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)
    except Error as busy:
        log.info("looks.deferred", extra={"reason": type(busy).__qualname__, "waiting": len(taken)})
        with _lock:
            _waiting.update(taken)


def counted(credential: UUID, *, today: date) -> Counted:
    """How often a credential was looked at."""
    write_waiting()
    looks = Looks.objects.filter(credential=credential)
    since = today - timedelta(days=DAYS_SHOWN - 1)
    days = tuple(looks.filter(day__gte=since).order_by("-day").values_list("day", "count"))
    total = looks.aggregate(total=Sum("count"))["total"] or 0
    return Counted(days, sum(count for _, count in days), total)


def totals(credentials: Collection[UUID]) -> dict[UUID, int]:
    """The totals of several; those that nobody looked at are not in it."""
    write_waiting()
    rows = Looks.objects.filter(credential__in=credentials).values("credential").annotate(total=Sum("count"))
    return {row["credential"]: row["total"] for row in rows}


def forget(credentials: Collection[UUID]) -> int:
    """Erase the numbers of credentials, also those that wait here; gives how many days had one."""
    gone = set(credentials)
    with _lock:
        for key in [key for key in _waiting if key[0] in gone]:
            del _waiting[key]
    return Looks.objects.filter(credential__in=gone).delete()[0]


def _write_regularly() -> None:
    while True:
        sleep(TOGETHER)
        write_waiting()
        connection.close()


def _kept(credential: UUID) -> str | UUID:
    return credential if connection.features.has_native_uuid_field else credential.hex


@contextmanager
def _impatient() -> Iterator[None]:
    """SQLite asks again for twenty seconds when another writes: not for this."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
