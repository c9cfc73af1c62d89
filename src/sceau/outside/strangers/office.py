"""A stranger's office document (DOCX, PPTX, ODT, ODP, XLSX, ODS): its words, its links, square codes on its pictures.

Only the parts that hold text are opened, within bounds, whatever the archive says of their size. No program in it is
run, and nothing that it names elsewhere is fetched.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from typing import Final

from sceau.engine.ports import Carried, Contents
from sceau.outside.strangers import limits
from sceau.outside.strangers.markup import Enough, Unreadable, read_xml
from sceau.outside.strangers.pictures import read_picture
from sceau.outside.strangers.sheets import sheets_of_ods, sheets_of_xlsx

LOCKED, BROKEN, TOO_MANY, NOT_OFFICE = "locked", "broken", "too_many", "not_office"

_WORDS: Final = {
    "docx": (r"word/header\d*\.xml", r"word/document\d*\.xml", r"word/(?:footnotes|endnotes|footer\d*)\.xml"),
    "pptx": (r"ppt/slides/slide\d+\.xml",),
    "odt": (r"styles\.xml", r"content\.xml"),  # the former holds heads and feet of pages
    "odp": (r"content\.xml",),
}
_RELATIONS: Final = re.compile(
    r"word/_rels/(?:document|header|footer|footnotes|endnotes)\d*\.xml\.rels|ppt/slides/_rels/slide\d+\.xml\.rels"
)
_PICTURES: Final = re.compile(r"(?:word/media|ppt/media|Pictures)/.*\.(?:png|jpe?g|gif|bmp|tiff?|webp)", re.IGNORECASE)
_MAIN: Final = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OPEN_DOCUMENT: Final = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
_OFFICE_OPEN: Final = frozenset(("t",))
_OPEN_TEXT: Final = frozenset(("p", "h"))
_FIELD: Final = re.compile(r"HYPERLINK\s+\"([^\"]{1,2000})\"")
_NUMBER: Final = re.compile(r"\d+")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    IndexError,
    UnicodeError,
)


def read_office(data: bytes) -> Contents:
    """What an office document carries. Never raises for anything in it."""
    if _listed(data) > limits.LONGEST_LIST:
        return Contents("office", fault=TOO_MANY)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(Parts(archive))
    except (*_DAMAGED, Unreadable):
        return Contents("office", fault=BROKEN)
    except Enough:
        return Contents("office", fault=TOO_MANY)


class Parts:
    """The parts of a document, each read within what is left for all of them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = limits.MOST_UNFOLDED
        there = archive.infolist()
        if len(there) > limits.MOST_PARTS:
            raise Enough
        self.names = [each.filename for each in there]

    def read(self, name: str, *, most: int = limits.MOST_UNFOLDED) -> bytes:
        """Its bytes; nothing where there is no such part. raises: Enough where that would be too much"""
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            return b""
        if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile
        bound = min(most, self._left)
        with self._archive.open(info) as opened:
            content = opened.read(bound + 1)
        if len(content) > bound:
            raise Enough
        self._left -= len(content)
        return content

    def like(self, pattern: str) -> Iterator[str]:
        """The names that fit, those with a number in the order of their numbers."""
        fit = [name for name in self.names if re.fullmatch(pattern, name)]
        yield from sorted(fit, key=lambda name: int((_NUMBER.findall(name) or ["0"])[-1][:9]))


def _read(parts: Parts) -> Contents:
    kind = _kind(parts)
    if not kind:
        return Contents("office", fault=NOT_OFFICE)
    if b"encryption-data" in parts.read("META-INF/manifest.xml", most=limits.MEGABYTE):
        return Contents("office", fault=LOCKED)
    if kind in ("xlsx", "ods"):
        sheets, is_whole = sheets_of_xlsx(parts.read, parts.names) if kind == "xlsx" else sheets_of_ods(parts.read)
        return Contents("office", sheets=sheets, fault="" if is_whole else TOO_MANY)
    writing = Writing(_OFFICE_OPEN if kind in ("docx", "pptx") else _OPEN_TEXT)
    is_whole = True
    try:
        for pattern in _WORDS[kind]:
            for name in parts.like(pattern):
                content = parts.read(name)
                read_xml(content, start=writing.start, end=writing.end, text=writing.text)
    except Enough:
        is_whole = False
    links = dict.fromkeys([*_related(parts), *writing.links, *_FIELD.findall("".join(writing.fields))])
    found = [Carried("link", "", link.encode()) for link in list(links)[: limits.MOST_LINKS] if link.isprintable()]
    is_whole = is_whole and len(links) <= limits.MOST_LINKS
    return Contents("office", (*found, *_squares(parts)), "".join(writing.words), "" if is_whole else TOO_MANY)


