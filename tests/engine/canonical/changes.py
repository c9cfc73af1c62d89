"""Other documents, made from one by changing what stands at a place."""

from __future__ import annotations

import copy


def places(value, path=()):
    """Every place of a document below its top, outside its contexts."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        if key != "@context":
            yield (*path, key)
            yield from places(member, (*path, key))


def put(document, place, value):
    changed = copy.deepcopy(document)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return changed
