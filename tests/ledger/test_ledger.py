"""The list of digests: it grows without a gap, whoever adds at once, and the database lets nobody take from it."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from sceau.ledger.guards import GUARDS
from sceau.ledger.models import Head, Leaf
from sceau.ledger.services import append

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def digests(*words: str) -> list[bytes]:
    return [sha256(word.encode()).digest() for word in words]


@pytest.mark.django_db
def test_leaves_are_numbered_from_nought_in_the_order_in_which_they_came():
    assert append(digests("a", "b"), now=NOW) == range(2)
    assert append([], now=NOW) == range(2, 2)
    assert append(digests("c"), now=NOW) == range(2, 3)

    kept = [
        (number, bytes(digest)) for number, digest in Leaf.objects.order_by("number").values_list("number", "digest")
    ]
    assert kept == list(enumerate(digests("a", "b", "c")))
    assert Head.objects.get().length == 3


@pytest.mark.django_db
def test_a_digest_stands_once_and_a_refused_one_leaves_no_gap():
    append(digests("a"), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        append(digests("b", "a"), now=NOW)

    assert append(digests("b"), now=NOW) == range(1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_leaf SET at = at",
        "DELETE FROM ledger_leaf",
        "UPDATE ledger_head SET length = 0",
        "DELETE FROM ledger_head",
    ],
)
def test_the_database_takes_nothing_from_the_list(statement):
    append(digests("a"), now=NOW)
    with pytest.raises(DatabaseError, match="sceau: "), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Leaf.objects.count() == Head.objects.get().length == 1


@pytest.mark.django_db
def test_a_guard_that_was_taken_out_is_missed():
    assert GUARDS.missing(connection) == []
    with connection.cursor() as cursor:
        table = " ON ledger_leaf" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER leaf_is_not_deleted{table}")
    assert GUARDS.missing(connection) == ["leaf_is_not_deleted"]
    GUARDS.install(connection)
    assert GUARDS.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_several_who_add_at_once_leave_no_gap():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one writer")
    ready, faults = Barrier(4), []

    def add(name: str) -> None:
        try:
            ready.wait(10)
            for number in range(5):
                append(digests(f"{name}{number}", f"{name}{number}'"), now=NOW)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=add, args=[name]) for name in "abcd"]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)

    assert faults == []
    assert list(Leaf.objects.order_by("number").values_list("number", flat=True)) == list(range(40))
    assert Head.objects.get().length == 40
