"""Triggers by which the database itself refuses to change what stands, whoever asks: how rooms say theirs.

On PostgreSQL the triggers are ALWAYS enabled, so that a session that plays the replica meets them too; on SQLite one
that precedes an insertion stops INSERT OR REPLACE, which deletes without a word. The flush between tests lifts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger: when it looks, at what, and what it says.

    event:  INSERT, UPDATE or DELETE
    where:  of OLD and NEW, with {differs} for the comparison that takes NULL as a value
    only:   the one database that needs it, "" for both
    """

    name: str
    event: str
    table: str
    where: str
    sentence: str
    only: str = ""


def differ(columns: Sequence[str]) -> str:
    """That one of these columns is changed."""
    return "(" + " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns) + ")"


@dataclass(frozen=True, slots=True)
class Guards:
    """The triggers of a room.

    room:     begins the names of their functions
    emptied:  the tables that are never emptied; why: what is said then
    """

    room: str
    guards: tuple[Guard, ...]
    emptied: tuple[str, ...]
    why: str

    def names(self, connection: BaseDatabaseWrapper) -> list[str]:
        """What the triggers of this database are called."""
        found = [guard.name for guard in self.guards if guard.only in ("", connection.vendor)]
        if connection.vendor == "postgresql":
            found += [_emptied(table) for table in self.emptied]
        return found

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The names of those that are absent, or switched off."""
        if connection.vendor == "postgresql":
            query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
        else:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        with connection.cursor() as cursor:
            cursor.execute(query)
            standing = {row[0] for row in cursor.fetchall()}
        return [name for name in self.names(connection) if name not in standing]

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put the triggers in, anew when they were there."""
        self.remove(connection)
        _run(connection, self._on_postgresql() if connection.vendor == "postgresql" else self._on_sqlite())

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers out."""
        if connection.vendor != "postgresql":
            return _run(connection, [f"DROP TRIGGER IF EXISTS {guard.name}" for guard in self.guards])
        statements = [
            f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}" for guard in self.guards if not guard.only
        ]
        statements += [f"DROP TRIGGER IF EXISTS {_emptied(table)} ON {table}" for table in self.emptied]
        return _run(connection, statements)

    @contextmanager
    def lifted(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        """Without the triggers for a moment: for the flush between tests, and for nothing that a page can reach."""
        self.remove(connection)
        try:
            yield
        finally:
            self.install(connection)

    def _on_sqlite(self) -> list[str]:
        return [
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
            f" WHEN {guard.where.format(differs='IS NOT')}"
            f" BEGIN SELECT RAISE(ABORT, 'sceau: {guard.sentence}'); END"
            for guard in self.guards
        ]

    def _on_postgresql(self) -> list[str]:
        """A function for each: the condition of a trigger may not look into other tables there."""
        statements = []
        for guard in self.guards:
            if guard.only:
                continue
            where = guard.where.format(differs="IS DISTINCT FROM")
            kept = "OLD" if guard.event == "DELETE" else "NEW"
            statements += [
                f"CREATE OR REPLACE FUNCTION {self.room}_{guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f"BEGIN IF {where} THEN {_raise(guard.sentence)} END IF; RETURN {kept}; END$$",
                f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
                f" EXECUTE FUNCTION {self.room}_{guard.name}()",
                f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}",
            ]
        refuses = f"{self.room}_refuses()"
        statements.append(
            f"CREATE OR REPLACE FUNCTION {refuses} RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {_raise(self.why)} END$$"
        )
        for table in self.emptied:
            statements += [
                f"CREATE TRIGGER {_emptied(table)} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
                f" EXECUTE FUNCTION {refuses}",
                f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {_emptied(table)}",
            ]
        return statements


def _raise(sentence: str) -> str:
    return f"RAISE EXCEPTION 'sceau: {sentence}' USING ERRCODE = 'integrity_constraint_violation';"


def _emptied(table: str) -> str:
    return f"{table}_is_not_emptied"


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it alters no table that has checks still to come
        for statement in statements:
            cursor.execute(statement)
