"""Marks: a number on the scale of the micro-credential, with a decimal point or comma."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from sceau.intake import kinds
from sceau.intake.findings import Note, Read
from sceau.intake.folding import fold

_MARK = re.compile(r"([+-]?\d{1,6}(?:[.,]\d{1,20})?)\s*(?:/\s*(\d{1,4})|(%)|(?:points?|pts?)\.?)?\Z", re.IGNORECASE)
_NONE = frozenset({"", "abs", "absent", "absente", "na", "n a", "nc", "nd", "neant", "aucune", "none", "dispense"})


@lru_cache(maxsize=4096)
def read_mark(text: str, maximum: Decimal) -> Read:
    """A mark between 0 and the maximum, written "72.5"; no value when it is none, with the reason why.

    text:  without spaces at the edges; « ABS », « - » and the like are an empty cell
    """
    if fold(text) in _NONE:
        return Read("")
    found = _MARK.match(text)
    if not found:
        return Read("", (Note(kinds.NOT_A_NUMBER),))
    number, scale = found[1], Decimal(found[2]) if found[2] else Decimal(100) if found[3] else maximum
    mark = Decimal(number.replace(",", "."))
    notes = (Note(kinds.DECIMAL_COMMA, _written(mark)),) if "," in number else ()
    if scale != maximum:
        mended = _written(mark * maximum / scale) if scale and 0 <= mark <= scale else ""
        details: dict[str, object] = {"scale": _written(scale), "maximum": _written(maximum)}
        return Read("", (*notes, Note(kinds.OTHER_SCALE, mended, details)))
    if not 0 <= mark <= maximum:
        return Read("", (*notes, Note(kinds.OUT_OF_RANGE, "", {"maximum": _written(maximum)})))
    return Read(_written(mark), notes)


def _written(number: Decimal) -> str:
    """The shortest plain form: 72.50 is "72.5", 80.0 is "80"."""
    text = f"{round(number, 6):f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
