"""The sentences as data: one code each, the same places in both languages, French as it is printed."""

from __future__ import annotations

import json
import re
from string import Formatter

import pytest

from sceau.engine.checks.catalogue import procedure, reasons
from sceau.engine.checks.ids import QUESTIONS
from sceau.engine.errors import Reason

REASONS = dict(reasons())
OURS = {name: reason for name, reason in REASONS.items() if name.startswith("sceau.engine.checks.")}


def test_every_code_belongs_to_one_reason():
    holders: dict[str, set[Reason]] = {}
    for reason in REASONS.values():
        holders.setdefault(reason.code, set()).add(reason)

    assert [code for code, reasons in holders.items() if len(reasons) > 1] == []


@pytest.mark.parametrize("name", OURS)
def test_both_languages_tell_the_same_values(name):
    french, english = (
        {field for _, field, _, _ in Formatter().parse(text) if field} for text in (OURS[name].fr, OURS[name].en)
    )

    assert {field.removesuffix("_fr") for field in french} == {field.removesuffix("_en") for field in english}


@pytest.mark.parametrize("name", OURS)
def test_french_has_its_own_spaces_and_apostrophes(name):
    text = OURS[name].fr

    assert not re.search(r"(?<!\u202f)[;!?](?!/)", text), "a narrow no-break space goes before ; ! ?"
    assert not re.search(r"[^\u00a0]:(?=\s)", text), "a no-break space goes before :"
    assert not re.search(r"«(?!\u00a0)|(?<!\u00a0)»", text), "no-break spaces go inside « »"
    assert "'" not in text
    assert not text.endswith(".")


def test_other_verifiers_get_the_procedure_as_data():
    data = json.loads(json.dumps(procedure()))

    assert [check["id"] for check in data["checks"]] == [question.id for question in QUESTIONS]
    assert data["verdicts"]["check"] == {"fr": "Authentique, à vérifier", "en": "Authentic, to be checked"}
    assert {reason.code for reason in OURS.values()} <= set(data["reasons"])
