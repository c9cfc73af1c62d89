"""Time, taken so that a busy machine harms all alike: short turns, one after the other, many rounds, medians."""

from __future__ import annotations

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

    turn:   runs it so many times; gives the seconds
    count:  how often in one turn, found out before the first round
    taken:  seconds for one, by round
    """

    name: str
    turn: Callable[[int], float]
    count: int = 1
    taken: list[float] = field(default_factory=list)

    def warm_up(self) -> None:
        """Run it until one turn is long enough to be measured."""
        while (seconds := self.turn(self.count)) < TURN / 2:
            self.count = min(self.count * 2, max(self.count + 1, int(self.count * TURN / max(seconds, 1e-9))))

    def run(self) -> None:
        """One turn."""
        self.taken.append(self.turn(self.count) / self.count)

    @property
    def seconds(self) -> float:
        """The median of one."""
        return median(self.taken)

    def share_of(self, other: Runner) -> float:
        """How much of the speed of the other this one reaches: the median of what each round says."""
        return median(theirs / ours for ours, theirs in zip(self.taken, other.taken, strict=True))


def measure(runners: Iterable[Runner], rounds: int, told: Callable[[], None] = lambda: None) -> None:
    """Run all of them in turn, so many times."""
    everybody = list(runners)
    for runner in everybody:
        runner.warm_up()
    for _ in range(rounds):
        for runner in everybody:
            runner.run()
        told()
