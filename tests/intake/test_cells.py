"""Single cells: names, dates, addresses, marks, places, and what must not pass."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from sceau.intake import contacts, dates, decisions, marks, people, places
from sceau.intake.cells import clean, guarded
from sceau.intake.findings import Read

TODAY = date(2026, 11, 21)


def codes(read: Read) -> list[str]:
    return [note.kind.reason.code for note in read.notes]


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("Martin", "Martin", []),
        (" Martin\t", "Martin", ["trimmed"]),
        ("\u00a0Martin", "Martin", ["trimmed"]),
        ("Thi  Thu", "Thi Thu", ["double_space"]),
        ("Thi\u00a0Thu", "Thi Thu", []),
        ("Desprès Chloe\u0301", "Desprès Chloé", []),
        ("=1+1", "", ["formula"]),
        ("@SUM(A1)", "", ["formula"]),
        ("+SUM(A1:A9)", "", ["formula"]),
        ("-2+3+cmd|' /C calc'!A0", "", ["formula"]),
        ("\t=1+1", "", ["formula"]),
        ("'=1+1", "", ["formula"]),
        ("+33 (0)6 39 98 17 44", "+33 (0)6 39 98 17 44", []),
        ("'+33 6 39 98 17 44", "+33 6 39 98 17 44", []),
        ("-12,5", "-12,5", []),
        ("-Marie", "-Marie", []),
        ("'t Hooft", "'t Hooft", []),
        ("Jean\x07", "", ["control_characters"]),
        ("Jean\x85", "Jean", ["trimmed"]),
        ("\u202eneirbaF", "neirbaF", ["bidi_characters"]),
        ("Ma\u200brie", "Marie", ["invisible_characters"]),
        ("Ma\u200drie", "Marie", ["invisible_characters"]),
        ("علی\u200cرضا", "علی\u200cرضا", []),
        ("LefÃ¨vre", "LefÃ¨vre", ["damaged_accents"]),
        ("Lef\ufffdvre", "Lef\ufffdvre", ["damaged_accents"]),
        ("SÃO JOÃO", "SÃO JOÃO", []),
        ("Åsa Äkerström", "Åsa Äkerström", []),
        ("   ", "", []),
    ],
)
def test_a_cell_is_cleaned_of_what_nobody_meant(cell, value, found):
    assert (clean(cell).value, codes(clean(cell))) == (value, found)


def test_damaged_accents_come_with_their_repair():
    assert clean("LefÃ¨vre").notes[0].suggestion == "Lefèvre"
    assert clean("Jean\x07").notes[0].suggestion == "Jean"


@pytest.mark.parametrize("cell", ["=1", "+33", "-Marie", "@x", "'=1", "''+", "\tx", "plain", "'t Hooft", ""])
def test_a_guarded_cell_is_read_back_as_it_was(cell):
    assert guarded(cell)[:1] not in ("=", "+", "-", "@", "\t")
    assert clean(guarded(cell)) == clean(cell)
    assert guarded(guarded(cell)) == guarded(cell)


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("marie", "Marie", "Marie"),
        ("MARIE", "Marie", "MARIE"),
        ("LI", "LI", "LI"),
        ("Y", "Y", "Y"),
        ("McDonald", "McDonald", "McDonald"),
        ("de La Rochefoucauld-Montbel", "de La Rochefoucauld-Montbel", "de La Rochefoucauld-Montbel"),
        ("jean-marie de l’isle", "Jean-Marie de L’Isle", "Jean-Marie de L’Isle"),
        ("de la tour", "de La Tour", "de La Tour"),
        ("İPEK", "İpek", "İPEK"),
        ("œuvrard", "Œuvrard", "Œuvrard"),
        ("o'neill", "O'Neill", "O'Neill"),
        ("Ferreira--Lopes", "Ferreira--Lopes", "Ferreira--Lopes"),
        ("王", "王", "王"),
        ("فاطمة الزهراء", "فاطمة الزهراء", "فاطمة الزهراء"),
        ("Durand; dit Petit", "Durand; dit Petit", "Durand; dit Petit"),
    ],
)
def test_names_keep_the_case_that_their_owner_gives_them(name, given, family):
    first, last = people.read_name(name, given=True), people.read_name(name, given=False)

    assert (first.value, last.value) == (given, family)
    assert codes(first) == (["case_normalised"] if given != name else [])
    assert codes(last) == (["case_normalised"] if family != name else [])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("<b>Tom</b>", ["markup_in_name"]),
        ("Tom &amp; Léa", ["markup_in_name"]),
        ("Jean2", ["unusual_sign_in_name"]),
        ("tom@example.org", ["case_normalised", "unusual_sign_in_name"]),
        ("Lef?vre", ["unusual_sign_in_name"]),
        ("A" + "b" * 60, ["name_over_60"]),
        ("A" + "b" * 300, ["too_long"]),
        ("<" * 30_000, ["too_long"]),
    ],
)
def test_what_is_odd_in_a_name_is_said(name, found):
    assert codes(people.read_name(name, given=True)) == found


@pytest.mark.parametrize(
    ("cell", "family_first", "split"),
    [
        ("MARTIN Léa", False, ("Léa", "MARTIN", True)),
        ("Léa MARTIN", True, ("Léa", "MARTIN", True)),
        ("LE GOFF Anne Sophie", True, ("Anne Sophie", "LE GOFF", True)),
        ("Martin, Léa", False, ("Léa", "Martin", True)),
        ("Martin Léa", True, ("Léa", "Martin", True)),
        ("Léa Martin", False, ("Léa", "Martin", True)),
        ("Léa de La Tour", False, ("Léa", "de La Tour", False)),
        ("Sukarno", False, ("", "Sukarno", False)),
    ],
)
def test_a_full_name_is_split_and_says_whether_it_is_certain(cell, family_first, split):
    assert people.split_full_name(cell, family_first=family_first) == split


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("F", "F", []),
        ("Femme", "F", []),
        ("h", "M", []),
        ("Mme", "F", ["title_read_as_sex"]),
        ("Monsieur", "M", ["title_read_as_sex"]),
        ("X", "", ["sex_not_declarable"]),
    ],
)
def test_sex_is_f_or_m_or_said_not_to_be(cell, value, found):
    read = people.read_sex(cell, titles_expected=False)

    assert (read.value, codes(read)) == (value, found)


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("19/03/1984", "1984-03-19", []),
        ("9.3.1984", "1984-03-09", []),
        ("19 03 1984", "1984-03-19", []),
        ("1984-03-19", "1984-03-19", ["iso_date_read"]),
        ("1984-03-19T00:00:00Z", "1984-03-19", ["iso_date_read"]),
        ("19840319", "1984-03-19", ["iso_date_read"]),
        ("19 mars 1984", "1984-03-19", []),
        ("jeudi 1er août 1985", "1985-08-01", []),
        ("March 3rd, 1990", "1990-03-03", []),
        ("7/8/69", "1969-08-07", ["two_digit_year"]),
        ("7/8/26", "2026-08-07", ["two_digit_year"]),
        ("1978", "1978", ["partial_date"]),
        ("1991-01", "1991-01", ["partial_date"]),
        ("01/1991", "1991-01", ["partial_date"]),
        ("00/00/1978", "1978", ["partial_date"]),
        ("00/05/1978", "1978-05", ["partial_date"]),
        ("29/02/2000", "2000-02-29", []),
        ("29/02/1900", "", ["impossible_date"]),
        ("31/02/1990", "", ["impossible_date"]),
        ("05/25/1988", "", ["impossible_date"]),
        ("12/05/0088", "", ["impossible_date"]),
        ("30759", "1984-03-18", ["serial_date"]),
        ("1899-12-31", "", ["spreadsheet_empty_date"]),
        ("0000-00-00", "", ["spreadsheet_empty_date"]),
        ("inconnue", "", ["unreadable_date"]),
        ("1/2/3/4", "", ["unreadable_date"]),
        ("99/99/9999", "", ["impossible_date"]),
        ("²/³/1984", "", ["unreadable_date"]),
        ("١٩/٠٣/١٩٨٤", "1984-03-19", []),
    ],
)
def test_dates_are_read_as_people_write_them(cell, value, found):
    read = dates.read_date(cell, dates.Usage(), TODAY)

    assert (read.value, codes(read)) == (value, found)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31/06/1990", "Juin n’a que 30 jours"),
        ("29/02/1999", "Février 1999 n’a que 28 jours"),
        ("12/13/1990", "Il n’y a pas de mois 13"),
        ("01/01/1789", "1789 n’est pas une année vraisemblable"),
    ],
)
def test_an_impossible_date_says_why(cell, sentence):
    assert dates.read_date(cell, dates.Usage(), TODAY).notes[0].details["fault"] == sentence


def test_a_column_shows_how_it_writes_its_dates():
    assert dates.usage_of(["05/25/1988", "01/02/1990"]) == dates.Usage(month_first=True)
    assert dates.usage_of(["05/25/1988", "25/05/1988"]) == dates.Usage()
    assert dates.usage_of(["1988-05-12", "", "1978"]).iso
    american = dates.read_date("05/06/1988", dates.Usage(month_first=True), TODAY)
    assert (american.value, codes(american)) == ("1988-05-06", ["month_first_date"])
    assert codes(dates.read_date("1988-05-12", dates.Usage(iso=True), TODAY)) == []


@pytest.mark.parametrize(
    ("cell", "value", "found", "suggestion"),
    [
        ("A.B+c@Example.ORG", "A.B+c@example.org", [], ""),
        ("lea@sous.domaine.example", "lea@sous.domaine.example", [], ""),
        ("lea@gmial.com", "lea@gmial.com", ["email_typing_error"], "lea@gmail.com"),
        ("lea@gmail.fr", "lea@gmail.fr", ["email_typing_error"], "lea@gmail.com"),
        ("lea@hotmial.fr", "lea@hotmial.fr", ["email_typing_error"], "lea@hotmail.fr"),
        ("lea@orange.frr", "lea@orange.frr", ["email_typing_error"], "lea@orange.fr"),
        ("lea@example.con", "lea@example.con", ["email_typing_error"], "lea@example.com"),
        ("lea@laposte.ner", "lea@laposte.ner", ["email_typing_error"], "lea@laposte.net"),
        ("lea@gmx.net", "lea@gmx.net", [], ""),
        ("lea@free.fr", "lea@free.fr", [], ""),
        ("lea@sfr.fr", "lea@sfr.fr", [], ""),
        ("jean.dupont(at)example.org", "", ["invalid_email"], "jean.dupont@example.org"),
        ("Jean <jean@example.org>", "", ["invalid_email"], "jean@example.org"),
        ("a@example.org; b@example.org", "", ["invalid_email"], ""),
        ("a..b@example.org", "", ["invalid_email"], ""),
        ("lea@exemple", "", ["invalid_email"], ""),
        ("lea", "", ["invalid_email"], ""),
        ("hélène@example.org", "hélène@example.org", ["unusual_letter_in_email"], "helene@example.org"),
        ("p\u0430ul@example.org", "p\u0430ul@example.org", ["unusual_letter_in_email"], ""),
        ("x" * 300 + "@example.org", "", ["invalid_email"], ""),
    ],
)
def test_addresses_are_read_and_their_slips_mended(cell, value, found, suggestion):
    read = contacts.read_email(cell)

    assert (read.value, codes(read)) == (value, found)
    assert [note.suggestion for note in read.notes] == ([suggestion] if found else [])


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("72,5", "72.5", ["decimal_comma"]),
        ("80.00", "80", []),
        ("100", "100", []),
        ("0", "0", []),
        ("72.5/100", "72.5", []),
        ("72 %", "72", []),
        ("66.66666666666667", "66.666667", []),
        ("110", "", ["out_of_range"]),
        ("-3", "", ["out_of_range"]),
        ("14,5/20", "", ["decimal_comma", "other_scale"]),
        ("bien", "", ["not_a_number"]),
        ("1e5", "", ["not_a_number"]),
        ("ABS", "", []),
        ("12/0", "", ["other_scale"]),
    ],
)
def test_marks_are_numbers_on_their_scale(cell, value, found):
    read = marks.read_mark(cell, Decimal(100))

    assert (read.value, codes(read)) == (value, found)


def test_a_mark_on_another_scale_comes_with_its_conversion():
    assert marks.read_mark("14,5/20", Decimal(100)).notes[-1].suggestion == "72.5"


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("31000", "31000", []),
        ("31 000", "31000", []),
        ("6000", "06000", ["leading_zero_restored"]),
        ("2A004", "2A004", ["insee_code_in_postcode_column"]),
        ("99136", "99136", ["insee_code_in_postcode_column"]),
        ("SW1A 1AA", "SW1A 1AA", []),
        ("inconnu", "", ["unreadable_postcode"]),
    ],
)
def test_postcodes(cell, value, found):
    assert (places.read_postcode(cell).value, codes(places.read_postcode(cell))) == (value, found)


def test_insee_codes():
    assert places.read_insee_code("2b033").value == "2B033"
    assert places.read_insee_code("6088").value == "06088"
    assert codes(places.read_insee_code("20A04")) == ["invalid_insee_code"]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("Acquis", ("ACQUIS", "plain")),
        ("ADMISE", ("ACQUIS", "plain")),
        ("Validé", ("ACQUIS", "plain")),
        ("Passed", ("ACQUIS", "plain")),
        ("Acquis, mention bien", ("ACQUIS", "plain")),
        ("Passed with distinction", ("ACQUIS", "plain")),
        ("Refusé", ("NON_ACQUIS", "plain")),
        ("Non-acquis", ("NON_ACQUIS", "plain")),
        ("failed", ("NON_ACQUIS", "plain")),
        ("Ajourné", ("NON_ACQUIS", "debatable")),
        ("oui", ("ACQUIS", "debatable")),
        ("EN_ATTENTE", ("EN_ATTENTE", "plain")),
        ("Absente", ("ABSENT", "plain")),
        ("Suspendu", ("SUSPENDU", "plain")),
        ("Partiel", ("PARTIEL", "plain")),
        ("aquis", ("ACQUIS", "guessed")),
        ("non aquis", ("NON_ACQUIS", "guessed")),
        ("Acquis ?", ("ACQUIS", "guessed")),
        ("acquis sous réserve de paiement", None),
        ("inacquis", ("ACQUIS", "guessed")),
        ("peut-être", None),
        ("x" * 5_000, None),
    ],
)
def test_decisions_in_many_words(cell, read):
    assert decisions.read(cell) == read


@pytest.mark.parametrize(
    "read",
    [
        clean,
        lambda text: people.read_name(text, given=True),
        lambda text: dates.read_date(text, dates.Usage(), TODAY),
        contacts.read_email,
        lambda text: marks.read_mark(text, Decimal(100)),
        decisions.read,
        places.read_postcode,
    ],
)
@pytest.mark.parametrize("text", ["<" * 4_000, "a@" * 2_000, "-a " * 1_300, "1," * 2_000, "Ã" * 4_000, "+" * 4_000])
def test_no_cell_takes_long(read, text):
    begun = time.process_time()
    read(text)

    assert time.process_time() - begun < 0.2
