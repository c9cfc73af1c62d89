"""The one write of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from sceau.ledger.models import Head

_INTO = "INSERT INTO ledger_leaf (number, digest, at) "
_POSTGRESQL = _INTO + "SELECT n, d, %s FROM unnest(%s::bigint[], %s::bytea[]) AS each(n, d)"  # noqa: S608 -- written above


def append(digests: Sequence[bytes], *, now: datetime) -> range:
    """Add leaves, in the transaction of whoever issues; gives their numbers.

    One writer at a time: call it last, for whoever comes next waits until the transaction ends.

    digests:  SHA-256 of the bytes of the credentials
    """
    with transaction.atomic(savepoint=False):
        head = Head.objects.select_for_update().filter(number=1).first()
        if head is None:
            Head.objects.get_or_create(number=1)
            head = Head.objects.select_for_update().get(number=1)
        numbers = range(head.length, head.length + len(digests))
        if digests:
            _insert(numbers, digests, now)
        head.length = numbers.stop
        head.save(update_fields=["length"])
    return numbers


def _insert(numbers: range, digests: Sequence[bytes], now: datetime) -> None:
    """In as few statements for thousands as for one."""
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL, [at, list(numbers), list(digests)])
        else:
            rows = [(number, digest, at) for number, digest in zip(numbers, digests, strict=True)]
            cursor.executemany(_INTO + "VALUES (%s, %s, %s)", rows)
