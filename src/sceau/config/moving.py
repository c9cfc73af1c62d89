"""A whole house moved from SQLite to PostgreSQL, compared and rechecked there; all of it, or nothing.

SQLite is read as it is at one moment and nothing of it is changed. Tables are made first, with a mark that says that
they are unfinished; rows come in one transaction, which takes the mark away at its end. What is moved and what is not
is decided in docs/decisions/moving-to-postgresql.md.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import AutoField, Model
from filelock import FileLock, Timeout

from sceau.assessment.guards import GUARDS as OF_DECISIONS
from sceau.config import leaving
from sceau.config.leaving import CannotMove
from sceau.config.opening import server_lock
from sceau.config.transcribing import Sum, Table, copy, sum_up, tables
from sceau.config.working import worker_lock
from sceau.issuing.guards import GUARDS as OF_CREDENTIALS
from sceau.issuing.guards import OF_PATTERNS
from sceau.journal.models import Act
from sceau.journal.verification import recheck_all
from sceau.ledger.guards import GUARDS as OF_DIGESTS

Step = Literal["copy", "compare", "recheck"]
Tell = Callable[[Step, int, int], None]

QUEUES: Final = ("django_tasks_database", "procrastinate")  # what they hold is rung again when the worker starts
OF_THE_DATABASE: Final = ("django_migrations", "sqlite_", *QUEUES)  # beginnings of the names of tables that stay
WRITTEN_BY_MIGRATIONS: Final = ("auth_permission", "django_content_type")  # those of SQLite come in their place
EVERY: Final = 1000  # rows between two words about how far it is
MARK: Final = "sceau_move_is_unfinished"  # a view, for a table would tell `migrate` that it is not the first
ONE_AT_A_TIME: Final = 0x5CEA_0001  # of the locks of a database of PostgreSQL that have a number
_THERE = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace IN (SELECT oid FROM"
    " pg_namespace WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg!_%' ESCAPE '!')"
)
_MADE = """
    SELECT 'TABLE', oid::regclass::text FROM pg_class
      WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
    UNION ALL SELECT 'ROUTINE', oid::regprocedure::text FROM pg_proc
      WHERE pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    UNION ALL SELECT 'TYPE', t.oid::regtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
      WHERE t.typnamespace = current_schema()::regnamespace AND (t.typtype = 'e' OR c.relkind = 'c')
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = t.oid AND deptype = 'e')
"""
_REFERENCES = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY(%s::regclass[]) ORDER BY 1, 2"
)
_WRONG_LEAVES = (
    "SELECT (SELECT count(*) FROM issuing_credential c LEFT JOIN ledger_leaf l ON l.number = c.leaf"
    " WHERE l.digest IS NULL OR encode(l.digest, 'hex') <> c.digest)"
    " + abs(coalesce((SELECT max(length) FROM ledger_head), 0) - (SELECT count(*) FROM ledger_leaf))"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: the file that was left, how many tables, rows and acts."""

    source: Path
    tables: int
    rows: int
    acts: int


def move(source: Path, tell: Tell) -> Moved:
    """Move the house of a file of SQLite into the database of this process, which is empty.

    tell:    called now and then with the step, how far it is, and of how much
    raises:  CannotMove, and then PostgreSQL is as empty as before
    """
    with _nobody_inside(), _opened(source) as left, _alone_there():
        _empty_or_refuse()
        _level_or_refuse(left)
        try:
            _run(f"CREATE VIEW {MARK} AS SELECT 'sceau move' AS by")
            call_command("migrate", interactive=False, verbosity=0)
            with transaction.atomic():
                tables_moved, rows = _moved(left, tell)
                _run(f"DROP VIEW {MARK}")
        except BaseException as fault:
            with contextlib.suppress(Error):  # out of reach: then the mark stays, and the next move clears
                _clear()
            if isinstance(fault, Error):
                raise CannotMove(leaving.REFUSED, said=_said(fault)) from fault
            raise
        return Moved(source, tables_moved, rows, Act.objects.count())


def _moved(left: sqlite3.Connection, tell: Tell) -> tuple[int, int]:
    """Copy, compare and recheck; gives how many tables and rows."""
    models = [model for model in apps.get_models(include_auto_created=True) if _is_moved(model)]
    every = tables(connection, models)
    _known_or_refuse(left, every)
    counts = [f'SELECT count(*) FROM "{each.name}"' for each in every]  # noqa: S608 -- names of ours
    rows = sum(left.execute(each).fetchone()[0] for each in counts)
    with _without_references(every):
        before = _copied(left, every, _counting(tell, "copy", rows))
    _sequences_after(left, models)
    _run("ANALYZE")
    _same_or_refuse(every, before, _counting(tell, "compare", rows))
    tell("recheck", 0, 1)
    _sound_or_refuse()
    emit_post_migrate_signal(0, False, connection.alias, apps=apps, plan=[])  # the queue's words for its tables
    tell("recheck", 1, 1)
    return len(every), rows


