"""The triggers by which the database itself refuses to change or delete what was published, whoever asks.

A version may still be retired and archived; everything else of it is as it was on the day that it was published. On
PostgreSQL the triggers are ALWAYS enabled, so that a session that plays the replica meets them too; on SQLite one that
precedes an insertion stops INSERT OR REPLACE, which deletes without a word. The flush between tests lifts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE: Final = "design_designversion"
FROZEN: Final = (
    "id",
    "design_id",
    "number",
    "document",
    "source",
    "digest",
    "proof",
    "profile",
    "languages",
    "titles",
    "gate",
    "rules_of",
    "facts",
    "signatures",
    "published_by_id",
    "published_at",
)
CHANGED: Final = "a published version is never changed"
DELETED: Final = "a published version is never deleted"
REPLACED: Final = "a published version is never replaced"


def _differs(operator: str) -> str:
    return " OR ".join(f"NEW.{column} {operator} OLD.{column}" for column in FROZEN)


_SQLITE = {
    "design_version_is_not_changed": (f"UPDATE ON {TABLE} WHEN {_differs('IS NOT')}", CHANGED),
    "design_version_is_not_deleted": (f"DELETE ON {TABLE}", DELETED),
    "design_version_is_not_replaced": (
        "INSERT ON design_designversion WHEN EXISTS (SELECT 1 FROM design_designversion WHERE id = NEW.id) OR EXISTS"
        " (SELECT 1 FROM design_designversion WHERE design_id = NEW.design_id AND number = NEW.number)",
        REPLACED,
    ),
}
_POSTGRESQL = {
    "design_version_is_not_changed": (
        f"BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({_differs('IS DISTINCT FROM')})",
        CHANGED,
    ),
    "design_version_is_not_deleted": (f"BEFORE DELETE ON {TABLE} FOR EACH ROW", DELETED),
    "design_version_is_not_emptied": (f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT", DELETED),
}
_REFUSES = (
    "CREATE OR REPLACE FUNCTION design_refuses() RETURNS trigger LANGUAGE plpgsql AS $$"
    "BEGIN RAISE EXCEPTION 'sceau: %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END$$"
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in, anew when they were there."""
    remove(connection)
    if connection.vendor != "postgresql":
        statements = [
            f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, 'sceau: {sentence}'); END"
            for name, (when, sentence) in _SQLITE.items()
        ]
        return _run(connection, statements)
    statements = [_REFUSES]
    for name, (when, sentence) in _POSTGRESQL.items():
        statements.append(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION design_refuses('{sentence}')")
        statements.append(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")
    return _run(connection, statements)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers out."""
    if connection.vendor == "postgresql":
        _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in _POSTGRESQL])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE])


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a moment: for the flush between tests, and for nothing that a page can reach."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it alters no table that has checks still to come
        for statement in statements:
            cursor.execute(statement)
