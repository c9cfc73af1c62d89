"""The rules of the quality gate, as data with dates; `asked` holds what each of them asks of a design.

A change of the law or of our mind is a new file: a rule of the same code with a later day takes the place of the
earlier one on that day, and a rule that asks nothing of any profile is over. Reports say by the rules of which day
they were made.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from importlib.resources import files

from sceau.engine.quality.rules.rule import Rule
from sceau.engine.strict_json import JsonObject

FILES = ("2026-11-01.json",)


def read_rules(document: JsonObject) -> tuple[Rule, ...]:
    """The rules of one file, all asked since the same day."""
    since = date.fromisoformat(document["since"])
    return tuple(Rule.from_json(entry, since) for entry in document["rules"])


def _shipped(name: str) -> JsonObject:
    document: JsonObject = json.loads((files(__package__) / name).read_text("utf-8"))
    return document


RULES: tuple[Rule, ...] = tuple(rule for name in FILES for rule in read_rules(_shipped(name)))


def rules_in_force(today: date, rules: tuple[Rule, ...] = RULES) -> tuple[date, tuple[Rule, ...]]:
    """The day since which the rules of this day are what they are, and these rules, in the order of the wizard.

    today:  a day before the first rules is answered with the first ones: a design is never asked nothing
    """
    return _in_force(max(today, min(rule.since for rule in rules)), rules)


@lru_cache(maxsize=32)
def _in_force(day: date, rules: tuple[Rule, ...]) -> tuple[date, tuple[Rule, ...]]:
    begun = sorted((rule for rule in rules if rule.since <= day), key=lambda rule: rule.since)
    latest = {rule.code: rule for rule in begun}
    return begun[-1].since, tuple(rule for rule in latest.values() if rule.severities)
