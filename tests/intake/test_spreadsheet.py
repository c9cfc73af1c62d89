"""A CSV that leaves computes nothing, and comes back as it was."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sceau.intake.cells import clean
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


def test_our_own_reader_takes_the_guard_away():
    content = b"".join(csv_of([["nom", "telephone"], ["-Marie", "+33 6 39 98 00 00"]]))
    (row,) = open_table(content)

    assert [clean(cell).value for cell in row.cells] == ["-Marie", "+33 6 39 98 00 00"]
