"""Rows by the thousand: one statement for a batch on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

_POSTING = "INSERT INTO search_posting (word_id, entry_id, weight) "
_SLIP = "INSERT INTO search_slip (code, word_id) "
_COUNT = "UPDATE search_word SET entries = entries + "


def insert_postings(rows: Sequence[tuple[int, int, int]]) -> None:
    """Word, entry, weight."""
    _write(
        rows,
        sqlite=_POSTING + "VALUES (%s, %s, %s)",
        postgresql=_POSTING + "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[])",
    )


def insert_slips(rows: Sequence[tuple[int, int]]) -> None:
    """Code, word."""
    _write(
        rows,
        sqlite=_SLIP + "VALUES (%s, %s)",
        postgresql=_SLIP + "SELECT * FROM unnest(%s::integer[], %s::bigint[])",
    )


def add_to_counts(differences: Mapping[int, int]) -> None:
    """So many entries more, or fewer, have a word."""
    _write(
        [(difference, word) for word, difference in sorted(differences.items()) if difference],
        sqlite=_COUNT + "%s WHERE id = %s",
        postgresql=_COUNT + "more FROM unnest(%s::integer[], %s::bigint[]) AS asked(more, word) WHERE id = word",
    )


def _write(rows: Iterable[tuple[int, ...]], *, sqlite: str, postgresql: str) -> None:
    rows = list(rows)
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(postgresql, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(sqlite, rows)
