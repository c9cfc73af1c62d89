"""How much intake takes from one file; each limit has its reason."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read.

    text_bytes:      a CSV; it is streamed, so this bounds time and not memory
    workbook_bytes:  a workbook as it lies on the disk; it is held in memory
    open_bytes:      the same once decompressed, all parts together
    cells:           rows x columns of the rectangle that a sheet spans: the reader holds it whole, 32 bytes a cell
    columns:         more is a table on its side, or a cell typed far away by mistake
    rows:            people in one file
    cell:            characters in one cell: what Excel itself allows
    row:             characters in one row of a CSV
    """

    text_bytes: int = 256 * MEGABYTE
    workbook_bytes: int = 64 * MEGABYTE
    open_bytes: int = 400 * MEGABYTE
    cells: int = 10_000_000
    columns: int = 500
    rows: int = 1_000_000
    cell: int = 32_767
    row: int = 500_000


DEFAULT = Limits()
