"""`sceau screenshots`: what it visits, what it writes, what it says of a page that is too wide."""

from pathlib import Path

import pytest
from django.conf import settings

from browser import pictures as photographer
from sceau.cli import main, screenshots
from sceau.config.demo.cast import ADMINISTRATOR, PEOPLE


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(photographer, "PUBLIC", ("/issuers", "/accessibility"))
    monkeypatch.setattr(photographer, "HEAD", "")
    monkeypatch.setattr(photographer, "ADMINISTRATOR", "")
    monkeypatch.setattr(photographer, "WIDTHS", (320,))


def test_a_page_that_is_reached_leads_to_others_and_is_opened_once(page, monkeypatch):
    monkeypatch.setattr(photographer, "LINKS", ".footer nav a")

    assert list(photographer.reached(page, ("/", "/issuers"))) == ["/", "/issuers", "/accessibility"]


def test_each_page_is_pictured_at_each_width_in_each_language(own_database, browser, monkeypatch, tmp_path, small):
    monkeypatch.setattr(photographer, "WIDTHS", (320, 1280))

    assert list(photographer.picture_all(browser, settings.BASE_URL, tmp_path, "light")) == []
    pictures = {path.name for path in tmp_path.glob("*.png")}
    assert {"issuers-320-fr.png", "issuers-1280-en.png", "accessibility-320-en.png"} <= pictures
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.glob("*.png"))


def test_a_page_that_is_wider_than_its_screen_is_named(own_database, browser, monkeypatch, tmp_path, small):
    monkeypatch.setattr(photographer, "WIDTHS", (120,))

    assert "issuers-120-fr.png" in list(photographer.picture_all(browser, settings.BASE_URL, tmp_path, "light"))


def test_the_people_it_enters_as_are_of_the_demonstration():
    assert ADMINISTRATOR.email == photographer.ADMINISTRATOR
    assert [person.role for person in PEOPLE if person.email == photographer.HEAD] == ["head"]


def test_the_photographer_is_there():
    assert Path(photographer.__file__) == screenshots.PHOTOGRAPHER


def test_without_chromium_it_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda name: None)

    assert main.main(["screenshots", "--lang", "en"]) == 1
    assert "sudo apt install chromium" in capsys.readouterr().err
