"""What a page says of a document: a pure function, whatever the document lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from sceau.web.public.catalogue.facts import BodyFact, Eligible, Facts, OtherVersion, RegisterFact
from sceau.web.public.catalogue.saying import euros, hours_in_words, minutes_in_words, web_address
from sceau.web.public.catalogue.showing import shown
from web.public.catalogue.samples import NAMES, sample

CERTIFIER = BodyFact(name="Certif’Compétences Occitanie", siren="999900111")
BLOC = RegisterFact(code="RNCP99901BC02", active=True, ends_on=date(2029, 1, 15), entitled=frozenset({"999900111"}))
TODAY = Facts(today=date(2026, 11, 22), bodies=(CERTIFIER,), register=BLOC)


def page_of(document, language="fr", facts=TODAY):
    return shown(document, language=language, facts=facts)


def all_texts(said):
    return " ".join(each.text for each in said)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sample_has_its_sixteen_elements_and_says_what_it_is_not(name, language):
    page = page_of(sample(name), language)

    assert [element.number for element in page.elements] == list(range(1, 17))
    assert [element.name for element in page.elements if element.missing] == []
    assert page.limits
    assert page.outcomes
    assert page.assessed.criteria


def test_the_criteria_and_their_levels_can_be_read_before_enrolling():
    (first, *_), criteria = page_of(sample()).assessed.criteria, page_of(sample()).assessed.criteria

    assert len(first.degrees) == 4
    assert {degree.minimum for criterion in criteria if criterion.eliminatory for degree in criterion.degrees} == {
        True,
        False,
    }
    assert page_of(sample()).assessed.pass_rule.text == (
        "Au moins 60 sur 100, et «\u00a0Acquis\u00a0» au moins sur chaque critère éliminatoire."
    )


@pytest.mark.parametrize(
    ("route", "beginning"),
    [
        ({"kind": "jury"}, "Un jury délibère"),
        ({"kind": "assessor"}, "Un évaluateur juge"),
        (
            {"kind": "automatic", "source": {"fr": "Moodle"}, "audit_percent": 10},
            "Le résultat vient d’un outil (Moodle)",
        ),
        ({}, ""),
    ],
)
def test_the_route_to_the_award_is_said_in_a_sentence(route, beginning):
    document = sample()
    document["assessment"]["route"] = route

    told = page_of(document).assessed.route.text
    assert told.startswith(beginning)
    assert ("10\u00a0%" in told) == ("audit_percent" in route)


# Registers and the CPF


def test_what_stands_in_a_register_is_said_with_its_number_and_its_end():
    page = page_of(sample("mc-cyber-risques-incident"))

    assert page.registered.stands
    assert "RNCP99901BC02" in all_texts(page.worth)
    assert "15 janvier 2029" in all_texts(page.worth)
    assert page.cpf.state == "yes"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(TODAY, today=date(2029, 1, 16)), "n’est plus enregistrée"),
        (replace(TODAY, today=date(2026, 1, 14)), "pas encore"),
        (replace(TODAY, bodies=(BodyFact(name="Autre", siren="123456789"),)), "ni le certificateur"),
        (replace(TODAY, bodies=(BodyFact(name="Autre", siren="123456789"), CERTIFIER)), "ni le certificateur"),
        (replace(TODAY, register=None), "les registres chargés ici ne connaissent pas"),
        (replace(TODAY, register=replace(BLOC, entitled=frozenset())), "ni le certificateur"),
        (
            replace(
                TODAY, register=RegisterFact(code="RNCP99901BC02", active=False, entitled=frozenset({"999900111"}))
            ),
            "n’est plus enregistrée",
        ),
        (
            replace(TODAY, register=RegisterFact(code="RNCP99901BC02", active=True, entitled=frozenset({"1"}))),
            "ni le certificateur",
        ),
    ],
)
def test_nothing_looks_registered_when_it_is_not(facts, reason):
    page = page_of({**sample("mc-cyber-risques-incident"), "purpose": "registered"}, facts=facts)

    assert not page.registered.stands
    assert "RNCP" not in all_texts(page.worth)
    assert reason in all_texts(page.limits)
    assert page.cpf.state == "no"
    assert page.stacks == ()  # what only a registration gives
    assert page.profile.name == "Conçue pour une fiche, sans inscription en vigueur"
    assert page.registered.short == "Sans inscription en vigueur"


def test_the_cpf_is_computed_and_never_read_from_the_document():
    document = sample() | {
        "cpf": {"eligible": True, "reason": "je le dis"},
        "price": {"amount": 10, "funders": ["cpf", "opco"]},
    }
    page = page_of(document)

    assert page.cpf.state == "no"
    assert page.offer.funders == ("Opérateur de compétences (OPCO)",)
    assert "je le dis" not in page.cpf.reason


def test_registers_that_say_yes_do_not_make_a_body_that_may_not_award_eligible():
    facts = replace(
        TODAY, bodies=(BodyFact(name="Autre", siren="1"),), cpf=Eligible(eligible=True, fr="oui.", en="yes.")
    )

    assert page_of(sample("mc-cyber-risques-incident"), facts=facts).cpf.state == "no"


# Languages


def test_a_text_that_is_missing_in_a_language_is_shown_in_its_own_and_said():
    page = page_of(sample("mc-equipier-premiere-intervention") | {"summary": {"fr": "Sécurité."}}, "en")

    assert page.title.language == ""
    assert page.sentence.language == "fr"
    assert page.others == ("French",)
    with translation.override("en"):
        body = render_to_string("public/catalogue/body.html", {"page": page})
    assert '<p class="lede"><span lang="fr">' in body
    assert "Some texts are written in French only" in body


def test_labels_that_say_what_a_code_says_are_in_the_readers_language():
    page = page_of(sample("mc-equipier-premiere-intervention"), "en")

    assert page.mode.text == "On site"
    assert "Supervised" in page.assessed.supervision.text
    assert [event.kind.language for event in page.assessed.events] == [""] * len(page.assessed.events)


# Drafts, hostile and odd values


@pytest.mark.parametrize(
    "document",
    [
        {},
        None,
        [],
        {"title": 3, "annex1": []},
        {"title": {"fr": ""}, "languages": "fr", "version": True, "next_steps": [{}, 3]},
        {
            "annex1": {
                "mandatory": {"learning_outcomes": [{"statement": "x", "alignments": "y"}, 4], "level": {"eqf": 99}}
            }
        },
        {"assessment": {"events": [{}], "grid": {"criteria": [{"id": 1, "outcome_ids": None}], "scale": [{}]}}},
        {"registration": {"type": "RS", "code": "RS1", "entitled": "x", "start_date": "hier"}},
        {
            "price": {"amount": "cher", "parts": [{"amount": 1}], "funders": "cpf"},
            "delivery": {"places": [3], "modes": 4},
        },
    ],
)
def test_any_draft_has_a_preview(document):
    page = page_of(document, facts=Facts(today=date(2026, 11, 22), preview=True))

    assert "<h1" in render_to_string("public/catalogue/body.html", {"page": page})


def test_nothing_of_a_document_runs_or_leads_elsewhere_than_the_web():
    document = sample()
    document["title"] = {"fr": "<script>alert(1)</script>"}
    document["delivery"] = {"enrol_url": "javascript:alert(1)", "contact_email": 'a@b.c"onclick=x'}
    document["next_steps"] = [{"label": {"fr": "suite"}, "url": "data:text/html,x"}]
    body = render_to_string("public/catalogue/body.html", {"page": page_of(document)})

    assert "<script" not in body
    assert "javascript:" not in body
    assert "data:text" not in body
    assert "onclick" not in body


@pytest.mark.parametrize("address", ["javascript:x", "//x.example", "https:", "http://[", "mailto:a@b.c", None, 3])
def test_only_addresses_of_the_web_are_linked(address):
    assert web_address(address) == ""


def test_a_newer_version_is_told():
    versions = (
        OtherVersion(number=2, published_on=date(2026, 12, 1)),
        OtherVersion(number=1, published_on=date(2026, 11, 1)),
    )

    assert page_of(sample(), facts=replace(TODAY, versions=versions)).newer == versions[0]
    assert page_of(sample() | {"version": 2}, facts=replace(TODAY, versions=versions)).newer is None


# Figures


@pytest.mark.parametrize(
    ("hours", "french", "english"),
    [
        (1, "1 heure", "1 hour"),
        (1.5, "1,5 heure", "1.5 hours"),
        (2, "2 heures", "2 hours"),
        (1200, "1\u202f200 heures", "1,200 hours"),
    ],
)
def test_hours_in_words(hours, french, english):
    with translation.override("fr"):
        assert hours_in_words(hours, "fr") == french
    with translation.override("en"):
        assert hours_in_words(hours, "en") == english


@pytest.mark.parametrize(
    ("minutes", "told"), [(40, "40\u00a0min"), (240, "4\u00a0h"), (90, "1\u00a0h\u00a030"), (65, "1\u00a0h\u00a005")]
)
def test_minutes_in_words(minutes, told):
    assert minutes_in_words(minutes, "fr") == told


def test_euros():
    assert [euros(1250, "fr"), euros(12.5, "fr"), euros(1250, "en")] == ["1\u202f250\u00a0€", "12,50\u00a0€", "€1,250"]
