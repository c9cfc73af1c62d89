"""Where a person was born: postcode, Insee code. Corsica is 2A and 2B, and abroad is 99."""

from __future__ import annotations

import re

from sceau.intake import kinds
from sceau.intake.findings import Note, Read

_POSTCODE = re.compile(r"\d{5}\Z")
_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}\Z")
_ONLY_INSEE = re.compile(r"(?:2[AB]|99)\d{3}\Z")  # no postcode begins so: Corsica's are 20000, abroad has none
_ZERO_LOST = re.compile(r"\d{4}\Z")
_FOREIGN = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,8}\Z")  # flux CPF: codePostal is a string of 1 to 9


def read_postcode(text: str) -> Read:
    """A postcode. An Insee code among them keeps its form: see `is_insee_only`."""
    code = text.upper()
    if _POSTCODE.match(code.replace(" ", "")):
        code = code.replace(" ", "")
    if _ONLY_INSEE.match(code):
        return Read(code, (Note(kinds.INSEE_IN_POSTCODE, code),))
    if _POSTCODE.match(code):
        return Read(code)
    if _ZERO_LOST.match(code):
        return Read(f"0{code}", (Note(kinds.LEADING_ZERO, f"0{code}"),))
    if _FOREIGN.match(code) and any(sign.isdigit() for sign in code):
        return Read(code)
    return Read("", (Note(kinds.UNREADABLE_POSTCODE),))


def is_insee_only(code: str) -> bool:
    """Whether a code of five signs can only be an Insee code."""
    return _ONLY_INSEE.match(code) is not None


def read_insee_code(text: str) -> Read:
    """The Insee code of a commune, or of a country (99…)."""
    code = text.upper().replace(" ", "")
    if _INSEE.match(code):
        return Read(code)
    if _ZERO_LOST.match(code):
        return Read(f"0{code}", (Note(kinds.LEADING_ZERO, f"0{code}"),))
    return Read("", (Note(kinds.INVALID_INSEE_CODE),))
