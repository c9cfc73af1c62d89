"""Rows of an XLSX or ODS workbook.

The reader underneath (calamine) is fast because it lays a sheet out as one rectangle; two cells far apart, or a
small archive that unfolds into a huge one, would then take all the memory there is and the process with it. So
the archive is unfolded here first, under bounds, the rectangle measured, and only what was measured is handed on.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime

import python_calamine

from sceau.intake import reasons
from sceau.intake.errors import TooLarge, UnreadableFile
from sceau.intake.limits import Limits

_MEMBERS = 2_000  # a workbook has a handful, and one for each picture
_CHUNK = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")  # PKWARE APPNOTE 4.3.7
_LONGEST_NUMBER = 12
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1
_WANTED = re.compile(
    r"\[content_types\]\.xml|_rels/.*|xl/.*\.(?:xml|rels)|mimetype|content\.xml|meta-inf/manifest\.xml"
)
_UNWANTED = re.compile(r"xl/(?:drawings|media|theme|charts|comments|printersettings|pivot)")
_LARGE = re.compile(r"xl/worksheets/|xl/sharedstrings\.xml|content\.xml")
_SMALL_PART = 16 << 20  # styles, names of sheets, relations
_BINARY_WORKBOOK = "xl/workbook.bin"

_REFERENCE = re.compile(rb"r\s*=\s*[\"']([A-Za-z]*)(\d+)")
_XLSX_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_XLSX_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_TAGS_OF_CELLS = [
    b"%b%b%b" % (before, tag, after)
    for before in b"< :".split()
    for tag in (b"c", b"row")
    for after in (b" ", b">", b"/", b"\n", b"\r", b"\t")
]
_ENDS_OF_STRINGS = (b"si>", b"si/", b"si ")
_ODS_TAG = re.compile(
    rb"<(?!/table:(?:covered-)?table-cell)(/?)table:(table-row|table-cell|covered-table-cell|table)((?:[\s/](?:[^>\"']|\"[^\"]*\"|'[^']*')*)?)>"
)
_ODS_REPEATED = re.compile(rb"table:number-(?:columns|rows)-repeated\s*=\s*[\"']\s*(\d+)")
_ODS_FILLED = re.compile(rb"office:(?:value|date-value|time-value|boolean-value|string-value)|table:formula")


class Workbook:
    """A workbook that was measured before it was opened.

    kind:    "xlsx" or "ods"
    sheets:  names of the sheets that are not hidden, in order
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        parts = _unfold(data, limits)
        self.kind = "ods" if "content.xml" in parts else "xlsx"
        try:
            self._book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_folded(parts)))
            self.sheets = tuple(
                sheet.name
                for sheet in self._book.sheets_metadata
                if sheet.visible == python_calamine.SheetVisibleEnum.Visible
                and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            )
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise UnreadableFile(reasons.DAMAGED_WORKBOOK) from error
        self._read: dict[str, python_calamine.CalamineSheet] = {}

    def height(self, sheet: str) -> int:
        """Rows of a sheet, empty ones at the top included."""
        end = self._sheet(sheet).end
        return end[0] + 1 if end else 0

    def records(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number in the sheet; the empty rows at its end are left out.

        raises:  TooLarge at a cell beyond the limit, UnreadableFile for an unknown sheet
        """
        empty: list[tuple[int, list[str]]] = []
        for number, row in enumerate(self._sheet(sheet).iter_rows(), 1):
            cells = [value if type(value) is str else _text(value) for value in row]
            if any(cells):
                yield from empty
                empty.clear()
                if len(max(cells, key=len)) > self._limits.cell:
                    raise TooLarge(reasons.CELL_TOO_LONG, line=number, limit=self._limits.cell)
                yield number, cells
            else:
                empty.append((number, []))

    def _sheet(self, name: str) -> python_calamine.CalamineSheet:
        if name not in self.sheets:
            raise UnreadableFile(reasons.UNKNOWN_SHEET, sheet=name[:60], sheets=", ".join(self.sheets)[:400])
        if name not in self._read:
            try:
                self._read[name] = self._book.get_sheet_by_name(name)
            except (python_calamine.CalamineError, OSError, ValueError) as error:
                raise UnreadableFile(reasons.DAMAGED_WORKBOOK) from error
        return self._read[name]


def _text(value: object) -> str:
    """A typed cell as text: 75012.0 is "75012", a date is ISO, true is "1"."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 -- exact
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value is not None else ""


def _unfold(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The parts of a workbook that hold cells, decompressed under bounds and measured.

    raises:  TooLarge, UnreadableFile
    """
    members = _members(data)
    room = limits.open_bytes
    parts: dict[str, bytes] = {}
    for member in members:
        name = member.filename.lower()
        content = _content(data, member, room)
        room -= len(content)
        if _WANTED.fullmatch(name) and not _UNWANTED.match(name):
            parts[member.filename] = content
    names = {name.lower() for name in parts}
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise UnreadableFile(reasons.NOT_A_TABLE, kind="une archive ZIP", kind_en="a ZIP archive")
    if {"xl/workbook.xml", "content.xml"} <= names or any(
        member.filename.lower() == _BINARY_WORKBOOK for member in members
    ):
        raise UnreadableFile(reasons.HOSTILE_WORKBOOK)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableFile(reasons.OLD_OR_LOCKED)
    _measure(parts, limits)
    return parts


def _measure(parts: dict[str, bytes], limits: Limits) -> None:
    """See that no part would take more memory than its bounds once read."""
    for name, content in parts.items():
        if not _LARGE.match(name.lower()) and len(content) > _SMALL_PART:
            raise UnreadableFile(reasons.HOSTILE_WORKBOOK)
        if sum(map(content.count, _ENDS_OF_STRINGS)) > 2 * limits.cells:
            raise UnreadableFile(reasons.HOSTILE_WORKBOOK)
        rows, columns = _ods_size(content) if name == "content.xml" else _xlsx_size(content)
        if columns > limits.columns * 4 or rows * columns > limits.cells:
            raise TooLarge(reasons.TOO_MANY_CELLS, rows=rows, columns=columns)


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, OverflowError) as error:
        raise UnreadableFile(reasons.DAMAGED_WORKBOOK) from error
    names = [member.filename.lower() for member in members]
    climbing = any(name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") for name in names)
    if len(members) > _MEMBERS or len(set(names)) != len(names) or climbing:
        raise UnreadableFile(reasons.HOSTILE_WORKBOOK)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableFile(reasons.OLD_OR_LOCKED)
    return members


def _content(data: bytes, member: zipfile.ZipInfo, room: int) -> bytes:
    """One member, decompressed without trusting the size it announces."""
    header = data[member.header_offset : member.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or member.compress_type not in (_STORED, _DEFLATED):
        raise UnreadableFile(reasons.DAMAGED_WORKBOOK)
    *_, name_size, extra_size = _LOCAL_HEADER.unpack(header)
    start = member.header_offset + _LOCAL_HEADER.size + name_size + extra_size
    packed = memoryview(data)[start : start + member.compress_size]
    if member.file_size > room:
        raise TooLarge(reasons.EXPANDS_TOO_MUCH)
    content = bytes(packed) if member.compress_type == _STORED else _inflated(packed, member.file_size)
    if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise UnreadableFile(reasons.DAMAGED_WORKBOOK)
    return content


def _inflated(packed: memoryview, size: int) -> bytes:
    """At most size bytes, and one more to show that there would have been."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    content = bytearray()
    try:
        while not unpacker.eof and len(content) <= size:
            piece = unpacker.decompress(unpacker.unconsumed_tail if content else packed, min(_CHUNK, size + 1))
            if not piece:
                break
            content += piece
    except zlib.error as error:
        raise UnreadableFile(reasons.DAMAGED_WORKBOOK) from error
    return bytes(content)


def _folded(parts: dict[str, bytes]) -> bytes:
    """A plain archive of these parts and nothing else, so that two readers cannot see two things."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _xlsx_size(content: bytes) -> tuple[int, int]:
    """Rows and columns of the rectangle from A1 to the farthest cell that a part of an XLSX names; never too few."""
    columns: set[bytes] = set()
    rows = placed = 0
    for piece in _pieces(content):
        found = _REFERENCE.findall(piece)
        placed += len(found)
        columns.update({letters for letters, _ in found})
        rows = max(rows, max(map(_number, {digits for _, digits in found}), default=0))
    width = max(map(_column, columns), default=0)
    if sum(content.count(tag) for tag in _TAGS_OF_CELLS) > placed:
        widths = [len(_XLSX_CELL.findall(row)) for row in _XLSX_ROW.split(content)]
        if sum(widths) + len(widths) - 1 > placed:  # cells without a place of their own: each follows the one before
            return rows + len(widths), width + max(widths)
    return rows, width


def _pieces(content: bytes) -> Iterator[bytes]:
    """The content cut between two tags, so that what is found in a piece takes little memory.

    raises:  UnreadableFile when a tag and the text after it pass what a cell can hold
    """
    start = 0
    while start < len(content):
        end = content.find(b"<", start + _CHUNK)
        end = len(content) if end < 0 else end
        if end - start > 2 * _CHUNK and content[start : start + 1] == b"<":
            raise UnreadableFile(reasons.HOSTILE_WORKBOOK)
        yield content[start:end]
        start = end


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:_LONGEST_NUMBER].upper():
        number = number * 26 + letter - 64
    return number


def _ods_size(content: bytes) -> tuple[int, int]:
    """Rows and columns of the largest sheet of an ODS, repeated cells and rows counted, empty ends left out."""
    sizes = [(0, 0)]
    rows = columns = width = place = skipped = 0
    repeated = 1
    for closing, name, attributes in _tags(content):
        alone = attributes.endswith(b"/")
        if name == b"table":
            sizes.append((rows, columns))
            rows = columns = skipped = 0
            if len(sizes) > _MEMBERS:
                raise UnreadableFile(reasons.HOSTILE_WORKBOOK)
        elif name == b"table-row":
            if not closing:
                width, place, repeated = 0, 0, _repeated(attributes)
            if closing or alone:
                skipped += repeated
            if (closing or alone) and width:
                rows, columns, skipped = rows + skipped, max(columns, width), 0
        else:
            place += _repeated(attributes)
            if not alone or _ODS_FILLED.search(attributes):
                width = place
    sizes.append((rows, columns))
    return max(height for height, _ in sizes), max(width for _, width in sizes)


def _tags(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    for piece in _pieces(content):
        yield from _ODS_TAG.findall(piece)


def _repeated(attributes: bytes) -> int:
    return max(map(_number, _ODS_REPEATED.findall(attributes)), default=1) if b"-repeated" in attributes else 1


def _number(digits: bytes) -> int:
    """A count; one of more digits than any sheet could need is simply too large."""
    return int(digits) if len(digits) < _LONGEST_NUMBER else 10**_LONGEST_NUMBER
