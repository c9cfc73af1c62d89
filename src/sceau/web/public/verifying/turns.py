"""Turns at what opens strangers' files: one address never takes all of them, whatever it sends and however often.

They are those of this process, as its readers are.
"""

from __future__ import annotations

import threading
from collections import Counter
from types import TracebackType
from typing import Final

MOST_PILES: Final = 2  # at a time: each holds its files in memory
FOR_ONE: Final = 2  # what one address may have in hand
FILE: Final = 1  # what the box takes, which opens one file after the other
PILE: Final = 2  # what a pile takes, which opens two at a time
WAIT: Final = 5.0  # seconds for a turn


class NoTurn(Exception):
    """Too much is in hand. is_own: by whoever asks, and not by others"""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        self.is_own = is_own


class Turn:
    """Something that is in hand, until it is given back or forgotten."""

    def __init__(self, turns: Turns, who: str, weight: int) -> None:
        self._turns, self._who, self._weight = turns, who, weight
        self._lock = threading.Lock()

    def __enter__(self) -> Turn:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_back()

    def __del__(self) -> None:
        self.give_back()  # a page that nobody waited for is never begun

    def give_back(self) -> None:
        """Let others have it; again changes nothing."""
        with self._lock:
            weight, self._weight = self._weight, 0
        if weight:
            self._turns.end(self._who, weight)


class Turns:
    """Who has what in hand."""

    def __init__(self) -> None:
        self._change = threading.Condition(threading.RLock())
        self._held: Counter[str] = Counter()
        self._piles = 0

    def take(self, who: str, weight: int, *, wait: float = WAIT) -> Turn:
        """A turn. who: an address; weight: FILE or PILE. raises: NoTurn, after so many seconds"""
        with self._change:
            if not self._change.wait_for(lambda: self._is_own_free(who, weight) and self._is_free(weight), wait):
                raise NoTurn(is_own=not self._is_own_free(who, weight))
            self._held[who] += weight
            self._piles += weight == PILE
        return Turn(self, who, weight)

    def end(self, who: str, weight: int) -> None:
        """What a turn does when it is given back."""
        with self._change:
            self._held[who] -= weight
            if self._held[who] <= 0:
                del self._held[who]
            self._piles -= weight == PILE
            self._change.notify_all()

    def _is_own_free(self, who: str, weight: int) -> bool:
        return self._held[who] + weight <= FOR_ONE

    def _is_free(self, weight: int) -> bool:
        return weight != PILE or self._piles < MOST_PILES


turns = Turns()
