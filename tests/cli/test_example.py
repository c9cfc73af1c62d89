"""`sceau example`: the demonstration says what is the case, in French and in English, once and again."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime

import pytest

from sceau.cli import example, language
from sceau.cli.issuing import pictures
from sceau.cli.issuing.batch import Chance
from sceau.outside.pictures import picture_of

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def chance(seed: int) -> Chance:
    source = random.Random(seed)
    return Chance(source.randbytes, source.randrange, lambda: str(uuid.UUID(bytes=source.randbytes(16), version=4)))


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch):
    monkeypatch.setattr(pictures, "picture_of", lambda svg: picture_of(svg, width=48))


def test_the_demonstration_issues_verifies_and_shows_a_forgery(tmp_path, capsys):
    language.use("fr")
    assert example.demonstrate(tmp_path, now=NOW, chance=chance(1)) == 0
    first = capsys.readouterr().out

    language.use("en")
    assert example.demonstrate(tmp_path, now=NOW, chance=chance(2)) == 0
    second = capsys.readouterr().out
    language.use("fr")

    assert "140 preuves délivrées." in first
    assert first.count("Authentique et valide") == 4
    assert "Non authentique" in first
    assert str(tmp_path / "preuves") in first
    assert "Nothing new to issue." in second
    assert second.count("Authentic and valid") == 4
    assert (tmp_path / "cle.json").stat().st_mode & 0o077 == 0


def test_a_demonstration_whose_credentials_were_altered_fails(tmp_path, capsys):
    language.use("fr")
    example.demonstrate(tmp_path, now=NOW, chance=chance(1))
    first = min(path for path in (tmp_path / "preuves").glob("*.json") if "annex" not in path.name)
    first.write_bytes(first.read_bytes().replace(b"Completed", b"completed"))

    assert example.demonstrate(tmp_path, now=NOW, chance=chance(2)) == 1
    assert capsys.readouterr().out.count("Non authentique") == 3
