"""Work that comes back by itself: one table; whichever worker takes a turn moves the clock of that work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sceau.jobs.models import Round as Row


@dataclass(frozen=True, slots=True)
class Round:
    """One such work.

    every:  how long between two turns
    work:   called with the moment; it may run twice
    """

    every: timedelta
    work: Callable[[datetime], object]


# further ahead than any clock of another machine goes: ours was put back, and nobody waits until that hour comes again
PUT_BACK = timedelta(minutes=10)

ROUNDS: dict[str, Round] = {}  # all of them after `sceau.jobs.loading.load_all`


def every(**interval: float) -> Callable[[Callable[[datetime], object]], Callable[[datetime], object]]:
    """Make a function the work of a round named after it; `every(hours=1)`."""

    def register(work: Callable[[datetime], object]) -> Callable[[datetime], object]:
        ROUNDS[work.__name__] = Round(timedelta(**interval), work)
        return work

    return register


def take_due(now: datetime) -> list[str]:
    """Take the rounds whose turn it is, each for one caller only; gives their names.

    A round that no row knows yet is taken at once.
    """
    known = dict(Row.objects.values_list("name", "next_at"))
    taken = []
    for name, work in ROUNDS.items():
        if name not in known:
            _, is_mine = Row.objects.get_or_create(name=name, defaults={"next_at": now + work.every})
        elif known[name] <= now or known[name] > now + work.every + PUT_BACK:
            mine = Row.objects.filter(name=name, next_at=known[name])
            is_mine = bool(mine.update(next_at=now + work.every))
        else:
            continue
        if is_mine:
            taken.append(name)
    return taken
