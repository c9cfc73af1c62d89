"""What the quality gate says of a design: findings, the sixteen elements of Annex I, a score, the languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject

REPORT_SCHEMA = "sceau.gate/1"
BLOCKS, WARNS, ADVISES = SEVERITIES = ("blocks", "warns", "advises")
FILLED, NOT_APPLICABLE, MISSING, AT_AWARD = STATES = ("filled", "not_applicable", "missing", "at_award")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFacts:
    """What the registers say of the fiche or of the block that a design names, on the day that it is asked.

    known:          whether the number is in the registers that were asked
    active:         whether it may still be awarded; ends_on: its last day, last_award_on: a later one
    level:          3 to 8, None for the RS, which has none
    entitled:       SIREN of the certifier and of the partners that may organise the assessment
    successor:      the number that takes its place, "" when there is none
    """

    code: str
    known: bool = True
    active: bool = False
    ends_on: date | None = None
    last_award_on: date | None = None
    level: int | None = None
    entitled: frozenset[str] = frozenset()
    title: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the gate must know besides the design.

    languages:     those in which it is to be published; the design's own `languages` come first
    registration:  None when nobody asked the registers: a registered wording is then refused
    sirens:        SIREN of the bodies that are known to award; None to believe those that the design writes
    """

    languages: tuple[str, ...] = ("fr",)
    registration: RegistrationFacts | None = None
    sirens: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, where, and a good example of what is asked.

    severity:  "blocks", "warns" or "advises"
    step:      of the wizard, where it can be mended
    pointer:   RFC 6901, into the design; values: what fills the sentence
    """

    code: str
    severity: str
    step: str
    pointer: str
    sentence: Words
    example: Words
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def as_json(self) -> JsonObject:
        """The finding as it is frozen into a version."""
        return {
            "code": self.code,
            "severity": self.severity,
            "step": self.step,
            "pointer": self.pointer,
            "sentence": self.sentence.as_json(),
            "example": self.example.as_json(),
            "values": dict(self.values),
        }

    @classmethod
    def from_json(cls, entry: JsonObject) -> Finding:
        """What `as_json` wrote."""
        words = {name: Words(**entry[name]) for name in ("sentence", "example")}
        return cls(**{**entry, **words})


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One of the sixteen elements of Annex I.

    number:  "1" to "11" for the mandatory ones, "a" to "e" for the optional ones
    state:   "filled", "not_applicable" (with a reason), "missing" or "at_award"
    """

    number: str
    code: str
    name: Words
    state: str
    step: str
    pointer: str

    @property
    def mandatory(self) -> bool:
        """Whether it is one of the eleven."""
        return self.number.isdigit()

    def as_json(self) -> JsonObject:
        """The element as it is frozen into a version."""
        return {
            "number": self.number,
            "code": self.code,
            "name": self.name.as_json(),
            "state": self.state,
            "step": self.step,
            "pointer": self.pointer,
        }

    @classmethod
    def from_json(cls, entry: JsonObject) -> Element:
        """What `as_json` wrote."""
        return cls(**{**entry, "name": Words(**entry["name"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """What the rules of one day say of one design.

    profile:       "eu", "registered" or "skill": which rules were asked
    rules_of:      the day since which these rules are in force: another day's report may be another
    score:         0 to 100; 100 when nothing is left to say
    languages:     those of the languages asked for in which every text is there
    untranslated:  (pointer, language) of each text that is not
    """

    profile: str
    rules_of: date
    score: int
    findings: tuple[Finding, ...]
    elements: tuple[Element, ...]
    languages: tuple[str, ...]
    untranslated: tuple[tuple[str, str], ...]

    @property
    def blocks(self) -> bool:
        """Whether the design may not be published."""
        return any(finding.severity == BLOCKS for finding in self.findings)

    def of_severity(self, severity: str) -> tuple[Finding, ...]:
        """The findings that block, warn or advise."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    def of_step(self, step: str) -> tuple[Finding, ...]:
        """The findings that one step of the wizard can mend."""
        return tuple(finding for finding in self.findings if finding.step == step)

    def as_json(self) -> JsonObject:
        """The report as it is frozen into a version."""
        return {
            "schema": REPORT_SCHEMA,
            "profile": self.profile,
            "rules_of": self.rules_of.isoformat(),
            "score": self.score,
            "blocks": self.blocks,
            "languages": list(self.languages),
            "findings": [finding.as_json() for finding in self.findings],
            "elements": [element.as_json() for element in self.elements],
            "untranslated": [list(place) for place in self.untranslated],
        }

    @classmethod
    def from_json(cls, entry: JsonObject) -> GateReport:
        """What `as_json` wrote."""
        return cls(
            profile=entry["profile"],
            rules_of=date.fromisoformat(entry["rules_of"]),
            score=entry["score"],
            languages=tuple(entry["languages"]),
            findings=tuple(map(Finding.from_json, entry["findings"])),
            elements=tuple(map(Element.from_json, entry["elements"])),
            untranslated=tuple((pointer, language) for pointer, language in entry["untranslated"]),
        )
