"""One fiche from what several feeds say of it.

The newer feed is preferred; of two feeds of the same day the XML, which says more. A day of difference is the same day:
the CSVs are dated the day before their archive. Feeds of the same day complete one another, entry by entry; when one is
older, it gives only what the newer one leaves out: the texts of a bloc that is still there, never a bloc that is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from sceau.frameworks.reading.sheets import LISTS, Item, Sheet

_RANK = {"own": 0, "csv": 1, "xml": 2}
_TOGETHER = 1  # day
_PLAIN = tuple(each.name for each in fields(Sheet) if each.name not in {*LISTS, "number", "active", "incomplete"})
AnItem = TypeVar("AnItem", bound=Item)


@dataclass(frozen=True, slots=True)
class Said:
    """What a feed says.

    kind:  "csv", "xml" or "own"
    on:    the day of the export in which it first said so
    """

    kind: str
    on: date
    sheet: Sheet


def merged(said: Sequence[Said]) -> Sheet:
    """One sheet of all of them; in whatever order they are given, the same."""
    ordered = sorted(said, key=_preference, reverse=True)
    newest = max(each.on for each in ordered)
    real = [each for each in ordered if each.kind != "own"] or ordered
    together = [each for each in real if (newest - each.on).days <= _TOGETHER]
    first = max(together or real, key=lambda each: (_RANK[each.kind], each.on))
    sheet = first.sheet
    for other in sorted((each for each in real if each is not first), key=_preference, reverse=True):
        sheet = _completed(sheet, other.sheet, together=abs((first.on - other.on).days) <= _TOGETHER)
    return sheet


def _preference(said: Said) -> tuple[date, int]:
    return said.on, _RANK[said.kind]


def _completed(sheet: Sheet, other: Sheet, *, together: bool) -> Sheet:
    """The sheet with what the other one adds."""
    changes: dict[str, Any] = {}
    for name in _PLAIN:
        mine, theirs = getattr(sheet, name), getattr(other, name)
        if theirs not in (None, "") and (mine is None or (together and mine == "")):
            changes[name] = theirs
    if not together:
        changes.pop("level", None)  # None is also « no level »: an older feed does not give one back
    for name in LISTS:
        mine, theirs = getattr(sheet, name), getattr(other, name)
        if mine is None:
            changes[name] = theirs
        elif theirs:
            changes[name] = _enriched(mine, theirs, together=together)
    return replace(sheet, **changes)


def _enriched(mine: Iterable[AnItem], theirs: Iterable[AnItem], *, together: bool) -> tuple[AnItem, ...]:
    others = {each.key: each for each in theirs}
    found = [_filled(each, others.pop(each.key)) if each.key in others else each for each in mine]
    return (*found, *others.values()) if together else tuple(found)


def _filled(mine: AnItem, theirs: AnItem) -> AnItem:
    changes = {
        each.name: getattr(theirs, each.name)
        for each in fields(mine)
        if getattr(mine, each.name) == "" and getattr(theirs, each.name) != ""
    }
    return replace(mine, **changes) if changes else mine
