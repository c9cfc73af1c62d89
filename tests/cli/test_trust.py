"""`sceau trust`: lists brought, looked at, taken, replaced, removed and exported without a browser."""

from __future__ import annotations

import json

import pytest

from sceau.cli.main import main
from sceau.engine.checks.trust import read_registry
from sceau.journal.models import Act
from sceau.verification.known import known_issuers
from sceau.verification.models import KnownList

pytestmark = pytest.mark.django_db
SCHOOL, COLLEGE = "did:key:z6MkSchool", "did:web:college.example"


@pytest.fixture
def registry(tmp_path):
    def write(*of, name="registry.json", updated="2026-01-01T00:00:00Z"):
        path = tmp_path / name
        entries = {each: {"name": said, "url": "https://e.example"} for each, said in of}
        path.write_text(json.dumps({"meta": {"updated": updated}, "registry": entries}), encoding="utf-8")
        return str(path)

    return write


def test_a_file_is_shown_first_and_taken_when_that_is_asked(registry, capsys):
    file = registry((SCHOOL, "École"), (COLLEGE, "Co\u202ellège"))
    assert main(["trust", "list"]) == 0
    assert "Aucune liste en service" in capsys.readouterr().out

    assert main(["trust", "import", file, "--name", "DCC"]) == 0
    shown = capsys.readouterr().out
    assert "DCC\u00a0:\n  À regarder de près 1\n  Ajoutés 2\n" in shown
    assert "  ! Collège  did:web:college.example  https://e.example\n      Contenait des signes" in shown
    assert f"  + École  {SCHOOL}  https://e.example\n" in shown
    assert shown.endswith("Rien n’a changé. Pour prendre ce fichier, ajoutez --yes.\n")
    assert not KnownList.objects.exists()

    assert main(["trust", "import", file, "--name", "DCC", "--yes", "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("This list is in use.\n")
    assert known_issuers().find(SCHOOL).name == "École"
    act = Act.objects.get(code="known_list.taken")
    assert act.actor is None
    assert main(["trust", "list"]) == 0
    assert "DCC\u00a0: registre du DCC, 2 émetteurs, prise le " in capsys.readouterr().out


def test_a_newer_file_replaces_and_an_older_one_is_told(registry, capsys):
    main(["trust", "import", registry((SCHOOL, "École"), (COLLEGE, "Collège")), "--name", "DCC", "--yes"])
    newer = registry((SCHOOL, "Grande École"), ("did:key:z6MkNew", "Neuf"), name="n.json", updated="2025-01-01")
    capsys.readouterr()

    assert main(["trust", "import", newer, "--replace", "DCC"]) == 0
    shown = capsys.readouterr().out
    assert "! Ce fichier est plus ancien que celui qui est en service" in shown
    assert "  ~ École → Grande École" in shown
    assert "  - Collège" in shown
    assert known_issuers().find(COLLEGE) is not None
    assert main(["trust", "import", newer, "--replace", "DCC", "--yes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"warned": 0, "added": 1, "removed": 1, "changed": 1}
    assert (told["taken"], told["older"]["en"].startswith("this file is older")) == (True, True)
    assert known_issuers().find(COLLEGE) is None
    assert KnownList.objects.count() == 1


def test_a_list_is_exported_as_every_installation_reads_it_and_removed_with_a_reason(registry, tmp_path, capsys):
    main(["trust", "import", registry((SCHOOL, "École")), "--name", "DCC", "--yes"])
    capsys.readouterr()

    assert main(["trust", "export", "DCC"]) == 0
    read = read_registry(capsys.readouterr().out)
    assert (read.kind, read.updated, read.issuers[0].name) == ("sceau", "2026-01-01T00:00:00Z", "École")
    assert main(["trust", "export", "DCC", "--out", str(tmp_path / "out.json")]) == 0
    assert main(["trust", "import", str(tmp_path / "out.json"), "--name", "Copie", "--yes"]) == 0

    assert main(["trust", "remove", "DCC", "--why", "registre fermé"]) == 0
    assert "« DCC » est retirée (1 émetteur)" in capsys.readouterr().out.replace("\u00a0", " ")
    assert [each.name for each in KnownList.objects.all()] == ["Copie"]
    assert Act.objects.get(code="known_list.removed").reason.text == "registre fermé"


def test_what_cannot_be_done_is_said_in_one_sentence(registry, tmp_path, capsys):
    file = registry((SCHOOL, "École"))
    main(["trust", "import", file, "--name", "DCC", "--yes"])
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[1]", encoding="utf-8")
    capsys.readouterr()

    for words, said in (
        (["import", file, "--name", "DCC"], "une liste s’appelle déjà"),
        (["import", file, "--replace", "DCC"], "C’est le fichier qui est déjà en service"),
        (["import", file, "--replace", "Autre"], "ne s’appelle «\u00a0Autre\u00a0»"),
        (["import", str(wrong), "--name", "X"], "/0\u00a0: l’entrée n° 1"),
        (["import", str(tmp_path / "nowhere"), "--name", "X"], "n’existe pas"),
        (["remove", "Autre", "--why", "x"], "Aucune liste en service ne s’appelle"),
        (["export", "Autre"], "sceau trust list"),
    ):
        assert main(["trust", *words]) == 1, words
        error = capsys.readouterr().err
        assert said.lower() in error.lower(), error
    with pytest.raises(SystemExit):
        main(["trust", "import", file])
    assert KnownList.objects.count() == 1
