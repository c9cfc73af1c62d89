"""Credentials and their bytes, written in as few statements for a thousand as for one.

A batch may have a hundred thousand of them, each with two files: drawing up rows one by one would take longer than
signing. Ids are given out first, so that the bytes, which take long, are written before what others wait for.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from sceau.issuing.states import CredentialState

_COLUMNS = {
    "id": "bigint",
    "uuid": "uuid",
    "code": "text",
    "institution_id": "bigint",
    "award_id": "bigint",
    "edition": "smallint",
    "line_id": "bigint",
    "key_id": "bigint",
    "list_id": "bigint",
    '"index"': "integer",
    "digest": "text",
    "leaf": "bigint",
    "opening": "text",
    "issued_at": "timestamptz",
    "valid_until": "timestamptz",
    "replaces_id": "bigint",
}
_INTO = f"INSERT INTO issuing_credential ({', '.join(_COLUMNS)}, state, why)"
_SQLITE = f"{_INTO} VALUES ({', '.join(['%s'] * len(_COLUMNS))}, '{CredentialState.VALID}', '')"
_POSTGRESQL = (
    f"{_INTO} SELECT *, '{CredentialState.VALID}', ''"  # noqa: S608 -- all of it is written above
    f" FROM unnest({', '.join(f'%s::{kind}[]' for kind in _COLUMNS.values())})"
)
_CONTENT = "INSERT INTO issuing_content (credential_id, body, record) VALUES (%s, %s, %s)"
_COPY = "COPY issuing_content (credential_id, body, record) FROM STDIN (FORMAT BINARY)"
_IDS = "SELECT nextval(pg_get_serial_sequence('issuing_credential', 'id')) FROM generate_series(1, %s)"


@dataclass(slots=True)
class NewCredential:
    """A row of Credential that is to be, but for its id and its leaf; and its files, the body once it is signed."""

    uuid: UUID
    code: str
    institution_id: int
    award_id: int
    edition: int
    line_id: int
    key_id: int
    list_id: int
    index: int
    opening: str
    issued_at: datetime
    valid_until: datetime | None
    replaces_id: int | None
    record: bytes
    body: bytes = b""
    digest: bytes = b""


def new_ids(count: int) -> Sequence[int]:
    """Ids for so many credentials, in the transaction that writes them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_IDS, [count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM issuing_credential")  # one writer, and none is ever deleted
        last = int(cursor.fetchone()[0])
        return range(last + 1, last + count + 1)


def uuid_in_order(now: datetime) -> UUID:
    """One that follows those of before: rows of one lot then stand together in each index, and cost the disk one page.

    RFC 9562, section 5.7: milliseconds, then 72 random bits. The hour of a credential is no secret: it says it itself.
    """
    milliseconds = int(now.timestamp() * 1000)
    bits = secrets.randbits(72)
    high = milliseconds << 16 | 0x7000 | bits >> 60
    return UUID(int=high << 64 | 0x8 << 60 | bits & (1 << 60) - 1)


def insert_contents(ids: Sequence[int], files: Sequence[tuple[bytes, bytes]]) -> None:
    """Write the bytes; their credentials follow in the same transaction, and the database looks at its end.

    files:  body and record, as they are kept
    """
    rows = [(key, *each) for key, each in zip(ids, files, strict=True)]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(_CONTENT, rows)
            return
        with cursor.copy(_COPY) as copy:
            copy.set_types(["int8", "bytea", "bytea"])
            for row in rows:
                copy.write_row(row)


def insert_credentials(ids: Sequence[int], leaves: Sequence[int], credentials: Sequence[NewCredential]) -> None:
    """Write the credentials, valid, each with the number of its leaf."""
    is_sqlite = connection.vendor != "postgresql"
    moments = {moment for each in credentials for moment in (each.issued_at, each.valid_until)}
    kept = {moment: connection.ops.adapt_datetimefield_value(moment) for moment in moments}  # few: one lot, one day
    rows: list[tuple[Any, ...]] = [
        (
            key,
            each.uuid.hex if is_sqlite else each.uuid,
            each.code,
            each.institution_id,
            each.award_id,
            each.edition,
            each.line_id,
            each.key_id,
            each.list_id,
            each.index,
            each.digest.hex(),
            leaf,
            each.opening,
            kept[each.issued_at],
            kept[each.valid_until],
            each.replaces_id,
        )
        for key, leaf, each in zip(ids, leaves, credentials, strict=True)
    ]
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.executemany(_SQLITE, rows)
        else:
            cursor.execute(_POSTGRESQL, [list(column) for column in zip(*rows, strict=True)])
