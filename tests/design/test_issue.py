"""A published design is what `sceau issue` takes, unchanged: as a file, or by its name in the house."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from design.samples import released, sample
from institutions.people import NOW, member, person
from sceau.cli import main
from sceau.config.wiring import ports
from sceau.design.services import export_file, retire_version
from sceau.keyring.documents import ref_of
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key

ROWS = "nom;prénom;courriel;résultat\nDurand;Alix;alix.durand@exemple.fr;acquis\n"


@pytest.fixture
def version(alpes, amina, claire):
    """Sealed by a key that the command finds."""
    made, second = NOW - timedelta(days=2), person("Benoît Second")
    member(second, alpes, "head")
    ceremony = ask_for_key(institution=alpes, purpose=Purpose.CREDENTIALS, by=amina, now=made, delay=timedelta(hours=1))
    key = agree(ceremony=ceremony, by=second, store=ports().keys, now=made)
    return released(alpes, claire, amina, sample(), signer=ports().keys.signer(ref_of(key)))


@pytest.fixture
def issue(tmp_path, settings, capsys):
    """Call the command with a design; gives its status, the credential it wrote, and what it said."""
    settings.HOUSE = tmp_path / "house"
    settings.HOUSE.mkdir()
    table = tmp_path / "lot.csv"
    table.write_text(ROWS, encoding="utf-8")

    def call(design, out):
        words = ["--institution", "alpes-numerique", "--recipients", str(table), "--format", "json"]
        capsys.readouterr()
        try:
            status = main.main(["issue", "--design", str(design), *words, "--out", str(tmp_path / out)])
        except SystemExit as end:
            status = end.code
        files = [file for file in (tmp_path / out / "preuves").glob("*.json") if "annex" not in file.name]
        return status, json.loads(files[0].read_bytes()) if files else None, capsys.readouterr().err

    return call


def test_the_file_of_a_version_goes_through_unchanged(version, issue, tmp_path):
    file = tmp_path / "design.json"
    file.write_bytes(export_file(version=version, now=NOW))

    status, credential, _ = issue(file, "lot")

    assert status == 0
    achievement = credential["credentialSubject"]["achievement"]
    assert achievement["id"] == f"https://sceau.example/m/{version.design.uuid}/1"
    assert achievement["humanCode"] == version.design.name
    assert credential["issuer"]["name"] == "Institut Alpes Numérique"


def test_the_house_finds_it_by_name_by_uuid_and_by_version(version, issue):
    for place, named in enumerate((version.design.name, version.design.uuid, f"{version.design.name}@1")):
        status, credential, _ = issue(named, f"lot-{place}")
        assert status == 0
        assert credential["credentialSubject"]["achievement"]["id"].endswith(f"{version.design.uuid}/1")


def test_what_is_not_published_is_told_with_what_is(version, issue, amina):
    status, credential, said = issue("mc-autre", "lot")
    assert (status, credential) == (1, None)
    assert version.design.name in "".join(said.split())

    assert issue(f"{version.design.name}@2", "lot")[0] == 1
    retire_version(version=version, why="Remplacée", by=amina, now=NOW)
    assert issue(version.design.name, "lot")[0] == 1
    assert issue(f"{version.design.name}@1", "lot")[0] == 0
