"""The wrong rows alone, as a CSV to mend in a spreadsheet and send back."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from typing import TextIO

from sceau.intake.cells import guarded
from sceau.intake.check import CheckedRow
from sceau.intake.fields import ADDED
from sceau.intake.findings import Severity, State
from sceau.intake.table import Table

WRONG = frozenset({State.TO_CORRECT, State.SUSPICIOUS, State.CHANGED})
ENCODING = "utf-8-sig"  # the mark by which Excel knows UTF-8


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
    writer = csv.writer(target, delimiter=table.found.delimiter or ";", lineterminator="\r\n")
    writer.writerow([*map(guarded, table.headers), *ADDED[language]])
    written = 0
    for row in rows:
        if row.state in states:
            writer.writerow([guarded(cell) for cell in _padded(row, table)] + _explained(row, language))
            written += 1
    return written


def _padded(row: CheckedRow, table: Table) -> list[str]:
    cells = list(row.cells[: len(table.headers)])
    return cells + [""] * (len(table.headers) - len(cells))


def _explained(row: CheckedRow, language: str) -> list[str]:
    told = [found for found in row.findings if found.severity is not Severity.INFO]
    colon = "\u00a0: " if language == "fr" else ": "
    why = " ".join(f"{found.column}{colon if found.column else ''}{found.sentence(language)}" for found in told)
    proposed = " ; ".join(f"{found.column} → {found.suggestion}" for found in told if found.suggestion)
    return [str(row.line), guarded(why), guarded(proposed)]
