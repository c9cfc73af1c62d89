"""Acts written together with what waits for them: in as few statements for thousands, as a batch has them, as for one.

PostgreSQL takes all of it in one statement; SQLite in three, and tells the id of the row it wrote last, no more. Every
act of every room comes by here: the statements are written out, for drawing them up took longer than carrying them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from sceau.journal.models import Chain

# number, at, actor (32 hexadecimal digits), code, subject, details, why, digest
Row = tuple[int, int, str | None, str, str, str, bytes, bytes]

_INTO = "INSERT INTO journal_act (chain_id, number, at, actor, code, subject, details, why, digest) "
_SQLITE = _INTO + "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_UNNESTED = (
    "SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::uuid[], %s::text[], %s::text[], %s::text[],"
    " %s::bytea[], %s::bytea[])"
)
_WRITTEN = f"WITH written AS ({_INTO}{_UNNESTED} RETURNING id, number)"
_TOLD = "SELECT id FROM written ORDER BY number"
_AND_OUTBOX = "outbox AS (INSERT INTO journal_pending (act_id, tries, fault) SELECT id, 0, '' FROM written)"
_POSTGRESQL = f"{_WRITTEN}, {_AND_OUTBOX} {_TOLD}"
_POSTGRESQL_ALONE = f"{_WRITTEN} {_TOLD}"
_OUTBOX = (
    "INSERT INTO journal_pending (act_id, tries, fault)"
    " SELECT id, 0, '' FROM journal_act WHERE chain_id = %s AND number >= %s ORDER BY number"
)
_HOLD = "SELECT length, head FROM journal_chain WHERE uuid = %s"
_GROW = "UPDATE journal_chain SET length = %s, head = %s WHERE uuid = %s"


def hold(institution: UUID) -> Chain | None:
    """The chain, its row kept from other writers until the transaction ends; None when it has no act yet."""
    held = _HOLD if connection.vendor == "sqlite" else f"{_HOLD} FOR UPDATE"  # SQLite has one writer
    with connection.cursor() as cursor:
        cursor.execute(held, [_key(institution)])
        row = cursor.fetchone()
    return Chain.from_db(connection.alias, ["uuid", "length", "head"], [institution, *row]) if row else None


def grow(chain: Chain) -> None:
    """Write how long a chain that is held has become, and its head."""
    with connection.cursor() as cursor:
        cursor.execute(_GROW, [chain.length, bytes(chain.head), _key(chain.uuid)])


def _key(institution: UUID) -> UUID | str:
    """As the database keeps it."""
    return institution.hex if connection.vendor == "sqlite" else institution


def insert(chain: Chain, rows: Sequence[Row], *, are_followed: bool) -> Sequence[int]:
    """Write these acts, which follow the last one of their chain; gives their ids.

    are_followed:  they are put in the outbox
    """
    with connection.cursor() as cursor:
        write = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
        return write(cursor, chain, rows, are_followed)


def _on_postgresql(cursor: CursorWrapper, chain: Chain, rows: Sequence[Row], are_followed: bool) -> Sequence[int]:
    columns = [list(column) for column in zip(*rows, strict=True)]
    cursor.execute(_POSTGRESQL if are_followed else _POSTGRESQL_ALONE, [chain.uuid, *columns])
    return [key for (key,) in cursor.fetchall()]


def _on_sqlite(cursor: CursorWrapper, chain: Chain, rows: Sequence[Row], are_followed: bool) -> Sequence[int]:
    whose = (chain.uuid.hex,)
    *before, final = (whose + row for row in rows)
    if before:
        cursor.executemany(_SQLITE, before)
    cursor.execute(_SQLITE, final)  # by itself, for its id is told; there is one writer, so that they follow each other
    last = int(cursor.lastrowid)
    if are_followed:
        cursor.execute(_OUTBOX, [chain.uuid.hex, rows[0][0]])
    return range(last - len(rows) + 1, last + 1)
