"""Documents that differ from a sound one in one place."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of a document, from the top down."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for name, item in items:
        yield (*path, name)
        yield from places(item, (*path, name))


def one_place_of_each_kind(document: Any) -> Iterator[Path]:
    """One place for each member of each class, however often the class occurs."""
    seen = set()
    for path in places(document):
        parent = at(document, path[:-1])
        owner = json.dumps(parent.get("type")) if isinstance(parent, dict) else path[-2]
        name = path[-1] if isinstance(path[-1], str) else "*"
        if (owner, name) not in seen:
            seen.add((owner, name))
            yield path


def at(document: Any, path: Path) -> Any:
    """What stands at a place."""
    for name in path:
        document = document[name]
    return document


def changed(document: Any, path: Path, value: Any) -> Any:
    """The document with another value at this place."""
    changed_document = copy.deepcopy(document)
    at(changed_document, path[:-1])[path[-1]] = value
    return changed_document


def without(document: Any, path: Path) -> Any:
    """The document without what stands at this place."""
    changed_document = copy.deepcopy(document)
    del at(changed_document, path[:-1])[path[-1]]
    return changed_document


def mutants(document: Any, values: list[Any]) -> Iterator[tuple[Path, Any]]:
    """For each kind of place: nothing there, each of the values, the value in a list, the value out of its list."""
    for path in one_place_of_each_kind(document):
        found = at(document, path)
        yield path, without(document, path)
        for value in [*values, [found], *(found[:1] if isinstance(found, list) else [])]:
            yield path, changed(document, path, value)


def pointer_of(path: Path) -> str:
    """The JSON Pointer of a place whose names need no escape."""
    return "".join(f"/{name}" for name in path)
