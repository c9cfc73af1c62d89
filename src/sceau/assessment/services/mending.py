"""The wrong rows of a file come back mended: recognised as the same import, and read by the line that each had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sceau.assessment.errors import WrongValue
from sceau.intake.cells import unguarded
from sceau.intake.corrections import ORIGINAL_LINE, is_added
from sceau.intake.errors import IntakeError
from sceau.intake.table import Table

_PART: Final = 500


def brings_lines_back(table: Table) -> bool:
    """Whether its rows say which line they were."""
    return any(header in ORIGINAL_LINE for header in table.headers)


def is_of(headers: Iterable[str], table: Table) -> bool:
    """Whether it has the columns of a file, and ours besides."""
    return {unguarded(header) for header in table.headers if not is_added(header)} == set(headers)


def mended_parts(table: Table) -> Iterator[dict[int, dict[str, str]]]:
    """Original line → header → cell, some hundred at a time; a row that names no line counts under numbers below 0.

    raises:  WrongValue, where the file cannot be read further
    """
    place = next(index for index, header in enumerate(table.headers) if header in ORIGINAL_LINE)
    part: dict[int, dict[str, str]] = {}
    nowhere = 0
    try:
        for row in table:
            if not any(map(str.strip, row.cells)):
                continue
            said = row.cells[place].strip() if place < len(row.cells) else ""
            line = int(said) if said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004 -- figures of a line
            if not line:
                nowhere -= 1
                line = nowhere
            pairs = zip(table.headers, row.cells, strict=False)
            part[line] = {unguarded(header): unguarded(cell) for header, cell in pairs}
            if len(part) >= _PART:
                yield part
                part = {}
    except IntakeError as error:
        raise WrongValue(error.reason, field="file", **error.details) from error
    if part:
        yield part
