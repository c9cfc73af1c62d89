"""A table from a file: what kind it is, where its header stands, and its rows, one after another."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sceau.intake import dates, reasons
from sceau.intake.columns import recognise
from sceau.intake.delimited import detect_delimiter, records
from sceau.intake.encodings import detect_encoding
from sceau.intake.errors import TooLarge, UnreadableFile
from sceau.intake.folding import nfc, one_space
from sceau.intake.limits import DEFAULT, MEGABYTE, Limits
from sceau.intake.workbook import Workbook

_CHUNK = 1 << 20
_HEAD = 20  # rows among which the header is looked for: titles, logos and empty lines come before
_SAMPLE = 400  # rows that tell how a column writes its dates, and what a header of two meanings means
_KNOWN_HEADERS = 2  # of these in one row, and it is the header
_FOREIGN = (
    (b"%PDF", "un PDF", "a PDF"),
    (b"\x89PNG", "une image", "a picture"),
    (b"\xff\xd8\xff", "une image", "a picture"),
    (b"GIF8", "une image", "a picture"),
    (b"{\\rtf", "un texte mis en forme (RTF)", "a formatted text (RTF)"),
    (b"\x1f\x8b", "une archive", "an archive"),
    (b"7z\xbc\xaf", "une archive", "an archive"),
    (b"Rar!", "une archive", "an archive"),
)
_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and workbooks with a password
_ZIP = b"PK"
_PAGE = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|head|meta|div)", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\{\s*(?:\"|\})|\[\s*[{\[\"])")
_DATUM = re.compile(r"[^@\s]+@[^@\s]+\.\w+\Z|\d[\d\s.,/%-]*\Z")

Source = bytes | Path


class Row(NamedTuple):
    """A row: its number as a spreadsheet counts, from 1, and its cells."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file turned out to be, to be shown so that a person can say otherwise.

    kind:              "csv", "xlsx" or "ods"
    encoding:          of a CSV, by its usual name; "" for a workbook
    encoding_certain:  False when a person should look at the accents first
    delimiter:         of a CSV, one sign
    header_line:       the row that names the columns
    sheet, sheets:     of a workbook: the one that was read, and those that could be
    """

    kind: str
    header_line: int
    encoding: str = ""
    encoding_certain: bool = True
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


class Table:
    """A table that can be gone through again and again; a CSV is read anew each time and never held.

    headers:        names of the columns, each once: a second « Note » is « Note (2) », an empty one « Colonne 3 »
    found:          what the file is
    expected_rows:  about how many rows follow, for a progress bar
    sample:         the first rows
    """

    def __init__(
        self, found: Found, headers: tuple[str, ...], rows: Callable[[], Iterator[Row]], expected_rows: int
    ) -> None:
        self.found = found
        self.headers = headers
        self.expected_rows = expected_rows
        self._rows = rows
        self.sample = tuple(islice(self, _SAMPLE))

    def __iter__(self) -> Iterator[Row]:
        """The rows below the header; those without any cell are left out."""
        return (row for row in self._rows() if row.line > self.found.header_line and row.cells)

    def accented(self, most: int = 3) -> tuple[str, ...]:
        """A few cells with accents or other letters beyond A to Z: if these are right, the encoding is."""
        cells = (cell.strip() for row in self.sample for cell in row.cells if not cell.isascii())
        return tuple(islice(dict.fromkeys(cell for cell in cells if len(cell) < 80), most))  # noqa: PLR2004 -- a name, not a text


def open_table(
    source: Source,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_line: int | None = None,
    limits: Limits = DEFAULT,
) -> Table:
    """Open a CSV, XLSX or ODS as a table; what is not said is found out.

    source:       the bytes, or a path to a file that stays there while the table is used
    sheet:        of a workbook; else the first whose header is known, else the first with cells
    encoding:     of a CSV, when the guess was wrong
    delimiter:    of a CSV, one sign
    header_line:  the number of the row that names the columns
    raises:       UnreadableFile, TooLarge, with a sentence that says what to do
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > max(limits.text_bytes, limits.workbook_bytes):
        raise TooLarge(reasons.FILE_TOO_LARGE, limit=limits.text_bytes // MEGABYTE)
    opened = partial(_opened, source)
    with opened() as stream:
        head = stream.read(4096)
    _refuse_foreign(head)
    if head.startswith(_ZIP):
        return _open_workbook(source, size, sheet, header_line, limits)
    return _open_delimited(opened, encoding, delimiter, header_line, limits)


def _opened(source: Source) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _refuse_foreign(head: bytes) -> None:
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(reasons.EMPTY_FILE)
    if head.startswith(_OLE):
        raise UnreadableFile(reasons.OLD_OR_LOCKED)
    for mark, kind, kind_en in _FOREIGN:
        if head.startswith(mark):
            raise UnreadableFile(reasons.NOT_A_TABLE, kind=kind, kind_en=kind_en)
    if _PAGE.match(head):
        raise UnreadableFile(reasons.NOT_A_TABLE, kind="une page web ou du XML", kind_en="a web page or XML")
    if _JSON.match(head):
        raise UnreadableFile(reasons.NOT_A_TABLE, kind="du JSON", kind_en="JSON")


def _open_delimited(
    opened: Callable[[], BinaryIO], encoding: str | None, delimiter: str | None, header_line: int | None, limits: Limits
) -> Table:
    with opened() as stream:
        detected = detect_encoding(iter(partial(stream.read, _CHUNK), b""), asked=encoding)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
        raise UnreadableFile(reasons.WRONG_DELIMITER)
    sign = delimiter or detect_delimiter(opened, detected, limits)

    def rows() -> Iterator[Row]:
        return (Row(number, cells) for number, cells in records(opened, detected, sign, limits))

    line, headers = _header(rows(), header_line)
    found = Found("csv", line, detected.name, detected.certain, sign)
    return _table(found, headers, rows, detected.lines - line)


def _open_workbook(source: Source, size: int, sheet: str | None, header_line: int | None, limits: Limits) -> Table:
    if size > limits.workbook_bytes:
        raise TooLarge(reasons.FILE_TOO_LARGE, limit=limits.workbook_bytes // MEGABYTE)
    book = Workbook(source if isinstance(source, bytes) else source.read_bytes(), limits)
    name = sheet if sheet is not None else _choose_sheet(book)

    def rows() -> Iterator[Row]:
        return (Row(number, cells) for number, cells in book.records(name))

    line, headers = _header(rows(), header_line)
    if len(headers) > limits.columns:
        raise TooLarge(reasons.TOO_MANY_COLUMNS, line=line, limit=limits.columns)
    return _table(Found(book.kind, line, sheet=name, sheets=book.sheets), headers, rows, book.height(name) - line)


def _choose_sheet(book: Workbook) -> str:
    """The sheet whose first rows name the most columns that we know; the first with cells when none does."""
    best, most = "", -1
    for name in book.sheets:
        head = [cells for _, cells in islice(book.records(name), _HEAD)]
        known = max((_known(cells) for cells in head), default=-1)
        if known > most:
            best, most = name, known
    if not best:
        raise UnreadableFile(reasons.EMPTY_FILE)
    return best


def _table(found: Found, headers: list[str], rows: Callable[[], Iterator[Row]], expected_rows: int) -> Table:
    table = Table(found, _unique(headers), rows, max(expected_rows, 0))
    if not table.sample:
        raise UnreadableFile(reasons.NO_ROWS)
    return table


def _header(rows: Iterator[Row], asked: int | None) -> tuple[int, list[str]]:
    """The header's row number and its cells, trailing empty ones left out.

    raises:  UnreadableFile when there is none, or when it has one cell only
    """
    if asked is not None:
        row = next((row for row in rows if row.line >= asked), None)
    else:
        row = _best_header(list(islice((row for row in rows if any(map(str.strip, row.cells))), _HEAD)))
    if row is None:
        raise UnreadableFile(reasons.EMPTY_FILE)
    cells = [one_space(nfc(cell)).strip() for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) < 2:  # noqa: PLR2004 -- two columns
        raise UnreadableFile(reasons.ONE_COLUMN)
    return row.line, cells


def _best_header(head: Sequence[Row]) -> Row | None:
    known = [_known(row.cells) for row in head]
    if known and max(known) >= _KNOWN_HEADERS:
        return head[known.index(max(known))]
    wide = next((row for row in head if sum(bool(cell.strip()) for cell in row.cells) > 1), None)
    if wide is None:
        return head[0] if head else None
    if any(_DATUM.match(cell.strip()[:100]) or _is_date(cell.strip()) for cell in wide.cells):
        raise UnreadableFile(reasons.NO_HEADER)
    return wide


def _is_date(cell: str) -> bool:
    return dates.usage_of([cell]).iso


def _known(cells: Sequence[str]) -> int:
    return len({claim[0] for cell in cells[:500] if (claim := recognise(one_space(nfc(cell)).strip()))})


def _unique(headers: list[str]) -> tuple[str, ...]:
    taken: dict[str, int] = {}
    names = []
    for place, header in enumerate(headers, 1):
        name = header or f"Colonne {place}"
        taken[name] = taken.get(name, 0) + 1
        names.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return tuple(names)
