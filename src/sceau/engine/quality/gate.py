"""The quality gate: what the rules of a day say of a design, half-filled or complete."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import islice

from sceau.engine.quality.asked import ASKED, Found
from sceau.engine.quality.drafts import Draft
from sceau.engine.quality.elements import elements_of
from sceau.engine.quality.findings import finding_of
from sceau.engine.quality.report import ADVISES, BLOCKS, WARNS, GateReport, Setting
from sceau.engine.quality.rules import RULES, rules_in_force
from sceau.engine.quality.rules.rule import Rule
from sceau.engine.strict_json import JsonObject

# how much of a rule's weight is lost; a rule that is broken in ten places loses it once
LOST = {BLOCKS: 1.0, WARNS: 0.5, ADVISES: 0.25}
BEST = 100
PUBLISHABLE = 60  # no design that something blocks has as many points
MOST_FINDINGS = 20  # of one rule: more places than that tell nobody more
LAST = "document.form"  # asked when nothing else blocks: a draft has better things to be told


def assess(document: JsonObject, *, today: date, setting: Setting, rules: tuple[Rule, ...] = RULES) -> GateReport:
    """What the rules in force say of a design; never raises, whatever the document holds.

    document:  sceau.design/1, complete or not; it is not altered
    rules:     those to choose from by their day
    """
    draft = Draft(document, setting, today)
    rules_of, asked = rules_in_force(today, rules)
    found = {rule.code: _first(ASKED[rule.code](draft, rule)) for rule in asked if rule.code != LAST}
    applied = _applied(asked, draft.profile)
    if not any(found.get(rule.code) and rule.severities[draft.profile] == BLOCKS for rule in applied):
        found |= {rule.code: _first(ASKED[rule.code](draft, rule)) for rule in applied if rule.code == LAST}
    broken = [rule for rule in applied if found.get(rule.code)]
    return GateReport(
        profile=draft.profile,
        rules_of=rules_of,
        score=_score(draft, applied, broken),
        findings=tuple(
            finding_of(rule, draft.profile, place.pointer, place.values)
            for rule in broken
            for place in found[rule.code]
        ),
        elements=elements_of(draft, {rule.element for rule in asked if rule.element and found.get(rule.code)}),
        languages=draft.complete,
        untranslated=draft.missing_texts,
    )


@lru_cache(maxsize=32)
def _applied(asked: tuple[Rule, ...], profile: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in asked if profile in rule.severities)


def _first(found: Iterable[Found]) -> list[Found]:
    return list(islice(found, MOST_FINDINGS))


def _score(draft: Draft, applied: tuple[Rule, ...], broken: list[Rule]) -> int:
    """The share that is kept of what an empty design lacks, out of 100 and rounded down.

    A rule that nothing yet can break earns nothing, and costs its weight once it is broken.
    """
    whole = _asked_of_an_empty_design(applied, draft.profile, draft.today)
    lost = math.fsum(_cost(rule, draft.profile) for rule in broken)
    kept = max(0.0, 1 - lost / whole) if whole else 1.0
    may_be_published = all(rule.severities[draft.profile] != BLOCKS for rule in broken)
    return int(kept * (BEST if may_be_published else PUBLISHABLE - 1))


@lru_cache(maxsize=32)
def _asked_of_an_empty_design(applied: tuple[Rule, ...], profile: str, today: date) -> float:
    empty = Draft({"purpose": profile}, Setting(), today)
    return math.fsum(
        _cost(rule, profile) for rule in applied if rule.code != LAST and _first(ASKED[rule.code](empty, rule))
    )


def _cost(rule: Rule, profile: str) -> float:
    return rule.weight * LOST[rule.severities[profile]]
