"""The fonts that whoever looks after an installation adds, as the doctor finds them."""

from __future__ import annotations

from types import SimpleNamespace

from sceau.config import examination
from sceau.outside.letters import OTHER_SCRIPTS


def test_the_doctor_tells_which_scripts_are_brought_and_which_files_are_no_fonts(tmp_path, settings):
    settings.ENVIRONMENT = SimpleNamespace(fonts=tmp_path)
    assert [each.state for each in examination._fonts()] == ["wrong"], "an empty folder brings nothing"

    (tmp_path / "hebrew.ttf").write_bytes(next(OTHER_SCRIPTS.glob("NotoSansHebrew*.ttf")).read_bytes())
    (tmp_path / "broken.otf").write_bytes(b"OTTO\0\1no font")
    broken, told = examination._fonts()

    assert broken.state == "wrong"
    assert "broken.otf" in broken.fr
    assert "broken.otf" in broken.en
    assert told.state == "good"
    assert "hébreu" in told.fr
    assert "Hebrew" in told.en
    assert "Chinese" not in told.en


def test_without_a_folder_the_doctor_says_nothing_of_fonts(settings):
    settings.ENVIRONMENT = SimpleNamespace(fonts=None)

    assert list(examination._fonts()) == []
