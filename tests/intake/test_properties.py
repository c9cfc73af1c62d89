"""Whatever the file: what was written is read, and nothing ever ends in a traceback."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sceau.intake import Catalogue, IntakeError, KnownDesign, check_rows, open_table, write_corrections
from sceau.intake.cells import clean, guarded
from sceau.intake.folding import fold

TODAY = date(2026, 11, 21)
CATALOGUE = Catalogue.of([KnownDesign("mc-x", {"fr": "X"}, threshold=Decimal(60)), KnownDesign("mc-y", {"fr": "Y"})])
HEADERS = ["Nom de naissance", "Prénom", "Date de naissance", "Courriel", "Micro-certification", "Note", "Décision"]

# Cells as a spreadsheet may hold them: no character that is not text.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn", "Cc"]), max_size=30) | st.sampled_from(
    ['a"b', "a;b", "a,b", "a\nb", "a\r\nb", "a|b\tc", '"', "é", "’", " x "]
)
CELLS = TEXT | st.sampled_from(
    ["acquis", "refusé", "mc-x", "19/03/1984", "72,5", "a@x.fr", "=1", "", "<b>", "x" * 3_000]
)


def rows_of(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cells, min_size=len(HEADERS), max_size=len(HEADERS)), min_size=1, max_size=6)


def csv_of(rows: list[list[str]], delimiter: str, codec: str) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows([HEADERS, *rows])
    return target.getvalue().encode(codec)


@given(rows_of(TEXT), st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_table_comes_through_any_separator_and_unicode_encoding(rows, delimiter, codec):
    table = open_table(csv_of(rows, delimiter, codec), encoding=codec if codec == "utf-8" else None)

    assert (table.found.delimiter, list(table.headers)) == (delimiter, HEADERS)
    assert [row.cells for row in table] == rows


FRENCH = st.text("aeinrstLMéèêàçôîïëÉ’ -", max_size=20)


@given(rows_of(FRENCH), st.sampled_from(["cp1252", "mac_roman"]))
def test_french_comes_through_one_byte_encodings(rows, codec):
    if not any("é" in cell for row in rows for cell in row):
        rows = [["Hélène"] * len(HEADERS), *rows]
    table = open_table(csv_of(rows, ";", codec), encoding=None)

    assert [row.cells for row in table] == rows


@given(TEXT)
def test_both_unicode_forms_of_a_text_are_one(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert clean(composed) == clean(decomposed)
    assert fold(composed) == fold(decomposed)


@given(CELLS)
def test_guarding_a_cell_does_not_change_what_is_read(cell):
    assert clean(guarded(cell)) == clean(cell)


@given(rows_of(CELLS), st.sampled_from(";,\t"))
def test_any_row_gets_a_state_and_sentences_and_goes_back_as_a_correction(rows, delimiter):
    table = open_table(csv_of(rows, delimiter, "utf-8"), encoding="utf-8")
    checked = list(check_rows(table, CATALOGUE, today=TODAY))

    assert [row.line for row in checked] == list(range(2, 2 + len(rows)))
    for row in checked:
        assert row.as_json()
        assert all(found.column in HEADERS for found in row.findings)
        assert (row.state == "to_correct") == any(found.severity == "error" for found in row.findings)
    target = io.StringIO(newline="")
    if write_corrections(checked, table, target):
        again = open_table(target.getvalue().encode("utf-8-sig"))
        assert again.headers[: len(HEADERS)] == tuple(HEADERS)
        list(check_rows(again, CATALOGUE, today=TODAY))


def go_through(data: bytes) -> list[str]:
    """States of the rows, or the refusal in both languages; any other exception is a bug."""
    try:
        return [
            str(row.as_json()["state"]) for row in check_rows(open_table(data), CATALOGUE, today=TODAY, decided_by=True)
        ]
    except IntakeError as refusal:
        return [refusal.sentence("fr"), refusal.sentence("en")]


@given(st.binary(max_size=2_000))
def test_random_bytes_are_refused_in_words(data):
    assert all(go_through(data))


@given(
    st.binary(max_size=500), st.sampled_from([b"Nom;Prenom;Decision\r\n", b"PK\x03\x04", b"\xff\xfe", b"sep=;\n", b'"'])
)
def test_random_bytes_after_a_good_beginning_too(data, beginning):
    assert all(go_through(beginning + data))
    assert all(go_through(beginning + data + b"\r\n;;\r\n"))
