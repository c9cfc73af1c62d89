"""A design that is being made, read without ever refusing: what is missing or of the wrong kind is simply not there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sceau.engine.quality.languages import main_language, untranslated, wanted_languages, words_in
from sceau.engine.quality.profiles import EU, PROFILES, REGISTERED
from sceau.engine.quality.report import Setting
from sceau.engine.strict_json import JsonObject

MOST_ENTRIES = 200  # of a list that are read
LARGEST_NUMBER = 1e9


@dataclass(frozen=True, slots=True)
class Entry:
    """An object in a list of the design, and where it stands."""

    pointer: str
    members: JsonObject

    @property
    def id(self) -> str:
        """Its identifier, "" when it has none."""
        return string(self.members.get("id"))


class Draft:
    """What the rules ask about; every answer is of the kind that it is said to be, whatever the document holds."""

    def __init__(self, document: object, setting: Setting, today: date) -> None:
        self.document: JsonObject = document if isinstance(document, dict) else {}
        self.setting = setting
        self.today = today
        self.main = main_language(self.document)
        self.wanted = wanted_languages(self.document, setting.languages) or (self.main,)

    def at(self, pointer: str) -> Any:
        """What stands there, None when nothing does."""
        value: Any = self.document
        for name in pointer.split("/")[1:]:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def members(self, pointer: str) -> JsonObject:
        """The object that stands there, an empty one when none does."""
        value = self.at(pointer)
        return value if isinstance(value, dict) else {}

    def items(self, pointer: str) -> list[Any]:
        """The first entries of the list that stands there."""
        value = self.at(pointer)
        return value[:MOST_ENTRIES] if isinstance(value, list) else []

    def entries(self, pointer: str) -> list[Entry]:
        """The objects of the list that stands there; what is none counts as an empty one."""
        return [
            Entry(f"{pointer}/{place}", item if isinstance(item, dict) else {})
            for place, item in enumerate(self.items(pointer))
        ]

    def text(self, value: object) -> dict[str, str]:
        """A text, one string per language; empty when there is none."""
        return words_in(value, self.main)

    def says(self, pointer: str) -> bool:
        """Whether a text stands there, in some language."""
        return bool(self.text(self.at(pointer)))

    @cached_property
    def profile(self) -> str:
        """The purpose that was chosen, else the one that the registration lets guess."""
        purpose = self.document.get("purpose")
        if isinstance(purpose, str) and purpose in PROFILES:
            return purpose
        return REGISTERED if self.register else EU

    @cached_property
    def register(self) -> str:
        """ "RS", "RNCP" or "RNCP_BLOC" when the design claims a registration, else ""."""
        kind = string(self.members("/registration").get("type"))
        return "" if kind == "none" else kind

    @cached_property
    def is_registered(self) -> bool:
        """Whether the registers say that these bodies may award what the design claims."""
        facts = self.setting.registration
        return bool(
            self.register
            and facts is not None
            and facts.known
            and facts.active
            and facts.code == string(self.at("/registration/code"))
            and self.sirens & facts.entitled
        )

    @cached_property
    def may_be_registered(self) -> bool:
        """Whether it is, or nobody asked: then `registration.not_checked` blocks and says enough."""
        facts, code = self.setting.registration, string(self.at("/registration/code"))
        return self.is_registered or bool(self.register and code and (facts is None or facts.code != code))

    @cached_property
    def sirens(self) -> frozenset[str]:
        """SIREN of the awarding bodies, of who asks; else those that the design writes."""
        if self.setting.sirens is not None:
            return self.setting.sirens
        bodies = self.entries("/annex1/mandatory/awarding_body")
        return frozenset({string(body.members.get("siren")) for body in bodies} - {""})

    @cached_property
    def outcomes(self) -> list[Entry]:
        """The learning outcomes."""
        return self.entries("/annex1/mandatory/learning_outcomes")

    @cached_property
    def criteria(self) -> list[Entry]:
        """The criteria of the grid."""
        return self.entries("/assessment/grid/criteria")

    @cached_property
    def events(self) -> list[Entry]:
        """What is sat."""
        return self.entries("/assessment/events")

    @cached_property
    def scale(self) -> dict[str, float]:
        """Level code → points, of the levels that have both."""
        found = [
            (string(level.members.get("code")), number(level.members.get("points")))
            for level in self.entries("/assessment/grid/scale")
        ]
        return {code: points for code, points in found if code and points is not None and points >= 0}

    @cached_property
    def weights(self) -> float:
        """What the weights of the criteria sum to; those that are none count as 0."""
        return math.fsum(weight for criterion in self.criteria if (weight := positive(criterion.members.get("weight"))))

    @cached_property
    def hours(self) -> float | None:
        """The notional hours in all."""
        return positive(self.at("/annex1/mandatory/notional_workload/hours_total"))

    @cached_property
    def eqf(self) -> int | None:
        """The European level, 1 to 8."""
        return level_number(self.at("/annex1/mandatory/level/eqf"))

    @cached_property
    def missing_texts(self) -> tuple[tuple[str, str], ...]:
        """(pointer, language) of each text that is not there in a language asked for."""
        return untranslated(self.document, self.wanted)

    @cached_property
    def complete(self) -> tuple[str, ...]:
        """Those of the languages asked for in which nothing is missing."""
        lacking = {language for _, language in self.missing_texts}
        titled = self.text(self.at("/title"))
        return tuple(language for language in self.wanted if language in titled and language not in lacking)

    def without_reason(self, pointer: str) -> bool:
        """Whether an element that may be "not applicable" is not said to be so with its reason."""
        return not self.says(f"{pointer}/not_applicable")

    def names(self, value: object) -> Iterator[str]:
        """The identifiers in a list of them."""
        for item in value[:MOST_ENTRIES] if isinstance(value, list) else []:
            if name := string(item):
                yield name


def string(value: object) -> str:
    """A string without the spaces around it, "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """A number that one can reckon with; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -LARGEST_NUMBER <= value <= LARGEST_NUMBER else None  # neither inf nor nan


def positive(value: object) -> float | None:
    """A number above 0."""
    found = number(value)
    return found if found is not None and found > 0 else None


def level_number(value: object) -> int | None:
    """A level of the European framework."""
    found = number(value)
    return int(found) if found is not None and found in range(1, 9) else None
