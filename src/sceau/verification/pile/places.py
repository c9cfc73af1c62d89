"""Where credentials of this house stand: their addresses and codes, as somebody types, links or prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from sceau.engine.model.code import MISTYPED, MalformedCode, read_code

OPENING: Final = "o"  # the parameter of an address that opens
LONGEST_OPENING: Final = 100  # signs of one that is looked at
LONGEST: Final = 2_048  # signs of an address
MOST_PRINTED: Final = 20  # places that the words of one file name

_DASH = "[-‐‑‒–—−]"
_CODE: Final = re.compile(rf"(?<![\w-])[0-9A-Za-z]{{5}}{_DASH}[0-9A-Za-z]{{4}}{_DASH}[0-9A-Za-z]{{5}}(?![\w-])")
_NOT_OURS: Final = re.compile(r"[\s/.@:]")


@dataclass(frozen=True, slots=True)
class Place:
    """A credential of this house. opening: what an address carries to open its page, "" for none"""

    code: str
    opening: str = ""


class Places:
    """What reads them. base: the origin of the house, such as "https://badges.example" """

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        parts = urlsplit(self._base)
        self._host, self._schemes = parts.netloc.lower(), (parts.scheme, "https")
        self._printed = re.compile(
            rf"(?<![\w.-]){re.escape(self._host)}/v/([0-9A-Za-z]{{5}}{_DASH}?[0-9A-Za-z]{{4}}{_DASH}?[0-9A-Za-z]{{5}})"
            rf"(?:\?(?:lang=\w+&)?{OPENING}=([\w-]+))?(?![\w-])",
            re.IGNORECASE,
        )

    def address(self, place: Place) -> str:
        """The address of a place, which opens it when the place does."""
        query = f"?{urlencode({OPENING: place.opening})}" if place.opening else ""
        return f"{self._base}/v/{place.code}{query}"

    def of_link(self, text: str) -> Place | MalformedCode | None:
        """The place that a link is of; None when it leads elsewhere; what is wrong with its code."""
        if len(text) > LONGEST:
            return None
        try:
            parts = urlsplit(text.strip())
        except ValueError:  # half an IPv6 address
            return None
        if parts.scheme.lower() not in self._schemes or parts.netloc.lower() != self._host:
            return None
        steps = unquote(parts.path).split("/")
        if len(steps) < 3 or steps[1] != "v":  # noqa: PLR2004 -- "", "v", the code
            return None
        opening = parse_qs(parts.query, max_num_fields=20).get(OPENING, [""]) if parts.query.count("&") < 20 else [""]  # noqa: PLR2004
        try:
            return Place(read_code(steps[2].removesuffix(".json")), opening[0][:LONGEST_OPENING])
        except MalformedCode as refusal:
            return refusal

    @staticmethod
    def of_code(text: str) -> Place | MalformedCode | None:
        """The place of a code that stands alone, also of a mistyped one; None for any other text."""
        if len(text) > 60 or _NOT_OURS.search(text.strip()):  # noqa: PLR2004 -- a code with all its dashes
            return None
        try:
            return Place(read_code(text))
        except MalformedCode as refusal:
            return refusal if refusal.reason is MISTYPED and any(sign.isdigit() for sign in text) else None

    def printed(self, words: str) -> Iterator[Place]:
        """The places that a text names: our addresses, and codes in groups whose last sign agrees."""
        found: dict[Place, None] = {}
        rest = self._printed.sub(lambda match: _noted(found, match[1], match[2] or ""), words)
        for match in _CODE.finditer(rest):
            _noted(found, match[0], "")
        yield from list(found)[:MOST_PRINTED]

    @staticmethod
    def mistyped(words: str) -> Iterator[str]:
        """What a text gives as codes, in their groups, and of which none was ever given."""
        found: dict[str, None] = {}
        for match in _CODE.finditer(words):
            if any(sign.isdigit() for sign in match[0]):
                try:
                    read_code(match[0])
                except MalformedCode as refusal:
                    if refusal.reason is MISTYPED:
                        found[match[0]] = None
        yield from list(found)[:MOST_PRINTED]


def _noted(found: dict[Place, None], code: str, opening: str) -> str:
    try:
        found[Place(read_code(code), opening[:LONGEST_OPENING])] = None
    except MalformedCode:
        return code
    return " "
