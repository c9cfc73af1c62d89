"""The sheets of a stranger's spreadsheet, XLSX or ODS: what stands in their cells, and where these lead.

Cells are kept as they come, never laid out as a rectangle: two cells far apart cost two cells. Hidden sheets of an XLSX
are left out, as `intake` leaves them out; hidden rows are read, for a filter may have been forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from sceau.engine.ports import Sheet
from sceau.outside.strangers import limits
from sceau.outside.strangers.markup import Enough, read_xml

Read = Callable[[str], bytes]
Found = tuple[tuple[Sheet, ...], bool]  # the sheets, and whether they are all there

_PLACE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_FORMULA: Final = re.compile(r"HYPERLINK\(\s*\"([^\"]{1,2000})\"", re.IGNORECASE)
_LONGEST_NAME: Final = 60
_MOST_TEXT: Final = 8_000_000  # characters of all cells


class Room:
    """How much may still be kept, of all sheets."""

    def __init__(self) -> None:
        self._left = _MOST_TEXT

    def take(self, text: str) -> str:
        """The text, cut to what a cell has. raises: Enough"""
        kept = text[: limits.LONGEST_CELL]
        self._left -= len(kept)
        if self._left < 0:
            raise Enough
        return kept


class Rows:
    """The cells of a sheet as they come."""

    def __init__(self, name: str, room: Room) -> None:
        self.name = name[:_LONGEST_NAME]
        self.is_whole = True
        self._room = room
        self._cells: dict[int, dict[int, str]] = {}
        self._links: dict[int, list[str]] = {}

    def put(self, row: int, column: int, text: str) -> None:
        """A cell. row, column: from 1"""
        if not text.strip():
            return
        if column > limits.MOST_COLUMNS:
            self.is_whole = False
            return
        if row not in self._cells and len(self._cells) >= limits.MOST_ROWS:
            self.is_whole = False
            raise Enough
        self._cells.setdefault(row, {})[column] = self._room.take(text)

    def link(self, row: int, address: str) -> None:
        """Where a cell of a row leads."""
        there = self._links.setdefault(row, []) if len(self._links) < limits.MOST_ROWS else []
        if address and address not in there and len(there) < limits.MOST_COLUMNS:
            there.append(self._room.take(address))

    def sheet(self) -> Sheet:
        """All of it, in order."""
        rows = sorted(self._cells.keys() | self._links.keys())
        return Sheet(self.name, tuple((row, tuple(self._row(row))) for row in rows))

    def _row(self, row: int) -> Iterator[str]:
        cells = self._cells.get(row, {})
        yield from (cells.get(column, "") for column in range(1, max(cells, default=0) + 1))
        yield from self._links.get(row, ())


def sheets_of_xlsx(read: Read, names: Sequence[str]) -> Found:
    """The sheets of an XLSX that are shown. raises: Unreadable, Enough, what the reader of the archive raises"""
    shared = _shared(read("xl/sharedStrings.xml"))
    found: list[Rows] = []
    room = Room()
    listed = _listed(read)
    for name, part in listed[: limits.MOST_SHEETS]:
        if part not in names:
            continue
        rows = Rows(name, room)
        found.append(rows)
        cells = _Cells(rows, shared, _targets(read, part))
        try:
            read_xml(read(part), start=cells.start, end=cells.end, text=cells.text)
        except Enough:
            rows.is_whole = False
    is_whole = len(listed) <= limits.MOST_SHEETS and all(rows.is_whole for rows in found)
    return tuple(rows.sheet() for rows in found), is_whole


def sheets_of_ods(read: Read) -> Found:
    """The sheets of an ODS. raises: Unreadable, Enough, what the reader of the archive raises"""
    tables = _Tables()
    with suppress(Enough):
        read_xml(read("content.xml"), start=tables.start, end=tables.end, text=tables.text)
    return tuple(rows.sheet() for rows in tables.found), tables.is_whole and all(rows.is_whole for rows in tables.found)


def _listed(read: Read) -> list[tuple[str, str]]:
    """The sheets that are shown, each with the part that holds it."""
    sheets: list[tuple[str, str]] = []

    def start(name: str, given: Mapping[str, str]) -> None:
        if name == "sheet" and given.get("state", "visible") == "visible":
            sheets.append((given.get("name", ""), given.get("id", "")))

    read_xml(read("xl/workbook.xml"), start=start, end=_nothing, text=_nothing)
    parts = _relations(read("xl/_rels/workbook.xml.rels"), "/worksheet")
    return [(name, _in_folder(parts[number])) for name, number in sheets if number in parts]


def _in_folder(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _targets(read: Read, part: str) -> Mapping[str, str]:
    """Where the links of a sheet lead, by their number."""
    folder, _, name = part.rpartition("/")
    return _relations(read(f"{folder}/_rels/{name}.rels"), "/hyperlink")


def _relations(data: bytes, kind: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, given: Mapping[str, str]) -> None:
        if name == "Relationship" and given.get("Type", "").endswith(kind):
            if len(found) > limits.MOST_ROWS:
                raise Enough
            found[given.get("Id", "")] = given.get("Target", "")

    if data:
        with suppress(Enough):
            read_xml(data, start=start, end=_nothing, text=_nothing)
    return found


def _shared(data: bytes) -> list[str]:
    """The texts that cells name by their number; those beyond what is looked at are left out."""
    found: list[str] = []
    parts: list[str] = []
    depth = hidden = 0
    left = _MOST_TEXT

    def start(name: str, given: Mapping[str, str]) -> None:
        nonlocal depth, hidden
        depth += name == "t"
        hidden += name == "rPh"  # how a word is spoken, in Japanese

    def end(name: str) -> None:
        nonlocal depth, hidden
        depth -= name == "t"
        hidden -= name == "rPh"
        if name == "si":
            found.append("".join(parts)[: limits.LONGEST_CELL])
            parts.clear()

    def text(piece: str) -> None:
        nonlocal left
        if depth and not hidden:
            left -= len(piece)
            if left < 0:
                raise Enough
            parts.append(piece)

    if data:
        with suppress(Enough):
            read_xml(data, start=start, end=end, text=text)
    return found


class _Cells:
    """What the markup of a sheet of an XLSX says."""

    def __init__(self, rows: Rows, shared: Sequence[str], targets: Mapping[str, str]) -> None:
        self._rows, self._shared, self._targets = rows, shared, targets
        self._row = self._column = 0
        self._kind, self._open = "", ""
        self._parts: list[str] = []
        self._formula: list[str] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element opens."""
        if name == "row":
            self._row, self._column = _whole(given.get("r", ""), self._row + 1), 0
        elif name == "c":
            place = _PLACE.fullmatch(given.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._row = int(place[2]) if place else self._row
            self._kind = given.get("t", "n")
            self._parts.clear()
            self._formula.clear()
        elif name in ("v", "t", "f"):
            self._open = name
        elif name == "hyperlink":
            place = _PLACE.match(given.get("ref", ""))
            if place:
                self._rows.link(int(place[2]), self._targets.get(given.get("id", ""), ""))

    def end(self, name: str) -> None:
        """An element closes."""
        if name in ("v", "t", "f"):
            self._open = ""
        elif name == "c":
            text = "".join(self._parts)
            if self._kind == "s":
                number = int(text) if text.isdecimal() and len(text) < 9 else -1  # noqa: PLR2004 -- more than there are
                text = self._shared[number] if 0 <= number < len(self._shared) else ""
            self._rows.put(self._row, self._column, text)
            for address in _FORMULA.findall("".join(self._formula)):
                self._rows.link(self._row, address)

    def text(self, text: str) -> None:
        """Text stands between them."""
        if self._open == "f":
            self._formula.append(text[: limits.LONGEST_CELL])
        elif self._open:
            self._parts.append(text[: limits.LONGEST_CELL])


class _Tables:
    """What the markup of an ODS says. found: its sheets"""

    def __init__(self) -> None:
        self.found: list[Rows] = []
        self.is_whole = False
        self._room = Room()
        self._row = self._column = self._next_row = self._next_column = 1
        self._in_text = self._hidden = 0
        self._parts: list[str] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element opens."""
        if self._hidden or name == "annotation":
            self._hidden += 1
        elif name == "table":
            if len(self.found) >= limits.MOST_SHEETS:
                raise Enough
            self.found.append(Rows(given.get("name", ""), self._room))
            self._next_row = 1
        elif name == "table-row":
            self._row = self._next_row
            self._next_row += max(1, _whole(given.get("number-rows-repeated", ""), 1))
            self._next_column = 1
        elif name in ("table-cell", "covered-table-cell"):
            self._column = self._next_column
            self._next_column += max(1, _whole(given.get("number-columns-repeated", ""), 1))
            self._parts.clear()
            for address in _FORMULA.findall(given.get("formula", "")):
                self._link(address)
        elif name in ("p", "h"):
            self._parts += ["\n"] if self._parts else []
            self._in_text += 1
        elif name == "a" and self._in_text:
            self._link(given.get("href", ""))

    def end(self, name: str) -> None:
        """An element closes."""
        if self._hidden:
            self._hidden -= 1
        elif name in ("p", "h"):
            self._in_text -= 1
        elif name in ("table-cell", "covered-table-cell") and self.found:
            self.found[-1].put(self._row, self._column, "".join(self._parts))
        elif name == "spreadsheet":
            self.is_whole = True

    def text(self, text: str) -> None:
        """Text stands between them."""
        if self._in_text and not self._hidden:
            self._parts.append(text[: limits.LONGEST_CELL])

    def _link(self, address: str) -> None:
        if self.found:
            self.found[-1].link(self._row, address)


def _whole(digits: str, otherwise: int) -> int:
    return int(digits) if digits.isdecimal() and len(digits) <= 7 else otherwise  # noqa: PLR2004 -- 1,048,576 rows


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _nothing(_: str) -> None:
    """For what is not looked at."""
