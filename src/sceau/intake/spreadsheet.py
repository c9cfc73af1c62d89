"""Tables that leave: a CSV that a French spreadsheet opens as it is, and computes nothing of."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sceau.intake.cells import guarded

MARK: Final = b"\xef\xbb\xbf"  # spreadsheets take a file without it for one of Windows-1252


def csv_of(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The file, line by line: UTF-8 with its mark, semicolons, CRLF.

    rows:  the titles first. Texts that a spreadsheet would compute get a « ' » before them, which our own reader takes
           away again (`sceau.intake.cells.clean`); numbers are written as they are.
    """
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield MARK
    for row in rows:
        yield str(writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])).encode()


class _Echo:
    """What csv writes to: it gives the line back."""

    def write(self, line: str) -> str:
        return line
