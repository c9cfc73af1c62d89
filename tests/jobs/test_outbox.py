"""What follows an act: each act once, a fault delays its own act alone, a crash loses nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from sceau.jobs import outbox, registry
from sceau.jobs.models import Told
from sceau.journal.models import Act, Pending
from sceau.journal.services import LEASE, Deed, due, record_all, take_back

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LONG = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def followers(monkeypatch):
    """An empty table of followers, filled by the test."""
    table: dict[str, list[registry.Handler]] = {}
    monkeypatch.setattr(registry, "_followers", table)
    return table


def write(*codes: str) -> list[Act]:
    return record_all([Deed(code, f"unit:{UUID(int=9)}") for code in codes], by=None, at=NOW)


def drain(now: datetime = NOW) -> bool:
    return outbox.drain(clock=lambda: now, at_most=LONG)


def test_each_act_is_given_to_whoever_follows_its_code_in_order_then_leaves(followers):
    seen: list[Act] = []
    registry.follows("unit.created", "unit.closed")(seen.append)
    first, _, third = write("unit.created", "unit.renamed", "unit.closed")

    assert drain() is False
    assert seen == [first, third]
    assert not Pending.objects.exists()
    drain()
    assert seen == [first, third]


def test_an_act_that_nobody_follows_leaves_at_once(followers):
    write(*["unit.renamed"] * 250)

    assert drain() is False
    assert not Pending.objects.exists()


def test_a_poison_delays_itself_alone_and_its_text_is_not_kept(followers, caplog):
    seen: list[int] = []

    @registry.follows("unit.created")
    def follow(act: Act) -> None:
        if act.number == 2:
            raise ValueError("Amina Benali has no address")
        seen.append(act.number)

    write(*["unit.created"] * 3)
    drain()

    assert seen == [1, 3]
    waiting = Pending.objects.get()
    assert waiting.act.number == 2
    assert waiting.fault == "builtins.ValueError"
    assert waiting.due > NOW
    assert "Amina" not in caplog.text
    assert "ValueError" in caplog.text


def test_a_poison_is_taken_up_again_when_its_time_has_come(followers):
    tries: list[int] = []

    @registry.follows("unit.created")
    def follow(act: Act) -> None:
        tries.append(act.number)
        if len(tries) == 1:
            raise OSError

    write("unit.created")
    drain()
    drain(Pending.objects.get().due - timedelta(microseconds=1))
    assert tries == [1]
    drain(Pending.objects.get().due)

    assert tries == [1, 1]
    assert not Pending.objects.exists()


def test_what_was_told_is_forgotten_once_the_act_has_left(followers):
    @registry.follows("unit.created")
    def follow(act: Act) -> None:
        Told.objects.create(act=act, recipient="0" * 64, at=NOW)

    write("unit.created")
    drain()

    assert not Told.objects.exists()


def test_a_drain_that_has_no_time_left_says_that_more_may_wait(followers):
    registry.follows("unit.created")(lambda act: None)
    write(*["unit.created"] * 3)
    moments = iter([NOW, NOW, *[NOW + LONG] * 20])

    assert outbox.drain(clock=lambda: next(moments), at_most=LONG, limit=1) is True


def test_a_chunk_that_takes_long_is_left_long_before_its_lease_ends(followers):
    seen: list[int] = []
    clock = [NOW]

    @registry.follows("unit.created")
    def follow(act: Act) -> None:
        seen.append(act.number)
        clock[0] += LEASE / 4

    write(*["unit.created"] * 9)
    outbox.drain(clock=lambda: clock[0], at_most=LEASE / 8)

    assert seen == [1, 2, 3]
    assert Pending.objects.count() == 6


def test_what_a_dead_worker_had_in_hand_is_taken_up_at_once_and_at_the_second_death_waits():
    write("unit.created")
    due(limit=9, now=NOW)
    assert due(limit=9, now=NOW) == []

    take_back(now=NOW)
    (again,) = due(limit=9, now=NOW)
    take_back(now=NOW)

    assert again.pending.tries == 2
    assert due(limit=9, now=NOW) == []
    waiting = Pending.objects.get()
    assert waiting.fault == "worker.died"
    assert due(limit=9, now=waiting.due) == [again]
