"""A stranger's formatted text (RTF): its words, and where its links lead. Objects and pictures in it are passed over.

source:  Rich Text Format Specification 1.9.1, of Microsoft
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from sceau.engine.ports import Carried, Contents
from sceau.outside.strangers import limits

BROKEN, TOO_MANY = "broken", "too_many"
_TOKEN: Final = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|(.)", re.DOTALL
)
_PASSED_OVER: Final = frozenset(
    "fonttbl colortbl stylesheet info pict object themedata datastore listtable listoverridetable rsidtbl generator "
    "xmlnstbl latentstyles filetbl revtbl colorschememapping fontemb fontfile bkmkstart bkmkend nonshppict".split()
)
_SIGNS: Final = {
    "par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": "\t",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
}  # fmt: skip
_ESCAPED: Final = {"~": "\u00a0", "_": "\u2011", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
_FIELD: Final = re.compile(r"HYPERLINK\s+\"?([^\s\"]{1,2000})")


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until a group ends. skips: signs that stand for one after it, where readers know no Unicode"""

    is_passed_over: bool = False
    is_field: bool = False
    skips: int = 1


def read_rich_text(data: bytes) -> Contents:
    """What a formatted text carries. Never raises for anything in it."""
    reading = _Reading(data[: limits.LONGEST_MARKUP].decode("latin-1"))
    words, fields, is_sound = reading.read()
    links = list(dict.fromkeys(_FIELD.findall(fields)))
    found = tuple(Carried("link", "", link.encode("utf-8", "replace")) for link in links[: limits.MOST_LINKS])
    if not is_sound and not words.strip():
        return Contents("rtf", fault=BROKEN)
    is_whole = len(data) <= limits.LONGEST_MARKUP and len(words) <= limits.LONGEST_TEXT and is_sound
    is_whole = is_whole and len(links) <= limits.MOST_LINKS
    return Contents("rtf", found, words[: limits.LONGEST_TEXT], "" if is_whole else TOO_MANY)


class _Reading:
    """One pass over the signs of a file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: list[str] = []
        self._fields: list[str] = []
        self._groups = [_Group()]
        self._page = "cp1252"
        self._to_skip = 0
        self._is_starred = False

    def read(self) -> tuple[str, str, bool]:
        """The words, the instructions of its fields, and whether all groups were whole."""
        place = 0
        while place < len(self._text):
            match = _TOKEN.match(self._text, place)
            if match is None:
                return "".join(self._words), "".join(self._fields), False
            place = match.end()
            word, number, escaped, sign, brace, text, _ = match.groups()
            if brace == "{":
                if len(self._groups) > limits.DEEPEST:
                    return "".join(self._words), "".join(self._fields), False
                self._groups.append(self._groups[-1])
                self._to_skip = 0
            elif brace:
                ended = self._groups.pop() if len(self._groups) > 1 else _Group()
                self._fields += [" \n"] if ended.is_field and not self._groups[-1].is_field else []
                self._to_skip = 0
            elif word == "bin":
                place += max(0, int(number or 0))
            elif word:
                self._obey(word, int(number) if number else None)
            elif escaped:
                self._add(bytes.fromhex(escaped).decode(self._page, "replace"))
            elif sign == "*":
                self._is_starred = True
                continue
            elif sign:
                self._add(_ESCAPED.get(sign, ""))
            elif text:
                self._add(text)
            self._is_starred = False
        return "".join(self._words), "".join(self._fields), len(self._groups) == 1

    def _obey(self, word: str, number: int | None) -> None:
        here = self._groups[-1]
        if word == "fldinst":
            self._groups[-1] = replace(here, is_field=True)
        elif word in _PASSED_OVER or self._is_starred:
            self._groups[-1] = replace(here, is_passed_over=True)
        elif word == "u" and number is not None:
            code = number % 65_536
            self._to_skip = 0
            self._add(chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd")  # noqa: PLR2004 -- half a sign
            self._to_skip = here.skips
        elif word == "uc" and number is not None:
            self._groups[-1] = replace(here, skips=min(max(0, number), 8))
        elif word == "ansicpg" and number in range(1250, 1259):
            self._page = f"cp{number}"
        elif word in _SIGNS:
            self._add(_SIGNS[word])

    def _add(self, text: str) -> None:
        here = self._groups[-1]
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        if here.is_passed_over or skipped == len(text):
            return
        (self._fields if here.is_field else self._words).append(text[skipped:])
