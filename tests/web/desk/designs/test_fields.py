"""What people type in the fields of a step, in French and in English."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sceau.design.pointers import ABSENT
from sceau.web.desk.designs.forms import numbers
from sceau.web.desk.designs.forms.fields import Picks, Texts, Tick, Tongues
from sceau.web.desk.designs.forms.identity import mail_address, register_code, registration_of, web_address


@pytest.mark.parametrize(
    ("typed", "read"),
    [("14", 14), ("14,5", 14.5), ("14.5", 14.5), (" 1 200 ", 1200), ("1\u202f200,25", 1200.25), ("", None)],
)
def test_a_number_has_a_comma_or_a_point(typed, read):
    assert numbers.read_number(typed, least=0, most=10_000, decimals=2) == read


@pytest.mark.parametrize("typed", ["douze", "1,2,3", "-1", "20000", "1,234", "1e3", "٣x"])
def test_what_is_no_such_number_is_said(typed):
    with pytest.raises(ValidationError):
        numbers.read_number(typed, least=0, most=10_000, decimals=2)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("45 min", 45),
        ("1 h 30", 90),
        ("1h30", 90),
        ("1\u00a0h\u00a030", 90),
        ("1:30", 90),
        ("1,5 h", 90),
        ("1,5", 90),
        ("2 heures", 120),
        ("2 hours", 120),
        ("90", 90),
        ("14 h 05 min", 845),
        ("", None),
    ],
)
def test_a_duration_is_read_as_it_is_said(typed, minutes):
    assert numbers.read_minutes(typed, bare="minutes", most=6000) == minutes


def test_a_bare_number_is_of_the_unit_that_is_expected():
    assert numbers.read_minutes("14", bare="hours", most=6000) == 14 * 60


@pytest.mark.parametrize("typed", ["longtemps", "1 h 75", "-2 h", "200 h"])
def test_what_is_no_such_duration_is_said(typed):
    with pytest.raises(ValidationError):
        numbers.read_minutes(typed, bare="minutes", most=6000)


@pytest.mark.parametrize("minutes", [5, 45, 60, 61, 90, 240, 845])
def test_a_duration_that_is_written_is_read_again(minutes):
    assert numbers.read_minutes(numbers.write_minutes(minutes), bare="minutes", most=6000) == minutes


def test_a_number_is_written_as_the_page_speaks():
    with translation.override("fr"):
        assert [numbers.write_number(each) for each in (14, 14.5, 1_200_000)] == ["14", "14,5", "1200000"]
    with translation.override("en"):
        assert numbers.write_number(14.5) == "14.5"


@pytest.fixture
def texts():
    field = Texts(at="/title", label="Intitulé")
    field.speak(Tongues(("fr", "en"), "fr"))
    return field


def test_a_text_is_kept_by_language_without_the_empty_ones(texts):
    value = texts.clean({"fr": "  Suivre   un\nchantier ", "en": " "})

    assert texts.kept(value, ABSENT) == {"fr": "Suivre un chantier"}
    assert texts.kept({}, ABSENT) is ABSENT


def test_a_language_that_is_not_shown_stays(texts):
    assert texts.kept({"en": "New"}, {"de": "Alt", "en": "Old"}) == {"en": "New", "de": "Alt"}


def test_a_plain_string_is_of_the_main_language(texts):
    assert texts.plain("Suivre") == {"fr": "Suivre"}
    assert texts.kept({"fr": "Suivre", "en": "Follow"}, "Suivre") == {"fr": "Suivre", "en": "Follow"}


def test_a_text_that_is_too_long_is_said_with_its_length(texts):
    with pytest.raises(ValidationError, match="601"):
        texts.clean({"fr": "x" * 601})


def test_what_the_list_has_not_is_offered_when_the_document_has_it():
    field = Picks(at="/codes", label="Codes", choices=[("a", "A"), ("b", "B")])

    assert field.plain(["z", "b"]) == ["b", "z"]
    assert field.clean(["b", "z", "nothing"]) == ["b", "z"]


def test_no_is_an_answer():
    assert Tick(at="/yes", label="Oui").kept(False, True) is False


@pytest.mark.parametrize(
    ("typed", "code", "kind"),
    [
        ("rs 6 905", "RS6905", "RS"),
        ("RNCP 38 596", "RNCP38596", "RNCP"),
        ("rncp38596-bc02", "RNCP38596BC02", "RNCP_BLOC"),
    ],
)
def test_a_number_of_the_registers_is_read_however_it_is_spaced(typed, code, kind):
    assert register_code(typed) == code
    assert registration_of(code)["/registration/type"] == kind


def test_without_a_number_it_is_not_registered_and_nothing_of_the_former_one_stays():
    told = registration_of("")

    assert told["/registration/type"] == "none"
    assert told["/registration/end_date"] is ABSENT


@pytest.mark.parametrize(
    ("rule", "typed"),
    [(register_code, "12"), (web_address, "javascript:alert(1)"), (web_address, "un site"), (mail_address, "a@b")],
)
def test_what_is_none_is_said(rule, typed):
    with pytest.raises(ValidationError):
        rule(typed)


def test_an_address_without_its_beginning_is_completed():
    assert web_address("alpes.example/inscription") == "https://alpes.example/inscription"
