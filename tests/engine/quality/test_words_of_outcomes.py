"""Help with the words of an outcome: verbs that can be observed, levels, what is vague or too much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.engine.quality.advice import advise
from sceau.engine.quality.levels import LEVELS
from sceau.engine.quality.remarks import level_is_far, opening_of
from sceau.engine.quality.verbs import UNOBSERVABLE, VERBS, level_of
from test_french import faults_of


def codes(statement: str, language: str = "fr") -> list[str]:
    return [finding.code for finding in advise(statement, language)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_there_is_a_verb_for_everything_and_each_has_one_level(language):
    verbs = [verb for level in VERBS[language].values() for verb in level]

    assert list(VERBS[language]) == [1, 2, 3, 4, 5, 6]
    assert len(verbs) > 150
    assert len(set(verbs)) == len(verbs)
    assert not set(verbs) & set(UNOBSERVABLE[language])
    for instead in UNOBSERVABLE[language].values():
        assert all(level_of(verb, language) for verb in instead)


@pytest.mark.parametrize(
    ("statement", "verb", "instead"),
    [
        ("Comprendre les principes agiles", "comprendre", "expliquer, illustrer, comparer"),
        ("CONNAITRE LES NORMES", "connaître", "citer, décrire, identifier"),
        ("maitriser le tableur", "maîtriser", "réaliser, appliquer, contrôler"),
        ("Savoir trier", "savoir", "réaliser, décrire, expliquer"),
        ("Être sensibilisées au tri", "être sensibilisé", "repérer, signaler, expliquer"),
        ("S'approprier la méthode", "s’approprier", "appliquer, adapter, expliquer"),
        ("L’apprenante comprend la norme", "comprendre", "expliquer, illustrer, comparer"),
        ("Le stagiaire connaît la norme", "connaître", "citer, décrire, identifier"),
        ("Comprenez la norme", "comprendre", "expliquer, illustrer, comparer"),
        ("Être capable de trier", "être capable", "réaliser, appliquer, expliquer"),
    ],
)
def test_what_cannot_be_observed_is_named_with_verbs_that_can(statement, verb, instead):
    (finding,) = advise(statement, "fr")

    assert finding.code == "outcome.not_observable"
    assert finding.values == {"verb": verb, "instead": instead}
    assert instead in finding.sentence.fr
    assert finding.example.fr


@pytest.mark.parametrize(
    ("statement", "verb"),
    [
        ("Understand agile values", "understand"),
        ("To be aware of risks", "be aware"),
        ("Learners know the rules", "know"),
        ("Mastering spreadsheets", "master"),
    ],
)
def test_so_it_is_in_english(statement, verb):
    (finding,) = advise(statement, "en")

    assert (finding.code, finding.values["verb"]) == ("outcome.not_observable", verb)


@pytest.mark.parametrize(
    "statement",
    [
        "Analyser un risque",
        "L’apprenant analyse un risque",
        "Le candidat sera capable de découper un besoin",
        "Mettre en œuvre un durcissement",
        "METTRE EN OEUVRE UN PLAN",
        "Rendre compte d’un incident",
        "À partir d’un cahier des charges, calculer un prix",
        "S’adapter à un client",
        "Gréer un voilier",
        "De\u0301cider d’un arrêt",
    ],
)
def test_an_outcome_that_says_what_is_done_is_left_alone(statement):
    assert codes(statement) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("Les règles de tri", "outcome.no_verb"),
        ("Analyse des risques du poste", "outcome.no_verb"),
        ("Dossier de preuve", "outcome.no_verb"),
        ("Écouter et reformuler une demande", "outcome.several_verbs"),
        ("Évacuer une zone, aider une personne", "outcome.several_verbs"),
        ("Communiquer efficacement", "outcome.vague"),
        ("Tenir un bon journal", "outcome.vague"),
        ("Calculer " + "un prix " * 20, "outcome.long"),
    ],
)
def test_the_other_faults_have_names_too(statement, code):
    assert codes(statement) == [code]


def test_nouns_after_and_are_no_second_verb():
    assert codes("Construire des formules et un tableau croisé") == []
    assert codes("Write a test plan and report", "en") == []
    assert codes("Write a plan and run it", "en") == ["outcome.several_verbs"]


def test_other_languages_are_not_judged():
    assert advise("Risiken verstehen", "de") == ()


def test_a_verb_may_be_far_from_the_level():
    assert level_is_far("Citer les règles", "fr", 7)["verb"] == "citer"
    assert level_is_far("Concevoir un réseau", "fr", 2)["verb"] == "concevoir"
    assert level_is_far("Appliquer une consigne", "fr", 4) == {}
    assert level_is_far("Citer les règles", "fr", 7, given=5) == {}


@given(st.text(max_size=200), st.sampled_from(["fr", "en", "de", ""]))
def test_any_text_can_be_looked_at(statement, language):
    for finding in advise(statement, language):
        assert finding.sentence.to("fr")
    if language in ("fr", "en"):
        opening_of(statement, language)


def test_the_eight_levels_are_told_in_both_languages():
    assert list(LEVELS) == [1, 2, 3, 4, 5, 6, 7, 8]
    for level in LEVELS.values():
        for words in (level.knowledge, level.skills, level.responsibility, level.like):
            assert words.fr
            assert words.en
            assert faults_of(words.fr) == []
