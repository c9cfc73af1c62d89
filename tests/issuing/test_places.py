"""The order in which places are given out: every place once, and none that tells of its neighbour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.issuing.places import PLACES, place

SEEDS = st.binary(min_size=32, max_size=32)
NUMBERS = st.integers(0, PLACES - 1)


@pytest.mark.parametrize("seed", [bytes(32), bytes(range(32)), b"\xff" * 32])
def test_every_place_is_given_out_once(seed):
    assert sorted(place(seed, n) for n in range(PLACES)) == list(range(PLACES))


@given(SEEDS, NUMBERS)
def test_the_same_seed_gives_the_same_order_always(seed, n):
    assert place(seed, n) == place(bytes(bytearray(seed)), n)


@given(SEEDS, st.sets(NUMBERS, min_size=2, max_size=40))
def test_two_numbers_never_have_one_place(seed, numbers):
    assert len({place(seed, n) for n in numbers}) == len(numbers)


@given(SEEDS, SEEDS)
def test_two_seeds_give_two_orders(one, other):
    first = [[place(seed, n) for n in range(64)] for seed in (one, other)]
    assert (first[0] == first[1]) == (one == other)


def test_neighbours_in_a_batch_are_none_in_the_list():
    seed = bytes(range(32))
    gaps = [abs(place(seed, n + 1) - place(seed, n)) for n in range(1000)]

    assert sum(gap < 100 for gap in gaps) < 10  # by chance 1.5
    assert 30_000 < sum(gaps) / len(gaps) < 58_000  # by chance a third of the list


def test_an_order_that_stands_in_documents_does_not_change():
    """What was given out stays given out: another order would give places twice."""
    assert [place(bytes(range(32)), n) for n in (0, 1, 2, PLACES - 1)] == [KNOWN[n] for n in range(4)]


@pytest.mark.parametrize("n", [-1, PLACES])
def test_there_is_no_place_beyond_the_list(n):
    with pytest.raises(ValueError, match="places"):
        place(bytes(32), n)


KNOWN = (78968, 28457, 128706, 85954)
