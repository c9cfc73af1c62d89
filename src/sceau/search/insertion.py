"""Rows by the thousand: one statement for a batch on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

_POSTING_ROWS = {
    "sqlite": "INSERT INTO search_posting (word_id, entry_id, weight) VALUES (%s, %s, %s)",
    "postgresql": "INSERT INTO search_posting (word_id, entry_id, weight)"
    " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[])",
}
_SLIP_ROWS = {
    "sqlite": "INSERT INTO search_slip (code, word_id) VALUES (%s, %s)",
    "postgresql": "INSERT INTO search_slip (code, word_id) SELECT * FROM unnest(%s::integer[], %s::bigint[])",
}
_COUNTS = {
    "sqlite": "UPDATE search_word SET entries = entries + %s WHERE id = %s",
    "postgresql": "UPDATE search_word SET entries = entries + more"
    " FROM unnest(%s::integer[], %s::bigint[]) AS asked(more, word) WHERE id = word",
}


def insert_postings(rows: Iterable[tuple[int, int, int]]) -> None:
    """Word, entry, weight."""
    _write(_POSTING_ROWS, rows)


def insert_slips(rows: Iterable[tuple[int, int]]) -> None:
    """Code, word."""
    _write(_SLIP_ROWS, rows)


def add_to_counts(differences: Mapping[int, int]) -> None:
    """So many entries more, or fewer, have a word."""
    _write(_COUNTS, ((difference, word) for word, difference in differences.items() if difference))


def _write(statements: Mapping[str, str], rows: Iterable[tuple[int, ...]]) -> None:
    rows = sorted(rows)  # in the order of the index: its pages are then read and written once
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(statements["postgresql"], [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(statements["sqlite"], rows)