def _kind(parts: Parts) -> str:
    if "mimetype" in parts.names and "content.xml" in parts.names:
        kind = parts.read("mimetype", most=200).strip()
        return _OPEN_DOCUMENT.get(kind.removeprefix(b"application/vnd.oasis.opendocument."), "")
    if "[Content_Types].xml" not in parts.names:
        return ""
    return next((kind for start, kind in _MAIN.items() if any(name.startswith(start) for name in parts.names)), "")


class Writing:
    """The words of a text as its elements tell them. words, links, fields: what was found

    holders:  elements whose text is the reader's
    """

    _LEFT_OUT: Final = frozenset("Fallback tracked-changes annotation title desc".split())
    _BREAKS: Final[Mapping[str, str]] = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t", "s": " "}

    def __init__(self, holders: frozenset[str]) -> None:
        self.words: list[str] = []
        self.links: list[str] = []
        self.fields: list[str] = []
        self._holders = holders
        self._left = limits.LONGEST_TEXT
        self._hidden = self._held = self._field = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element opens."""
        if self._hidden or name in self._LEFT_OUT:
            self._hidden += 1
            return
        self._held += name in self._holders
        self._field += name == "instrText"
        if name in self._BREAKS:
            self._add(self._BREAKS[name])
        elif name == "fldSimple":
            self._add_field(given.get("instr", ""))
        elif name == "a" and "href" in given and len(self.links) <= limits.MOST_LINKS:
            self.links.append(given["href"][: limits.LONGEST_CELL])

    def end(self, name: str) -> None:
        """An element closes."""
        if self._hidden:
            self._hidden -= 1
            return
        self._held -= name in self._holders
        self._field -= name == "instrText"
        if name in ("p", "h"):
            self._add("\n")

    def text(self, text: str) -> None:
        """Text stands between them."""
        if self._field:
            self._add_field(text)
        elif self._held and not self._hidden:
            self._add(text)

    def _add(self, text: str) -> None:
        self.words.append(text[: self._left])
        self._left -= len(text)
        if self._left < 0:
            raise Enough

    def _add_field(self, text: str) -> None:
        if len(self.fields) < limits.MOST_FIELDS:
            self.fields.append(text[: limits.LONGEST_CELL])


def _related(parts: Parts) -> Iterator[str]:
    """Where the links of the parts lead: a text names them by number, and the addresses stand apart."""
    found: list[str] = []

    def start(name: str, given: Mapping[str, str]) -> None:
        if name == "Relationship" and given.get("Type", "").endswith("/hyperlink"):
            found.append(given.get("Target", "")[: limits.LONGEST_CELL])
            if len(found) > limits.MOST_LINKS:
                raise Enough

    with suppress(Enough):
        for name in [each for each in parts.names if _RELATIONS.fullmatch(each)][: limits.MOST_LINKS]:
            read_xml(parts.read(name), start=start, end=_nothing, text=_nothing)
    yield from found


def _squares(parts: Parts) -> list[Carried]:
    """The square codes on the first pictures."""
    found: dict[bytes, Carried] = {}
    for name in [each for each in parts.names if _PICTURES.fullmatch(each)][: limits.MOST_PICTURED]:
        with suppress(Enough, *_DAMAGED):
            for each in read_picture(parts.read(name, most=limits.LARGEST_PICTURE)).carried:
                found.setdefault(each.content, each)
    return list(found.values())


def _listed(data: bytes) -> int:
    """The bytes of the list of parts, as the archive tells them. source: APPNOTE 4.3.14, 4.3.16"""
    tail = data[-66_000:]
    if b"PK\x06\x07" in tail:
        return 2**63
    ends = [found.start() for found in re.finditer(re.escape(b"PK\x05\x06"), tail)]
    return max((int.from_bytes(tail[at + 12 : at + 16], "little") for at in ends), default=0)


def _nothing(_: str) -> None:
    """For what is not looked at."""
