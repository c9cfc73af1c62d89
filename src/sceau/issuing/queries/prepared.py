"""A question that is asked of the database for every reader: its SQL is written once, and planned once.

Django writes the statement of a query anew each time, which takes it longer than the database takes to answer: some
milliseconds for a row with five others beside it. What is given here is what the query itself would have given, read
with the parts of Django's own `ModelIterable`; which converters its columns have is looked up once as well.

PostgreSQL plans a statement anew each time too, ten times as long as it then takes to find the row: here it keeps the
plan, with the connection. SQLite keeps what it made of a statement by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
_POPULATORS: Any = get_related_populators  # its published types are those of a later Django


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one of the values goes among the parameters of a statement."""

    number: int


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement, with the places of its values among the parameters, and how its rows are read.

    converters:  place in a row, what makes a value of it, the column that it is of
    """

    connection: Any
    sql: str
    params: tuple[Any, ...]
    model: type[Model]
    names: list[str]
    start: int
    end: int
    populators: list[Any]
    converters: list[tuple[int, Any, Any]]

    def filled(self, values: Sequence[Any]) -> list[Any]:
        """The parameters, for these values."""
        return [values[each.number] if isinstance(each, _Place) else each for each in self.params]


class Prepared(Generic[M]):
    """A query with some values that change; each thread has its own, as it has its own connection.

    make:       the query, for the values that are given
    stand_ins:  for each of them, a value that nothing else in the query has, to find the places of it by
    """

    def __init__(self, make: Callable[..., QuerySet[M]], *stand_ins: Any) -> None:
        self._make, self._stand_ins = make, stand_ins
        self._kept = threading.local()

    def rows(self, *values: Any) -> list[M]:
        """Those for these values, as the query would give them; one statement."""
        database: Any = connections[DEFAULT_DB_ALIAS]  # looked up once: it takes as long as some of the answers
        written = getattr(self._kept, database.vendor, None) or self._write(database)
        params = written.filled(values)
        try:
            found = _answer(database, written.sql, params)
        except NotSupportedError:  # an upgrade of elsewhere changed the type of a column since it was planned
            if database.in_atomic_block:
                raise
            _leave_connection(database)
            found = _answer(database, written.sql, params)
        return [self._read(list(row), written) for row in found]

    def first(self, *values: Any) -> M | None:
        """The first, if any."""
        return next(iter(self.rows(*values)), None)

    def _write(self, database: Any) -> _Written:
        query = self._make(*self._stand_ins)
        compiler = query.query.get_compiler(database.alias)
        sql, params = compiler.as_sql()
        klass_info = compiler.klass_info
        fields = klass_info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        marked = tuple(_Place(self._stand_ins.index(each)) if each in self._stand_ins else each for each in params)
        if {each.number for each in marked if isinstance(each, _Place)} != set(range(len(self._stand_ins))):
            raise LookupError(sql)
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        written = _Written(
            compiler.connection,
            sql,
            marked,
            klass_info["model"],
            [each[0].target.attname for each in compiler.select[start:end]],
            start,
            end,
            _POPULATORS(klass_info, compiler.select, database.alias),
            [
                (place, converter, column)
                for place, (converters, column) in compiler.get_converters(columns).items()
                for converter in converters
            ],
        )
        setattr(self._kept, database.vendor, written)
        return written

    @staticmethod
    def _read(row: list[Any], written: _Written) -> Any:
        for place, converter, column in written.converters:
            row[place] = converter(row[place], column, written.connection)
        found = written.model.from_db(DEFAULT_DB_ALIAS, written.names, row[written.start : written.end])
        for populator in written.populators:
            populator.populate(row, found)
        return found


def _answer(database: Any, sql: str, params: list[Any]) -> Sequence[Sequence[Any]]:
    """What the database answers; a PostgreSQL, with the plan that it keeps."""
    if database.vendor != "postgresql" or database.queries_logged:  # whoever looks on gets its text, with the values
        with database.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    database.ensure_connection()
    plain = database.connection
    # Django's own cursors write the values into the text, which is then another one each time
    with database._prepare_cursor(_bound_by_server()(plain)) as cursor:
        # for this one alone: otherwise psycopg would keep in memory the last texts of all others, and what is in them
        plain.prepare_threshold = 0
        try:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
        finally:
            plain.prepare_threshold = None


@cache
def _bound_by_server() -> Callable[[Any], Any]:
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415 -- no psycopg for SQLite

    found: Any = ServerBindingCursor
    return cast(Callable[[Any], Any], found)


def _leave_connection(database: Any) -> None:
    """End this connection and its plans: the next question opens another."""
    database.connection.close()
    database.close()
