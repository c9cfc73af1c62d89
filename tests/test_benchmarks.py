"""What the benchmark says is true: shares, and the files that it calls hostile."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture(autouse=True)
def _at_hand(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def module_at(path):
    """A script as a module; a folder of these tests has the name of one."""
    spec = importlib.util.spec_from_file_location(f"benchmark_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_share_is_that_of_the_turn_right_before():
    from _clock import Runner

    turns = iter([1.0, 3.0, 2.0])
    bare = Runner("bare", lambda _count: next(turns))
    ours = Runner("ours", lambda _count: 4.0, beside=bare)

    for _ in range(3):
        ours.run()

    assert ours.shares == [0.25, 0.75, 0.5]
    assert (ours.share, ours.seconds, bare.seconds) == (0.5, 4.0, 2.0)


def test_a_turn_grows_until_it_can_be_measured():
    from _clock import TURN, Runner

    runner = Runner("quick", lambda count: count * 1e-5)
    runner.warm_up()

    assert TURN / 2 <= runner.count * 1e-5 <= TURN * 1.1


def test_hostile_files_have_256_kilobytes_at_most_and_a_name_in_french():
    from _hostile import FRENCH, SIZE, hostile_files

    files = dict(hostile_files())

    assert files.keys() == FRENCH.keys()
    assert max(map(len, files.values())) <= SIZE
    assert len(files) > 20


def test_credentials_signed_in_bulk_are_those_signed_alone():
    from _ours import bulk_agrees
    from _subject import benchmark_credential, sample_credentials, variants

    assert bulk_agrees(list(variants(benchmark_credential(), 40)))
    assert bulk_agrees(sample_credentials()[:40])


def test_an_implementation_that_differs_is_said_to_differ():
    from _subject import ED25519, benchmark_credential

    engine = module_at(BENCHMARKS / "engine.py")
    suite = engine.RDFC
    ours = {suite: ED25519.secured(benchmark_credential(), suite)}

    assert engine.agree(suite, ours[suite], ours) is True
    assert engine.agree(suite, ED25519.secured(benchmark_credential() | {"name": "another"}, suite), ours) is False
    assert engine.agree("jwt", "e30.e30.AAAA", ours) is False


def test_the_public_pages_miss_a_goal_where_one_is_missed():
    from _public_goals import missed

    row = {"median": 3.0, "p95": 9.0, "again": None}
    house = {
        "answers": {"page": row, "list": row | {"again": 304}, "verifier": row | {"median": 20.0, "p95": 29.0}},
        "over_http": {"page": {"a_second": 600.0}, "page anew": {"a_second": 100.0}},
    }
    assert missed(house) == []

    house["answers"] |= {"page": row | {"median": 10.5}, "list": row | {"again": 200}, "verifier": row | {"p95": 31.0}}
    house["over_http"]["page"]["a_second"] = 499.0
    assert missed(house) == ["page", "list 304", "verifier", "page"]
