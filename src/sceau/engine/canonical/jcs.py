"""JSON Canonicalization Scheme: one text for one JSON value.

source:  RFC 8785
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import orjson

from sceau.engine.errors import NotCanonical, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_INTEGER: Final = 2**53  # §3.2.2.3 with RFC 7493 §2.2: beyond it two readers may see two numbers
MAXIMUM_DEPTH: Final = 128

NOT_A_JSON_VALUE = Reason(
    "jcs.not_a_json_value",
    fr="une valeur de type {kind} n’est pas du JSON",
    en="a value of the type {kind} is not JSON",
)
NOT_A_NUMBER = Reason("jcs.not_a_number", fr="{value} n’est pas un nombre JSON", en="{value} is not a JSON number")
INTEGER_TOO_LARGE = Reason(
    "jcs.integer_too_large",
    fr="un nombre entier dépasse 2⁵³ : tous les lecteurs ne le liraient pas de même",
    en="an integer is beyond 2⁵³: not every reader would see the same one",
)
LONE_SURROGATE = Reason(
    "jcs.lone_surrogate",
    fr="un texte contient une moitié de caractère (surrogate isolé)",
    en="a text contains half a character (lone surrogate)",
)
TOO_DEEP = Reason("jcs.too_deep", fr="plus de {limit} niveaux d’imbrication", en="nested more than {limit} levels deep")

# What orjson writes is canonical but for the numbers, and for names with characters from U+E000 on, which it sorts by
# code point where §3.2.3 asks for UTF-16 code units. These are the bytes that begin such characters in UTF-8.
_HIGH_CHARACTER = re.compile(rb"[\xee-\xf4]")
_END_OF_ROUND_NUMBER = re.compile(rb"\.0(?=[,}\]])")
_PLAIN_FROM, _PLAIN_BELOW = 1e-3, 1e15  # between them, shortest digits are written out without an exponent everywhere


_flat = chain.from_iterable


def canonical_bytes(value: Any) -> bytes:
    """The canonical text of a JSON value, UTF-8.

    value:   made of dict with str names, list, str, int, float, bool and None
    raises:  NotCanonical: NaN or an infinity, an integer beyond 2⁵³, half a character, another type, too deep a nest
    """
    if type(value) is str and value.isascii():
        return orjson.dumps(value)
    rounds = _round_numbers_if_plain(value)
    if rounds is None:
        return _written_slowly(value)
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return _written_slowly(value)
    if not text.isascii() and _HIGH_CHARACTER.search(text):
        return _written_slowly(value)
    if rounds:
        # Each of them ends in ".0" before a delimiter, and so may other places inside texts: an equal count means that
        # there are no other places.
        text, cut = _END_OF_ROUND_NUMBER.subn(b"", text)
        if cut != rounds:
            return _written_slowly(value)
    return text


def _round_numbers_if_plain(value: Any) -> int | None:
    """How many floats are whole numbers; None when something in the value asks for the exact path."""
    rounds, depth, level = 0, 0, [value]
    while level:
        depth += 1
        if depth > MAXIMUM_DEPTH:
            return None
        inner: list[Iterable[Any]] = []
        for item in level:
            kind = type(item)
            if kind is dict:
                inner.append(item.values())
            elif kind is list:
                inner.append(item)
            elif kind is float:
                if not _PLAIN_FROM <= abs(item) < _PLAIN_BELOW:
                    return None
                rounds += item.is_integer()
            elif kind is int:
                if not -LARGEST_INTEGER <= item <= LARGEST_INTEGER:
                    return None
            elif item is not None and kind is not bool and kind is not str:
                return None
        level = [member for member in _flat(inner) if type(member) is not str]
    return rounds


def _written_slowly(value: Any) -> bytes:
    """The exact path, by the letter of the RFC."""
    pieces: list[str] = []
    _write(value, pieces.append, 1)
    try:
        return "".join(pieces).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(LONE_SURROGATE) from error


def _write(value: Any, put: Any, depth: int) -> None:
    """Put the texts that make up the value, in order."""
    if depth > MAXIMUM_DEPTH:
        raise NotCanonical(TOO_DEEP, limit=MAXIMUM_DEPTH)
    if isinstance(value, dict):
        _write_object(value, put, depth)
    elif isinstance(value, list):
        put("[")
        for place, member in enumerate(value):
            if place:
                put(",")
            _write(member, put, depth + 1)
        put("]")
    else:
        put(_scalar(value))


def _write_object(value: dict[Any, Any], put: Any, depth: int) -> None:
    for name in value:
        if not isinstance(name, str):
            raise NotCanonical(NOT_A_JSON_VALUE, kind=type(name).__name__)
    put("{")
    for place, name in enumerate(sorted(value, key=_code_units)):
        if place:
            put(",")
        put(_text(name))
        put(":")
        _write(value[name], put, depth + 1)
    put("}")


def _code_units(name: str) -> bytes:
    """§3.2.3: names are sorted by their UTF-16 code units."""
    try:
        return name.encode("utf-16-be")
    except UnicodeEncodeError as error:
        raise NotCanonical(LONE_SURROGATE) from error


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise NotCanonical(INTEGER_TOO_LARGE)
        return str(int(value))
    if isinstance(value, float):
        return number_text(value)
    raise NotCanonical(NOT_A_JSON_VALUE, kind=type(value).__name__)


def _text(value: str) -> str:
    """§3.2.2.2: what orjson escapes, and how, is what the RFC asks for."""
    try:
        return orjson.dumps(str(value)).decode("utf-8")
    except TypeError as error:
        raise NotCanonical(LONE_SURROGATE) from error


def number_text(value: float) -> str:
    """The text of a double as ECMAScript writes it: the shortest digits that read back as the same number.

    raises:  NotCanonical for NaN and the infinities
    source:  RFC 8785 §3.2.2.3; ECMA-262, Number::toString, steps 5 to 12
    """
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 -- NaN alone differs from itself
        raise NotCanonical(NOT_A_NUMBER, value=str(value))
    if value == 0:
        return "0"  # also for -0
    mantissa, _, exponent = f"{value!r}".lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    padded = (whole + fraction).rstrip("0")
    digits = padded.lstrip("0")
    # the number is 0.digits × 10^point
    point = len(whole) - (len(padded) - len(digits)) + int(exponent or 0)
    return ("-" if value < 0 else "") + _digits_text(digits, point)


def _digits_text(digits: str, point: int) -> str:
    """The text of 0.digits × 10^point; ECMAScript calls them s and n, and k is the number of digits."""
    k = len(digits)
    if k <= point <= 21:  # noqa: PLR2004 -- the bounds of Number::toString
        return digits + "0" * (point - k)
    if 0 < point <= 21:  # noqa: PLR2004
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:  # noqa: PLR2004
        return "0." + "0" * -point + digits
    sign, size = ("+", point - 1) if point > 0 else ("-", 1 - point)
    fraction = f".{digits[1:]}" if k > 1 else ""
    return f"{digits[0]}{fraction}e{sign}{size}"
