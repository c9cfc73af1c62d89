"""What designers look up, with the small set that ships with Sceau."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frameworks.loaded import loaded
from sceau.frameworks import searching
from sceau.frameworks.models import Fiche

TODAY = date(2026, 11, 22)
__all__ = ["loaded"]
SKILLS = ("esco", "digcomp", "greencomp", "lifecomp")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def labels(words: str, *frameworks: str, limit: int = 20) -> list[str]:
    return [each.label("fr") for each in searching.look_up(words, frameworks=frameworks, on=TODAY, limit=limit)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("cybersecurite", "cybersécurité"),
        ("sibersecurité", "cybersécurité"),
        ("réunion", "animer une réunion"),
        ("animer une reunoin", "animer une réunion"),
        ("gestion projet agile", "gestion de projet agile"),
        ("agile project management", "gestion de projet agile"),
        ("preparer commande", "préparer des commandes pour l’expédition"),
        ("tableur", "utiliser un tableur"),
        ("spreadsheets", "utiliser un tableur"),
        ("rgpd", "RGPD"),
        ("ecoute activ", "pratiquer l’écoute active"),
        ("sinistres", "procédures de gestion des sinistres"),
        ("pompe a chaleur", "installer une pompe à chaleur"),
        ("haccp", "appliquer la méthode HACCP"),
        ("relation client", "gestion de la relation client"),
        ("premiers secour", "premiers secours"),
        ("donner un feedback", "donner un retour constructif"),
    ],
)
def test_a_skill_is_found_first(words, first):
    assert labels(words, "esco")[0] == first


def test_what_one_types_narrows_what_is_found():
    typed = "protection des données"
    steps = [len(labels(typed[: n + 1], "esco", limit=50)) for n in range(5, len(typed))]

    assert all(steps)
    assert labels(typed, *SKILLS)[0] == "protection des données"


def test_each_framework_is_looked_in_by_its_name():
    assert {each.framework for each in searching.look_up("données", frameworks=SKILLS, on=TODAY)} == {"esco", "digcomp"}
    assert labels("magasinage", "rome") != []
    assert labels("magasinage", "esco", "nowhere") == []
    assert [each.notation for each in searching.look_up("m1402", frameworks=("rome",), on=TODAY)][:1] == ["M1402"]
    assert [each.code for each in searching.look_up("0413", frameworks=("isced-f",), on=TODAY)][:1] == ["0413"]


@pytest.mark.parametrize("typed", ["RNCP99901", "rncp 99901", "99901", "rncp999", "administrateur reseau"])
def test_a_fiche_is_found_by_its_number_or_its_title(typed):
    found = searching.look_up(typed, frameworks=("rncp", "rs"), on=TODAY)

    assert [each.code for each in found][:1] == ["RNCP99901"]
    assert (found[0].active, found[0].ends_on) == (True, date(2029, 1, 15))


def test_a_fiche_that_ended_comes_after_and_says_when_it_ended():
    found = {each.code: each for each in searching.look_up("fictif", frameworks=("rncp", "rs"), on=TODAY)}

    assert next(iter(found)) in ("RNCP99901", "RS9901")
    assert (found["RNCP99800"].active, found["RNCP99800"].ends_on) == (False, date(2024, 12, 31))
    later = searching.look_up("RNCP99901", frameworks=("rncp",), on=date(2029, 1, 16))
    assert later[0].active is False


def test_only_the_register_that_is_asked():
    assert [each.code for each in searching.look_up("excel", frameworks=("rs",), on=TODAY)] == ["RS9901"]
    assert searching.look_up("excel", frameworks=("rncp",), on=TODAY) == []


def test_a_bloc_is_found_by_its_code_or_its_label():
    for typed in ("RNCP99901BC02", "sécuriser système d'information"):
        found = searching.look_up(typed, frameworks=("bloc",), on=TODAY)
        assert [each.code for each in found][:1] == ["RNCP99901BC02"], typed
        assert found[0].alignment == {
            "framework": "RNCP_BLOC",
            "id": "RNCP99901BC02",
            "label": {"fr": "Sécuriser le système d’information"},
            "relation": "closeMatch",
        }


def test_an_address_that_is_pasted_is_found():
    address = "http://data.europa.eu/esco/skill/5e9e6dea-23d9-46ba-b8ea-749319b48994"

    assert labels(address, "esco") == ["animer une réunion"]
    assert labels(address, "rome") == []


def test_what_is_found_is_written_as_designs_write_it():
    skill = searching.look_up("animer une réunion", frameworks=("esco",), on=TODAY)[0]
    assert skill.alignment == {
        "framework": "ESCO",
        "id": "http://data.europa.eu/esco/skill/5e9e6dea-23d9-46ba-b8ea-749319b48994",
        "label": {"fr": "animer une réunion", "en": "chair a meeting"},
        "relation": "closeMatch",
    }
    field = searching.found_of("isced-f", "0413", on=TODAY)
    assert field is not None
    assert field.classification == {
        "code": "0413",
        "uri": "http://data.europa.eu/snb/isced-f/0413",
        "label": {"fr": "Gestion et administration", "en": "Management and administration"},
    }


@pytest.mark.parametrize(
    ("framework", "code"), [("esco", "nothing"), ("nowhere", "1"), ("rncp", "RNCP1"), ("bloc", "RNCP1BC01"), ("", "")]
)
def test_a_code_that_nothing_has_is_nothing(framework, code):
    assert searching.found_of(framework, code, on=TODAY) is None


def test_each_kind_of_thing_is_found_by_its_code():
    for framework, code in (("rncp", "RNCP99901"), ("rs", "RS9901"), ("bloc", "RNCP99901BC03"), ("digcomp", "1.3")):
        found = searching.found_of(framework, code, on=TODAY)
        assert found is not None
        assert (found.framework, found.code) == (framework, code)


@pytest.mark.parametrize(
    ("statement", "among"),
    [
        ("Animer une réunion d’équipe de vingt minutes", "animer une réunion"),
        (
            "Identifier les risques de sécurité d’un système informatique",
            "identifier les risques de sécurité informatique",
        ),
        ("Évacuer les personnes présentes dans un bâtiment enfumé", "évacuer les personnes d’un bâtiment"),
        ("Préparer une commande multi-température prête à l’expédition", "préparer des commandes pour l’expédition"),
        ("Formuler un retour constructif à un collègue", "donner un retour constructif"),
        ("Présenter visuellement des données sociales à un comité de direction", "présenter visuellement des données"),
        (
            "Respecter les principes de protection des données au quotidien",
            "respecter les principes de protection des données",
        ),
    ],
)
def test_skills_are_suggested_from_the_words_of_an_outcome(statement, among):
    assert among in [each.label("fr") for each in searching.suggest(statement, on=TODAY)][:3]


@pytest.mark.parametrize("statement", ["", "Comprendre", "Xyz abc", "Chanter juste un air d’opéra baroque italien"])
def test_nothing_is_suggested_rather_than_anything(statement):
    assert searching.suggest(statement, on=TODAY) == []


def test_what_was_meant_is_said():
    assert searching.probably_meant("reunoin", frameworks=("esco",)) == "réunion"


@pytest.mark.parametrize("limit", [1, 20])
def test_few_queries_whatever_is_found(limit):
    with CaptureQueriesContext(connection) as asked:
        searching.look_up("securite donnees", frameworks=(*SKILLS, "rome", "rncp", "rs", "bloc"), on=TODAY, limit=limit)

    assert len(asked) <= 7


def test_what_is_no_longer_there_is_left_out():
    Fiche.objects.filter(number="RS9901").update(current=False)

    assert searching.look_up("excel", frameworks=("rs",), on=TODAY) == []
