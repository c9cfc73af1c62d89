"""What an institution decides: languages, review, licence, and fields of its own."""

from __future__ import annotations

import pytest

from design.samples import begun, changed, released, reviewed, sample
from institutions.people import NOW
from sceau.design.errors import AlreadyThere, NotEntitled, WrongValue
from sceau.design.models import CustomField, Design
from sceau.design.queries import custom_fields_of, settings_of
from sceau.design.services import (
    add_custom_field,
    create_design,
    edit_custom_field,
    edit_settings,
    order_custom_fields,
    publish,
    remove_custom_field,
    restore_custom_field,
)

CHOICES = [{"code": "bleu", "label": {"fr": "Bleu"}}, {"code": "vert", "label": {"fr": "Vert", "en": "Green"}}]


def field(institution, by, code="offre", kind="text", **more):
    labels = more.pop("labels", {"fr": "Offre", "en": "Offer"})
    return add_custom_field(institution=institution, code=code, kind=kind, labels=labels, by=by, now=NOW, **more)


def filled(design, by, *values):
    return changed(design, "issuing", {"/custom": [{"code": code, "value": value} for code, value in values]}, by)


def test_without_a_row_the_institution_s_languages_hold_and_a_review_is_asked(alpes):
    there = settings_of(alpes)

    assert (there.languages, there.review_required, there.licence) == (["fr"], True, "all-rights-reserved")


def test_settings_are_written_by_heads_and_hold_for_what_is_begun(alpes, amina, claire):
    values = {"languages": ["en", "fr"], "review_required": False, "licence": "CC-BY-4.0"}
    with pytest.raises(NotEntitled):
        edit_settings(institution=alpes, **values, by=claire, now=NOW)
    edit_settings(institution=alpes, **values, by=amina, now=NOW)

    draft = create_design(institution=alpes, by=claire, now=NOW).draft

    assert (draft["language"], draft["languages"], draft["licence"]) == ("en", ["en", "fr"], "CC-BY-4.0")


@pytest.mark.parametrize("wrong", [{"languages": []}, {"languages": ["fr", "xx"]}, {"licence": "GPL"}])
def test_wrong_settings_are_refused(alpes, amina, wrong):
    values = {"languages": ["fr"], "review_required": True, "licence": "CC-BY-4.0"} | wrong
    with pytest.raises(WrongValue):
        edit_settings(institution=alpes, **values, by=amina, now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Offre"},
        {"code": ""},
        {"kind": "colour"},
        {"labels": {"en": "Offer"}},
        {"kind": "choice", "choices": CHOICES[:1]},
        {"kind": "choice", "choices": [*CHOICES, CHOICES[0]]},
        {"kind": "choice", "choices": [{"code": "a"}, {"code": "b"}]},
    ],
)
def test_wrong_fields_are_refused(alpes, amina, wrong):
    with pytest.raises(WrongValue):
        field(alpes, amina, **wrong)


def test_a_code_is_given_once_even_after_its_field_is_removed(alpes, amina, claire):
    first = field(alpes, amina)
    remove_custom_field(field=first, by=amina, now=NOW)
    with pytest.raises(AlreadyThere):
        field(alpes, amina)
    with pytest.raises(NotEntitled):
        field(alpes, claire, code="autre")
    assert not custom_fields_of(alpes)
    restore_custom_field(field=first, by=amina, now=NOW)
    assert custom_fields_of(alpes).get() == first


def test_fields_are_put_in_order(alpes, amina):
    for code in ("a", "b", "c"):
        field(alpes, amina, code=code)

    order_custom_fields(institution=alpes, codes=["c", "a"], by=amina, now=NOW)

    assert [each.code for each in custom_fields_of(alpes)] == ["c", "a", "b"]
    with pytest.raises(WrongValue):
        order_custom_fields(institution=alpes, codes=["x"], by=amina, now=NOW)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", " Une offre ", "Une offre"),
        ("text", {"fr": "Offre", "en": ""}, {"fr": "Offre"}),
        ("long_text", "Deux\nlignes", "Deux\nlignes"),
        ("number", "1 234,5", 1234.5),
        ("number", 7.0, 7),
        ("date", "2026-11-30", "2026-11-30"),
        ("choice", "vert", "vert"),
        ("url", "https://exemple.fr/a", "https://exemple.fr/a"),
        ("yes_no", False, False),
    ],
)
def test_values_are_kept_as_their_kind(alpes, amina, kind, typed, kept):
    field(alpes, amina, kind=kind, choices=CHOICES)

    design = filled(begun(alpes, amina), amina, ("offre", typed))

    assert design.draft["custom"] == [{"code": "offre", "value": kept}]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", "Deux\nlignes"),
        ("text", "x" * 251),
        ("text", 5),
        ("number", "douze"),
        ("number", True),
        ("number", "1e9"),
        ("date", "30/02/2026"),
        ("date", "2026-02-30"),
        ("choice", "rouge"),
        ("choice", ["vert"]),
        ("url", "javascript:alert(1)"),
        ("url", "https://a b.fr"),
        ("url", "https://moi@exemple.fr"),
        ("yes_no", "oui"),
    ],
)
def test_a_value_of_another_kind_is_refused(alpes, amina, kind, typed):
    field(alpes, amina, kind=kind, choices=CHOICES)
    design = begun(alpes, amina)

    with pytest.raises(WrongValue) as refusal:
        filled(design, amina, ("offre", typed))
    assert refusal.value.field == "offre"
    assert "custom" not in Design.objects.get(pk=design.pk).draft


def test_what_is_required_is_asked_before_publication_and_what_is_public_is_frozen(alpes, amina, claire):
    field(alpes, amina, required=True)
    field(alpes, amina, code="couleur", kind="choice", choices=CHOICES, labels={"fr": "Couleur"})
    field(alpes, amina, code="note_interne", public=False)
    design = begun(alpes, claire)
    with pytest.raises(WrongValue) as refusal:
        publish(design=reviewed(design, claire, amina), by=amina, now=NOW)
    assert refusal.value.field == "offre"

    from sceau.design.services import withdraw_review

    withdraw_review(design=design, by=claire, now=NOW)
    filled(design, claire, ("offre", "Courte"), ("couleur", "vert"), ("note_interne", "À revoir"), ("inconnu", 1))
    version = publish(design=reviewed(design, claire, amina), by=amina, now=NOW)

    assert version.document["custom"] == [
        {"code": "offre", "label": {"fr": "Offre", "en": "Offer"}, "kind": "text", "value": "Courte"},
        {"code": "couleur", "label": {"fr": "Couleur"}, "kind": "choice", "value": {"fr": "Vert", "en": "Green"}},
    ]
    removed = CustomField.objects.get(code="offre")
    edit_custom_field(field=removed, labels={"fr": "Gamme"}, required=False, public=True, by=amina, now=NOW)
    remove_custom_field(field=removed, by=amina, now=NOW)
    version.refresh_from_db()
    assert version.document["custom"][0]["label"]["fr"] == "Offre"


def test_a_published_design_without_fields_has_no_custom_member(alpes, amina, claire):
    assert "custom" not in released(alpes, claire, amina, sample()).document
