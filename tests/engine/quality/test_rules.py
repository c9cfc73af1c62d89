"""Rules are data with a date: another day, another report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.quality.good_designs import TODAY, european, setting_of, spoilt
from sceau.engine.quality.gate import assess
from sceau.engine.quality.places import STEPS
from sceau.engine.quality.profiles import PROFILES
from sceau.engine.quality.report import SEVERITIES
from sceau.engine.quality.rules import RULES, rules_in_force
from test_french import faults_of

ELEMENTS = {*"23467", "8", "9", "10", "11", *"abcde"}  # 1 and 5 are of the award
NEXT_YEAR = date(2027, 7, 1)
LATER = (
    *RULES,
    replace(
        next(rule for rule in RULES if rule.code == "level.beyond_days"),
        since=NEXT_YEAR,
        limits={"hours": 14},
        weight=9,
    ),
    replace(next(rule for rule in RULES if rule.code == "look.ink"), since=NEXT_YEAR, severities={}),
)


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_a_rule_says_where_it_comes_from_what_to_do_and_shows_it_done_well(rule):
    assert set(rule.severities) <= set(PROFILES)
    assert set(rule.severities.values()) <= set(SEVERITIES)
    assert rule.severities
    assert rule.step in STEPS
    assert rule.source
    assert rule.weight >= 0
    assert rule.element in {"", *ELEMENTS}
    assert faults_of(rule.sentence.fr) == faults_of(rule.example.fr) == []
    assert rule.sentence.fr.endswith((".", "…", "?", "»"))
    assert rule.sentence.fr != rule.sentence.en


def test_every_element_that_a_design_can_fill_is_asked_for():
    asked = {rule.element for rule in RULES if rule.element}

    assert asked == ELEMENTS
    mandatory = [rule for rule in RULES if rule.element.isdigit()]
    assert {severity for rule in mandatory for severity in rule.severities.values()} == {"blocks"}
    assert all(set(rule.severities) == set(PROFILES) for rule in mandatory)


def test_each_code_is_there_once_on_one_day():
    assert len({(rule.code, rule.since) for rule in RULES}) == len(RULES)


def test_a_report_is_made_again_when_the_rules_change():
    document = european()
    before = assess(document, today=date(2027, 6, 30), setting=setting_of(document), rules=LATER)
    after = assess(document, today=NEXT_YEAR, setting=setting_of(document), rules=LATER)

    assert (before.rules_of, before.score, before.findings) == (date(2026, 11, 1), 100, ())
    assert after.rules_of == NEXT_YEAR
    assert after.score < 100
    assert [finding.code for finding in after.findings] == ["level.beyond_days"]
    assert after.findings[0].values == {"hours": 20.0, "limit": 14}


def test_a_rule_that_asks_nothing_of_anybody_is_over():
    document = spoilt(european(), {"/look/ink": 3})
    codes = [
        {finding.code for finding in assess(document, today=day, setting=setting_of(document), rules=LATER).findings}
        for day in (TODAY, NEXT_YEAR)
    ]

    assert "look.ink" in codes[0]
    assert "look.ink" not in codes[1]


def test_a_clock_that_is_wrong_asks_the_first_rules():
    since, rules = rules_in_force(date(1970, 1, 1))

    assert since == date(2026, 11, 1)
    assert len(rules) == len(RULES)
