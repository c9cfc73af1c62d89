"""The words by which a person is found, and how what somebody types is read into them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from sceau.intake.folding import fold
from sceau.people.states import AddressKind

LONGEST: Final = 60  # characters of a word that count
LONGEST_COLUMN: Final = 250
MOST_ASKED: Final = 6
SHORTEST_PHONE: Final = 4  # figures: fewer are the end of thousands of numbers
_JOINED = re.compile(r"[^\W\d_]+(?:['’ʼ\-\u2010\u2011][^\W\d_]+)+")
_NOT_FIGURE = re.compile(r"\D")
_PHONE = re.compile(r"\+?[\d .()/\-]+")


def folded_name(*names: str) -> str:
    """Names as they are compared: without case and accents, their words in order."""
    return " ".join(sorted(fold(" ".join(names)).split()))[:LONGEST_COLUMN]


def sort_name(given: str, family: str) -> str:
    """By what people are put in order."""
    return fold(f"{family} {given}")[:LONGEST_COLUMN]


def words_of(names: Iterable[str], addresses: Iterable[tuple[str, str]]) -> set[bytes]:
    """Everything under which a person is found.

    names:      given, family, native, reference
    addresses:  kind and value; postal lines are not searched
    """
    found: set[str] = set()
    for text in names:
        found.update(fold(text).split())
        found.update(fold(match.group()).replace(" ", "") for match in _JOINED.finditer(text))  # « dartagnan »
    for kind, value in addresses:
        if kind == AddressKind.EMAIL:
            found.add(value)
        elif kind == AddressKind.PHONE:
            found.add(figures_from_the_end(value))
    return {word[:LONGEST].encode() for word in found if word}


def asked_of(typed: str) -> list[list[bytes]]:
    """What is asked: for each word, the beginnings that would do; all words must be met.

    A row of figures is read as the end of a telephone number or as a number of the body's own.
    """
    typed = typed.strip()[:200]
    if "@" in typed:
        return [[typed.lower()[:LONGEST].encode()]]
    figures = figures_from_the_end(typed)
    if len(figures) >= SHORTEST_PHONE and _PHONE.fullmatch(typed):
        return [[figures.encode(), *([word.encode()] if (word := fold(typed)[:LONGEST]).isdigit() else [])]]
    words = list(dict.fromkeys(fold(typed).split()))[:MOST_ASKED]
    return [[word[:LONGEST].encode()] for word in words]


def figures_from_the_end(number: str) -> str:
    """The figures of a telephone number, the last one first, so that its end is a beginning; 0033 6 and 06 are one."""
    figures = _NOT_FIGURE.sub("", number)
    for abroad in ("0033", "33"):
        if figures.startswith(abroad) and len(figures) == len(abroad) + 9:
            figures = f"0{figures[len(abroad) :]}"
    return figures[::-1]
