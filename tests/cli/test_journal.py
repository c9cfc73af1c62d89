"""`sceau journal`: what was done, read again; its head, to be noted elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection

from institutions.bodies import alpes, paul  # noqa: F401 -- fixtures
from sceau.cli import house, main
from sceau.journal import guards
from sceau.journal.models import Act
from sceau.journal.queries import head_of
from sceau.journal.services import Deed, record, record_all

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SUBJECT = f"unit:{UUID(int=9)}"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(monkeypatch):
    monkeypatch.setattr(house, "open_house", lambda **_: SimpleNamespace())


@pytest.fixture
def acts(alpes):  # noqa: F811 -- the fixture
    record("account.created", subject=f"user:{UUID(int=4)}", by=None, at=NOW)
    record_all([Deed("unit.added", SUBJECT)] * 3, by=None, at=NOW, institution=alpes.uuid)
    return alpes


def run(*words):
    return main.main(["journal", *map(str, words)])


def test_journals_that_are_whole(acts, capsys):
    assert run("check") == 0

    told = capsys.readouterr().out
    assert "platform\u00a0: intact, " in told
    assert f"{acts.slug}\u00a0: intact, {head_of(acts.uuid).length} actes relus." in told


def test_a_changed_act_is_named_in_both_languages_and_the_status_says_so(acts, capsys):
    with guards.lifted(connection):
        Act.objects.filter(chain=acts.uuid, number=3).update(subject=f"unit:{UUID(int=8)}")

    assert run("check", "--institution", acts.slug) == 1
    assert "L’acte n° 3 (22 novembre 2026, 9 h 30 UTC, unit.added) ne correspond plus" in capsys.readouterr().out
    assert main.main(["--lang", "en", "journal", "check"]) == 1
    assert "Act no. 3 (22 November 2026, 9:30 UTC, unit.added) no longer matches" in capsys.readouterr().out


def test_for_a_machine(acts, capsys):
    assert run("check", "--institution", acts.slug, "--json") == 0

    (said,) = json.loads(capsys.readouterr().out)
    assert (said["institution"], said["whole"], said["findings"]) == (acts.slug, True, [])
    assert said["head"] == head_of(acts.uuid).digest.hex()


def test_heads_noted_elsewhere_tell_of_a_journal_that_was_rewritten(acts, capsys, tmp_path):
    assert run("head", "--json") == 0
    noted = tmp_path / "heads.json"
    noted.write_text(capsys.readouterr().out)
    assert run("check", "--against", noted) == 0

    with guards.lifted(connection), connection.cursor() as cursor:
        for table in ("journal_pending", "journal_why", "journal_act", "journal_chain"):
            cursor.execute(f"DELETE FROM {table}")
    record_all([Deed("unit.closed", SUBJECT)] * 9, by=None, at=NOW, institution=acts.uuid)
    capsys.readouterr()

    assert run("check") == 0
    assert run("check", "--against", noted) == 1
    told = capsys.readouterr().out
    assert "n’est pas celui dont l’empreinte a été relevée ailleurs" in told
    assert "on en avait relevé" in told


def test_a_journal_that_was_taken_out_of_the_database_is_missed(acts, capsys):
    with guards.lifted(connection), connection.cursor() as cursor:
        for table in ("journal_pending", "journal_why", "journal_act", "journal_chain"):
            cursor.execute(f"DELETE FROM {table}")

    assert run("check") == 1
    assert f"{acts.slug}\u00a0: pas intact." in capsys.readouterr().out
    assert run("check", "--institution", acts.slug) == 1
    assert "Ce journal n’a aucun acte" in capsys.readouterr().out


def test_the_head_of_one_journal_in_one_line(acts, capsys):
    assert run("head", "--institution", acts.slug) == 0

    head = head_of(acts.uuid)
    assert capsys.readouterr().out == f"{acts.slug}  {head.length}  {head.digest.hex()}\n"


def test_nothing_done_yet(capsys):
    assert run("check") == 0
    assert capsys.readouterr().out == "Aucun journal pour l’instant.\n"


def test_an_institution_that_is_not_there(acts, capsys):
    assert run("check", "--institution", "nobody") == 1
    assert acts.slug in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", "{}", '{"chain": "x", "length": 1, "digest": ""}'],
)
def test_a_file_that_holds_no_heads(acts, capsys, tmp_path, text):
    (tmp_path / "heads.json").write_text(text)

    assert run("check", "--against", tmp_path / "heads.json") == 1
    assert "ne contient pas de têtes" in capsys.readouterr().err


def test_a_file_that_is_not_there(acts, capsys, tmp_path):
    assert run("check", "--against", tmp_path / "heads.json") == 1
    assert "heads.json" in capsys.readouterr().err
