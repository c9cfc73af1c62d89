"""Words inside a circle: how wide they are, where a title breaks, how large it can be.

Lengths are in the units of a seal, which is 600 wide.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Advance widths of Source Serif Pro Semibold in hundredths of the size, for the letters of Latin without their accents.
_WIDTHS = {
    21: "'’‘", 22: " ", 26: "|", 29: "j", 30: ",.:;·", 31: "ilłı", 32: "!-•", 33: "[]°", 34: "t{}", 36: "()/\\f",
    38: "IJ", 40: '"`', 42: "“”", 43: "?", 44: "*rs", 46: "z", 50: "c", 52: "$0123456789_aevy«»–€", 53: "Sg",
    54: "+<=>^x~", 55: "#ð", 56: "Zoø", 57: "kq", 58: "Fdþđ", 59: "LbŁ", 60: "EPpu", 61: "hn", 62: "TßÞ", 63: "CY",
    64: "B", 65: "X", 67: "ARV", 68: "GK", 70: "OQØ", 71: "DÐ", 72: "&", 73: "NU", 78: "Hw", 79: "æ", 82: "—",
    86: "@œ", 87: "%", 90: "Mm…", 91: "Æ", 93: "Œ", 97: "W", 102: "№",
}  # fmt: skip
_ADVANCE = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_OTHER_LETTER = 0.72  # Greek and Cyrillic capitals; wide enough for most scripts
_IDEOGRAPH = 1.0

_BREAKS = re.compile(r"(?<!^\w)(?<![ ’]\w)(?<!«) +(?![:;!?»])")
LONGEST_TITLE = 160  # letters drawn: what is longer is cut with an ellipsis, and stands whole in the description
LEADING = 1.16
_SIZES = [size / 2 for size in range(84, 27, -1)]  # 42 down to 14
_MOST_LINES, _EASY_LINES = 7, 4  # beyond four, a line costs more than larger letters give
_HIGHEST = 0.83  # share of the radius that lines may reach above and below: arcs of words curve there


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it will be drawn: its lines, the size of its letters, and the height of its first line's foot."""

    lines: tuple[str, ...]
    size: float

    @property
    def feet(self) -> list[float]:
        """Where each line stands, so that all of them are centred on 0."""
        step = self.size * LEADING
        first = -step * (len(self.lines) - 1) / 2 + self.size * 0.3
        return [first + at * step for at in range(len(self.lines))]


def width_of(text: str, size: float, spacing: float = 0.0) -> float:
    """How wide a text is, nearly, in letters of that size with that much space added after each."""
    return sum(map(_advance, text)) * size + spacing * len(text)


@lru_cache(maxsize=1024)
def _advance(letter: str) -> float:
    known = _ADVANCE.get(letter) or _ADVANCE.get(unicodedata.normalize("NFD", letter)[0])
    if known:
        return known
    if unicodedata.combining(letter):
        return 0.0
    return _IDEOGRAPH if unicodedata.east_asian_width(letter) in "WF" else _OTHER_LETTER


def shorten(text: str, longest: int) -> str:
    """A text of at most so many letters, cut with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def fit_title(text: str, radius: float) -> Title:
    """The title in the largest letters that fit inside a circle, its lines as even as the circle lets them be.

    text:    what is too long for a seal is cut
    radius:  of the circle that no letter may cross
    """
    shown = shorten(text, LONGEST_TITLE)
    anywhere = [piece for piece in shown.split(" ") if piece]
    return _set_in_lines(_words_of(shown), radius) or _set_in_lines(anywhere, radius) or _cut(anywhere, radius)


def _set_in_lines(words: list[str], radius: float) -> Title | None:
    """The words in lines, in the largest letters; None when no size holds them."""
    best, best_score = None, 0.0
    for count in range(1, min(_MOST_LINES, len(words)) + 1):
        size = next((size for size in _SIZES if _fits(words, _rooms(count, size, radius), size)), 0.0)
        score = size * (1 - 0.09 * max(0, count - _EASY_LINES))
        if score > best_score:
            best, best_score = Title(_even(words, _rooms(count, size, radius), size), size), score
    return best


def _words_of(text: str) -> list[str]:
    """The pieces between which a line may end: not after a word of one letter, nor before a French colon."""
    return [piece for piece in _BREAKS.split(text.strip(" ")) if piece] or [""]


def fit_arc(text: str, room: float, sizes: list[float], spacing: float) -> tuple[str, float]:
    """A text and its size on an arc of that length: the largest size that fits, else the smallest, the text cut."""
    text = shorten(text, LONGEST_TITLE)
    for size in sizes:
        if width_of(text, size, spacing) <= room:
            return text, size
    smallest = sizes[-1]
    while len(text) > 1 and width_of(text, smallest, spacing) > room:
        text = text[:-2].rstrip() + "…"
    return text, smallest


def _rooms(count: int, size: float, radius: float) -> list[float]:
    """How wide each of so many lines may be; empty when they do not even fit in height."""
    step, rooms = size * LEADING, []
    for at in range(count):
        middle = (at - (count - 1) / 2) * step
        far = abs(middle) + size * 0.45  # the corner of the line that is farthest from the centre
        if far >= radius * _HIGHEST:
            return []
        rooms.append(2 * math.sqrt(radius**2 - far**2))
    return rooms


def _fits(words: list[str], rooms: list[float], size: float) -> bool:
    """Whether the words fill so many lines and no more."""
    at = 0
    for room in rooms:
        line, start = 0.0, at
        while at < len(words) and (line := line + width_of(f" {words[at]}", size)) - _ADVANCE[" "] * size <= room:
            at += 1
        if at == start:
            return False
    return bool(rooms) and at == len(words)


def _even(words: list[str], rooms: list[float], size: float) -> tuple[str, ...]:
    """The lines that fill their rooms most evenly: the least sum of width² / room, line by line from the first."""
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}  # words used → what that costs, and the lines
    for room in rooms:
        longer: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start, (cost, lines) in best.items():
            for stop in range(start + 1, len(words) + 1):
                line = " ".join(words[start:stop])
                width = width_of(line, size)
                if width > room:
                    break
                longer[stop] = min(longer.get(stop, (math.inf, ())), (cost + width**2 / room, (*lines, line)))
        best = longer
    return best[len(words)][1]


def _cut(words: list[str], radius: float) -> Title:
    """Words that no size can hold, one too long for a line for instance: as many letters as a line holds."""
    size = _SIZES[-1]
    text, _ = fit_arc(" ".join(words), 2 * radius * 0.95, [size], 0)
    return Title((text,), size)