@contextlib.contextmanager
def _nobody_inside() -> Iterator[None]:
    """Hold what a server and a worker of this house hold while they live."""
    with contextlib.ExitStack() as held:
        for path in (server_lock(), worker_lock()):
            try:
                held.enter_context(FileLock(path).acquire(timeout=0))
            except Timeout as taken:
                raise CannotMove(leaving.STILL_OPEN, file=str(path)) from taken
        yield


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[sqlite3.Connection]:
    """The file, to be read alone, as it is now: what somebody writes from here on is not seen."""
    with contextlib.closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=30)) as left:
        left.isolation_level = None
        try:
            left.execute("BEGIN")
            left.execute("SELECT 1 FROM django_migrations LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            raise CannotMove(leaving.UNFIT, table="django_migrations", said=str(error)) from error
        yield left


@contextlib.contextmanager
def _alone_there() -> Iterator[None]:
    """Hold the target while it is filled, so that no other move clears what this one writes."""
    with psycopg.connect(os.environ[leaving.VARIABLE], autocommit=True) as door:
        row = door.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME]).fetchone()
        if not row or not row[0]:
            raise CannotMove(leaving.ANOTHER)
        yield


def _empty_or_refuse() -> None:
    """Nothing is there but what a move that was cut short left, which is cleared."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE)
        there = {row[0] for row in cursor.fetchall()}
    if MARK in there:
        _clear()
    elif there:
        raise CannotMove(leaving.NOT_EMPTY, count=len(there))


def _clear() -> None:
    """Take out all that a move made, its mark last of all; only what stands where the mark does."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MADE)
        for kind, name in cursor.fetchall():
            cursor.execute(f"DROP {kind} IF EXISTS {name} CASCADE")
        cursor.execute(f"DROP VIEW IF EXISTS {MARK}")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _level_or_refuse(left: sqlite3.Connection) -> None:
    """Both sides have the same tables only when the same migrations were made."""
    loader = MigrationLoader(None)
    there = {(app, name) for app, name in left.execute("SELECT app, name FROM django_migrations")}
    ours = {app for app, _ in loader.disk_migrations if app not in QUEUES}
    wanted = {key for key in loader.graph.leaf_nodes() if key[0] in ours}
    unknown = {key for key in there if key[0] in ours} - loader.disk_migrations.keys()
    for app, name in sorted((wanted - there) | unknown):
        raise CannotMove(leaving.OTHER_LEVEL, name=f"{app}.{name}")


def _is_moved(model: type[Model]) -> bool:
    told = model._meta
    return told.managed and not told.proxy and told.app_label not in QUEUES


def _known_or_refuse(left: sqlite3.Connection, every: list[Table]) -> None:
    """No row stays behind in a table that nobody thought of."""
    known = {each.name for each in every}
    for (name,) in left.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        if name not in known and not name.startswith(OF_THE_DATABASE):
            raise CannotMove(leaving.UNKNOWN_TABLE, name=name)


@contextlib.contextmanager
def _without_references(every: list[Table]) -> Iterator[None]:
    """References between tables are taken out and put back: seen to be right all at once, whatever order rows came in.

    Kept meanwhile, each row would leave PostgreSQL something to look at when all ends, in its memory.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_REFERENCES, [[each.name for each in every]])
        references = cursor.fetchall()
        for table, name, _ in references:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name in WRITTEN_BY_MIGRATIONS:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 -- names of ours
        yield
        for table, name, definition in references:
            try:
                cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
            except Error as error:
                raise CannotMove(leaving.UNFIT, table=table, said=_said(error)) from error


def _copied(left: sqlite3.Connection, every: list[Table], tell: Callable[[], None]) -> dict[str, Sum]:
    found = {}
    for table in every:
        try:
            found[table.name] = copy(left, connection, table, tell)
        except (Error, psycopg.Error, sqlite3.Error, ValueError, ArithmeticError) as error:
            raise CannotMove(leaving.UNFIT, table=table.name, said=_said(error)) from error
    return found


def _said(error: Exception) -> str:
    """What a database said, on one line, without the row: it may be somebody's."""
    return str(error).strip().partition("\n")[0]


def _sequences_after(left: sqlite3.Connection, models: list[type[Model]]) -> None:
    """Numbers go on after the last that SQLite gave, also where its row is gone: none is given twice."""
    given = dict(left.execute("SELECT name, seq FROM sqlite_sequence"))
    with connection.cursor() as cursor:
        for model in models:
            table, key = model._meta.db_table, model._meta.pk
            last = int(given.get(table, 0))
            if isinstance(key, AutoField) and last:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, key.column, last])


def _same_or_refuse(every: list[Table], before: dict[str, Sum], tell: Callable[[], None]) -> None:
    """PostgreSQL is read again, whole: as many rows in each table, and the same."""
    for table in every:
        there = before[table.name]
        here = sum_up(connection, table, tell)
        if here != there:
            raise CannotMove(leaving.DIFFERS, table=table.name, before=there.rows, after=here.rows)


def _sound_or_refuse() -> None:
    """Journals hold, each credential has its leaf, and the guards stand."""
    for result in recheck_all():
        if result.findings:
            fault = {language: result.findings[0].sentence(language) for language in ("fr", "en")}
            raise CannotMove(leaving.JOURNAL_BROKEN, fault=fault)
    with connection.cursor() as cursor:
        cursor.execute(_WRONG_LEAVES)
        ((count,),) = cursor.fetchall()
    if count:
        raise CannotMove(leaving.LEDGER_BROKEN, count=count)
    every = OF_DECISIONS, OF_CREDENTIALS, OF_PATTERNS, OF_DIGESTS
    if gone := [name for each in every for name in each.missing(connection)]:
        raise CannotMove(leaving.GUARDS_MISSING, names=", ".join(gone))


def _counting(tell: Tell, step: Step, rows: int) -> Callable[[], None]:
    """Called at each row, it tells at some."""
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if done % EVERY == 0 or done == rows:
            tell(step, done, rows)

    return one_more
