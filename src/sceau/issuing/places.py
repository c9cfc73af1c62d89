"""In which order the places of a status list are given out: never one after the other.

Whoever sees the places of two credentials must not learn that they were issued together. A seed that stays in the house
draws one of many orders of all the places; every place comes once.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from hashlib import shake_256

from sceau.engine.status.bitstring import MINIMUM_ENTRIES

PLACES = MINIMUM_ENTRIES  # 2^17
_LEFT, _RIGHT = 9, 8  # bits of the two halves of a place
_ROUNDS = 8
_KEPT = 64  # seeds in memory, some 12 kB each


def place(seed: bytes, n: int) -> int:
    """The n-th place that is given out, from 0 to 131071: each of them once.

    seed:    32 bytes
    raises:  ValueError when the list has no n-th place
    source:  M. Luby and C. Rackoff, How to construct pseudorandom permutations from pseudorandom functions, 1988
    """
    if not 0 <= n < PLACES:
        raise ValueError(f"a list has {PLACES} places, and {n} is none of them")
    left, right = n >> _RIGHT, n & (1 << _RIGHT) - 1
    for to_left, to_right in _drawn(seed):
        left ^= to_left[right]
        right ^= to_right[left]
    return left << _RIGHT | right


@lru_cache(maxsize=_KEPT)
def _drawn(seed: bytes) -> tuple[tuple[array[int], array[int]], ...]:
    """For each round, what is added to the left half for each right half, and to the right half for each left half."""
    return tuple(
        (_numbers(seed, 2 * turn, 1 << _RIGHT, _LEFT), _numbers(seed, 2 * turn + 1, 1 << _LEFT, _RIGHT))
        for turn in range(_ROUNDS // 2)
    )


def _numbers(seed: bytes, turn: int, count: int, bits: int) -> array[int]:
    """So many numbers of so many bits, drawn by the seed."""
    stream = shake_256(b"sceau.places/1" + bytes([turn]) + seed).digest(2 * count)
    return array("H", (int.from_bytes(stream[at : at + 2]) & (1 << bits) - 1 for at in range(0, len(stream), 2)))
