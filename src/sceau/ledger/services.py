"""The one write of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sceau.ledger.models import Head, Leaf


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
        Leaf.objects.bulk_create(
            [Leaf(number=number, digest=digest, at=now) for number, digest in zip(numbers, digests, strict=True)]
        )
        head.length = numbers.stop
        head.save(update_fields=["length"])
    return numbers
