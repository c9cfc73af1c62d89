"""What the registers say of many fiches at once, for lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from time import monotonic
from typing import Final

from sceau.frameworks.queries import Standing, eligibility_of, standings_of

KEPT: Final = 60  # seconds: a list may be a minute behind the registers, a page never is

Pair = tuple[str, str]  # the code of a fiche, the SIREN of a body


def eligible_codes(asked: Iterable[Pair], *, on: date) -> frozenset[Pair]:
    """Of these pairs, those that the CPF may pay: the fiche is in force and the body may award it."""
    return _eligible(frozenset(pair for pair in asked if all(pair)), on, int(monotonic() / KEPT))


@lru_cache(maxsize=256)
def _eligible(pairs: frozenset[Pair], on: date, minute: int) -> frozenset[Pair]:
    """The same, asked of the registers once a minute."""
    if not pairs:
        return frozenset()
    standings = standings_of({code for code, _siren in pairs}, on=on)
    return frozenset((code, siren) for code, siren in pairs if _pays(standings[code], siren, on))


def forget() -> None:
    """What was kept: for tests, which change the registers more often than once a minute."""
    _eligible.cache_clear()


def _pays(standing: Standing, siren: str, on: date) -> bool:
    entitled = {body.siren for body in standing.entitled if body.siren and body.may_assess}
    return standing.active and siren in entitled and eligibility_of(standing, on=on).eligible is True
