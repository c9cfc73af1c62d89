"""What processes share: kept as JSON, so that whoever can write a row of the database cannot run code here."""

from __future__ import annotations

import base64
import pickle
import threading
from datetime import timedelta

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.utils.timezone import now

from sceau.config.cache import SharedCache
from sceau.config.models import Remembered

pytestmark = pytest.mark.django_db


class Mischief:
    """Unpickled, it leaves its mark."""

    done = False

    def __reduce__(self):
        return (setattr, (Mischief, "done", True))


def test_a_row_that_somebody_wrote_into_the_database_runs_nothing_here():
    pickled = base64.b64encode(pickle.dumps(Mischief())).decode()
    cache.set("known", 1)
    Remembered.objects.update(value=pickled)

    assert cache.get("known", "nothing") == "nothing"
    assert Mischief.done is False


def test_who_is_counted_is_not_read_in_the_table(settings):
    cache.set("rl:ip:203.0.113.77", 1)
    (row,) = Remembered.objects.all()

    assert "203.0.113" not in f"{row.cache_key} {row.value}"
    assert cache.get("rl:ip:203.0.113.77") == 1
    settings.SECRET_KEY = "another secret, with which nobody finds it"
    assert cache.get("rl:ip:203.0.113.77") is None


def test_values_are_kept_until_they_are_over():
    cache.set("a", [1.5, "é", None], timeout=60)
    cache.set("b", 2, timeout=0)
    cache.set("c", 3, timeout=None)
    cache.set("d", 4)

    assert cache.get_many(["a", "b", "c", "d", "e"]) == {"a": [1.5, "é", None], "c": 3, "d": 4}
    assert cache.get("b", "over") == "over"
    Remembered.objects.update(expires=now() - timedelta(seconds=1))
    assert cache.get("a") is None
    assert not cache.touch("a")


def test_what_is_there_is_not_added_again_until_it_is_over():
    assert cache.add("lock", 1, timeout=60)
    assert not cache.add("lock", 2, timeout=60)
    assert cache.get("lock") == 1

    Remembered.objects.update(expires=now() - timedelta(seconds=1))
    assert cache.add("lock", 3, timeout=60)
    assert cache.get("lock") == 3
    assert cache.touch("lock", 120)
    assert cache.delete("lock")
    assert not cache.delete("lock")


def test_counts_go_up_and_everything_may_be_forgotten():
    cache.set("n", 1)
    assert cache.incr("n") == 2
    cache.set_many({"a": 1, "b": 2})
    cache.delete_many(["a"])
    assert cache.get_many(["a", "b"]) == {"b": 2}
    cache.clear()
    assert not Remembered.objects.exists()


def test_what_is_over_goes_and_too_much_is_cut_from_what_ends_first():
    small = SharedCache("shared_cache", {"OPTIONS": {"MAX_ENTRIES": 10}})
    for number in range(12):
        small.set(f"k{number}", number, timeout=100 + number)
    small.set("over", 1, timeout=-1)

    small.tidy()

    assert small.get("over") is None
    assert small.get("k0") is None
    assert small.get("k11") == 11
    assert Remembered.objects.count() == 11


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_adds():
    told = []

    def add() -> None:
        try:
            told.append(caches["default"].add("once", threading.get_ident()))
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [False] * 5 + [True]
