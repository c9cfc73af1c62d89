"""A day as people type it."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sceau.web.desk.days import read_day, write_day
from sceau.web.words import day as written

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(DAYS, st.sampled_from(["fr", "en"]))
def test_what_we_write_we_read(day, language):
    for typed in (write_day(day), day.isoformat(), written(day, language), f"{day.day}.{day.month}.{day.year}"):
        assert read_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "1/6/2026",
        "01-06-2026",
        "1er juin 2026",
        "1 JUIN 2026",
        "1 June 2026",
        "1 jun 2026",
        "01 06 2026",
        " 1 . 6 . 2026 ",
    ],
)
def test_ways_of_typing_one_day(typed):
    assert read_day(typed) == date(2026, 6, 1)


def test_accents_are_no_matter():
    assert read_day("3 fevrier 2026") == read_day("3 février 2026") == read_day("3 févr. 2026") == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/06/2026", "Juin 2026 n’a que 30 jours."),
        ("29/02/2027", "Février 2027 n’a que 28 jours."),
        ("1/13/2026", "Il n’y a pas de mois n° 13"),
        ("1/6/0026", "L’année 26 est hors"),
        ("1/6/26", "« 1/6/26 » n’est pas une date"),
        ("demain", "« demain » n’est pas une date"),
        ("1 ju 2026", "n’est pas une date"),
        ("1 jui 2026", "n’est pas une date"),
        ("١/٦/٢٠٢٦", "n’est pas une date"),
    ],
)
def test_what_is_wrong_is_said(typed, words):
    with translation.override("fr"), pytest.raises(ValidationError) as refusal:
        read_day(typed)
    assert words in refusal.value.messages[0].replace("\u00a0", " ")


@given(st.text(max_size=20))
def test_no_text_does_worse_than_a_refusal(typed):
    with suppress(ValidationError):
        assert 1900 <= read_day(typed).year <= 2199
