"""Which micro-credential a cell means: the twelve published designs under the names that people give them."""

from __future__ import annotations

import random

import pytest

from sceau.intake import Catalogue, IntakeError, KnownDesign
from sceau.intake.findings import Read


def codes(read: Read) -> list[str]:
    return [note.kind.reason.code for note in read.notes]


def test_every_id_and_every_title_is_exact(catalogue):
    for design in catalogue.designs.values():
        for name in (design.id, *design.titles.values()):
            assert catalogue.read(name) == Read(design.id), name


def test_case_accents_and_punctuation_are_forgiven_and_said(catalogue):
    for design in catalogue.designs.values():
        plain = design.title().upper().replace("É", "E").replace("È", "E").replace("’", "'").replace(" :", ",")
        assert (catalogue.read(plain).value, codes(catalogue.read(plain))) == (design.id, ["title_case_or_accents"])


@pytest.mark.parametrize(
    ("cell", "design"),
    [
        ("RGPD", "mc-rgpd-poste-de-travail"),
        ("le rgpd au poste de travail", "mc-rgpd-poste-de-travail"),
        ("Données personnelles", "mc-rgpd-poste-de-travail"),
        ("Sécuriser un système d’information", "mc-cyber-risques-incident"),
        ("Cyber : risques et incidents", "mc-cyber-risques-incident"),
        ("Conseiller un particulier", "mc-pac-thermalis"),
        ("PAC Thermalis", "mc-pac-thermalis"),
        ("Pompes à chaleur", "mc-pac-thermalis"),
        ("Heat pumps", "mc-pac-thermalis"),
        ("Gestion de projet agile", "mc-gestion-projet-agile"),
        ("Gestion de projt agile", "mc-gestion-projet-agile"),
        ("Projet agile", "mc-gestion-projet-agile"),
        ("Agile", "mc-gestion-projet-agile"),
        ("Agile project management", "mc-gestion-projet-agile"),
        ("Excel RH", "mc-excel-reporting-rh"),
        ("Reporting RH (Excel)", "mc-excel-reporting-rh"),
        ("Certification Excel", "mc-excel-reporting-rh"),
        ("Circuits courts", "mc-circuits-courts-durables"),
        ("circuit court", "mc-circuits-courts-durables"),
        ("Sinistres simples", "mc-clarte-sinistre-simple"),
        ("Outil Clarté", "mc-clarte-sinistre-simple"),
        ("Équipier de première intervention", "mc-equipier-premiere-intervention"),
        ("Départ de feu", "mc-equipier-premiere-intervention"),
        ("Commande Frigéa", "mc-frigea-commande-multitemp"),
        ("commande multi-températures", "mc-frigea-commande-multitemp"),
        ("Point de performance", "mc-point-performance-aciers"),
        ("Aciers du Rhône", "mc-point-performance-aciers"),
        ("Retour constructif", "mc-retour-constructif"),
        ("Désamorcer les tensions", "mc-retour-constructif"),
        ("Feedback", "mc-retour-constructif"),
        ("Accueil Boréal", "mc-boreal-accueil-equipier"),
        ("Parcours Boréal", "mc-boreal-accueil-equipier"),
    ],
)
def test_a_common_name_is_guessed_and_said(catalogue, cell, design):
    assert (catalogue.read(cell).value, codes(catalogue.read(cell))) == (design, ["design_guessed"])
    assert catalogue.read(cell).notes[0].suggestion == catalogue.designs[design].title()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Équipier", "ambiguous_design"),
        ("Anglais professionnel", "unknown_design"),
        ("Conseiller un particulier en assurance vie", "unknown_design"),
        ("Reporting financier", "unknown_design"),
        ("mc-rgpd-poste-de-travail-2", "unknown_design"),
        ("de la", "unknown_design"),
        ("?", "unknown_design"),
        ("x" * 900, "unknown_design"),
    ],
)
def test_what_is_not_clear_is_asked(catalogue, cell, code):
    assert (catalogue.read(cell).value, codes(catalogue.read(cell))) == ("", [code])


def test_proposals_are_named(catalogue):
    proposed = catalogue.read("Équipier").notes[0].suggestion.split(" | ")

    assert set(proposed) == {
        catalogue.designs["mc-boreal-accueil-equipier"].title(),
        catalogue.designs["mc-equipier-premiere-intervention"].title(),
    }


def test_the_answer_does_not_depend_on_the_order_of_the_catalogue(catalogue):
    designs = list(catalogue.designs.values())
    for seed in range(5):
        random.Random(seed).shuffle(designs)
        other = Catalogue.of(designs)
        for cell in ("RGPD", "Équipier", "Excel", "Conseiller un particulier", "Simple", "Incident"):
            assert other.read(cell).value == catalogue.read(cell).value


def test_alone_in_its_catalogue_a_design_does_not_take_the_rows_of_others(catalogue):
    one = Catalogue.of([catalogue.designs["mc-gestion-projet-agile"]])

    assert codes(one.read("mc-excel-reporting-rh")) == ["other_design"]
    assert codes(one.read("Gestion de projet")) == ["design_guessed"]
    assert codes(one.read("Gestion de la paie")) == ["other_design"]
    for design in catalogue.designs.values():
        if design.id != "mc-gestion-projet-agile":
            assert codes(one.read(design.title())) == ["other_design"]


def test_a_name_that_two_designs_share_is_nobodys():
    both = Catalogue.of([KnownDesign("a-1", {"fr": "Souder"}), KnownDesign("a-2", {"fr": "Souder"})])

    assert codes(both.read("Souder")) == ["ambiguous_design"]


def test_an_alias_is_a_guess_and_a_catalogue_is_never_empty():
    catalogue = Catalogue.of(
        [KnownDesign("x", {"fr": "Souder au plomb"}, aliases=("SP1",)), KnownDesign("y", {"fr": "Braser"})]
    )

    assert (catalogue.read("sp1").value, codes(catalogue.read("sp1"))) == ("x", ["design_guessed"])
    with pytest.raises(IntakeError):
        Catalogue.of([])
