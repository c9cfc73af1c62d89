"""The quality gate: what the rules of a day say of a design, half-filled or complete."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from itertools import islice

from sceau.engine.quality.asked import ASKED, Found
from sceau.engine.quality.drafts import Draft
from sceau.engine.quality.elements import elements_of
from sceau.engine.quality.findings import finding_of
from sceau.engine.quality.languages import complete_languages
from sceau.engine.quality.report import ADVISES, BLOCKS, WARNS, GateReport, Setting
from sceau.engine.quality.rules import RULES, rules_in_force
from sceau.engine.quality.rules.rule import Rule
from sceau.engine.strict_json import JsonObject

# how much of a rule's weight is lost; a rule that is broken in ten places loses it once
LOST = {BLOCKS: 1.0, WARNS: 0.5, ADVISES: 0.25}
BEST = 100
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
    applied = [rule for rule in asked if draft.profile in rule.severities]
    if not any(found.get(rule.code) and rule.severities[draft.profile] == BLOCKS for rule in applied):
        found |= {rule.code: _first(ASKED[rule.code](draft, rule)) for rule in applied if rule.code == LAST}
    broken = [rule for rule in applied if found.get(rule.code)]
    return GateReport(
        profile=draft.profile,
        rules_of=rules_of,
        score=_score(applied, broken, draft.profile),
        findings=tuple(
            finding_of(rule, draft.profile, place.pointer, place.values)
            for rule in broken
            for place in found[rule.code]
        ),
        elements=elements_of(draft, {rule.element for rule in asked if rule.element and found.get(rule.code)}),
        languages=complete_languages(draft.document, draft.wanted),
        untranslated=draft.missing_texts,
    )


def _first(found: Iterable[Found]) -> list[Found]:
    return list(islice(found, MOST_FINDINGS))


def _score(asked: list[Rule], broken: list[Rule], profile: str) -> int:
    """100 × the share of the weights that is kept, rounded down: only a design without a finding has 100."""
    whole = sum(rule.weight for rule in asked)
    lost = math.fsum(rule.weight * LOST[rule.severities[profile]] for rule in broken)
    return int(BEST * (whole - lost) / whole) if whole else BEST
