"""Headers as people write them, in French and in English, with mistakes, twice, or of two meanings."""

from __future__ import annotations

import unicodedata

import pytest

from sceau.intake import UnmatchedColumns, match_columns
from sceau.intake.columns import recognise
from sceau.intake.fields import FIELDS


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nom de naissance", "birth_name"),
        ("NOM DE NAISSANCE *", "birth_name"),
        ("nom_naissance", "birth_name"),
        ("nomNaissance", "birth_name"),
        ("Nom d'usage", "usage_name"),
        ("Nom d’usage (facultatif)", "usage_name"),
        ("Prénom(s)", "given_name"),
        ("PRENOM", "given_name"),
        ("prenom1", "given_name"),
        ("2e prénom", "given_name_2"),
        ("Prénom du candidat", "given_name"),
        ("Adresse e-mail", "email"),
        ("Couriel", "email"),
        ("E-mail de l’apprenant", "email"),
        ("Né(e) le", "birth_date"),
        ("Date de naisance (jj/mm/aaaa)", "birth_date"),
        ("DOB", "birth_date"),
        ("Civilité", "sex"),
        ("Code postal de naissance", "birth_postcode"),
        ("Code INSEE", "birth_insee_code"),
        ("Lieu de naissance", "birth_place"),
        ("Micro-certification", "design"),
        ("Micro certifications", "design"),
        ("design_id", "design"),
        ("Note /100", "score"),
        ("Note obtenue", "score"),
        ("Décision du jury", "decision"),
        ("Résultat", "decision"),
        ("Date du jury", "assessed_on"),
        ("Session", "session"),
        ("Langue", "language"),
        ("Consentement", "public_page_consent"),
        ("Last name", "last_name"),
        ("First Name", "given_name"),
        ("Birth date", "birth_date"),
        ("Grade", "score"),
        ("Decision", "decision"),
        ("Issue date", "assessed_on"),
        ("Nom et prénom", "full_name"),
        ("C1", None),
        ("Obs interne du groupe B", None),
        ("Prénom 4", None),
        ("x" * 500, None),
        ("", None),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_header_is_recognised_in_any_dress(header, field, form):
    claim = recognise(unicodedata.normalize(form, header))

    assert (claim[0] if claim else None) == field


def test_every_synonym_is_its_own_folded_form_and_belongs_to_one_field():
    names = [name for synonyms in FIELDS.values() for name in synonyms]

    assert len(names) == len(set(names))
    assert [name for name in names if recognise(name) is None] == []


def test_nom_alone_is_the_birth_name_and_beside_it_the_name_in_use():
    assert match_columns(["Nom", "Prénom"]).places == {"birth_name": 0, "given_name": 1}
    assert match_columns(["Nom de naissance", "Nom", "Prénom"]).places["usage_name"] == 1
    assert match_columns(["Nom de naissance", "Nom d’usage", "Nom"]).matches[2].field is None


def test_two_columns_with_the_same_claim_are_reported_and_the_surer_one_wins():
    columns = match_columns(["Couriel", "Nom", "Courriel"])

    assert columns.places["email"] == 2
    assert [(match.header, match.rival, match.how) for match in columns.ambiguous] == [("Courriel", "Couriel", "known")]


def test_a_title_is_of_people_or_of_a_micro_credential_by_what_stands_below():
    people = match_columns(["Titre", "Nom"], samples=[["Mme", "a"], ["M.", "b"]])
    designs = match_columns(["Titre", "Nom"], samples=[["Excel", "a"], ["RGPD", "b"]])

    assert (people.matches[0].field, designs.matches[0].field) == ("sex", "design")


def test_a_status_is_a_decision_only_when_it_says_decisions():
    assert match_columns(["Statut", "Nom"], samples=[["Salarié", "a"], ["Libéral", "b"]]).matches[0].field is None
    assert match_columns(["Statut", "Nom"], samples=[["Admis", "a"], ["Refusé", "b"]]).matches[0].field == "decision"


def test_a_mapping_is_plain_remembered_and_obeyed():
    headers = ["Machin", "Prénom", "Courriel"]
    mapping = {"Machin": "birth_name", "Courriel": None, "ancienne colonne": "email"}

    columns = match_columns(headers, mapping=mapping)

    assert columns.mapping == {"Machin": "birth_name", "Prénom": "given_name", "Courriel": None}
    assert match_columns(headers, mapping=columns.mapping).mapping == columns.mapping


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"Machin": "colour"}, "intake.unknown_field"),
        ({"Machin": "last_name"}, "intake.unknown_field"),
        ({"Machin": "email", "Truc": "email"}, "intake.field_twice"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(mapping, code):
    with pytest.raises(UnmatchedColumns) as caught:
        match_columns(["Machin", "Truc"], mapping=mapping)

    assert caught.value.reason.code == code
