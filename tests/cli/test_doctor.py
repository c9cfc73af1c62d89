import json
import shutil
import time
from pathlib import Path

import pytest

from sceau.cli import doctor, main, places


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """A clone all of whose locks are installed."""
    requirements = tmp_path / "requirements"
    shutil.copytree(places.REQUIREMENTS, requirements)
    environment = tmp_path / ".venv"
    environment.mkdir()
    digests = {
        name: doctor.hashlib.sha256((requirements / f"{name}.txt").read_bytes()).hexdigest()
        for name in ("run", "test", "bench")
    }
    (environment / "sceau-locks.json").write_text(json.dumps({"locks": digests}))
    monkeypatch.setattr(doctor, "REQUIREMENTS", requirements)
    monkeypatch.setattr(doctor, "ENVIRONMENT", environment)
    return tmp_path


def states(capsys):
    return {row["part"]: row["state"] for row in json.loads(capsys.readouterr().out)["findings"]}


@pytest.mark.usefixtures("installed")
def test_a_sound_installation_has_nothing_to_repair(capsys):
    assert main.main(["doctor", "--json"]) == 0

    found = states(capsys)
    assert set(found.values()) <= {"good", "note"}
    for part in ("python", "requirements/run.txt", "requirements/test.txt", "cryptography", "contexts", "clock"):
        assert found[part] == "good", part


@pytest.mark.usefixtures("installed")
def test_it_speaks_to_people_in_both_languages(capsys):
    main.main(["doctor"])
    fr = capsys.readouterr().out
    main.main(["doctor", "--lang", "en"])
    en = capsys.readouterr().out

    assert "● bon" in fr
    assert "Ed25519 signe comme attendu" in fr
    assert "● good" in en
    assert len(fr.splitlines()) == len(en.splitlines())
    assert not set(fr.splitlines()) & set(en.splitlines())


def test_a_lock_that_changed_is_to_be_repaired(installed, capsys):
    with (installed / "requirements" / "run.txt").open("a") as lock:
        lock.write("# changed\n")

    assert main.main(["doctor", "--json"]) == 1
    assert states(capsys)["requirements/run.txt"] == "wrong"


def test_tools_that_are_not_installed_are_only_noted(installed, capsys):
    with (installed / "requirements" / "test.txt").open("a") as lock:
        lock.write("# changed\n")

    assert main.main(["doctor", "--json"]) == 0
    assert states(capsys)["requirements/test.txt"] == "note"


def test_without_a_marker_nothing_counts_as_installed(installed, capsys):
    (installed / ".venv" / "sceau-locks.json").unlink()

    assert main.main(["doctor", "--json"]) == 1
    assert states(capsys)["requirements/run.txt"] == "wrong"


@pytest.mark.usefixtures("installed")
def test_a_context_that_was_altered_is_to_be_repaired(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("SCEAU_CONTEXTS", str(tmp_path / "contexts"))
    file = tmp_path / "colours.json"
    file.write_text('{"@context": {"colour": "https://colours.example/#colour"}}')
    assert main.main(["contexts", "add", "https://colours.example/v1", str(file)]) == 0
    added = next(path for path in (tmp_path / "contexts").glob("*.json") if path.name != "index.json")
    added.write_text('{"@context": {"colour": "https://colours.example/#other"}}')
    capsys.readouterr()

    assert main.main(["doctor"]) == 1
    assert f"■ à réparer  {added}, admis pour https://colours.example/v1" in capsys.readouterr().out


@pytest.mark.usefixtures("installed")
def test_a_clock_before_our_own_files_is_to_be_repaired(monkeypatch, capsys):
    files = max(path.stat().st_mtime for path in Path(doctor.__file__).parent.glob("*.py"))
    monkeypatch.setattr(time, "time", lambda: files - 40 * 86_400)

    assert main.main(["doctor", "--json"]) == 1
    assert states(capsys)["clock"] == "wrong"


@pytest.mark.usefixtures("installed")
def test_a_folder_where_nothing_can_be_written_is_noted(monkeypatch, capsys):
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)

    assert main.main(["doctor", "--json"]) == 0
    assert states(capsys)["writing"] == "note"


@pytest.mark.usefixtures("installed")
def test_node_is_not_needed_by_users(monkeypatch, capsys):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)

    assert main.main(["doctor", "--json"]) == 0
    assert states(capsys)["node"] == "note"
