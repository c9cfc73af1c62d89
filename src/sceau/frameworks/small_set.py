"""The reference data that ship with Sceau: enough to design with before anything was imported. See data/SOURCES.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from sceau.frameworks.reading.concepts import ConceptRow
from sceau.frameworks.reading.sheets import Sheet, from_bytes
from sceau.frameworks.services.own import FrameworkRow, load_own

DATA: Final = Path(__file__).parent / "data"
FRAMEWORKS: Final = ("esco", "rome", "digcomp", "greencomp", "lifecomp", "isced-f", "eqf", "nsf")
MADE_ON: Final = date(2026, 1, 15)  # the day of the export that the invented fiches imitate


def load(*, now: datetime) -> int:
    """Put the set in use; gives how much was read, 0 when it is there. What was imported whole is left alone."""
    concepts = dict(read_framework(name) for name in FRAMEWORKS)
    return load_own(now=now, on=MADE_ON, sheets=read_sheets(), concepts=concepts)


def read_framework(name: str) -> tuple[FrameworkRow, list[ConceptRow]]:
    """One framework of the set."""
    said = _read(name)
    return FrameworkRow(**said["framework"]), [_row(each) for each in said["concepts"]]


def read_sheets() -> list[Sheet]:
    """The invented fiches: RNCP99700, RNCP99800, RNCP99901 and RS9901."""
    return list(_sheets())


def _sheets() -> Iterator[Sheet]:
    for each in _read("fiches")["sheets"]:
        yield from_bytes(orjson.dumps(each))


def _row(said: dict[str, Any]) -> ConceptRow:
    code = said["code"]
    return ConceptRow(
        code=code,
        url=said.get("url", code if code.startswith("http") else ""),
        kind=said.get("kind", ""),
        label_fr=said.get("fr", ""),
        label_en=said.get("en", ""),
        alternatives_fr=tuple(said.get("also_fr", ())),
        alternatives_en=tuple(said.get("also_en", ())),
        parents=tuple(said.get("parents", ())),
    )


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((DATA / f"{name}.json").read_bytes())
    return found
