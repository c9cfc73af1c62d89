"""What one feed says of a fiche, as plain values, the same for the CSV and for the XML.

None is « it does not say », which an XML does by leaving an element out; "" or () is « it says nothing ».
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

CERTIFIER = "certifier"
RIGHTS = {
    "habilitation_former": "train",
    "habilitation_organiser": "assess",
    "habilitation_orga_form": "train_and_assess",
    "": "",
}
ROUTES = ("FI", "CA", "FC", "CQ", "CL", "VAE")


@dataclass(frozen=True, slots=True)
class BlocSheet:
    """A bloc; its texts are in the XML alone."""

    code: str
    label: str = ""
    skills: str = ""
    assessment: str = ""
    entry_requirements: str = ""
    award_requirements: str = ""

    @property
    def key(self) -> object:
        """What makes it the same in both feeds."""
        return self.code


@dataclass(frozen=True, slots=True)
class BodySheet:
    """A certifying body (its right is "certifier") or a partner; states are in the XML alone."""

    right: str
    siret: str
    name: str
    trade_name: str = ""
    website: str = ""
    state: str = ""
    since: str = ""
    changed_on: str = ""

    @property
    def key(self) -> object:
        """What makes it the same in both feeds: its number, and its name where it has none."""
        return self.right, self.siret or self.name.casefold()


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """A code of a classification."""

    scheme: str
    code: str
    label: str = ""

    @property
    def key(self) -> object:
        """What makes it the same in both feeds."""
        return self.scheme, self.code


@dataclass(frozen=True, slots=True)
class RouteSheet:
    """A way to the certification, one of ROUTES, and the composition of its jury."""

    code: str
    jury: str = ""

    @property
    def key(self) -> object:
        """What makes it the same in both feeds."""
        return self.code


@dataclass(frozen=True, slots=True)
class LinkSheet:
    """Another fiche; newer: it replaces this one."""

    other: str
    newer: bool

    @property
    def key(self) -> object:
        """What makes it the same in both feeds."""
        return self.other, self.newer


Item = BlocSheet | BodySheet | CodeSheet | RouteSheet | LinkSheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """A fiche; the columns are those of `models.Fiche`. Days are AAAA-MM-JJ."""

    number: str
    title: str
    incomplete: bool = False
    abbreviation: str | None = None
    abbreviation_title: str | None = None
    level: int | None = None
    active: bool = False
    state: str | None = None
    effect_on: str | None = None
    decided_on: str | None = None
    ends_on: str | None = None
    last_award_on: str | None = None
    published_on: str | None = None
    journal_on: str | None = None
    registered: str | None = None
    registered_years: int | None = None
    validity_years: int | None = None
    partial_validation: bool | None = None
    new_caledonia: bool | None = None
    french_polynesia: bool | None = None
    url: str | None = None
    activities: str | None = None
    abilities: str | None = None
    sectors: str | None = None
    jobs: str | None = None
    aims: str | None = None
    regulations: str | None = None
    entry_requirements: str | None = None
    award_requirements: str | None = None
    mastery: str | None = None
    renewal: str | None = None
    partial_scope: str | None = None
    routes: tuple[RouteSheet, ...] | None = None
    blocs: tuple[BlocSheet, ...] | None = None
    bodies: tuple[BodySheet, ...] | None = None
    codes: tuple[CodeSheet, ...] | None = None
    links: tuple[LinkSheet, ...] | None = None
    statistics: tuple[dict[str, str], ...] | None = None
    equivalences: tuple[dict[str, Any], ...] | None = None

    @property
    def register(self) -> str:
        """ "rncp" or "rs"."""
        return "rncp" if self.number.startswith("RNCP") else "rs"


LISTS: dict[str, type[Item]] = {
    "routes": RouteSheet,
    "blocs": BlocSheet,
    "bodies": BodySheet,
    "codes": CodeSheet,
    "links": LinkSheet,
}


@dataclass(slots=True)
class Oddities:
    """What was read all the same, counted by what is odd about it."""

    counts: dict[str, int] = field(default_factory=dict)

    def note(self, code: str) -> None:
        """One more."""
        self.counts[code] = self.counts.get(code, 0) + 1


def as_bytes(sheet: Sheet) -> bytes:
    """The sheet as JSON, the same for the same sheet."""
    return orjson.dumps(sheet)


def from_bytes(data: bytes) -> Sheet:
    """The sheet that `as_bytes` wrote."""
    said: dict[str, Any] = orjson.loads(data)
    for name, kind in LISTS.items():
        if said.get(name) is not None:
            said[name] = tuple(kind(**each) for each in said[name])
    for name in ("statistics", "equivalences"):
        if said.get(name) is not None:
            said[name] = tuple(said[name])
    return Sheet(**said)
