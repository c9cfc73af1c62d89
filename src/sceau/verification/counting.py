"""How often credentials are looked at: numbers by day, and nothing that says who looked.

No address, no agent and no moment comes in here. Looks are added up in memory, and a thread beside the pages writes
them together every few seconds: no page waits for the database to take a number, and what it would not take is offered
again with the next ones. What a process has not written is written when it ends.

Of an erased credential nothing is written any more, however many processes still hold a number of it: the write asks
which of them still stand, and keeps them standing until it is done. This room does not know credentials; the one that
does says which (see `ask`).
"""

from __future__ import annotations

import atexit
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator
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

Standing = Callable[[Collection[UUID]], tuple[set[UUID], set[UUID]]]

log = logging.getLogger(__name__)
_standing: list[Standing] = []
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


def ask(standing: Standing) -> None:
    """Ask this, before numbers are written, which credentials still stand.

    standing:  within a transaction, gives those that are there and not erased, held as they are until it ends, and
               those that somebody else holds just now: their numbers wait on
    """
    _standing[:] = [standing]


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
    later = taken
    try:
        with _impatient(), transaction.atomic():
            there, held = _which_stand({credential for credential, _ in taken})
            rows = [(_kept(key[0]), key[1], count) for key, count in sorted(taken.items()) if key[0] in there]
            with connection.cursor() as cursor:
                cursor.executemany(_ADD, rows)
        later = {key: count for key, count in taken.items() if key[0] in held}
    except Error as busy:
        log.info("looks.deferred", extra={"reason": type(busy).__qualname__, "waiting": len(taken)})
    with _lock:
        _waiting.update(later)


def counted(credentials: Collection[UUID], *, today: date) -> dict[UUID, Counted]:
    """How often each of them was looked at; two statements, however many they are."""
    write_waiting()
    looks, since = Looks.objects.filter(credential__in=credentials), today - timedelta(days=DAYS_SHOWN - 1)
    totals = dict(looks.values_list("credential").annotate(total=Sum("count")))
    days: dict[UUID, list[tuple[date, int]]] = {each: [] for each in credentials}
    for credential, day, count in (
        looks.filter(day__gte=since).order_by("-day").values_list("credential", "day", "count")
    ):
        days[credential].append((day, count))
    return {
        each: Counted(tuple(found), sum(count for _, count in found), totals.get(each, 0))
        for each, found in days.items()
    }


def days_counted(credentials: Collection[UUID]) -> int:
    """On how many days some of them were looked at."""
    return Looks.objects.filter(credential__in=list(credentials)).count()


def forget(credentials: Collection[UUID]) -> int:
    """Erase the numbers of credentials, also those that wait here; gives how many days had one."""
    gone = set(credentials)
    with _lock:
        for key in [key for key in _waiting if key[0] in gone]:
            del _waiting[key]
    return Looks.objects.filter(credential__in=gone).delete()[0]


def _which_stand(credentials: set[UUID]) -> tuple[set[UUID], set[UUID]]:
    return _standing[0](credentials) if _standing else (credentials, set())


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
