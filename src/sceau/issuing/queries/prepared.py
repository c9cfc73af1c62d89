"""A question that is asked of the database for every reader: its SQL is written once.

Django writes the statement of a query anew each time, which takes it longer than the database takes to answer: some
milliseconds for a row with five others beside it. What is given here is what the query itself would have given, read
with the parts of Django's own `ModelIterable`; which converters its columns have is looked up once as well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
_POPULATORS: Any = get_related_populators  # its published types are those of a later Django


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement, with the places of its one value among the parameters, and how its rows are read.

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


class Prepared(Generic[M]):
    """A query with one value that changes; each thread has its own, as it has its own connection.

    make:      the query, for the value that is given
    stand_in:  a value that nothing else in the query has, to find the places of it by
    """

    def __init__(self, make: Callable[[Any], QuerySet[M]], *, stand_in: Any) -> None:
        self._make, self._stand_in = make, stand_in
        self._kept = threading.local()

    def rows(self, value: Any) -> list[M]:
        """Those for this value, as the query would give them; one statement."""
        written = getattr(self._kept, connection.vendor, None) or self._write()
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [value if each is self._stand_in else each for each in written.params])
            found = cursor.fetchall()
        return [self._read(list(row), written) for row in found]

    def first(self, value: Any) -> M | None:
        """The first, if any."""
        return next(iter(self.rows(value)), None)

    def _write(self) -> _Written:
        query = self._make(self._stand_in)
        compiler = query.query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        klass_info = compiler.klass_info
        fields = klass_info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        marked = tuple(self._stand_in if each == self._stand_in else each for each in params)
        if not any(each is self._stand_in for each in marked):
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
            _POPULATORS(klass_info, compiler.select, connection.alias),
            [
                (place, converter, column)
                for place, (converters, column) in compiler.get_converters(columns).items()
                for converter in converters
            ],
        )
        setattr(self._kept, connection.vendor, written)
        return written

    @staticmethod
    def _read(row: list[Any], written: _Written) -> Any:
        for place, converter, column in written.converters:
            row[place] = converter(row[place], column, written.connection)
        found = written.model.from_db(connection.alias, written.names, row[written.start : written.end])
        for populator in written.populators:
            populator.populate(row, found)
        return found
