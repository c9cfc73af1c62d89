"""Rows by the thousand in one statement: as arrays on PostgreSQL, one prepared statement or a JSON array on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import orjson
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

_WORDS_THERE = {
    "sqlite": "SELECT text, id FROM search_word WHERE collection_id = %s"
    " AND text IN (SELECT CAST(value AS BLOB) FROM json_each(%s))",
    "postgresql": "SELECT text, id FROM search_word WHERE collection_id = %s"
    " AND text IN (SELECT convert_to(value, 'UTF8') FROM json_array_elements_text(%s::json))",
}
_NEW_WORDS = {
    "sqlite": "INSERT INTO search_word (collection_id, entries, text, stem, shown)"
    " SELECT %s, 0, CAST(value ->> 0 AS BLOB), CAST(value ->> 1 AS BLOB), value ->> 2 FROM json_each(%s)"
    " RETURNING text, id",
    "postgresql": "INSERT INTO search_word (collection_id, entries, text, stem, shown)"
    " SELECT %s, 0, convert_to(value ->> 0, 'UTF8'), convert_to(value ->> 1, 'UTF8'), value ->> 2"
    " FROM json_array_elements(%s::json) RETURNING text, id",
}


def words_there(collection: int, words: Sequence[str]) -> dict[str, int]:
    """The ids of those words that the collection has."""
    return _ids(_WORDS_THERE, collection, words)


def insert_words(collection: int, words: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    """Word, stem, as shown; gives the id of each."""
    return _ids(_NEW_WORDS, collection, words) if words else {}


def insert_postings(rows: Iterable[tuple[int, int, int]]) -> None:
    """Word, entry, weight."""
    _write(_POSTING_ROWS, rows)


def insert_slips(rows: Iterable[tuple[int, int]]) -> None:
    """Code, word."""
    _write(_SLIP_ROWS, rows)


def add_to_counts(differences: Mapping[int, int]) -> None:
    """So many entries more, or fewer, have a word."""
    _write(_COUNTS, ((difference, word) for word, difference in differences.items() if difference))


def _ids(statements: Mapping[str, str], collection: int, words: Sequence[object]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor], [collection, orjson.dumps(words).decode()])
        return {bytes(text).decode(): pk for text, pk in cursor.fetchall()}


def _write(statements: Mapping[str, str], rows: Iterable[tuple[int, ...]]) -> None:
    rows = sorted(rows)  # in the order of the index: its pages are then read and written once
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # (psycopg would take each number of a list apart, at several times the cost of the insertion)
            arrays = ["{" + ",".join(map(str, column)) + "}" for column in zip(*rows, strict=True)]
            cursor.execute(statements["postgresql"], arrays)
        else:
            cursor.executemany(statements["sqlite"], rows)
