"""The places of a design have names, and its texts are translated or not."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from engine.quality.good_designs import european, spoilt
from sceau.engine.images.seal import INKS as SEALS
from sceau.engine.quality import lists
from sceau.engine.quality.languages import complete_languages, untranslated, wanted_languages, with_known_words
from sceau.engine.quality.places import PLACES, STEPS, TEXTS, label_of, step_of
from sceau.engine.quality.words import Words
from test_french import faults_of

SCHEMA = json.loads((files("sceau.engine.vocabularies") / "schemas" / "sceau-design-1.schema.json").read_text("utf-8"))


def texts_of(node: Any, here: str = "") -> set[str]:
    """The patterns of the places where the schema of designs has a text."""
    if not isinstance(node, dict):
        return set()
    reference = node.get("$ref", "")
    if reference == "#/definitions/text":
        return {here}
    if reference:
        return texts_of(SCHEMA["definitions"][reference.rpartition("/")[2]], here)
    found = [texts_of(member, f"{here}/{name}") for name, member in node.get("properties", {}).items()]
    found += [texts_of(node.get(name), f"{here}/*") for name in ("items", "additionalProperties")]
    found += [texts_of(choice, here) for choice in node.get("anyOf", [])]
    return set().union(*found)


def test_every_text_of_the_schema_is_known_to_be_one():
    beyond = {"/assessment/events/*/assessors/role", "/custom/*/value"}  # members that the schema does not describe

    assert texts_of(SCHEMA["definitions"]["design"]) == set(TEXTS) - beyond


@pytest.mark.parametrize("place", PLACES, ids=[place.pattern for place in PLACES])
def test_every_place_has_a_name_in_both_languages_and_a_step(place):
    pointer = place.pattern.replace("*", "1")

    assert label_of(pointer).en == place.label.en.format(*["2"] * 9)
    assert step_of(pointer) == place.step
    assert place.step in STEPS
    assert faults_of(place.label.fr) == []


def test_lists_are_counted_as_people_count_and_codes_are_kept():
    assert label_of("/annex1/mandatory/learning_outcomes/1/statement").fr == "acquis 2\u00a0: énoncé"
    assert label_of("/assessment/grid/criteria/0/levels/N1").en == "criterion 1: level N1"
    assert label_of("/assessment/grid/criteria/0/levels/a~1b") == Words(
        "critère 1 : niveau a/b", "criterion 1: level a/b"
    )
    assert label_of("/price/parts/0/nowhere").en == "parts of the price"
    assert label_of("") == label_of("/unheard/of") == Words("la micro-certification", "the micro-credential")


def test_what_is_missing_in_a_language_is_named():
    document = spoilt(european(), {"/need": "besoin", "/worth": {"fr": "valeur", "en": " "}})

    assert untranslated(document, ("fr", "en")) == (("/need", "en"), ("/worth", "en"))
    assert complete_languages(document, ("en", "fr", "de")) == ("fr",)


def test_words_of_frameworks_registers_and_lists_are_not_the_designers_to_translate():
    document = spoilt(
        european(),
        {
            "/annex1/mandatory/learning_outcomes/0/alignments/0/label": "utiliser un tableur",
            "/registration/title": {"fr": "Intitulé de la fiche"},
            "/annex1/mandatory/type_of_assessment/0/label": "évaluation pratique (mise en situation)",
            "/custom": [
                {"code": "a", "label": {"fr": "Lien", "en": "Link"}, "kind": "url", "value": "https://x.example"}
            ],
        },
    )

    assert untranslated(document, ("fr", "en")) == ()
    said = with_known_words(document, ("fr", "en"))
    assert said["annex1"]["mandatory"]["type_of_assessment"][0]["label"]["en"] == "practical assessment"


def test_a_label_of_no_list_of_ours_is():
    kind = {"label": {"fr": "défi d’équipe"}, "elm": None}
    document = spoilt(european(), {"/annex1/mandatory/type_of_assessment/0": kind})

    assert untranslated(document, ("fr", "en")) == (("/annex1/mandatory/type_of_assessment/0/label", "en"),)


def test_the_languages_of_a_design_come_before_those_of_the_institution():
    assert wanted_languages({"languages": ["en", "en", 3]}, ("fr",)) == ("en",)
    assert wanted_languages({"languages": []}, ("fr", "en")) == ("fr", "en")


def test_the_lists_say_everything_in_both_languages():
    tables = [value for name, value in vars(lists).items() if name.isupper() and isinstance(value, dict)]

    assert len(tables) > 10
    for table in tables:
        for entry in table.values():
            words = entry if isinstance(entry, Words) else entry.label
            assert words.fr
            assert words.en
            assert faults_of(words.fr) == []
    assert set(lists.INKS) == set(SEALS)
    assert list(lists.SECTORS) == list("ABCDEFGHIJKLMNOPQRSTU")
    assert len(lists.SUPERVISION) == 4


def test_the_lists_are_those_of_the_schema():
    properties = SCHEMA["definitions"]["design"]["properties"]
    optional = properties["annex1"]["properties"]["optional"]["properties"]

    assert set(lists.FUNDERS) == set(properties["price"]["properties"]["funders"]["items"]["enum"])
    assert set(lists.MODES) == set(properties["delivery"]["properties"]["modes"]["items"]["enum"])
    assert set(lists.ROUTES) == set(properties["assessment"]["properties"]["route"]["properties"]["kind"]["enum"])
    assert set(lists.LICENCES) == set(properties["licence"]["enum"])
    assert set(lists.INKS) == set(properties["look"]["properties"]["ink"]["enum"])
    assert set(lists.EVIDENCE) == set(properties["issuing"]["properties"]["evidence"]["enum"])
    supervision = optional["supervision_and_identity_verification"]["properties"]["code"]["enum"]
    assert list(lists.SUPERVISION) == supervision


def test_labels_in_a_list_of_something_else_are_left_alone():
    draft = {"assessment": {"grid": {"criteria": [{"levels": ["Fait"]}]}}}

    assert with_known_words(draft, ("fr", "en")) == draft
