"""XML of strangers, read as it comes: no entity is made, nothing outside is asked for, and no tree is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

_CHUNK: Final = 1 << 16


class Unreadable(Exception):
    """It is no XML, or declares what no document of an office program declares."""


class Enough(Exception):
    """As much was read as is looked at."""


def read_xml(
    data: bytes,
    *,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Tell each element as it opens and closes, and the text between; names without their namespace.

    raises:  Unreadable; what the callers raise
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: start(_local(name), {_local(key): given[key] for key in given})
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        for place in range(0, len(data), _CHUNK):
            parser.Parse(data[place : place + _CHUNK], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # an encoding that is none; a name that is no text
        raise Unreadable from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*about: object) -> None:
    raise Unreadable
