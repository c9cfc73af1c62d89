"""The sentences as data: one code each, the same places in both languages, French as it is printed."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from string import Formatter

import pytest

from engine.model.mutations import changed, one_place_of_each_kind
from sceau.engine.checks.catalogue import procedure, reasons
from sceau.engine.checks.ids import QUESTIONS
from sceau.engine.checks.words import in_words
from sceau.engine.errors import EngineError, Reason
from verifying import Issuer, ask

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


AWKWARD = (
    ["VerifiableCredential", None],
    {"id": True, "name": ["a"]},
    None,
    True,
    False,
    1.5,
    (1, None),
    b"bytes",
    datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    [b"bytes", datetime(2026, 1, 2, tzinfo=UTC), {"a": None}],
)
OF_PYTHON = re.compile(r"\['|\{'|\('|\bNone\b|\bTrue\b|\bFalse\b|\bb'|datetime\.|<class|\bNoneType\b")


@pytest.mark.parametrize("name", REASONS)
def test_no_sentence_says_a_value_as_python_writes_it(name):
    reason = REASONS[name]
    places = {field for _, field, _, _ in Formatter().parse(reason.fr + reason.en) if field}

    for value in AWKWARD:
        details = dict.fromkeys(places, value)
        for language, template in (("fr", reason.fr), ("en", reason.en)):
            for sentence in (
                in_words(reason, details, language),
                EngineError(reason, **details).sentence(language),
            ):
                written = set(OF_PYTHON.findall(sentence)) - set(OF_PYTHON.findall(template[:1].upper() + template[1:]))
                assert not written, sentence


def test_no_report_says_a_value_as_python_writes_it():
    issuer = Issuer()
    issuer.publish_list()
    badge = issuer.badge_with_status(relatedResource=[{"id": "https://a.example/x", "digestSRI": "sha256-x"}])
    resource = {"https://a.example/x": b""}

    seen = set()
    for path in one_place_of_each_kind(badge):
        for value in (["x", None], {"x": True}, None, True, 1.5, [], {}):
            altered = changed(badge, path, value)
            signed = issuer.sign({**altered, "proof": []}, cryptosuite="eddsa-jcs-2022") if path[0] != "proof" else {}
            for document in (altered, signed):
                report = ask(document, issuer.site, resources=resource)
                for each in (*report.checks, *report.notes):
                    for sentence in each.message.values():
                        assert not OF_PYTHON.search(sentence), (path, value, sentence)
                        seen.add(each.reason.code)
    assert len(seen) > 30
