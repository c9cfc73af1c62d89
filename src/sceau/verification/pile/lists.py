"""Lists of links and codes: a CSV of any separator and encoding, or a text; with the names beside them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sceau.engine.errors import EngineError, Reason
from sceau.engine.model.identity import fold_name
from sceau.verification.pile.places import Place, Places

LONGEST_CELL: Final = 4_000  # signs
MOST_LINES: Final = 5_000
MOST_FOUND: Final = 2_000  # of which a thousand are judged
MOST_CELLS: Final = 200
LONGEST_NAME: Final = 120
MOST_HEAD: Final = 200  # lines that tell a list from a CV

NO_LINK = Reason(
    "pile.no_link",
    fr="cette ligne n’a ni lien https, ni code de preuve",
    en="this line has neither an https link nor the code of a credential",
)

_LINK: Final = re.compile(r"https?://[^\s\"'<>;,]+", re.IGNORECASE)
_FIRST: Final = frozenset("prenom,prenoms,first name,given name,given names,firstname,prenom usuel".split(","))
_LAST: Final = frozenset(
    "nom de famille,last name,family name,surname,lastname,nom d usage,nom de naissance".split(",")
)
_WHOLE: Final = frozenset(
    "nom complet,nom et prenom,prenom et nom,nom prenom,prenom nom,full name,name,candidat,candidate,candidat e,"
    "titulaire,holder,personne,person".split(",")
)
_SEPARATORS: Final = (";", "\t", ",", "|")


class NoLink(EngineError):
    """A line in which there is nothing to judge."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list.

    line:     its number, from 1
    content:  what it names: a place of ours, an address elsewhere, or why there is none
    named:    whom it names beside, "" for nobody
    """

    line: int
    content: Place | str | EngineError
    named: str = ""


def decoded(data: bytes) -> str | None:
    """The text of a file, as spreadsheets and editors write it; None when it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        return None
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def listed(text: str, places: Places) -> Iterator[Row]:
    """The links and codes of a text, line by line; nothing at all for a text without any.

    A line without any is told where the others are those of a table.
    """
    separator = _separator(text)
    return listed_in_rows(_lines(text, separator), places, is_table=bool(separator))


def listed_in_rows(rows: Iterable[tuple[int, list[str]]], places: Places, *, is_table: bool) -> Iterator[Row]:
    """The same of rows: the number of each, and its cells."""
    found: list[Row] = []
    header: Sequence[str] = ()
    has_any = False
    for line, cells in rows:
        there = list(islice(_of_cells(cells[:MOST_CELLS], places), MOST_FOUND))
        if not there and not has_any and not header:
            header = [" ".join(fold_name(cell[:LONGEST_NAME]).split()) for cell in cells[:MOST_CELLS]]
            continue
        if not there and is_table and any(map(str.strip, cells)):
            found.append(Row(line, NoLink(NO_LINK)))
        named = _named(header, cells) if there else ""
        found += [Row(line, each, named) for each in there]
        has_any = has_any or bool(there)
        if len(found) > MOST_FOUND:
            break
    if has_any:
        yield from found


def reads_as_a_list(text: str, places: Places) -> bool:
    """Whether a text is a list of links and codes, and not a CV that has some: half of its first lines hold one."""
    lines = [line for line in text.splitlines()[:MOST_HEAD] if line.strip()]
    count = sum(next(_of_cells(re.split(r"[;,\t|]", line[:LONGEST_CELL]), places), None) is not None for line in lines)
    return count * 2 >= len(lines)


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    if not separator:
        yield from ((number, [line]) for number, line in enumerate(text.splitlines()[:MOST_LINES], 1) if line.strip())
        return
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    while number < MOST_LINES:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:  # a cell without end, a sign that none may hold
            continue
        if any(map(str.strip, row)):
            yield rows.line_num, row


def _separator(text: str) -> str:
    """The sign between the cells, "" for a text of one column: that which stands on most of the first lines."""
    head = [line for line in text.splitlines()[:20] if line.strip()]
    counts = {sign: sum(sign in _LINK.sub("", line) for line in head) for sign in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda sign: counts[sign])
    return best if head and counts[best] * 2 > len(head) else ""


def _of_cells(cells: Sequence[str], places: Places) -> Iterator[Place | str | EngineError]:
    for cell in cells:
        text = cell.strip()[:LONGEST_CELL]
        links = _LINK.findall(text)
        for link in links:
            plain = link.rstrip(".)]}»")
            yield places.of_link(plain) or plain
        code = None if links else places.of_code(text)
        if code is not None:
            yield code
        elif not links:
            yield from places.printed(text)


def _named(header: Sequence[str], cells: Sequence[str]) -> str:
    told = {name: cell.strip()[:LONGEST_NAME] for name, cell in zip(header, cells, strict=False)}
    whole = next((told[name] for name in told if name in _WHOLE and told[name]), "")
    first = next((told[name] for name in told if name in _FIRST and told[name]), "")
    last = next((told[name] for name in told if (name in _LAST or name == "nom") and told[name]), "")
    if first and last:
        return f"{first} {last}"
    return whole or (last if last and " " in last and not first else "")
