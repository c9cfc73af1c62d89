"""A CSV that leaves computes nothing, and comes back as it was."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.intake import spreadsheet
from sceau.intake.cells import clean, guarded
from sceau.intake.spreadsheet import csv_of
from sceau.intake.table import open_table


def test_it_opens_as_it_is_in_a_french_spreadsheet():
    assert b"".join(csv_of([["nom", "note"], ["Bélanger ; Zoé", Decimal("12.50")], ['a"b\nc', -3]])) == (
        b"\xef\xbb\xbfnom;note\r\n" + '"Bélanger ; Zoé";12.50\r\n'.encode() + b'"a""b\nc";-3\r\n'
    )


@pytest.mark.parametrize(
    "formula", ["=1+1", "+cmd|'/C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']
)
def test_what_a_spreadsheet_would_compute_is_guarded(formula):
    (_, line) = csv_of([[formula]])

    assert line.lstrip(b'"').startswith(b"'")


SEPARATORS = ";,\t|"
HOSTILE = st.lists(
    st.sampled_from(
        [*SEPARATORS, '"', "=", "+", "-", "@", "'", " ", "\n", "\r", "1+1", "Zoé", "=cmd|' /C calc'!A0", ";=1"]
    ),
    max_size=8,
).map("".join)


@given(st.lists(st.lists(HOSTILE, min_size=1, max_size=4), min_size=1, max_size=3), st.sampled_from(SEPARATORS))
@settings(max_examples=400)
def test_no_spreadsheet_computes_a_cell_whatever_it_takes_for_a_separator(rows, own):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=own).writerows([[guarded(cell) for cell in row] for row in rows])
    text = out.getvalue()

    for other in SEPARATORS:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=other):
            assert not [cell for cell in row if re.match(r"[ \t\r]*[=+@-]", cell)]
    assert not [piece for piece in re.split(r"[;,\t|\r\n]", text) if re.match(r"[\" ]*[=+@-]", piece)]


@given(HOSTILE)
def test_a_guarded_cell_is_read_as_the_cell_itself(cell):
    assert guarded(guarded(cell)) == guarded(cell)
    assert clean(guarded(cell)) == clean(cell)


def test_every_table_that_leaves_is_guarded():
    source = Path(spreadsheet.__file__).parents[1]
    modules = [path for path in source.rglob("*.py") if "csv.writer(" in path.read_text()]

    assert len(modules) >= 6
    assert [path.name for path in modules if "guarded" not in path.read_text()] == []


def test_our_own_reader_takes_the_guard_away():
    content = b"".join(csv_of([["nom", "telephone"], ["-Marie", "+33 6 39 98 00 00"]]))
    (row,) = open_table(content)

    assert [clean(cell).value for cell in row.cells] == ["-Marie", "+33 6 39 98 00 00"]
