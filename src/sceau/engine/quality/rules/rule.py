"""One rule of the quality gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """What is asked since one day, of which kinds of micro-credential.

    code:        stable, for machines; the name of what asks it in `asked`
    since:       the first day on which it is asked
    severities:  profile → "blocks", "warns" or "advises"; a profile that is not named is not asked
    weight:      of the rule in the score; 0 does not count
    step:        of the wizard
    sentence:    what is wrong, where and what to do, with {named} places
    example:     how a good design does it
    source:      the text that it comes from
    element:     of Annex I, "1" to "11" and "a" to "e", when the rule asks for one
    limits:      the numbers in it
    """

    code: str
    since: date
    severities: Mapping[str, str]
    weight: int
    step: str
    sentence: Words
    example: Words
    source: str
    element: str = ""
    limits: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_json(cls, entry: JsonObject, since: date) -> Rule:
        """A rule as a file of rules writes it."""
        words = {name: Words(**entry[name]) for name in ("sentence", "example")}
        return cls(**{**entry, **words, "since": since})
