"""Time, taken so that a busy machine harms all alike: short turns, one after the other, many rounds, medians."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

TURN = 0.02  # seconds: long beside the clock, short beside what a neighbour does to the machine


def loop(act: Callable[[], Any]) -> Callable[[int], float]:
    """What runs an act so many times, and gives the seconds that it took."""

    def turn(count: int) -> float:
        started = time.perf_counter()
        for _ in range(count):
            act()
        return time.perf_counter() - started

    return turn


@dataclass
class Runner:
    """Something that is measured.

    turn:    runs it so many times; gives the seconds
    beside:  what it is compared with: that runs a turn right before each of its own
    count:   how often in one turn, found out before the first round
    taken:   seconds for one, by round
    shares:  how much of the other's speed it reached, by round
    """

    name: str
    turn: Callable[[int], float]
    beside: Runner | None = None
    count: int = 1
    taken: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    def warm_up(self) -> None:
        """Run it until one turn is long enough to be measured."""
        while (seconds := self.turn(self.count)) < TURN / 2:
            self.count = max(self.count + 1, min(self.count * 16, int(self.count * TURN / max(seconds, 1e-9))))

    def run(self) -> float:
        """One turn; gives the seconds for one."""
        before = self.beside.run() if self.beside else None
        self.taken.append(self.turn(self.count) / self.count)
        if before is not None:
            self.shares.append(before / self.taken[-1])
        return self.taken[-1]

    @property
    def seconds(self) -> float:
        """The median of one."""
        return median(self.taken)

    @property
    def share(self) -> float | None:
        """The median of the shares; None when it is compared with nothing."""
        return median(self.shares) if self.shares else None


def measure(runners: Iterable[Runner], rounds: int, told: Callable[[], None] = lambda: None) -> None:
    """Run all of them in turn, so many times."""
    everybody = list(runners)
    for runner in everybody:
        runner.warm_up()
    gc.collect()
    gc.freeze()  # what the peers hold in memory for good is not to be gone through in anybody's turn
    for _ in range(rounds):
        for runner in everybody:
            runner.run()
        told()
