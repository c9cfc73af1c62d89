"""Whole rows: states and their order, people met twice, what was issued before, needed cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sceau.intake import (
    Catalogue,
    CheckedRow,
    KnownDesign,
    UnmatchedColumns,
    check_rows,
    display_name,
    open_table,
    person_key,
)

TODAY = date(2026, 11, 21)
EXCEL = KnownDesign("mc-excel", {"fr": "Maîtriser Excel", "en": "Mastering Excel"}, threshold=Decimal(60))
RGPD = KnownDesign("mc-rgpd", {"fr": "Traiter des données personnelles"}, threshold=Decimal(65))
BOTH = Catalogue.of([EXCEL, RGPD])
ONE = Catalogue.of([EXCEL])

HEADER = "Nom;Prénom;Date de naissance;Courriel;Micro-certification;Note;Décision;Session"


def checked(*rows: str, header: str = HEADER, catalogue: Catalogue = BOTH, **options: object) -> list[CheckedRow]:
    table = open_table("\r\n".join([header, *rows]).encode(), delimiter=";")
    return list(check_rows(table, catalogue, today=TODAY, **options))


def states(rows: list[CheckedRow]) -> list[str]:
    return [str(row.state) for row in rows]


def codes(row: CheckedRow) -> list[str]:
    return [found.code for found in row.findings]


def test_a_right_row_gives_its_values_in_one_form():
    (row,) = checked(" Roux ;Tom;7/8/1969;Tom.Roux@Example.ORG;mc-excel;72,50;admis;S1;", header=HEADER + ";Groupe")

    assert row.state == "ready"
    assert row.values == {
        "birth_name": "Roux",
        "given_name": "Tom",
        "birth_date": "1969-08-07",
        "email": "Tom.Roux@example.org",
        "design": "mc-excel",
        "score": "72.5",
        "decision": "ACQUIS",
        "session": "S1",
    }
    assert row.others == {}
    assert codes(row) == ["trimmed", "decimal_comma"]


def test_what_is_matched_to_nothing_is_kept_beside():
    (row,) = checked("Roux;Tom;;;mc-excel;72;admis;S1;groupe B", header=HEADER + ";Groupe")

    assert row.others == {"Groupe": "groupe B"}


@pytest.mark.parametrize(
    ("row", "state", "found"),
    [
        (";;;;;;;", "ignored", []),
        (HEADER, "ignored", []),
        ("Roux;;01/01/1990;;mc-excel;72;admis;", "to_correct", ["required"]),
        (";Tom;01/01/1990;;mc-excel;72;admis;", "to_correct", ["required"]),
        ("Roux;Tom;01/01/1990;;;72;admis;", "to_correct", ["required"]),
        ("Roux;Tom;01/01/1990;;mc-excel;72;;", "to_correct", ["required"]),
        ("Roux;Tom;01/01/1990;;mc-excel;72;peut-être;", "to_correct", ["unknown_decision"]),
        ("Roux;Tom;31/06/1990;;mc-excel;72;refusé;", "to_correct", ["impossible_date"]),
        ("Roux;Tom;01/01/1990;;mc-excel;;refusé;", "not_awarded", ["empty_grade"]),
        ("Roux;Tom;01/01/1990;;mc-excel;;absent;", "not_awarded", []),
        ("Roux;Tom;01/01/1990;;mc-excel;ABS;absent;", "not_awarded", []),
        ("Roux;Tom;01/01/1990;;mc-excel;59.9;admis;", "suspicious", ["below_threshold_but_acquired"]),
        ("Roux;Tom;01/01/1990;;mc-excel;60;admis;", "ready", []),
        ("Roux;Tom;01/01/1990;;mc-rgpd;59;refusé;", "not_awarded", []),
        ("Roux;Tom;01/01/1990;t@gmial.com;mc-excel;72;admis;", "suspicious", ["email_typing_error"]),
        ("Roux;Tom;;;mc-excel;72;admis;", "ready", ["missing_birth_date"]),
        ("Roux;Tom;01/01/2031;;mc-excel;72;admis;", "to_correct", ["in_the_future"]),
        ("Roux;Tom;01/01/2024;;mc-excel;72;admis;", "suspicious", ["unlikely_birth_date"]),
        ("Roux;Tom;01/01/1990;;mc-excel;72;aquis;", "suspicious", ["guessed_as_ACQUIS"]),
        ("Roux;Tom;01/01/1990;;mc-excel;72;oui;", "ready", ["read_as_ACQUIS"]),
        ("Roux;Tom;01/01/1990;;mc-excel;72;admis;S1;de trop", "to_correct", ["shifted_row"]),
        ("Roux;Tom;01/01/1990;;mc-excel;72;admis;S1;;;", "ready", []),
        ("Roux;Tom;01/01/1990;;mc-excel;72;admis", "ready", []),
        ("=HYPERLINK(1);Tom;01/01/1990;;mc-excel;72;admis;", "to_correct", ["formula"]),
        ("Roux;" + "x" * 2000 + ";01/01/1990;;mc-excel;72;admis;", "to_correct", ["too_long"]),
    ],
)
def test_the_state_of_a_row(row, state, found):
    (got,) = checked(row)

    assert (str(got.state), codes(got)) == (state, found)


def test_rows_of_other_designs_are_listed_as_such_and_left():
    rows = checked(
        "Roux;Tom;31/06/1990;;mc-rgpd;72;admis;", "Roux;Tom;01/01/1990;;;72;admis;", "Roux;Léa;01/01/1990;;Excel;72;admis;",
        catalogue=ONE,
    )  # fmt: skip

    assert [(str(row.state), codes(row)) for row in rows] == [
        ("ignored", ["other_design"]), ("ready", []), ("ready", ["design_guessed"])
    ]  # fmt: skip
    assert rows[1].values["design"] == "mc-excel"


def test_without_a_decision_column_somebody_must_answer():
    header, row = "Nom;Prénom;Courriel", "Roux;Tom;t@example.org"

    with pytest.raises(UnmatchedColumns) as caught:
        checked(row, header=header, catalogue=ONE)
    assert caught.value.reason.code == "intake.no_decision"
    assert states(checked(row, header=header, catalogue=ONE, decided_by=True)) == ["ready"]


def test_a_decision_column_rules_even_when_somebody_answers():
    assert states(checked("Roux;Tom;;;mc-excel;72;refusé;", decided_by=True)) == ["not_awarded"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Prénom;Courriel;Décision;Micro-certification", "nom de naissance"),
        ("Nom;Prénom;Décision", "micro-certification"),
        ("Courriel;Note", "nom de naissance, prénom, micro-certification, décision"),
    ],
)
def test_columns_that_nothing_replaces_are_asked_for_before_the_first_row(header, said):
    with pytest.raises(UnmatchedColumns) as caught:
        checked("a;b;c;d", header=header)

    assert f": {said}." in caught.value.sentence("fr").replace("\u00a0", " ").replace(" : ", ": ")


def test_a_mapping_says_what_the_headers_do_not():
    (row,) = checked(
        "Roux;Tom;acquis",
        header="A;B;C",
        catalogue=ONE,
        mapping={"A": "birth_name", "B": "given_name", "C": "decision"},
    )

    assert (row.state, row.values["birth_name"]) == ("ready", "Roux")


@pytest.mark.parametrize(
    ("header", "cell", "given", "family", "found"),
    [
        ("Nom et prénom", "MARTIN Léa", "Léa", "MARTIN", ["full_name_split"]),
        ("Nom et prénom", "Martin Léa", "Léa", "Martin", ["full_name_split"]),
        ("Full name", "Léa Martin", "Léa", "Martin", ["full_name_split"]),
        ("Candidat", "Léa Martin", "Léa", "Martin", ["full_name_split_unsure"]),
        ("Nom et prénom", "de La Tour Anne", "Anne", "de La Tour", ["full_name_split_unsure"]),
    ],
)
def test_a_full_name_in_one_cell_is_read_and_said(header, cell, given, family, found):
    (row,) = checked(f"{cell};acquis", header=f"{header};Décision", catalogue=ONE)

    assert (row.values["given_name"], row.values["birth_name"], codes(row)) == (given, family, found)
    assert (row.state, display_name(row.values)) == ("ready", cell)


def test_the_name_in_use_is_shown_and_the_birth_name_is_kept():
    (row,) = checked(
        "Martin;Bernard;Marie;acquis", header="Nom de naissance;Nom d’usage;Prénom;Décision", catalogue=ONE
    )

    assert display_name(row.values) == "Marie Bernard"


USUAL = {"name": "Roux", "given": "Tom", "born": "01/02/1990", "email": "", "design": "mc-excel", "decision": "acquis"}


def person(**other: str) -> str:
    row = {**USUAL, "session": "", **other}
    return "{name};{given};{born};{email};{design};72;{decision};{session}".format_map(row)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"email": "a@x.fr"}, {"email": "A@X.FR"}, ["duplicate_of_line_2"]),
        ({}, {}, ["duplicate_of_line_2"]),
        ({"name": "LEFÈVRE"}, {"name": "Lefevre"}, ["duplicate_of_line_2"]),
        ({"given": "Chloe\u0301"}, {"given": "Chloé"}, ["duplicate_of_line_2"]),
        ({"email": "a@x.fr"}, {}, ["duplicate_of_line_2"]),
        ({"email": "a@x.fr"}, {"email": "a@x.fr", "born": "03/02/1990"}, ["duplicate_of_line_2"]),
        ({"email": "a@x.fr"}, {"email": "b@x.fr"}, []),  # homonyms
        ({"given": "Côme"}, {"given": "Malo"}, []),  # twins
        ({"email": "a@x.fr", "given": "Côme"}, {"email": "a@x.fr", "given": "Malo"}, ["same_email_as_line_2"]),
        ({"design": "mc-excel"}, {"design": "mc-rgpd"}, []),
        ({"born": "05/12/1988"}, {"born": "12/05/1988"}, ["similar_to_line_2_day_month_swapped"]),
        ({"born": "05/12/1988", "email": "a@x.fr"}, {"born": "12/05/1988", "email": "b@x.fr"}, []),
        ({"born": "05/12/1988"}, {"born": "12/05/1988", "given": "Léa"}, []),
        ({"born": "05/05/1988"}, {"born": "05/05/1989"}, []),
        ({"decision": "refusé", "session": "S1"}, {"session": "S2"}, []),  # failed, then passed
        ({"decision": "refusé", "session": "S1"}, {"session": "S1"}, ["duplicate_of_line_2"]),
        ({"session": "S1"}, {"session": "S2"}, ["duplicate_of_line_2"]),
        ({"decision": "refusé", "session": "S1"}, {"decision": "refusé", "session": "S2"}, []),
    ],
)
def test_the_same_person_twice_is_seen_and_two_people_are_not_taken_for_one(first, second, found):
    one, two = checked(person(**first), person(**second))

    assert codes(one) == []
    assert codes(two) == found
    assert str(two.state) == ("suspicious" if found else "not_awarded" if second.get("decision") else "ready")


def test_a_retake_that_is_repeated_is_a_duplicate_of_the_retake():
    rows = checked(person(decision="refusé", session="S1"), person(session="S2"), person(session="S3"))

    assert [codes(row) for row in rows] == [[], [], ["duplicate_of_line_3"]]


def test_a_date_that_cannot_be_read_compares_with_nothing():
    rows = checked(person(born="32/01/1990"), person(born="33/01/1990"))

    assert [codes(row) for row in rows] == [["impossible_date"], ["impossible_date"]]


def issued_from(rows: list[CheckedRow]) -> dict[tuple[str, str], str]:
    return {(key, row.values["design"]): row.fingerprint for row in rows if row.state == "ready" for key in row.keys}


def test_the_same_file_again_changes_nothing():
    people = [
        person(email="a@x.fr"),
        person(given="Léa"),
        person(given="Zoé", born=""),
        person(decision="refusé", given="Luc"),
    ]
    issued = issued_from(checked(*people))

    assert states(checked(*people, already=issued)) == ["already_issued"] * 3 + ["not_awarded"]
    assert states(checked(*reversed(people), already=issued))[1:] == ["already_issued"] * 3


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Roux-Martin"},
        {"given": "Thomas"},
        {"name": "ROUX"},
    ],
)
def test_a_row_that_says_something_else_is_changed(change):
    issued = issued_from(checked(person(email="a@x.fr")))

    (row,) = checked(person(email="a@x.fr", **change), already=issued)
    assert (str(row.state), codes(row)) == ("changed", ["differs_from_issued"])
    assert row.findings[-1].column == "", "it is about the whole row"


def test_a_corrected_address_is_changed_and_not_a_new_person():
    issued = issued_from(checked(person(email="a@x.fr")))

    assert states(checked(person(email="b@x.fr"), already=issued)) == ["changed"]


def test_what_was_issued_and_is_no_longer_awarded_is_changed():
    issued = issued_from(checked(person(email="a@x.fr")))

    (row,) = checked(person(email="a@x.fr", decision="refusé"), already=issued)
    assert (str(row.state), codes(row)) == ("changed", ["issued_but_not_awarded"])


def test_a_settled_doubt_does_not_come_back_once_issued():
    rows = checked(person(email="a@gmial.com"))
    issued = {(key, "mc-excel"): row.fingerprint for row in rows for key in row.keys}

    assert states(checked(person(email="a@gmial.com"), already=issued)) == ["already_issued"]


def test_another_design_for_the_same_person_is_new():
    issued = issued_from(checked(person(email="a@x.fr")))

    assert states(checked(person(email="a@x.fr", design="mc-rgpd"), already=issued)) == ["ready"]


def test_keys_depend_on_the_salt_and_on_nothing_that_people_write_in_two_ways():
    one = {"email": "Tom@x.fr", "birth_name": "Lefèvre", "given_name": "Tom"}
    two = {"email": "tom@X.FR", "birth_name": "LEFEVRE", "given_name": "tom"}

    assert person_key(one) == person_key(two)
    assert person_key(one, salt=b"s") != person_key(one)
    assert person_key({"birth_name": "Lefèvre", "given_name": "Tom"}) == person_key(
        {"birth_name": "lefevre", "given_name": "TOM"}
    )
    assert person_key({}) == ""


def test_consent_and_language_are_read_and_no_consent_is_assumed():
    header = "Nom;Prénom;Décision;Consentement;Langue"
    rows = checked(
        "Roux;Tom;acquis;oui;Français", "Roux;Léa;acquis;Non;en-GB", "Roux;Zoé;acquis;voir mail;klingon du nord",
        header=header, catalogue=ONE,
    )  # fmt: skip

    assert [(row.values.get("public_page_consent"), row.values.get("language")) for row in rows] == [
        ("yes", "fr"), ("no", "en-gb"), ("no", None)
    ]  # fmt: skip
    assert codes(rows[2]) == ["consent_not_read", "language_not_read"]


def test_keys_are_left_out_for_who_compares_by_other_means_and_never_where_something_was_issued():
    rows = ("Roux;Tom;7/8/1969;tom@x.fr;mc-excel;72;admis;", "Roux;Tom;7/8/1969;tom@x.fr;mc-excel;72;admis;")
    known, plain = checked(*rows), checked(*rows, keyed=False)
    issued = {(key, "mc-excel"): known[0].fingerprint for key in known[0].keys}

    assert [(row.keys, row.fingerprint) for row in plain] == [((), ""), ((), "")]
    assert [(row.state, codes(row)) for row in plain] == [(row.state, codes(row)) for row in known]
    assert states(checked(*rows, keyed=False, already=issued)) == ["already_issued", "already_issued"]


def test_findings_are_plain_values_on_demand():
    (row,) = checked("Roux;Tom;31/06/1990;;mc-excel;72;admis;")

    assert row.as_json() == {
        "line": 2,
        "state": "to_correct",
        "findings": [
            {
                "column": "Date de naissance",
                "code": "impossible_date",
                "severity": "error",
                "value": "31/06/1990",
                "suggestion": "",
                "message": {"fr": "Juin n’a que 30 jours.", "en": "June has only 30 days."},
            }
        ],
    }
