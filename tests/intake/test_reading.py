"""Files as people have them: separators, encodings, ends of lines, titles above the header; and what is no table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sceau.intake import IntakeError, Limits, TooLarge, UnreadableFile, open_table

HEADERS = ["Nom de naissance", "Prénom", "Courriel", "Note", "Décision"]
PEOPLE = [
    ["Łukasiewicz", "Zoé", "zoe@example.org", "72.5", "Acquis"],
    ["O’Brien; dit, Petit", 'Siobhán "Jo"', "jo@example.org", "80", "Acquis"],
    ["Cœurderoy", "Lætitia", "lae@example.org", "65", "Ajourné"],
]
FRENCH = [["Lefèvre", "Hélène", "h@example.org", "72", "Acquis"], ["Cœurderoy", "Maïté", "m@example.org", "8", "Échec"]]


def written(rows: list[list[str]], delimiter: str = ";", end: str = "\r\n") -> str:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows(rows)
    return target.getvalue()


def refused(data: bytes | Path, **options: object) -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(open_table(data, **options))
    assert "{" not in caught.value.sentence("fr") + caught.value.sentence("en")
    return caught.value.reason.code


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_unicode_in_every_form_with_every_separator(delimiter, encoding, end):
    table = open_table(written([HEADERS, *PEOPLE], delimiter, end).encode(encoding))

    assert table.found.delimiter == delimiter
    assert list(table.headers) == HEADERS
    assert [row.cells for row in table] == PEOPLE


@pytest.mark.parametrize(
    ("codec", "name"),
    [("cp1252", "windows-1252"), ("mac_roman", "macintosh"), ("iso8859-15", "ISO-8859-15"), ("cp850", "IBM850")],
)
def test_one_byte_encodings_are_guessed_and_said_to_be_a_guess(codec, name):
    rows = [row if codec != "cp850" else [cell.replace("œ", "oe") for cell in row] for row in FRENCH]
    table = open_table(written([HEADERS, *rows]).encode(codec))

    assert (table.found.encoding, table.found.encoding_certain) == (name, False)
    assert [row.cells for row in table] == rows
    assert table.accented(2) == ("Lefèvre", "Hélène")


def test_an_encoding_and_a_separator_can_be_imposed():
    data = written([HEADERS, ["Wałęsa", "Łucja", "l@example.org", "1", "Acquis"]], ",").encode("cp1250")

    assert [row.cells[0] for row in open_table(data, encoding="windows-1250", delimiter=",")] == ["Wałęsa"]
    assert refused(data, encoding="utf-8") == "intake.wrong_encoding"
    assert refused(data, encoding="klingon") == "intake.unknown_encoding"
    assert refused(data, encoding="base64") == "intake.unknown_encoding"
    assert refused(data, delimiter="ab") == "intake.wrong_delimiter"


def test_a_utf8_file_with_one_foreign_byte_stays_utf8_and_the_cell_is_shown_damaged():
    data = written([HEADERS, *([FRENCH[0]] * 60)]).encode() + b"Lef\xe8vre;Zo;x@example.org;7;Acquis\r\n"
    table = open_table(data)

    assert table.found.encoding == "UTF-8"
    assert [row.cells[0] for row in table][-1] == "Lef\ufffdvre"


def test_line_breaks_inside_quotes_count_as_one_row():
    table = open_table('Nom;Prénom;Courriel\n"Dupont\ndit Petit";Léa;a@example.org\nRoux;Tom;b@example.org\n'.encode())

    assert [(row.line, row.cells[0]) for row in table] == [(2, "Dupont\ndit Petit"), (3, "Roux")]


def test_a_title_above_the_header_is_passed_over():
    data = (
        "Session de juin 2026;;\r\n\r\nédité le 3 juin;;\r\nNom;Prénom;Courriel\r\nRoux;Tom;t@example.org\r\n".encode()
    )
    table = open_table(data)

    assert table.found.header_line == 4
    assert [(row.line, row.cells[0]) for row in table] == [(5, "Roux")]


def test_the_header_line_can_be_imposed():
    data = b"a;b;c\r\nNom;Prenom;Courriel\r\nRoux;Tom;t@example.org\r\n"

    assert open_table(data).headers == ("Nom", "Prenom", "Courriel")
    assert open_table(data, header_line=1).headers == ("a", "b", "c")


def test_headers_are_nfc_each_once_and_never_empty():
    table = open_table("Pre\u0301nom;Nom;Note;Note;;x\r\na;b;c;d;e;f\r\n".encode())

    assert table.headers == ("Prénom", "Nom", "Note", "Note (2)", "Colonne 5", "x")


def test_excels_own_directive_is_obeyed():
    table = open_table("sep=|\r\nNom|Prénom\r\nRoux; fils|Tom, dit T\r\n".encode())

    assert (table.found.delimiter, table.headers) == ("|", ("Nom", "Prénom"))
    assert [row.cells for row in table] == [["Roux; fils", "Tom, dit T"]]


def test_a_table_can_be_gone_through_again_from_a_path(tmp_path):
    path = tmp_path / "é.csv"
    path.write_bytes(written([HEADERS, *PEOPLE]).encode())
    table = open_table(path)

    assert list(table) == list(table)
    assert table.expected_rows >= len(PEOPLE)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "intake.empty_file"),
        (b"\xef\xbb\xbf \r\n\r\n", "intake.empty_file"),
        (b"Nom\r\nRoux\r\nMartin\r\n", "intake.one_column"),
        (b"Roux;Tom;t@example.org\r\nMartin;Lea;l@example.org\r\n", "intake.no_header"),
        (b"Roux;Tom;19/03/1984\r\nMartin;Lea;01/01/1990\r\n", "intake.no_header"),
        (b"Nom;Prenom;Courriel\r\n", "intake.no_rows"),
        (b"%PDF-1.7 ...", "intake.not_a_table"),
        (b"\x89PNG\r\n\x1a\n....", "intake.not_a_table"),
        (b"<html><table><tr><td>Nom</td></tr></table>", "intake.not_a_table"),
        (b'{"name": "x", "other": 1}', "intake.not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "intake.old_or_locked"),
        (b"Nom;Prenom\r\nRo\0ux;Tom\r\n", "intake.not_a_table"),
        (b'Nom;Prenom\r\n"Roux;Tom\r\nMartin;Lea\r\nDubois;Luc\r\n', "intake.unclosed_quote"),
        (b"PK\x03\x04 not an archive", "intake.damaged_workbook"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, code):
    assert refused(data) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Nom;Prenom\r\n" + b"x" * 40_000 + b";y\r\n", "intake.cell_too_long"),
        (b"Nom;Prenom\r\n" + b"x" * 200_000 + b";y\r\n", "intake.cell_too_long"),
        (b"Nom;Prenom\r\n" + b"x;" * 5_000_000 + b"\r\n", "intake.row_too_long"),
        (b";" * 1_000_000 + b"\r\na;b\r\n", "intake.row_too_long"),
        (b"Nom;Prenom\r\n" + b"x;" * 1_000 + b"\r\n", "intake.too_many_columns"),
        (b'Nom;Prenom\r\n"' + b"x\r\n" * 100_000, "intake.cell_too_long"),
    ],
)
def test_what_has_no_measure_is_refused_before_it_is_held(data, code):
    assert refused(data) == code


@pytest.mark.parametrize(
    ("beginning", "size", "code"),
    [
        (b"Nom;Prenom\r\nRoux;Tom\r\n", 300_000_000, "intake.file_too_large"),
        (b"PK\x03\x04", 200_000_000, "intake.file_too_large"),
    ],
)
def test_a_file_of_hundreds_of_megabytes_is_refused_unread(tmp_path, beginning, size, code):
    """Its size is enough: the file is sparse, and takes no room on the disk."""
    path = tmp_path / "large"
    path.write_bytes(beginning)
    with path.open("r+b") as file:
        file.truncate(size)

    assert refused(path) == code


def test_limits_are_those_asked_for():
    data = written([HEADERS, *PEOPLE]).encode()

    with pytest.raises(TooLarge):
        open_table(data, limits=Limits(text_bytes=10, workbook_bytes=10))
    with pytest.raises(TooLarge):
        list(open_table(data, limits=Limits(rows=2)))


def test_a_refusal_is_an_intake_error_with_two_languages():
    with pytest.raises(IntakeError) as caught:
        open_table(b"")

    assert (caught.value.sentence("fr"), str(caught.value)) == ("Ce fichier est vide", "This file is empty")
