"""What is published and no longer as the rules want it is told once to those who look after it."""

from __future__ import annotations

import pytest
from django.core import mail

from design.samples import released
from institutions.bodies import alpes, amina, claire, paul
from institutions.people import NOW
from sceau.design.models import Reassessment
from sceau.design.services import retire_version
from sceau.design.services.writing import write
from sceau.jobs.handlers.reassessments import MOST_TOLD, tell_what_is_new
from sceau.journal.models import Act

__all__ = ["alpes", "amina", "claire", "paul"]


@pytest.fixture
def version(alpes, claire, amina):
    return released(alpes, claire, amina)


def reassessed(version, count):
    """An act that tells so many new findings."""
    finding = {
        "code": "look.limits",
        "severity": "blocks",
        "step": "look",
        "pointer": "/limits",
        "sentence": {"fr": "Les limites manquent.", "en": "The limits are missing."},
        "example": {"fr": "Ceci.", "en": "This."},
        "values": {},
    }
    Reassessment.objects.create(
        version=version, made_at=NOW, rules_of="2027-01-01", findings=[finding] * count, blocks=True
    )
    write("design.reassessed", version.design, by=None, now=NOW, number=version.number)
    return Act.objects.get(code="design.reassessed")


def test_heads_and_authors_are_told_once_in_their_language(version, amina, claire):
    claire.language = "en"
    claire.save()
    act = reassessed(version, MOST_TOLD + 2)

    tell_what_is_new(act)
    tell_what_is_new(act)

    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert len(mail.outbox) == 2
    assert "Les limites manquent." in letters[amina.email].body
    assert "The limits are missing." in letters[claire.email].body
    assert "2 more points" in letters[claire.email].body


def test_what_is_retired_meanwhile_is_not_told(version, amina):
    act = reassessed(version, 1)
    retire_version(version=version, why="Remplacée", by=amina, now=NOW)

    tell_what_is_new(act)

    assert mail.outbox == []
