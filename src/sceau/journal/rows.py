"""The rows of a chain as the database holds them, a stream of plain tuples: no model, no conversion but the bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection

from sceau.journal.services import ERASED

CHUNK = 2_000  # rows asked of the database at a time: a few hundred kilobytes
Row = Sequence[Any]  # of the database: a hand that altered it may have left any type

# the first eight columns are those that the digest covers, in its order
_ROWS = {
    "sqlite": "SELECT %s, a.number, a.at, a.actor, a.code, a.subject, a.details, lower(hex(a.why)), a.digest"
    " FROM journal_act a WHERE a.chain_id = %s AND a.number <= %s ORDER BY a.number",
    "postgresql": "SELECT %s::text, a.number, a.at, replace(a.actor::text, '-', ''), a.code, a.subject, a.details,"
    " encode(a.why, 'hex'), a.digest FROM journal_act a WHERE a.chain_id = %s AND a.number <= %s ORDER BY a.number",
}
_BEYOND = {
    vendor: sql.replace("WHERE", "JOIN journal_chain c ON c.uuid = a.chain_id WHERE").replace(
        "a.number <= %s ORDER BY a.number", "a.number > c.length ORDER BY a.number LIMIT %s"
    )
    for vendor, sql in _ROWS.items()
}
_REASONS = (
    "SELECT a.number, a.at, a.code, a.why, w.salt, w.text FROM journal_why w JOIN journal_act a ON a.id = w.act_id"
    " WHERE a.chain_id = %s AND a.number <= %s"
)
_ERASED = "SELECT details FROM journal_act WHERE chain_id = %s AND code = %s"
_ORPHANS = (
    "SELECT a.chain_id, min(a.number) FROM journal_act a LEFT JOIN journal_chain c ON c.uuid = a.chain_id"
    " WHERE c.uuid IS NULL GROUP BY a.chain_id"
)


def rows_of(chain: UUID, *, up_to: int) -> Iterator[Row]:
    """The acts of a chain by number: chain, number, at, actor, code, subject, details, why in hexadecimal; digest."""
    return _stream(_ROWS[connection.vendor], [chain.hex, key_of(chain), up_to])


def rows_beyond(chain: UUID, *, limit: int) -> list[Row]:
    """The same of acts whose number is greater than the chain's length, both read at one moment."""
    return list(_stream(_BEYOND[connection.vendor], [chain.hex, key_of(chain), limit]))


def reasons_of(chain: UUID, *, up_to: int) -> Iterator[Row]:
    """Number, at and code of the acts that have a reason; its digest, its salt, its text."""
    return _stream(_REASONS, [key_of(chain), up_to])


def erasures_of(chain: UUID) -> Iterator[str]:
    """The details of the acts by which a reason was erased."""
    return (str(row[0]) for row in _stream(_ERASED, [key_of(chain), ERASED]))


def chains_without_a_row() -> list[Row]:
    """The chain and the first number of acts whose chain is gone: no foreign key held when it went."""
    return list(_stream(_ORPHANS, []))


def key_of(chain: UUID) -> str | UUID:
    """The uuid as this database keeps it."""
    return chain.hex if connection.vendor == "sqlite" else chain


def _stream(sql: str, values: Sequence[str | int | UUID]) -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


@contextmanager
def bytes_that_are_no_text() -> Iterator[None]:
    """Read texts that are not UTF-8 with signs in the place of the wrong bytes, rather than not at all."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = connection.connection.text_factory
    connection.connection.text_factory = lambda text: text.decode("utf-8", "replace")
    try:
        yield
    finally:
        connection.connection.text_factory = usual


NOT_TEXT = OperationalError  # what SQLite's reader raises on such a text
