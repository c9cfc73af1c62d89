"""JSON that everybody reads in the same way: no duplicate names, no NaN, no lone surrogates, bounded depth and size."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import orjson

from sceau.engine.errors import MalformedJson, Reason

JsonObject = dict[str, Any]

MAXIMUM_BYTES = 262_144  # a credential of 256 kB is already a hundred times the usual size
MAXIMUM_DEPTH = 32
LARGEST_INTEGER = 2**53  # beyond it two readers may see two numbers (RFC 8785, §3.2.2.3)

TOO_LARGE = Reason(
    "json.too_large",
    fr="le document dépasse {limit} octets ; nous n’en lisons pas davantage",
    en="the document is longer than {limit} bytes; we read no more",
)
NOT_JSON = Reason("json.not_json", fr="ce n’est pas du JSON\u00a0: {place}", en="this is not JSON: {place_en}")
DUPLICATE_NAME = Reason(
    "json.duplicate_name",
    fr="le nom « {name} » est écrit deux fois dans le même objet",
    en="the name “{name}” appears twice in the same object",
)
TOO_DEEP = Reason(
    "json.too_deep", fr="plus de {limit} niveaux d’imbrication", en="nested more than {limit} levels deep"
)
NOT_A_NUMBER = Reason("json.not_a_number", fr="{value} n’est pas un nombre JSON", en="{value} is not a JSON number")
LONE_SURROGATE = Reason(
    "json.lone_surrogate",
    fr="un texte contient une moitié de caractère (surrogate isolé)",
    en="a text contains half a character (lone surrogate)",
)
INTEGER_TOO_LARGE = Reason(
    "json.integer_too_large",
    fr="le nombre {value} dépasse 2⁵³ : tous les lecteurs ne le liraient pas de même",
    en="the number {value} is beyond 2⁵³: not every reader would see the same one",
)
NOT_AN_OBJECT = Reason(
    "json.not_an_object", fr="le document n’est pas un objet JSON", en="the document is not a JSON object"
)

_LINE_AND_COLUMN = (("ligne", "colonne"), ("line", "column"))
_END_OF_NAME = re.compile(rb'"[ \t\r\n]*:')


def parse(text: bytes | str, *, limit: int = MAXIMUM_BYTES) -> Any:
    """The value that the text stands for.

    limit:   bytes, above which nothing is read
    raises:  MalformedJson
    source:  RFC 8259; RFC 7493 (I-JSON) for duplicate names, numbers and surrogates
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > limit:
        raise MalformedJson(TOO_LARGE, limit=limit)
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return _parse_slowly(data)
    names, safe = _count_names(value)
    # A text that is written again as it was has lost no name. In any layout, every name ends in `":`, and so may other
    # places: an equal count leaves no room for a duplicate.
    if safe and (orjson.dumps(value) == data or names == len(_END_OF_NAME.findall(data))):
        return value
    return _parse_slowly(data)


def parse_object(text: bytes | str, *, limit: int = MAXIMUM_BYTES) -> JsonObject:
    """The object that the text stands for.

    raises:  MalformedJson, also when the text is JSON of another kind
    """
    value = parse(text, limit=limit)
    if not isinstance(value, dict):
        raise MalformedJson(NOT_AN_OBJECT)
    return value


def _count_names(value: Any) -> tuple[int, bool]:
    """How many names the value has in all, and whether nothing in it asks for a closer look."""
    names, level, depth = 0, [value], 0
    while level:
        if depth > MAXIMUM_DEPTH:
            return names, False
        depth += 1
        below: list[Any] = []
        for item in level:
            kind = type(item)
            if kind is dict:
                names += len(item)
                below.extend([v for v in item.values() if type(v) is not str])
            elif kind is list:
                below.extend([v for v in item if type(v) is not str])
            elif (kind is int or kind is float) and not -LARGEST_INTEGER <= item <= LARGEST_INTEGER:
                return names, False
        level = below
    return names, True


def _parse_slowly(data: bytes) -> Any:
    """The exact path: says what is wrong, or finds that nothing is."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\xed" in data:
            raise MalformedJson(LONE_SURROGATE) from error
        place, place_en = f"octet {error.start}, qui n’est pas de l’UTF-8", f"byte {error.start}, which is not UTF-8"
        raise MalformedJson(NOT_JSON, place=place, place_en=place_en) from error
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object_of,
            parse_constant=_refuse_constant,
            parse_int=_integer_of,
            parse_float=_float_of,
        )
    except json.JSONDecodeError as error:
        place, place_en = (f"{line} {error.lineno}, {column} {error.colno}" for line, column in _LINE_AND_COLUMN)
        raise MalformedJson(NOT_JSON, place=place, place_en=place_en) from error
    except RecursionError as error:
        raise MalformedJson(TOO_DEEP, limit=MAXIMUM_DEPTH) from error
    _refuse_depth_and_surrogates(value, 0)
    return value


def _object_of(pairs: list[tuple[str, Any]]) -> JsonObject:
    found: JsonObject = {}
    for name, value in pairs:
        if name in found:
            raise MalformedJson(DUPLICATE_NAME, name=name)
        found[name] = value
    return found


def _refuse_constant(text: str) -> NoReturn:
    raise MalformedJson(NOT_A_NUMBER, value=text)


def _integer_of(text: str) -> int:
    if len(text) > 17 or not -LARGEST_INTEGER <= int(text) <= LARGEST_INTEGER:  # noqa: PLR2004 -- "-9007199254740992"
        raise MalformedJson(INTEGER_TOO_LARGE, value=text[:40])
    return int(text)


def _float_of(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise MalformedJson(NOT_A_NUMBER, value=text[:40])
    return value


def _refuse_depth_and_surrogates(value: Any, depth: int) -> None:
    if depth > MAXIMUM_DEPTH:
        raise MalformedJson(TOO_DEEP, limit=MAXIMUM_DEPTH)
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise MalformedJson(LONE_SURROGATE) from error
    elif isinstance(value, dict):
        for name, member in value.items():
            _refuse_depth_and_surrogates(name, depth)
            _refuse_depth_and_surrogates(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            _refuse_depth_and_surrogates(member, depth + 1)
