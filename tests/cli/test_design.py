"""`sceau design check`: the quality gate on files, without the platform."""

from __future__ import annotations

import json

import pytest

from sample_awards import DEMO, design_document
from sceau.cli.main import main

DESIGNS = DEMO / "designs"


def check(capsys, *words, lang="fr"):
    status = main(["design", "check", *map(str, words), "--lang", lang])
    return status, capsys.readouterr().out


def test_a_design_that_may_be_published(capsys):
    status, said = check(capsys, DESIGNS / "mc-gestion-projet-agile.json")

    assert status == 0
    assert "Gestion de projet agile" in said
    assert "Micro-certification européenne · 99 sur 100 · langues complètes\u00a0: fr, en" in said
    assert "Conseil\u00a0: Acquis 3\u00a0: il demande plusieurs choses à la fois" in said
    assert "Empêche de publier" not in said


def test_what_forbids_publishing_is_said_with_a_good_example_in_either_language(capsys):
    french = check(capsys, DESIGNS / "mc-frigea-commande-multitemp.json")
    english = check(capsys, DESIGNS / "mc-frigea-commande-multitemp.json", lang="en")

    assert french[0] == english[0] == 1
    assert "Empêche de publier\u00a0: Le besoin visé n’est pas dit" in french[1]
    assert "Bon exemple\u00a0: " in french[1]
    assert "Forbids publishing: The need is not said" in english[1]


def test_a_registration_is_left_to_whoever_can_ask_the_registers(capsys):
    status, said = check(capsys, DESIGNS / "mc-excel-reporting-rh.json")

    assert status == 3
    assert "n’a pas été comparé aux répertoires" in said


def test_a_folder_ends_as_its_gravest_design(capsys):
    status, said = check(capsys, DESIGNS)

    assert status == 1
    assert said.count(" sur 100") == 12


def test_for_programs(capsys):
    status, said = check(capsys, DESIGNS / "mc-gestion-projet-agile.json", "--json")

    (result,) = json.loads(said)["results"]
    assert status == 0
    assert result["source"].endswith("mc-gestion-projet-agile.json")
    assert (result["report"]["score"], result["report"]["blocks"]) == (99, False)
    assert len(result["report"]["elements"]) == 16


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_file_that_is_no_json_does_not_hide_the_others(capsys, tmp_path, words):
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    good = design_document("mc-point-performance-aciers")
    (tmp_path / "b.json").write_text(json.dumps(good), encoding="utf-8")

    status, said = check(capsys, tmp_path, *words)

    assert status == 1
    assert "a.json" in said
    assert good["title"]["fr"] in said or "100" in said


def test_hostile_words_cannot_move_the_cursor(capsys, tmp_path):
    document = design_document("mc-point-performance-aciers") | {
        "title": "\x1b[2J[red]x" + "y" * 10_000,
        "sector": "\x1b",
    }
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")

    said = check(capsys, tmp_path / "a.json")[1]

    assert "\x1b" not in said
    assert "[red]" in said
    assert len(said) < 5000


def test_a_file_or_a_folder_that_holds_nothing(capsys, tmp_path):
    assert main(["design", "check", str(tmp_path / "absent.json")]) == 1
    assert "absent.json" in capsys.readouterr().err
    assert main(["design", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("Aucun fichier .json dans")
