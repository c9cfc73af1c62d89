"""A stranger's page (HTML): its words, its links, the square codes on pictures that stand in it. Nothing is fetched."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import Final

from sceau.engine.ports import Carried, Contents
from sceau.outside.strangers import limits
from sceau.outside.strangers.pictures import read_picture

TOO_MANY: Final = "too_many"
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PICTURE: Final = re.compile(r"data:image/[\w.+-]{1,20};base64,([A-Za-z0-9+/=\s]+)")
_LINES: Final = frozenset(
    "p div br li ul ol tr h1 h2 h3 h4 h5 h6 table section article header footer main dt dd".split()
)
_UNSEEN: Final = frozenset("script style template title noscript".split())


def read_page(data: bytes) -> Contents:
    """What a page carries. Never raises for anything in it."""
    reading = _Reading()
    reading.feed(_decoded(data[: limits.LONGEST_MARKUP]))
    reading.close()
    links = list(dict.fromkeys(reading.links))
    found = [Carried("link", "", link.encode("utf-8", "replace")) for link in links[: limits.MOST_LINKS]]
    words = "".join(reading.words)
    is_whole = (
        len(data) <= limits.LONGEST_MARKUP and len(links) <= limits.MOST_LINKS and len(words) <= limits.LONGEST_TEXT
    )
    squares = dict.fromkeys(reading.squares)
    found += [Carried("code", "", text) for text in squares]
    return Contents("page", tuple(found), words[: limits.LONGEST_TEXT], "" if is_whole else TOO_MANY)


class _Reading(HTMLParser):
    """Its words, line by line as the elements part them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[str] = []
        self.squares: list[bytes] = []
        self._unseen = ""
        self._pictures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        if tag in _LINES:
            self.words.append("\n")
        if tag in _UNSEEN and not self._unseen:
            self._unseen = tag
        for name, value in attrs:
            text = (value or "").strip()
            if tag in ("a", "area") and name == "href" and text.isprintable():
                self.links.append(text[: limits.LONGEST_CELL])
            elif tag == "img" and name == "src":
                self._look_at(text)

    def handle_endtag(self, tag: str) -> None:
        """An element closes."""
        if tag == self._unseen:
            self._unseen = ""
        elif tag in _LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """Text stands between them."""
        if not self._unseen:
            self.words.append(re.sub(r"\s+", " ", data))

    def _look_at(self, address: str) -> None:
        match = _PICTURE.fullmatch(address) if self._pictures < limits.MOST_PICTURED else None
        if match is None:
            return
        self._pictures += 1
        with suppress(binascii.Error, ValueError):
            self.squares += [each.content for each in read_picture(base64.b64decode(match[1])).carried]


def _decoded(data: bytes) -> str:
    """The text, as the file says that it is written, else as most are."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    told = _CHARSET.search(data[:2_048])
    for encoding in ("utf-8-sig", told[1].decode() if told else "cp1252", "cp1252"):
        with suppress(UnicodeError, LookupError):
            text = data.decode(encoding)
            return text if isinstance(text, str) else ""
    return data.decode("latin-1")
