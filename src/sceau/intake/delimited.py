"""Rows of a delimited text (CSV and its cousins), streamed: one row in memory, however long the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO

from sceau.intake import reasons
from sceau.intake.columns import recognise
from sceau.intake.encodings import Encoding
from sceau.intake.errors import TooLarge, UnreadableFile
from sceau.intake.limits import Limits

DELIMITERS = ";\t,|"  # in the order that settles a tie: a comma is also in French numbers and in addresses
_SAMPLE_ROWS = 40
_SAMPLE_SIGNS = 200_000


class _RowTooLong(Exception):
    """A row beyond the limit: it is not read to its end."""


def records(
    opened: Callable[[], BinaryIO], encoding: Encoding, delimiter: str, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number, counted as a spreadsheet does: from 1, a row with line breaks inside counting once.

    raises:  TooLarge, UnreadableFile, at the row where the fault is
    """
    with io.TextIOWrapper(opened(), encoding=encoding.codec, errors=encoding.errors, newline="") as text:
        pending: list[str] = []
        reader = csv.reader(_lines(text, pending, limits), delimiter=delimiter)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeDecodeError, _RowTooLong) as error:
                raise _fault(error, number, encoding, limits) from error
            if len(pending) > 1 or (pending and pending[0].count('"') % 2):  # the file may end in the middle of a cell
                _check_closed(pending, number, delimiter)
            pending.clear()
            _check_size(cells, number, limits)
            if number == 1 and _is_directive(cells, delimiter):
                continue
            yield number, cells


def detect_delimiter(opened: Callable[[], BinaryIO], encoding: Encoding, limits: Limits) -> str:
    """The separator under which the first rows look most like a table with a header that we know.

    raises:  UnreadableFile when no separator makes two columns
    """
    with io.TextIOWrapper(opened(), encoding=encoding.codec, errors=encoding.errors, newline="") as text:
        try:
            sample = text.read(_SAMPLE_SIGNS)
        except UnicodeDecodeError as error:
            raise UnreadableFile(reasons.WRONG_ENCODING, encoding=encoding.name) from error
    if len(sample) == _SAMPLE_SIGNS and "\n" not in sample and "\r" not in sample:
        raise TooLarge(reasons.ROW_TOO_LONG, line=1, limit=limits.row)
    said = sample.lstrip("\ufeff")[:6].lower()
    if said[:4] == "sep=" and len(said) > 4 and said[5:6] in ("", "\n", "\r"):  # noqa: PLR2004 -- Excel's own directive
        return said[4]
    scores = {delimiter: _likeness(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best][2] < 2:  # noqa: PLR2004 -- two columns
        raise UnreadableFile(reasons.ONE_COLUMN if sample.strip() else reasons.EMPTY_FILE)
    return best


def _likeness(sample: str, delimiter: str) -> tuple[int, float, int]:
    """Headers known in the best of the first rows, share of rows of the usual width, that width."""
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a cell without end further down: the rows above it are enough here
        for row in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS):
            rows.append(row)
    rows = [row for row in rows if any(row)]
    if not rows:
        return 0, 0.0, 0
    known = max(len({claim[0] for cell in row[:500] if (claim := recognise(cell))}) for row in rows[:20])
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
    return (known if known > 1 else 0), widths.count(usual) / len(rows) if usual > 1 else 0.0, usual


def _lines(text: io.TextIOWrapper, pending: list[str], limits: Limits) -> Iterator[str]:
    """Lines of the file, also put aside until their row is complete."""
    room = limits.row
    length = 0
    while line := text.readline(room):
        length = len(line) + (length if pending else 0)
        pending.append(line)
        if length >= room:
            raise _RowTooLong
        yield line


def _fault(error: Exception, number: int, encoding: Encoding, limits: Limits) -> UnreadableFile:
    if isinstance(error, UnicodeDecodeError):
        return UnreadableFile(reasons.WRONG_ENCODING, encoding=encoding.name)
    if isinstance(error, _RowTooLong):
        return TooLarge(reasons.ROW_TOO_LONG, line=number, limit=limits.row)
    return TooLarge(reasons.CELL_TOO_LONG, line=number, limit=limits.cell)


def _check_closed(lines: list[str], number: int, delimiter: str) -> None:
    """A row of several lines must be one because its quotes say so, and not because one was never closed."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnreadableFile(reasons.UNCLOSED_QUOTE, line=number) from error


def _check_size(cells: list[str], number: int, limits: Limits) -> None:
    if len(cells) > limits.columns and any(cells[limits.columns :]):
        raise TooLarge(reasons.TOO_MANY_COLUMNS, line=number, limit=limits.columns)
    if cells and len(max(cells, key=len)) > limits.cell:
        raise TooLarge(reasons.CELL_TOO_LONG, line=number, limit=limits.cell)
    if number > limits.rows:
        raise TooLarge(reasons.TOO_MANY_ROWS, limit=limits.rows)


def _is_directive(cells: list[str], delimiter: str) -> bool:
    return cells[:1] == ["sep="] or cells == [f"sep={delimiter}"]
