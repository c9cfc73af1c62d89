"""A chain to be altered by hand, and the hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from sceau.journal import guards
from sceau.journal.services import Deed, record_all

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
BODY = UUID("5a5a5a5a-0000-4000-8000-000000000001")
OTHER = UUID("5a5a5a5a-0000-4000-8000-000000000002")
AMINA = UUID("a0a0a0a0-0000-4000-8000-000000000007")
SUBJECT = f"unit:{UUID(int=9)}"


def write(count: int = 6, *, chain: UUID = BODY) -> None:
    """Acts 1 to count; the third and the last have a reason, the second was done by the house itself."""
    for number in range(1, count + 1):
        why = f"Motif n° {number}" if number in (3, count) else ""
        by = None if number == 2 else AMINA
        at = NOW + timedelta(days=number)
        record_all([Deed("unit.renamed", SUBJECT, {"number": number}, why)], by=by, at=at, institution=chain)


@contextmanager
def a_hand() -> Iterator[None]:
    """The guards are away meanwhile."""
    with guards.lifted(connection), transaction.atomic():
        yield


def alter(sql: str, *values: object) -> int:
    """Run a statement as somebody would who owns the database; gives the number of rows it touched."""
    with a_hand(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def uuid_of(value: UUID) -> object:
    return value.hex if connection.vendor == "sqlite" else value
