"""Rounds come back by themselves, each turn for one worker, and the heart of the worker is heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sceau.jobs import queries, rounds, ticker
from sceau.jobs.models import Round as Row
from sceau.jobs.tasks import make_round

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch):
    table: dict[str, rounds.Round] = {}
    monkeypatch.setattr(rounds, "ROUNDS", table)
    return table


def test_a_round_is_taken_at_once_then_when_its_time_has_come(table):
    table["sweep"] = rounds.Round(timedelta(minutes=5), lambda now: None)

    assert rounds.take_due(NOW) == ["sweep"]
    assert rounds.take_due(NOW + timedelta(minutes=4)) == []
    assert rounds.take_due(NOW + timedelta(minutes=5)) == ["sweep"]
    assert rounds.take_due(NOW + timedelta(minutes=9)) == []


def test_a_long_silence_makes_one_round_and_not_many(table):
    table["sweep"] = rounds.Round(timedelta(minutes=5), lambda now: None)
    rounds.take_due(NOW)

    assert rounds.take_due(NOW + timedelta(days=3)) == ["sweep"]
    assert rounds.take_due(NOW + timedelta(days=3, minutes=4)) == []


def test_a_clock_that_was_put_back_stops_no_round(table):
    """A server that starts without its time, a year ahead, is put right a minute later."""
    table["sweep"] = rounds.Round(timedelta(minutes=5), lambda now: None)
    rounds.take_due(NOW + timedelta(days=365))

    assert rounds.take_due(NOW) == ["sweep"]
    assert rounds.take_due(NOW + timedelta(minutes=4)) == []
    assert rounds.take_due(NOW + timedelta(minutes=5)) == ["sweep"]


def test_the_clock_of_another_machine_may_be_a_minute_ahead(table):
    table["sweep"] = rounds.Round(timedelta(seconds=10), lambda now: None)
    rounds.take_due(NOW + timedelta(minutes=1))

    assert rounds.take_due(NOW) == []


def test_of_two_workers_that_saw_the_same_turn_one_takes_it(table, monkeypatch):
    table["sweep"] = rounds.Round(timedelta(minutes=5), lambda now: None)
    rounds.take_due(NOW)
    later = NOW + timedelta(minutes=6)
    seen = list(Row.objects.values_list("name", "next_at"))
    assert rounds.take_due(later) == ["sweep"]

    class Late:
        def __getattr__(self, name):
            return getattr(Row.objects, name)

        def values_list(self, *names):
            return seen

    monkeypatch.setattr(rounds, "Row", type("Row", (), {"objects": Late()}))
    assert rounds.take_due(later) == []


def test_a_round_is_made_with_the_moment(table):
    moments: list[datetime] = []
    table["sweep"] = rounds.Round(timedelta(minutes=5), moments.append)

    make_round.call("sweep")

    assert len(moments) == 1
    assert moments[0].tzinfo is not None


def test_the_worker_is_heard_and_then_taken_for_dead():
    assert queries.last_heartbeat() is None
    assert not queries.worker_lives(now=NOW)

    ticker.beat(NOW)
    ticker.beat(NOW + timedelta(seconds=10))

    assert queries.last_heartbeat() == NOW + timedelta(seconds=10)
    assert queries.worker_lives(now=NOW + timedelta(seconds=30))
    assert not queries.worker_lives(now=NOW + timedelta(minutes=1))
    assert not queries.worker_lives(now=NOW - timedelta(days=1))  # it beat under a clock that was a day ahead


def test_the_heart_goes_on_when_the_clock_is_put_back(monkeypatch):
    hours = [NOW, NOW - timedelta(days=365)]
    beats: list[datetime] = []
    ticking = ticker.Ticker()
    monkeypatch.setattr(ticker, "now", lambda: hours.pop(0))
    monkeypatch.setattr(ticker, "beat", beats.append)
    monkeypatch.setattr(ticker, "tick", lambda at: [])
    monkeypatch.setattr(ticker, "close_old_connections", lambda: None)
    monkeypatch.setattr(ticker.connections, "close_all", lambda: None)
    monkeypatch.setattr(ticking._stopped, "wait", lambda seconds: not hours)

    ticking.run()

    assert beats == [NOW, NOW - timedelta(days=365)]


def test_every_round_of_the_house_has_a_length_of_its_own():
    assert rounds.ROUNDS["outbox"].every == timedelta(minutes=1)
    assert all(each.every >= timedelta(seconds=10) for each in rounds.ROUNDS.values())
