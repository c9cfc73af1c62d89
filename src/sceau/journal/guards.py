"""The triggers by which the database itself refuses to change or delete an act, whoever asks.

An act is only ever added. A reason may be erased, never changed. A chain only ever grows.

On PostgreSQL the triggers are ALWAYS enabled: `session_replication_role` does not silence them. On SQLite one that
precedes an insertion stops INSERT OR REPLACE, which deletes without a word. Whoever owns the database can still drop
them; then `missing` says so, the recheck tells it, and the chain of digests shows what was done meanwhile.

The flush between tests, and a restoration, lift them for a moment: `with lifted(connection): …`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

ACT, WHY, CHAIN = "journal_act", "journal_why", "journal_chain"
# (EXISTS finds one row by its index; IN would make a list of all of them for each act that is written)
GROWS = "NEW.uuid <> OLD.uuid OR NEW.length < OLD.length OR (NEW.length = OLD.length AND NEW.head <> OLD.head)"

_SQLITE = {
    "journal_act_is_not_changed": ("UPDATE ON journal_act", "an act is never changed"),
    "journal_act_is_not_deleted": ("DELETE ON journal_act", "an act is never deleted"),
    "journal_act_is_not_replaced": (
        "INSERT ON journal_act WHEN EXISTS (SELECT 1 FROM journal_act WHERE id = NEW.id)"
        " OR EXISTS (SELECT 1 FROM journal_act WHERE chain_id = NEW.chain_id AND number = NEW.number)",
        "an act is never replaced",
    ),
    "journal_why_is_not_changed": ("UPDATE ON journal_why", "a reason is never changed"),
    "journal_why_is_not_replaced": (
        "INSERT ON journal_why WHEN EXISTS (SELECT 1 FROM journal_why WHERE act_id = NEW.act_id)",
        "a reason is never replaced",
    ),
    "journal_chain_only_grows": (f"UPDATE ON journal_chain WHEN {GROWS}", "a chain only ever grows"),
    "journal_chain_is_not_deleted": ("DELETE ON journal_chain", "a chain is never deleted"),
    "journal_chain_is_not_replaced": (
        "INSERT ON journal_chain WHEN EXISTS (SELECT 1 FROM journal_chain WHERE uuid = NEW.uuid)",
        "a chain is never replaced",
    ),
}

# the function that refuses is told the sentence as its argument
_POSTGRESQL = {
    "journal_act_is_not_changed": (ACT, "BEFORE UPDATE", "FOR EACH ROW", "an act is never changed"),
    "journal_act_is_not_deleted": (ACT, "BEFORE DELETE", "FOR EACH ROW", "an act is never deleted"),
    "journal_act_is_not_emptied": (ACT, "BEFORE TRUNCATE", "FOR EACH STATEMENT", "the journal is never emptied"),
    "journal_why_is_not_changed": (WHY, "BEFORE UPDATE", "FOR EACH ROW", "a reason is never changed"),
    "journal_why_is_not_emptied": (WHY, "BEFORE TRUNCATE", "FOR EACH STATEMENT", "reasons are erased one by one"),
    "journal_chain_only_grows": (CHAIN, "BEFORE UPDATE", f"FOR EACH ROW WHEN ({GROWS})", "a chain only ever grows"),
    "journal_chain_is_not_deleted": (CHAIN, "BEFORE DELETE", "FOR EACH ROW", "a chain is never deleted"),
    "journal_chain_is_not_emptied": (CHAIN, "BEFORE TRUNCATE", "FOR EACH STATEMENT", "the journal is never emptied"),
}
_BODY = "BEGIN RAISE EXCEPTION 'sceau: %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END"
_ALWAYS = "A"  # of pg_trigger.tgenabled
_BRACKETS = "(new.length=old.lengthandnew.head<>old.head)"  # of GROWS


def names(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that must be in this database."""
    return sorted(_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in, anew when they were there."""
    remove(connection)
    _run(connection, _creations(connection))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers out."""
    if connection.vendor == "postgresql":
        _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {_POSTGRESQL[name][0]}" for name in _POSTGRESQL])
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


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that are absent, switched off, or not as we made them."""
    standing = _on_postgresql(connection) if connection.vendor == "postgresql" else _on_sqlite(connection)
    return [name for name in names(connection) if name not in standing]


def _creations(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor != "postgresql":
        return [_sqlite(name) for name in _SQLITE]
    refuse = f"CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"
    statements = [refuse]
    for name in _POSTGRESQL:
        statements += [_postgresql(name), f"ALTER TABLE {_POSTGRESQL[name][0]} ENABLE ALWAYS TRIGGER {name}"]
    return statements


def _postgresql(name: str) -> str:
    table, when, whom, sentence = _POSTGRESQL[name]
    return f"CREATE TRIGGER {name} {when} ON {table} {whom} EXECUTE FUNCTION journal_refuses('{sentence}')"


def _sqlite(name: str) -> str:
    when, sentence = _SQLITE[name]
    return f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, 'sceau: {sentence}'); END"


def _on_sqlite(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name for name, sql in cursor.fetchall() if name in _SQLITE and sql == _sqlite(name)}


def _on_postgresql(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled, p.prosrc FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE p.proname = 'journal_refuses' AND c.oid = to_regclass(c.relname)"
        )
        return {
            name
            for name, definition, enabled, body in cursor.fetchall()
            if name in _POSTGRESQL and (_bare(definition), enabled, body) == (_bare(_postgresql(name)), _ALWAYS, _BODY)
        }


def _bare(definition: str) -> str:
    """A definition without case and spaces, and without the brackets that PostgreSQL leaves out when it tells it."""
    return "".join(definition.split()).lower().replace(_BRACKETS, _BRACKETS[1:-1])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it alters no table that has checks still to come
        for statement in statements:
            cursor.execute(statement)
