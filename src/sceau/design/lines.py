"""In which line of a JSON file a place stands, so that a refusal can say it."""

from __future__ import annotations

from json.decoder import scanstring  # type: ignore[attr-defined]  # since Python 2.6, and not in its stubs
from typing import Final

_SPACES: Final = " \t\r\n"
_ENDS: Final = ",]} \t\r\n"


def line_of(text: str, pointer: str) -> int | None:
    """The line, 1 for the first, in which the value at this pointer begins; the nearest that is there.

    text:     JSON that was read without fault
    returns:  None when the text is not as it was said to be
    """
    tokens = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
    try:
        place = _Walk(text).find(tokens)
    except (ValueError, IndexError):
        return None
    return text.count("\n", 0, place) + 1


class _Walk:
    """One reading of a text, from a place on."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, tokens: list[str]) -> int:
        """Where the value begins."""
        place = self.after_spaces(0)
        for token in tokens:
            inside = self.text[place]
            found = self.member(place, token) if inside == "{" else self.item(place, token) if inside == "[" else None
            if found is None:
                return place
            place = found
        return place

    def member(self, place: int, name: str) -> int | None:
        """Where the value of a member of the object that begins here begins."""
        place = self.after_spaces(place + 1)
        while self.text[place] != "}":
            found, place = scanstring(self.text, place + 1, True)
            place = self.after_spaces(self.after_spaces(place) + 1)  # the colon
            if found == name:
                return place
            place = self.after_comma(self.skip(place))
        return None

    def item(self, place: int, number: str) -> int | None:
        """Where an item of the list that begins here begins."""
        if not number.isdecimal():
            return None
        place = self.after_spaces(place + 1)
        for _ in range(int(number)):
            if self.text[place] == "]":
                return None
            place = self.after_comma(self.skip(place))
        return None if self.text[place] == "]" else place

    def skip(self, place: int) -> int:
        """Past the value that begins here."""
        depth = 0
        while True:
            sign = self.text[place]
            if sign == '"':
                _, place = scanstring(self.text, place + 1, True)
            elif sign in "{[":
                depth, place = depth + 1, place + 1
            elif sign in "}]":
                depth, place = depth - 1, place + 1
            elif sign in ",: \t\r\n":
                place += 1
                continue
            else:
                while place < len(self.text) and self.text[place] not in _ENDS:
                    place += 1
            if depth == 0:
                return place

    def after_spaces(self, place: int) -> int:
        """The next sign that is no space."""
        while self.text[place] in _SPACES:
            place += 1
        return place

    def after_comma(self, place: int) -> int:
        """What follows the comma, or the end of the object or the list."""
        place = self.after_spaces(place)
        return self.after_spaces(place + 1) if self.text[place] == "," else place
