"""The wrong rows alone, as a CSV to mend in a spreadsheet and send back."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from sceau.intake.cells import guarded
from sceau.intake.check import CheckedRow
from sceau.intake.fields import ADDED
from sceau.intake.findings import Severity, State
from sceau.intake.table import Table

WRONG = frozenset({State.TO_CORRECT, State.SUSPICIOUS, State.CHANGED})
ENCODING = "utf-8-sig"  # the mark by which Excel knows UTF-8
ORIGINAL_LINE = frozenset(headers[0] for headers in ADDED.values())
_ADDED = frozenset(header for headers in ADDED.values() for header in headers)


def is_added(header: str) -> bool:
    """Whether a column of a file that comes back is one of ours."""
    return header in _ADDED


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said of one cell. column: "" for the whole row"""

    column: str
    sentence: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row to be mended. line: as the first file numbers it"""

    line: int
    cells: Sequence[str]
    told: Sequence[Told]


def write_corrections(
    rows: Iterable[CheckedRow],
    table: Table,
    target: TextIO,
    *,
    language: str = "fr",
    states: Collection[State] = WRONG,
) -> int:
    """Write the rows in these states with their line, what is wrong and what is proposed; the number written.

    target:  open for text in ENCODING with newline="". The separator is the table's own, « ; » for a workbook.
             A cell that a spreadsheet would compute is guarded with « ' », which intake takes away again
    """
    wrong = (_wrong(row, language) for row in rows if row.state in states)
    lines = wrong_lines(wrong, table.headers, table.found.delimiter, language=language)
    written = -1
    for line in lines:
        target.write(line)
        written += 1
    return written


def wrong_lines(
    rows: Iterable[Wrong], headers: Sequence[str], delimiter: str, *, language: str = "fr"
) -> Iterator[str]:
    """The same file line by line, its header first: however many rows, one is held.

    delimiter:  "" for a workbook
    """
    line = _Line()
    writer = csv.writer(line, delimiter=delimiter or ";", lineterminator="\r\n")
    writer.writerow([*map(guarded, headers), *ADDED[language]])
    yield line.text
    for row in rows:
        cells = [*row.cells[: len(headers)], *[""] * (len(headers) - len(row.cells))]
        writer.writerow([guarded(cell) for cell in cells] + _explained(row, language))
        yield line.text


class _Line:
    """Takes what `csv` writes, one line at a time."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def _wrong(row: CheckedRow, language: str) -> Wrong:
    told = [found for found in row.findings if found.severity is not Severity.INFO]
    return Wrong(
        row.line,
        row.cells,
        [Told(found.column, found.sentence(language), found.suggestion) for found in told],
    )


def _explained(row: Wrong, language: str) -> list[str]:
    colon = "\u00a0: " if language == "fr" else ": "
    why = " ".join(f"{each.column}{colon if each.column else ''}{each.sentence}" for each in row.told)
    proposed = " ; ".join(f"{each.column} → {each.suggestion}" for each in row.told if each.suggestion)
    return [str(row.line), guarded(why), guarded(proposed)]
