"""How much is taken from one file of reference data; each limit has its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from sceau.intake.limits import MEGABYTE
from sceau.intake.limits import Limits as TableLimits


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read.

    file_bytes:   an upload or a file; the daily archives are tens of MB
    open_bytes:   all that is read of an archive once open; the XML of the RNCP is hundreds of MB
    ratio:        how many times a member may grow; exports in XML grow ten to twenty times
    members:      files in an archive; ESCO has 16 a language, ROME about forty
    rows:         of one table; the partners of all fiches are 400,000
    depth:        elements inside one another; the published format has seven
    text:         characters of one element; the longest real ones are some tens of thousands
    fiche:        characters of one fiche, which is held in memory; the longest real ones have two million
    tag:          bytes of one tag, comment or the like, which is held in memory until it ends
    pieces:       elements of one fiche; one with 3,000 partners has 20,000
    json_bytes:   a JSON is held in memory
    table:        of one CSV row and cell
    """

    file_bytes: int = 500 * MEGABYTE
    open_bytes: int = 2_000 * MEGABYTE
    ratio: int = 100
    members: int = 500
    rows: int = 3_000_000
    depth: int = 32
    text: int = 1_000_000
    fiche: int = 32_000_000
    tag: int = 4 * MEGABYTE
    pieces: int = 300_000
    json_bytes: int = 128 * MEGABYTE
    table: TableLimits = field(
        default_factory=lambda: TableLimits(text_bytes=2_000 * MEGABYTE, rows=3_000_000, cell=100_000, row=500_000)
    )


DEFAULT = Limits()
SMALLEST_SUSPECT = 10 * MEGABYTE  # below this, whatever the ratio, an unfolded member does no harm
