import json
import shutil
import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from outside.buckets import Storage
from sceau.cli import doctor, main, places
from sceau.cli.house import files_elsewhere
from sceau.web import translations

pytestmark = pytest.mark.django_db


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


def test_the_house_is_examined_with_the_rest(installed, capsys):
    main.main(["doctor", "--json"])

    found = states(capsys)
    assert {"settings", "base_url", "disk", "database", "migrations", "worker", "keys"} <= set(found)
    assert found["database"] == found["migrations"] == found["keys"] == "good"
    assert found["worker"] == "note"


def test_acts_that_wait_without_a_worker_are_to_be_repaired(installed, capsys):
    from datetime import UTC, datetime

    from sceau.journal.services import record

    record("unit.created", subject="unit:00000000-0000-0000-0000-000000000001", by=None, at=datetime.now(UTC))

    assert main.main(["doctor"]) == 1
    assert "le traitement de fond ne tourne pas, 1 acte(s) attendent" in capsys.readouterr().out


def test_a_worker_that_is_heard_is_good(installed, capsys):
    from django.utils.timezone import now

    from sceau.jobs.ticker import beat

    beat(now())
    main.main(["doctor", "--json"])

    assert states(capsys)["worker"] == "good"


def test_a_house_without_variables_is_noted_and_nothing_is_made(installed, monkeypatch, capsys, tmp_path):
    for name in doctor.TELL_OF_A_HOUSE:
        monkeypatch.delenv(f"SCEAU_{name}", raising=False)
    monkeypatch.setattr(doctor, "DEMONSTRATION", tmp_path / "nothing")

    main.main(["doctor", "--json"])

    assert states(capsys)["house"] == "note"
    assert not (tmp_path / "nothing").exists()


def test_wrong_settings_are_all_named(installed, monkeypatch, capsys):
    from sceau.config import examination
    from sceau.config.errors import MISSING, Fault, WrongSettings

    def refuse():
        expects = {"expects": {"fr": "au moins 50 signes", "en": "at least 50 signs"}}
        raise WrongSettings([Fault("SCEAU_SECRET_KEY", MISSING, expects), Fault("SCEAU_KEK", MISSING, expects)])

    monkeypatch.setattr(examination, "open_house", refuse)

    assert main.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "■ à réparer  réglage SCEAU_SECRET_KEY" in out
    assert "SCEAU_KEK" in out


def test_a_full_disk_and_a_local_address_in_production_are_to_be_repaired(installed, monkeypatch, settings, capsys):
    from sceau.config import examination

    monkeypatch.setattr(examination, "LEAST_ROOM", 10**18)
    settings.MODE, settings.BASE_URL = "production", "http://localhost:8000"

    main.main(["doctor", "--json"])

    found = states(capsys)
    assert found["disk"] == found["base_url"] == "wrong"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(("mode", "state"), [(None, None), (0o700, "good"), (0o755, "wrong")])
def test_what_people_handed_in_is_for_this_account_alone(settings, tmp_path, capsys, mode, state):
    settings.HOUSE = tmp_path
    if mode is not None:
        (tmp_path / "files").mkdir(mode=mode)

    main.main(["doctor", "--json"])

    assert states(capsys).get("files") == state


@pytest.mark.enable_socket
@pytest.mark.usefixtures("installed")
def test_a_bucket_that_does_not_answer_is_told_and_one_that_does_is_to_be_backed_up_apart(settings, capsys):
    storage = Storage()
    host = storage.endpoint.removeprefix("http://")
    address = f"s3+clear://cle:secret%2B%2Fde%20essai@{host}/espace?region=fr-par"
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"files": SecretStr(address)})
    try:
        main.main(["doctor", "--json"])
        assert states(capsys)["files"] == "good"
        assert files_elsewhere() == "espace"
        storage.broken = True
        main.main(["doctor", "--json"])
        assert states(capsys)["files"] == "wrong"
    finally:
        storage.stop()


@pytest.mark.usefixtures("installed")
def test_the_english_of_the_pages_is_compiled_by_whoever_may_write_there(capsys, monkeypatch, tmp_path):
    compiled = tmp_path / "django.mo"
    monkeypatch.setattr(translations, "COMPILED", compiled)
    monkeypatch.setattr(translations.keep_fresh, "__defaults__", (translations.PARTS, compiled))

    main.main(["doctor", "--json"])

    assert states(capsys)["words"] == "good"
    assert compiled.stat().st_size > 100_000


@pytest.mark.usefixtures("installed")
def test_pages_without_their_english_are_to_be_repaired(capsys, monkeypatch, tmp_path):
    nowhere = tmp_path / "file" / "django.mo"
    nowhere.parent.touch()
    monkeypatch.setattr(translations, "COMPILED", nowhere)
    monkeypatch.setattr(translations.keep_fresh, "__defaults__", (translations.PARTS, nowhere))

    assert main.main(["doctor", "--json"]) == 1

    assert states(capsys)["words"] == "wrong"
