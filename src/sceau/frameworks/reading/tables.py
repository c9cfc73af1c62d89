"""Rows of a published CSV by the names of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack

from sceau.engine.errors import Reason
from sceau.frameworks import reasons
from sceau.frameworks.errors import FrameworksError, TooLarge, WrongFile
from sceau.frameworks.reading.limits import DEFAULT, Limits
from sceau.frameworks.reading.packages import Member
from sceau.frameworks.reading.values import WrongCell
from sceau.intake import reasons as intake_reasons
from sceau.intake.delimited import records
from sceau.intake.encodings import Encoding
from sceau.intake.errors import TooLarge as TableTooLarge
from sceau.intake.errors import UnreadableFile

UTF8 = Encoding("utf-8-sig", certain=True)  # with its mark or without
_CHUNK = 1 << 20
_SCREEN = 200  # signs of a name that are shown


def rows(
    member: Member,
    columns: Sequence[str],
    *,
    delimiter: str = ";",
    optional: Sequence[str] = (),
    limits: Limits = DEFAULT,
) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number, from 1 for the header, and its cells in the order of columns, then of optional ones.

    A row with a line break inside counts once, as a spreadsheet counts. Columns are found by name, in any order, and
    others are left alone; an optional one that is missing gives "". Empty rows are left out.

    raises:  WrongFile, TooLarge, with the file and the line
    """
    with ExitStack() as stack:
        try:
            read = records(lambda: stack.enter_context(member.open()), UTF8, delimiter, limits.table)
            places: list[int] | None = None
            for number, cells in read:
                if places is None:
                    if not any(cells):
                        continue
                    places = _places(cells, columns, optional, member, number)
                elif any(cells):
                    width = len(cells)
                    yield number, [cells[place] if 0 <= place < width else "" for place in places]
            if places is None:
                raise WrongFile(reasons.EMPTY, file=member.name)
        except UnreadableFile as refusal:
            raise _refusal(refusal, member, limits) from refusal


def at(member: Member, line: int, fault: WrongCell) -> WrongFile:
    """The refusal of a cell, with its place."""
    return WrongFile(fault.reason, file=member.name, line=line, **fault.details)


def missing(names: Sequence[str], shown: str) -> WrongFile:
    """The refusal of an export without these files."""
    return WrongFile(reasons.MISSING_FILES, file=shown, names=", ".join(names))


def line_of_the_first_wrong_byte(member: Member) -> int:
    """Where a text stops being UTF-8, counted as an editor counts; 0 when it does not."""
    line = 1
    with member.open() as file:
        held = b""
        while piece := file.read(_CHUNK):
            held += piece
            try:
                held.decode("utf-8")
            except UnicodeDecodeError as error:
                if error.end < len(held) or error.reason != "unexpected end of data":
                    return line + held.count(b"\n", 0, error.start)
                line += held.count(b"\n", 0, error.start)
                held = held[error.start :]
            else:
                line += held.count(b"\n")
                held = b""
    return line if held else 0


def _places(
    cells: Sequence[str], columns: Sequence[str], optional: Sequence[str], member: Member, line: int
) -> list[int]:
    found: Mapping[str, int] = {cell.strip().lower(): place for place, cell in reversed(list(enumerate(cells)))}
    lacking = [name for name in columns if name.lower() not in found]
    if lacking:
        raise WrongFile(reasons.MISSING_COLUMNS, file=member.name, line=line, columns=", ".join(lacking)[:_SCREEN])
    return [found.get(name.lower(), -1) for name in (*columns, *optional)]


def _refusal(refusal: UnreadableFile, member: Member, limits: Limits) -> FrameworksError:
    if refusal.reason is intake_reasons.WRONG_ENCODING:
        line = line_of_the_first_wrong_byte(member)
        return WrongFile(reasons.WRONG_ENCODING, file=member.name, line=line, encoding="UTF-8")
    if refusal.reason is intake_reasons.TOO_MANY_ROWS:
        return TooLarge(reasons.TOO_MANY_ROWS, file=member.name, limit=limits.table.rows)
    told = refusal.details.get("line", 0)
    kind = TooLarge if isinstance(refusal, TableTooLarge) else WrongFile
    why: Reason = reasons.UNREADABLE_ROWS
    return kind(
        why,
        file=member.name,
        line=told if isinstance(told, int) else 0,
        why=refusal.sentence("fr"),
        why_en=refusal.sentence("en"),
    )
