"""Rules and registers change: what is published is looked at again, once, and its report stays as it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from design.samples import released
from institutions.people import NOW
from sceau.design import facts as facts_module
from sceau.design.models import Reassessment
from sceau.design.services import reassess, reassessing, retire_version
from sceau.engine.quality.report import BLOCKS, Finding
from sceau.engine.quality.words import Words
from sceau.journal.models import Act

STRICTER = Finding(
    code="look.limits",
    severity=BLOCKS,
    step="look",
    pointer="/limits/stricter",
    sentence=Words("Il manque.", "It is missing."),
    example=Words("Ceci.", "This."),
)


@pytest.fixture
def version(alpes, claire, amina):
    return released(alpes, claire, amina)


@pytest.fixture
def newer_rules(monkeypatch):
    """Rules of next year, which ask for one thing more."""
    from dataclasses import replace

    real = facts_module.assess

    def assess(document, *, today, setting):
        report = real(document, today=today, setting=setting)
        return replace(report, rules_of=date(2027, 1, 1), findings=(*report.findings, STRICTER))

    monkeypatch.setattr(facts_module, "assess", assess)
    monkeypatch.setattr(reassessing, "assess", assess)


def test_under_the_same_rules_nothing_is_asked(version):
    assert reassess(NOW) == 0
    assert not Reassessment.objects.exists()


def test_newer_rules_are_asked_once_and_what_is_new_is_an_act(version, newer_rules):
    frozen = version.gate

    assert [reassess(NOW + timedelta(days=day)) for day in (50, 51)] == [1, 0]

    found = Reassessment.objects.get()
    assert [each["code"] for each in found.findings] == ["look.limits"]
    assert (found.blocks, found.rules_of) == (True, date(2027, 1, 1))
    version.refresh_from_db()
    assert version.gate == frozen
    act = Act.objects.get(code="design.reassessed")
    assert act.actor is None
    assert act.subject == f"design:{version.design.uuid}"


def test_what_is_retired_is_left_in_peace(version, newer_rules, amina):
    retire_version(version=version, why="Remplacée", by=amina, now=NOW)

    assert reassess(NOW) == 0
