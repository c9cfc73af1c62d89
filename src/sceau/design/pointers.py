"""JSON Pointers (RFC 6901) into a draft: reading, and writing a copy.

A draft is incomplete: what a pointer passes through and is not there is made, an object for a name, a list for the
place 0. Where a text was one string, a pointer to one of its languages makes it one string per language.
"""

from __future__ import annotations

import re
from typing import Any

from sceau.design.errors import WrongValue
from sceau.design.reasons import NO_SUCH_PLACE
from sceau.engine.strict_json import JsonObject

ABSENT: Any = object()
_PLACE = re.compile(r"0|[1-9][0-9]{0,3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def tokens_of(pointer: str) -> list[str]:
    """The names and places on the way, unescaped.

    raises:  WrongValue
    """
    if not pointer.startswith("/"):
        raise WrongValue(NO_SUCH_PLACE, pointer=pointer[:100], found=pointer[:100])
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/")]


def read(document: Any, pointer: str) -> Any:
    """What stands there, ABSENT when nothing does."""
    found = document
    for token in tokens_of(pointer):
        if isinstance(found, dict):
            found = found.get(token, ABSENT)
        elif isinstance(found, list) and _PLACE.fullmatch(token) and int(token) < len(found):
            found = found[int(token)]
        else:
            return ABSENT
    return found


def write(document: JsonObject, pointer: str, value: Any) -> JsonObject:
    """The document with this value there, or without what was there for ABSENT; what it was given is not altered.

    raises:  WrongValue when the pointer leads through something that holds nothing
    """
    try:
        changed: JsonObject = _written(document, tokens_of(pointer), value, document.get("language", "fr"))
    except LookupError as error:
        raise WrongValue(NO_SUCH_PLACE, pointer=pointer, found=pointer[:100]) from error
    return changed


def _written(there: Any, tokens: list[str], value: Any, language: str) -> Any:
    if not tokens:
        return value
    name, rest = tokens[0], tokens[1:]
    if isinstance(there, str) and not rest and _LANGUAGE.fullmatch(name):
        there = {language: there}
    if there is ABSENT or there is None:
        there = [] if _PLACE.fullmatch(name) else {}
    if isinstance(there, dict):
        return _in_object(there, name, rest, value, language)
    if isinstance(there, list) and _PLACE.fullmatch(name) and int(name) <= len(there):
        return _in_list(there, int(name), rest, value, language)
    raise LookupError(name)


def _in_object(there: JsonObject, name: str, rest: list[str], value: Any, language: str) -> JsonObject:
    member = there.get(name, ABSENT)
    if value is ABSENT and member is ABSENT:
        return there
    member = _written(member, rest, value, language)
    if member is ABSENT:
        return {each: kept for each, kept in there.items() if each != name}
    return {**there, name: member}


def _in_list(there: list[Any], place: int, rest: list[str], value: Any, language: str) -> list[Any]:
    member = there[place] if place < len(there) else ABSENT
    if value is ABSENT and member is ABSENT:
        return there
    member = _written(member, rest, value, language)
    kept = [] if member is ABSENT else [member]
    return [*there[:place], *kept, *there[place + 1 :]]
