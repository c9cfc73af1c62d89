"""What a document is told, made ready for its template: texts legible, strokes drawn, addresses with their squares."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sceau.engine.errors import EngineError, Reason
from sceau.outside.letters import Faces, legible, of_many_scripts, unsteered

_AS_IT_IS: Final = (
    "colour",
    "digest",
    "ground",
    "kind",
    "language",
    "logo",
    "seal",
    "site",
)  # what templates read, never a person’s words
_STROKE: Final = re.compile(r"[MLHVCSQTZmlhvcsqtz0-9 .,+-]*")  # SVG 2, §9.3: what the d of a path is made of, no arcs
_LONGEST_STROKE: Final = 20_000  # signs
_ADDRESS: Final = re.compile(r"https?://[\x21-\x7e]{1,500}")

STRANGE_STROKE = Reason(
    "typesetting.strange_stroke",
    "ce tracé de signature n’en est pas un : faites signer de nouveau",
    "this drawing of a signature is none: have it signed again",
)
STRANGE_ADDRESS = Reason(
    "typesetting.strange_address",
    "cette adresse ne peut pas être imprimée ({found})",
    "this address cannot be printed ({found})",
)


class StrangePaper(EngineError):
    """What a document is told cannot stand on it."""


def ready(data: Mapping[str, Any], *, square_code: Callable[[str], str], faces: Faces = ()) -> dict[str, Any]:
    """The data with every text as our letters print it; every object says by `left-out` whether it lacks some sign.

    square_code:  draws the square of an address: put as `code` beside each `url`
    faces:        the signs of each face; those of our own when not said
    raises:       StrangePaper
    """
    told: dict[str, Any] = _Pen(square_code, faces or of_many_scripts()).value(data)
    return told


class _Pen:
    """Goes through the data, and remembers whether something had to be left out of the object it is in."""

    def __init__(self, square_code: Callable[[str], str], faces: Faces) -> None:
        self._faces = faces
        self._square_code = square_code
        self.is_whole = True

    def value(self, value: Any, name: str = "") -> Any:
        if isinstance(value, str):
            return self._text(value, name)
        if isinstance(value, Mapping):
            return self._object(value)
        if isinstance(value, list | tuple):
            return [self.value(each, name) for each in value]
        return value

    def _object(self, value: Mapping[str, Any]) -> dict[str, Any]:
        was_whole, self.is_whole = self.is_whole, True
        told = {key: self.value(each, key) for key, each in value.items()}
        told["left-out"] = not self.is_whole
        self.is_whole = self.is_whole and was_whole
        if "url" in told:
            told["code"] = self._square_code(told["url"]) if told["url"] else ""
        return told

    def _text(self, text: str, name: str) -> str:
        if name == "stroke":
            if len(text) > _LONGEST_STROKE or _STROKE.fullmatch(text) is None:
                raise StrangePaper(STRANGE_STROKE)
            return text
        if name == "url":
            if text and _ADDRESS.fullmatch(text) is None:
                raise StrangePaper(STRANGE_ADDRESS, found=text[:80])
            return text
        if name in _AS_IT_IS:
            return text
        printed, is_whole = legible(unsteered(text), self._faces)
        self.is_whole = self.is_whole and is_whole
        return printed
