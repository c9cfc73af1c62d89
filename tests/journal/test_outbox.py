"""What follows an act: taken by one worker at a time, tried again after a fault, forgotten once done."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from sceau.journal.models import Act, Pending
from sceau.journal.services import FIRST_WAIT, LEASE, LONGEST_WAIT, Deed, due, fail, record, record_all, settle

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SOMEBODY = UUID(int=7)
SUBJECT = f"unit:{UUID(int=9)}"

pytestmark = pytest.mark.django_db


def write(count: int) -> list[Act]:
    return record_all([Deed("unit.created", SUBJECT)] * count, by=SOMEBODY, at=NOW)


def test_the_oldest_acts_are_taken_first_and_no_more_than_asked():
    written = write(3)

    assert due(limit=2, now=NOW) == written[:2]


def test_what_is_taken_is_given_to_nobody_else_until_its_lease_ends():
    written = write(2)

    assert due(limit=1, now=NOW) == written[:1]
    assert due(limit=5, now=NOW) == written[1:]
    assert due(limit=5, now=NOW + LEASE - timedelta(seconds=1)) == []
    assert due(limit=5, now=NOW + LEASE) == written


def test_what_is_settled_never_comes_back():
    first, second = write(2)

    settle(first, second)

    assert due(limit=5, now=NOW + timedelta(days=900)) == []
    assert not Pending.objects.exists()
    assert Act.objects.count() == 2


def test_a_fault_makes_it_wait_longer_each_time_and_never_more_than_the_longest_wait():
    write(1)
    now, waits = NOW, []
    for _ in range(14):
        (act,) = due(limit=1, now=now)
        fail(act, ValueError("Amina Benali has no address"), now)
        pending = Pending.objects.get()
        assert due(limit=1, now=pending.due - timedelta(microseconds=1)) == []
        waits.append(pending.due - now)
        now = pending.due

    assert waits[:3] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert waits[-1] == LONGEST_WAIT
    assert waits == sorted(waits)


def test_only_the_class_of_a_fault_is_kept():
    write(1)
    (act,) = due(limit=1, now=NOW)

    fail(act, ValueError("Amina Benali has no address"), NOW)

    assert Pending.objects.get().fault == "builtins.ValueError"
    assert Pending.objects.get().tries == 1


def test_a_worker_that_died_with_an_act_in_hand_has_tried_it():
    write(1)
    due(limit=1, now=NOW)
    (act,) = due(limit=1, now=NOW + LEASE)

    assert act.pending.tries == 2


def test_what_was_settled_meanwhile_cannot_fail():
    (act,) = write(1)
    settle(act)

    fail(act, "mail.refused", NOW)

    assert not Pending.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_taking_costs_the_same_whatever_the_number(count, django_assert_num_queries):
    write(count)

    with django_assert_num_queries(5):  # a savepoint opened and closed, which rows, lent, read
        assert len(due(limit=100, now=NOW)) == count


def test_an_act_that_was_rolled_back_has_no_consequence():
    with transaction.atomic():
        record("unit.created", subject=SUBJECT, by=SOMEBODY, at=NOW)
        transaction.set_rollback(True)

    assert due(limit=5, now=NOW) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time, so nothing to skip")
def test_what_another_worker_is_just_taking_is_skipped_and_not_waited_for():
    written = write(2)
    seen: list[list[Act]] = []

    def other() -> None:
        seen.append(due(limit=5, now=NOW))
        connections.close_all()

    with transaction.atomic():
        first = due(limit=1, now=NOW)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)

    assert (first, seen) == (written[:1], [written[1:]])
