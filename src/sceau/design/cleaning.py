"""What may stand in a draft: texts cleaned, numbers that everybody reads alike, nothing empty, all within bounds."""

from __future__ import annotations

import math
import unicodedata
from typing import Any, Final

from sceau.design.errors import TooLarge, WrongValue
from sceau.design.reasons import NOT_JSON, TEXT_TOO_LONG, TOO_DEEP, TOO_HEAVY, WRONG_NAME, WRONG_NUMBER
from sceau.engine.canonical.jcs import canonical_bytes
from sceau.engine.strict_json import LARGEST_INTEGER, JsonObject

LARGEST_DRAFT: Final = 512 * 1024  # bytes: thirty times the longest sample
DEEPEST: Final = 24  # the schema needs nine
LONGEST_TEXT: Final = 20_000  # signs: eight pages
LONGEST_NAME: Final = 100
_LETTERS_THAT_JOIN = "\u200c\u200d"  # they mean something in Persian and in Indian scripts


def clean(value: Any, *, pointer: str = "", depth: int = 0) -> Any:
    """The value as it is kept: texts in NFC and trimmed, without signs that nobody sees, members without content gone.

    returns:  None when nothing is left of it
    raises:   WrongValue, TooLarge
    """
    if depth > DEEPEST:
        raise TooLarge(TOO_DEEP, pointer=pointer, limit=DEEPEST)
    if isinstance(value, str):
        return _text(value, pointer)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value, pointer)
    if isinstance(value, dict):
        return _object(value, pointer, depth)
    if isinstance(value, list | tuple):
        items = [clean(each, pointer=f"{pointer}/{place}", depth=depth + 1) for place, each in enumerate(value)]
        return [each for each in items if each is not None]
    raise WrongValue(NOT_JSON, pointer=pointer, kind=type(value).__name__)


def within_budget(document: JsonObject) -> JsonObject:
    """The same document.

    raises:  TooLarge
    """
    size = len(canonical_bytes(document))
    if size > LARGEST_DRAFT:
        raise TooLarge(TOO_HEAVY, size=-(-size // 1024), limit=LARGEST_DRAFT // 1024)
    return document


def shown(text: str) -> str:
    """The text in NFC, its ends of lines alike, without the signs that nobody sees."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isprintable():  # most are, and need no look at each sign
        return text
    return "".join(sign for sign in text if sign in "\n\t" + _LETTERS_THAT_JOIN or not _is_hidden(sign))


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _text(value: str, pointer: str) -> str | None:
    text = "\n".join(line.rstrip() for line in shown(value).split("\n")).strip()
    if len(text) > LONGEST_TEXT:
        raise TooLarge(TEXT_TOO_LONG, pointer=pointer, length=len(text), limit=LONGEST_TEXT)
    return text or None


def _number(value: float, pointer: str) -> float:
    if (isinstance(value, float) and not math.isfinite(value)) or not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise WrongValue(WRONG_NUMBER, pointer=pointer, found=str(value)[:40])
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _object(value: dict[Any, Any], pointer: str, depth: int) -> JsonObject | None:
    found: JsonObject = {}
    for name, member in value.items():
        if not isinstance(name, str) or not name or len(name) > LONGEST_NAME or shown(name) != name:
            raise WrongValue(WRONG_NAME, pointer=pointer, found=str(name)[:40])
        cleaned = clean(member, pointer=f"{pointer}/{name}", depth=depth + 1)
        # null says something in a design (no ECTS, no end of validity); an empty text or object does not
        if cleaned is not None or member is None:
            found[name] = cleaned
    return found or None
