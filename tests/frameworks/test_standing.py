"""What the registers say of a code on a day: standing, entitlement, CPF, chains; and a design begun from a fiche."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frameworks.exports import archive, fiche, fixture, load, real_sample, texts, xml
from sceau.frameworks import queries
from sceau.frameworks.models import Fiche

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


@pytest.fixture
def fixtures(tmp_path):
    for feed in ("csv", "rncp", "rs"):
        load(fixture(feed), tmp_path)


def test_a_code_is_found_however_it_was_typed(fixtures):
    whole, bloc = "Administrateur systèmes, réseaux et sécurité (titre fictif)", "Sécuriser le système d’information"
    typed = {
        "RNCP99901": ("RNCP", whole),
        " rncp 99901 ": ("RNCP", whole),
        "RNCP99901BC02": ("RNCP_BLOC", bloc),
        "rncp99901bc2": ("RNCP_BLOC", bloc),
        "RS9901": ("RS", "Maîtriser Excel pour le reporting RH (fictif)"),
    }

    found = queries.standings_of(typed, on=DAY)

    assert {code: (each.kind, each.title) for code, each in found.items()} == typed
    assert all(each.active for each in found.values())


def test_what_is_no_code_is_not_known(fixtures):
    for code in ("", "RNCP", "RNCP99901BC09", "RS9901BC01", "RNCP1", "M1805", "x" * 5000):
        standing = queries.standing_of(code, on=DAY)

        assert (standing.known, standing.active) == (False, False), code


def test_a_bloc_that_says_only_its_figures_is_known_by_its_whole_code(tmp_path):
    export = texts([fiche("RNCP7")], Blocs=[("RNCP7", "01", ""), ("RNCP7", "RNCP7BC02", "Deux")])
    release = load(archive(tmp_path / "export-fiches-csv-2026-01-15.zip", export), tmp_path)

    assert [each.full_code for each in Fiche.objects.get().blocs.order_by("code")] == ["RNCP7BC01", "RNCP7BC02"]
    assert queries.standing_of("RNCP7BC01", on=DAY).bloc == "01"
    assert queries.standing_of("RNCP7BC01", on=DAY).title == "Titre de RNCP7"
    assert release.counts["oddities"] == {"short_bloc": 1, "bloc_without_label": 1}


@pytest.mark.parametrize(
    ("on", "active"),
    [
        (date(2022, 9, 28), False),  # before its decision
        (date(2022, 9, 29), True),
        (date(2025, 9, 29), True),  # its last day
        (date(2025, 9, 30), False),  # the day after, whatever an old export says
    ],
)
def test_a_real_fiche_is_active_from_its_decision_to_its_end(tmp_path, on, active):
    load(real_sample(), tmp_path)

    assert queries.standing_of("RS6117", on=on).active is active


@pytest.mark.parametrize(("on", "active"), [(date(2023, 8, 31), True), (date(2023, 9, 1), False)])
def test_one_that_had_ended_by_the_export_was_active_before_its_end(tmp_path, on, active):
    load(real_sample(), tmp_path)

    assert queries.standing_of("RNCP509", on=on).active is active


def test_one_that_is_inactive_before_its_end_was_withdrawn(tmp_path):
    export = texts([fiche("RNCP1", Actif="INACTIVE", Date_Fin_Enregistrement="15/01/2029")])
    load(archive(tmp_path / "export-fiches-csv-2026-01-15.zip", export), tmp_path)

    assert not queries.standing_of("RNCP1", on=DAY).active
    assert "n’est pas actif" in queries.cpf_eligibility("RNCP1", on=DAY).sentence("fr")


def test_a_later_last_day_of_award_counts_for_awards_and_not_for_the_cpf(tmp_path):
    said = "<DATE_LIMITE_DELIVRANCE>15/06/2026</DATE_LIMITE_DELIVRANCE>"
    said = f"<FICHE><NUMERO_FICHE>RNCP1</NUMERO_FICHE><INTITULE>T</INTITULE><ACTIF>Non</ACTIF><DATE_FIN_ENREGISTREMENT>15/01/2026</DATE_FIN_ENREGISTREMENT>{said}</FICHE>"
    load(xml(tmp_path / "export_fiches_RNCP_V4_1_2026-03-01.xml", said), tmp_path)

    spring, summer = (queries.standing_of("RNCP1", on=day) for day in (date(2026, 5, 1), date(2026, 7, 1)))

    assert (spring.active, spring.registered, summer.active) == (True, False, False)
    assert queries.eligibility_of(spring, on=date(2026, 5, 1)).eligible is False


def test_a_fiche_that_changed_register_is_followed_to_the_end_of_its_chain(tmp_path):
    load(real_sample(), tmp_path)
    on = date(2024, 3, 1)

    standing = queries.standing_of("RNCP19468", on=on)

    assert (standing.successor, standing.successor_active) == ("RS6117", True)
    assert queries.standing_of("RNCP1197", on=on).successor == "RNCP30271"  # through three others
    assert queries.standing_of("RNCP509", on=on).successor == "RNCP38228"  # which the sample does not hold
    assert queries.standing_of("RS6117", on=on).successor == ""


def test_a_chain_that_bites_its_tail_ends(tmp_path):
    links = [("RNCP1", "", "RNCP2"), ("RNCP2", "", "RNCP3"), ("RNCP3", "", "RNCP1"), ("RNCP4", "", "RNCP4")]
    export = texts([fiche(f"RNCP{number}") for number in (1, 2, 3, 4)], Ancienne=links)
    release = load(archive(tmp_path / "export-fiches-csv-2026-01-15.zip", export), tmp_path)

    assert queries.standing_of("RNCP1", on=DAY).successor == ""
    assert queries.standing_of("RNCP4", on=DAY).successor == ""
    assert release.counts["oddities"] == {"link_to_itself": 1}


def test_the_cpf_follows_the_registration_and_says_why(fixtures):
    for code, eligible, words in (
        ("RNCP99901", True, "RNCP99901 est une certification du RNCP active, jusqu’au 15/01/2029"),
        ("RNCP99901BC01", True, "RNCP99901BC01 est un bloc de RNCP99901"),
        ("RS9901", True, "RS9901 est une certification du répertoire spécifique active"),
        ("RNCP99800", False, "depuis le 31/12/2024. RNCP99901 lui a succédé."),
        ("RNCP99700", False, "n’est plus enregistré depuis le 21/07/2021"),
        ("RNCP4", False, "n’est pas au répertoire (export du 15/01/2026)"),
        ("", False, "ni au RNCP ni au répertoire spécifique"),
    ):
        told = queries.cpf_eligibility(code, on=DAY)

        assert told.eligible is eligible, code
        assert words in told.sentence("fr")
        assert told.sentence("en").startswith("Eligible" if eligible else "Not eligible")


def test_without_a_register_nobody_can_tell_of_the_cpf():
    assert queries.cpf_eligibility("RNCP99901", on=DAY).eligible is None


def test_one_that_is_no_longer_listed_is_no_longer_eligible(fixtures, tmp_path):
    then = archive(tmp_path / "export-fiches-csv-2026-02-15.zip", texts([fiche("RNCP1")]), day="2026_02_14")
    load(then, tmp_path)

    assert "n’est plus dans le répertoire" in queries.cpf_eligibility("RS9901", on=DAY).sentence("fr")


def test_who_may_award_is_its_certifier_or_a_partner_in_force(fixtures):
    for siren, may, right in (
        ("999900111", True, "certifier"),
        ("999900186", True, "assess"),
        ("999 900 186 00019", True, "assess"),  # a SIRET
        ("999900129", False, "train"),  # and deleted
        ("999900194", None, "train_and_assess"),  # the CSV alone names it, and tells no state
        ("999900000", False, ""),
        ("", False, ""),
    ):
        told = queries.entitled("RNCP99901BC02", siren, on=DAY)

        assert (told.may, told.right) == (may, right), siren


def test_nobody_may_award_what_has_ended(fixtures):
    assert queries.entitled("RNCP99901", "999900111", on=date(2029, 1, 16)).may is False


def test_many_codes_are_asked_in_as_many_queries_as_one(fixtures):
    def count(*codes):
        with CaptureQueriesContext(connection) as seen:
            queries.standings_of(codes, on=DAY)
        return len(seen)

    assert count("RNCP99901") == count("RNCP99901", "RS9901", "RNCP99901BC02", "RNCP7") <= 8


def test_a_design_begins_from_a_bloc(fixtures):
    design = queries.prefill("RNCP99901BC02")

    assert design["title"] == {"fr": "Sécuriser le système d’information"}
    assert design["summary"] == {"fr": "Texte fictif d’exemple."}
    outcomes = design["annex1"]["mandatory"]["learning_outcomes"]
    assert [each["statement"]["fr"] for each in outcomes] == [
        "Cartographier les biens.",
        "Évaluer les risques.",
        "Traiter un incident.",
    ]
    assert outcomes[0]["alignments"] == [
        {
            "framework": "RNCP",
            "id": "RNCP99901BC02",
            "relation": "broadMatch",
            "label": {"fr": "Sécuriser le système d’information"},
        }
    ]
    assert design["annex1"]["mandatory"]["level"]["eqf"] == 6
    registration = design["registration"]
    assert {name: registration[name] for name in ("type", "code", "parent", "start_date", "end_date", "level")} == {
        "type": "RNCP_BLOC",
        "code": "RNCP99901BC02",
        "parent": "RNCP99901",
        "start_date": "2026-01-15",
        "end_date": "2029-01-15",
        "level": 6,
    }
    assert [each["right"] for each in registration["entitled"]] == ["certifier", "assess"]
    assert [each["code"] for each in design["classification"]["rome"]] == ["M1802", "M1844"]
    assert design["classification"]["formacode"] == [{"code": "42872"}]
    assert "cpf" not in design  # computed, never written down


def test_a_design_begins_from_an_rs_fiche_without_a_level(fixtures):
    design = queries.prefill("RS9901")

    outcomes = design["annex1"]["mandatory"]["learning_outcomes"]
    assert [each["statement"]["fr"] for each in outcomes] == ["Fiabiliser un fichier.", "Calculer des indicateurs."]
    assert "level" not in design["annex1"]["mandatory"]
    assert "level" not in design["registration"]


def test_a_design_begins_from_a_whole_fiche_with_the_skills_of_its_blocs(fixtures):
    outcomes = queries.prefill("RNCP99901")["annex1"]["mandatory"]["learning_outcomes"]

    assert [(each["id"], each["alignments"][0]["id"]) for each in outcomes][:2] == [
        ("LO1", "RNCP99901BC01"),
        ("LO2", "RNCP99901BC01"),
    ]
    assert outcomes[-1]["statement"]["fr"] == "Piloter un service d’infrastructure."  # no text: its label


def test_a_design_does_not_begin_from_what_is_not_known(fixtures):
    assert queries.prefill("RNCP4") == queries.prefill("RNCP99901BC77") == queries.prefill("x") == {}
