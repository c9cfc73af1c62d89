"""What a reader asks of the catalogue, read from an address: whatever else stands there is not asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import QueryDict

from sceau.engine.quality.lists import MODES, SECTORS

LONGEST: Final = 100  # signs of what is typed
SORTS: Final = ("relevance", "newest", "title", "price", "hours")
LEVELS: Final = tuple(str(level) for level in range(1, 9))
LANGUAGES: Final = ("fr", "en")

# how long, how much: lower bound included, upper bound excluded; None is without bound
HOURS: Final[dict[str, tuple[float | None, float | None]]] = {
    "day": (None, 8),
    "week": (8, 36),
    "month": (36, 151),
    "long": (151, None),
}
PRICES: Final[dict[str, tuple[float | None, float | None]]] = {
    "free": (0, 0.005),
    "200": (0.005, 200.005),
    "600": (200.005, 600.005),
    "1500": (600.005, 1500.005),
    "more": (1500.005, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Words and choices; several values of one choice are alternatives.

    institution: a short name; city: folded; skill: the value of a tag; compare: the one that is kept to be compared
    """

    words: str = ""
    sector: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    price: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    cpf: bool = False
    institution: str = ""
    city: str = ""
    skill: str = ""
    sort: str = ""
    compare: UUID | None = None

    @property
    def choices(self) -> int:
        """How many filters are chosen."""
        many = (self.sector, self.level, self.hours, self.price, self.mode, self.language)
        return sum(map(len, many)) + sum(map(bool, (self.cpf, self.institution, self.city, self.skill)))

    @property
    def is_empty(self) -> bool:
        """Whether everything is asked for."""
        return not self.words and not self.choices


def read_asked(values: QueryDict) -> Asked:
    """What an address asks."""

    def several(name: str, known: Iterable[str]) -> tuple[str, ...]:
        given = values.getlist(name)
        return tuple(value for value in known if value in given)

    def one(name: str) -> str:
        return " ".join(values.get(name, "").replace("\0", " ").split())[:LONGEST]

    sort = values.get("sort", "")
    return Asked(
        words=one("q"),
        sector=several("sector", SECTORS),
        level=several("level", LEVELS),
        hours=several("hours", HOURS),
        price=several("price", PRICES),
        mode=several("mode", MODES),
        language=several("language", LANGUAGES),
        cpf=values.get("cpf") == "1",
        institution=one("institution"),
        city=one("city"),
        skill=values.get("skill", "").replace("\0", "")[:250],
        sort=sort if sort in SORTS else "",
        compare=_uuid(values.get("compare", "")),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
