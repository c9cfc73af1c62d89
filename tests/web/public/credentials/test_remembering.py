"""Pages in memory: a minute, whether anybody asks or not; so many, and no more."""

from __future__ import annotations

import pytest

from sceau.web.public.credentials import remembering
from sceau.web.public.credentials.remembering import LIFE, MOST, drop_old, remember, remembered


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """What the clock says, and no thread that looks at it."""
    there = {"now": 1000.0}
    monkeypatch.setattr(remembering, "monotonic", lambda: there["now"])
    monkeypatch.setattr(remembering, "Thread", _Nobody)
    remembering._pages.clear()
    remembering._sweeper.clear()
    yield there
    remembering._pages.clear()
    remembering._sweeper.clear()


class _Nobody:
    started = 0

    def __init__(self, **_about):
        pass

    def start(self):
        type(self).started += 1

    def is_alive(self):
        return True


def test_a_page_is_given_for_a_minute_and_not_after(clock):
    made = remember(b"one", b"<p>Camille</p>")

    assert remembered(b"one") is made
    clock["now"] += LIFE - 0.1
    assert remembered(b"one") is made
    clock["now"] += 0.1
    assert remembered(b"one") is None


def test_nothing_is_left_of_it_a_minute_later_though_nobody_asks(clock):
    remember(b"one", b"<p>Camille</p>")
    clock["now"] += 20
    remember(b"two", b"<p>Naima</p>")

    assert drop_old(clock["now"]) == 1000 + LIFE
    assert drop_old(1000 + LIFE) == 1020 + LIFE
    assert list(remembering._pages) == [b"two"]
    assert drop_old(1020 + LIFE) is None
    assert not remembering._pages


def test_whoever_keeps_the_first_page_starts_what_drops_it(clock):
    _Nobody.started = 0
    remember(b"one", b"1")
    remember(b"two", b"2")
    assert _Nobody.started == 1

    assert drop_old(clock["now"] + LIFE) is None
    remember(b"three", b"3")
    assert _Nobody.started == 2


def test_the_oldest_goes_first_where_there_are_too_many():
    for number in range(MOST + 1):
        remember(str(number).encode(), b"")

    assert remembered(b"0") is None
    assert len(remembering._pages) == MOST


def test_the_thread_ends_when_nothing_is_left(clock, monkeypatch):
    waited = []

    def sleep(seconds):
        waited.append(seconds)
        clock["now"] += seconds

    monkeypatch.setattr(remembering, "sleep", sleep)
    remember(b"one", b"1")
    remembering._sweep()

    assert waited == [LIFE]
    assert not remembering._pages
