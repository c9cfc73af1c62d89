"""`sceau frameworks`: import, list, show, in sentences and for machines."""

from __future__ import annotations

import json

import pytest

from frameworks.exports import archive, fiche, texts
from sceau.cli.main import main
from sceau.frameworks.models import Fiche

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path):
    return archive(
        tmp_path / "export-fiches-csv-2026-01-15.zip", texts([fiche("RNCP1", Intitule="Souder"), fiche("RS2")])
    )


def test_an_export_is_loaded_listed_and_shown(export, capsys):
    assert main(["frameworks", "list"]) == 0
    assert "Rien n’est chargé" in capsys.readouterr().out

    assert main(["frameworks", "import", str(export)]) == 0
    assert capsys.readouterr().out == (
        "France compétences, RNCP et RS (CSV), export du 2026-01-15\u00a0: 2 entrées, 2 nouvelles\n"
    )

    assert main(["frameworks", "show", "rncp 1"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("RNCP1  Souder\nNiveau 6\n")
    assert "Éligible au CPF" in shown
    assert "France compétences, RNCP et RS, export du 15/01/2026" in shown

    assert main(["frameworks", "list", "--json"]) == 0
    (release,) = json.loads(capsys.readouterr().out)
    assert (release["kind"], release["counts"]["read"], release["state"]) == ("fc_csv", 2, "in_use")


def test_what_cannot_be_loaded_is_said_in_one_sentence(export, tmp_path, capsys):
    main(["frameworks", "import", str(export)])
    capsys.readouterr()
    wrong = tmp_path / "notes.csv"
    wrong.write_text("a;b\n1;2\n", encoding="utf-8")

    assert main(["frameworks", "import", str(export)]) == 1
    assert "est déjà en service" in capsys.readouterr().err
    assert main(["frameworks", "import", str(wrong), "--lang", "en"]) == 1
    assert capsys.readouterr().err.startswith("“notes.csv”: this file is no export that we read")
    assert main(["frameworks", "import", str(tmp_path / "nowhere.zip")]) == 1
    assert "n’existe pas" in capsys.readouterr().err
    assert main(["frameworks", "show", "RNCP9"]) == 1
    assert Fiche.objects.count() == 2


def test_an_older_export_is_loaded_when_it_is_forced(export, tmp_path, capsys):
    main(["frameworks", "import", str(export)])
    older = archive(tmp_path / "older.zip", texts([fiche("RNCP3")]), day="2025_01_01")

    assert main(["frameworks", "import", str(older)]) == 1
    assert "plus ancien" in capsys.readouterr().err
    assert main(["frameworks", "import", str(older), "--force"]) == 0
    assert Fiche.objects.filter(gone_on=None).get().number == "RNCP3"
