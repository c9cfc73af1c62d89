"""The rows of one table, from SQLite to PostgreSQL, and what sums them up alike on both sides.

What Django would make of a value is left out: packed bytes stay packed, and only what the two databases write
differently is written anew. The sum tells a slip of ours, whatever the order of rows; it is no seal, as the
journal's chains are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DecimalField, Model

CHUNK = 1000  # rows that are in memory at once
SIZE = 1 << 256  # of a sum of SHA-256
_WIDE = Context(prec=20_000)  # digits of a number in JSON: none is rounded

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of both databases.

    kind:    what PostgreSQL calls its type, "timestamptz"
    places:  of a decimal number after its point
    """

    name: str
    kind: str
    places: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of both databases."""

    name: str
    columns: tuple[Column, ...]


@dataclass(slots=True)
class Sum:
    """How many rows there are, and the sum of their digests, whatever their order."""

    rows: int = 0
    total: int = 0

    def add(self, row: Row) -> None:
        """Take in a row whose values are plain."""
        self.rows += 1
        digest = sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest()
        self.total = (self.total + int.from_bytes(digest, "big")) % SIZE


def tables(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> list[Table]:
    """The tables of these models, in the order of their names, as PostgreSQL has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, udt_name FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        )
        kinds = {(table, column): kind for table, column, kind in cursor.fetchall()}
    found = {}
    for model in models:
        name = model._meta.db_table
        columns = tuple(
            Column(
                field.column, kinds[name, field.column], field.decimal_places if isinstance(field, DecimalField) else 0
            )
            for field in model._meta.local_concrete_fields
            if field.column  # a key of several columns has none of its own
        )
        found[name] = Table(name, columns)
    return [found[name] for name in sorted(found)]


def copy(source: sqlite3.Connection, connection: BaseDatabaseWrapper, table: Table, tell: Callable[[], None]) -> Sum:
    """Write every row of a table to PostgreSQL, a chunk at a time.

    tell:     called after each row
    returns:  the sum of what SQLite holds
    raises:   django.db.Error and psycopg.Error, when PostgreSQL refuses a value; ValueError, when it cannot be read
    """
    found = Sum()
    write = [WRITTEN.get(column.kind, _itself) for column in table.columns]
    plain = [PLAIN.get(column.kind, _itself) for column in table.columns]
    decimals = [(place, column.places) for place, column in enumerate(table.columns) if column.kind == "numeric"]
    names = _names(table)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_quoted(table.name)} ({names}) FROM STDIN") as door,
    ):
        for row in _rows(source, f"SELECT {names} FROM {_quoted(table.name)}"):  # noqa: S608 -- names of ours
            values = [None if value is None else each(value) for each, value in zip(write, row, strict=True)]
            for place, places in decimals:
                values[place] = _to_places(values[place], places)
            door.write_row(values)
            found.add([None if value is None else each(value) for each, value in zip(plain, values, strict=True)])
            tell()
    return found


def sum_up(connection: BaseDatabaseWrapper, table: Table, tell: Callable[[], None]) -> Sum:
    """The sum of what PostgreSQL holds, read from it a chunk at a time."""
    found = Sum()
    plain = [PLAIN.get(column.kind, _itself) for column in table.columns]
    asked = ", ".join(READ.get(each.kind, "{}").format(_quoted(each.name)) for each in table.columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM {_quoted(table.name)}")  # noqa: S608 -- names of ours
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                found.add([None if value is None else each(value) for each, value in zip(plain, row, strict=True)])
                tell()
    return found


def _rows(source: sqlite3.Connection, query: str) -> Iterator[Row]:
    cursor = source.execute(query)
    while rows := cursor.fetchmany(CHUNK):
        yield from rows


def _names(table: Table) -> str:
    return ", ".join(_quoted(column.name) for column in table.columns)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _itself(value: Any) -> Any:
    return value


def _moment(value: str) -> datetime:
    """A moment as Django writes it on SQLite: in UTC, without saying so."""
    read = datetime.fromisoformat(value)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _to_places(value: Any, places: int) -> Decimal | None:
    """SQLite holds a decimal number as the nearest binary one."""
    return None if value is None else Decimal(str(value)).quantize(Decimal(1).scaleb(-places))


def _plain_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _plain_json(text: str) -> str:
    """JSON whatever the order of its names, its spaces and the way its numbers are written."""
    return repr(_settled(json.loads(text, parse_int=Decimal, parse_float=Decimal)))


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return ("{}", sorted((name, _settled(each)) for name, each in value.items()))
    if isinstance(value, list):
        return [_settled(each) for each in value]
    if isinstance(value, Decimal):
        return ("number", str(value.normalize(_WIDE)) if value else "0")
    return value


WRITTEN: dict[str, Callable[[Any], Any]] = {"bool": bool, "uuid": UUID, "timestamptz": _moment, "float8": float}
"""What COPY is given for a value of SQLite, by kind; others as they are."""

PLAIN: dict[str, Callable[[Any], Any]] = {
    "uuid": str,
    "timestamptz": _plain_moment,
    "date": str,
    "time": str,
    "numeric": str,
    "jsonb": _plain_json,
    "bytea": bytes,
    "inet": str,
}
"""What a value is in a sum, by kind; it is the same from what COPY was given as from what PostgreSQL gives back."""

READ = {"jsonb": "{}::text", "inet": "host({})"}
"""How PostgreSQL is asked for a value, by kind; others as they are."""
