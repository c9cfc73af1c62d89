"""Dates, times, numbers and typed texts are written as the reader's language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from sceau.web import words

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (date(2026, 6, 26), "26 juin 2026", "26 June 2026"),
        (date(2026, 8, 1), "1er août 2026", "1 August 2026"),
        (date(2027, 12, 31), "31 décembre 2027", "31 December 2027"),
    ],
)
def test_a_day(value, fr, en):
    assert [words.day(value, "fr"), words.day(value, "en")] == [fr, en]


@pytest.mark.parametrize(
    ("hours", "minutes", "fr", "en"),
    [
        (14, 5, "14\u00a0h\u00a005", "2:05\u00a0pm"),
        (17, 0, "17\u00a0h", "5:00\u00a0pm"),
        (0, 30, "0\u00a0h\u00a030", "12:30\u00a0am"),
        (12, 0, "12\u00a0h", "12:00\u00a0pm"),
    ],
)
def test_an_hour(hours, minutes, fr, en):
    value = datetime(2026, 6, 26, hours, minutes, tzinfo=UTC)

    assert [words.hour(value, "fr"), words.hour(value, "en")] == [fr, en]


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (TODAY, "aujourd’hui", "today"),
        (date(2026, 11, 21), "hier", "yesterday"),
        (date(2026, 11, 23), "demain", "tomorrow"),
        (date(2026, 11, 19), "il y a 3 jours", "3 days ago"),
        (date(2027, 2, 4), "dans 74 jours", "in 74 days"),
        (date(2026, 7, 1), "il y a 5 mois", "5 months ago"),
        (date(2023, 11, 1), "il y a 3 ans", "3 years ago"),
        (date(2030, 1, 1), "dans 3 ans", "in 3 years"),
    ],
)
def test_how_far_a_day_is(value, fr, en):
    assert [words.distance(value, TODAY, "fr"), words.distance(value, TODAY, "en")] == [fr, en]


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [(1204881, "1\u202f204\u202f881", "1,204,881"), (0.78, "0,78", "0.78"), (-3, "−3", "−3"), (0, "0", "0")],
)
def test_a_number(value, fr, en):
    assert [words.number(value, "fr"), words.number(value, "en")] == [fr, en]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("L'évaluation: oui; non!", "L’évaluation\u00a0: oui\u202f; non\u202f!"),
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ('Il dit "oui" et "non".', "Il dit «\u00a0oui\u00a0» et «\u00a0non\u00a0»."),
        ("« déjà bien » ; merci", "«\u00a0déjà bien\u00a0»\u202f; merci"),
        ("Attendez...", "Attendez…"),
        ("Ouvert à 14:05, https://a.example/?q=l'eau;b !", "Ouvert à 14:05, https://a.example/?q=l'eau;b\u202f!"),
        ("écrire à o'neil@a.example", "écrire à o'neil@a.example"),
        ("Vraiment ?!", "Vraiment\u202f?!"),
    ],
)
def test_a_typed_text_is_well_spaced(typed, right):
    assert words.french(typed) == right


@given(st.text(alphabet="ab 'l:;!?«»\"…\u202f\u00a0\n.é1", max_size=60))
def test_what_is_right_stays_right(typed):
    once = words.french(typed)

    assert words.french(once) == once


@given(st.text(max_size=200), st.integers(min_value=2, max_value=80))
def test_a_shortened_text_is_never_longer(text, most):
    assert len(words.shorten(text, most)) <= most


def test_a_text_is_cut_between_words():
    assert words.shorten("Conduire un audit énergétique, puis", 20) == "Conduire un audit…"
    assert words.shorten("Court", 20) == "Court"


def shown(template: str, language: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load words %}" + template).render(Context(context))


def test_templates_write_in_the_language_of_the_page_and_in_its_time_zone():
    value = datetime(2026, 6, 26, 22, 5, tzinfo=UTC)

    with timezone.override("Europe/Paris"):
        assert shown("{{ x|moment }}", "fr", x=value) == "27 juin 2026 à 0\u00a0h\u00a005"
        assert shown("{{ x|moment }}", "en", x=value) == "27 June 2026 at 12:05\u00a0am"
        assert shown("{{ x|day }} {{ x|hour }}", "fr", x=value) == "27 juin 2026 0\u00a0h\u00a005"


def test_nothing_is_written_of_a_date_that_is_not_known():
    assert shown("{{ x|day }}{{ x|hour }}{{ x|moment }}{{ x|distance }}", "fr", x=None) == ""


def test_templates_write_figures_and_typed_texts():
    assert shown("{{ x|number }}", "fr", x=1234.5) == "1\u202f234,5"
    assert shown("{{ x|number:2 }}", "en", x=1234.5) == "1,234.50"
    assert shown("{{ x|grouped }}", "fr", x="99990010300014") == "999\u00a0900\u00a0103\u00a000014"
    assert shown("{{ x|grouped }}", "fr", x="999900103") == "999\u00a0900\u00a0103"
    assert shown("{{ x|typed }}", "fr", x="l'un: oui") == "l’un\u00a0: oui"
    assert shown("{{ x|typed }}", "en", x="one: yes") == "one: yes"
    assert shown("{{ x|french }}", "en", x="<l'un>") == "&lt;l’un&gt;"
    assert shown("{{ x|shorten:12 }}", "en", x="Nous certifions depuis") == "Nous…"
    assert shown("{{ x|distance }}", "fr", x=timezone.localdate()) == "aujourd’hui"
