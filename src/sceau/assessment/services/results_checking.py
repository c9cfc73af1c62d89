"""The rows of a file of past results are checked, part by part; killed anywhere, it is begun again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from django.db import transaction
from django.db.models import Count, Q

from sceau.assessment.models import ResultsFile, ResultsRow
from sceau.assessment.past_results import Checked, Marks, Reading, catalogue_of, checked_parts, versions_of
from sceau.assessment.ports import Files
from sceau.assessment.states import FileRowState, FileState
from sceau.engine.errors import EngineError
from sceau.frameworks.services.insertion import insert
from sceau.institutions.directories.ports import SecretBox
from sceau.intake import Columns, IntakeError, check_columns, match_columns, open_table
from sceau.intake.corrections import Told, Wrong
from sceau.intake.limits import MEGABYTE, Limits
from sceau.intake.table import Found, Row, Table

LARGEST: Final = 30 * MEGABYTE  # what a page takes at most; a table of 100,000 people has 10, with forty columns 30
LIMITS: Final = Limits(text_bytes=LARGEST, workbook_bytes=LARGEST, rows=200_000, columns=200)
SHORT: Final = 2_000  # rows that are checked while somebody waits: a second
SILENT: Final = timedelta(minutes=2)  # work that said nothing for so long is dead
_READ: Final = 1_000  # rows of the database in one statement
WRONG: Final = (FileRowState.TO_CORRECT, FileRowState.SUSPICIOUS, FileRowState.CHANGED)
_COLUMNS: Final = ("file_id", *Checked._fields)
_SAMPLES: Final = 3
_SAMPLE: Final = 200  # signs

Clock = Callable[[], datetime]


class Lost(Exception):
    """Another worker took us for dead, or the file was dropped: it is theirs now."""


def check_waiting(*, files: Files, box: SecretBox, clock: Clock) -> int:
    """Check every file that waits, or that a killed worker left half-way; gives how many were done."""
    done = 0
    waiting = ResultsFile.objects.filter(state=FileState.TO_CHECK).filter(_free(clock()))
    for file in waiting.select_related("institution", "version__design").order_by("changed_at", "pk"):
        done += check_file(file=file, files=files, box=box, clock=clock)
    return done


def check_file(*, file: ResultsFile, files: Files, box: SecretBox, clock: Clock) -> bool:
    """Check all rows of a file; what people decided of rows stays. False when somebody else is at it."""
    moment = clock()
    mine = ResultsFile.objects.filter(_free(moment), pk=file.pk, state=FileState.TO_CHECK)
    if not mine.update(claimed_at=moment, checked=0):
        return False
    file.claimed_at = moment
    try:
        _check(file, files, box, clock)
    except (IntakeError, EngineError) as refusal:
        said = {"fr": refusal.sentence("fr"), "en": refusal.sentence("en")}
        _end(file, state=FileState.REFUSED, fault=said)
        if not file.is_opened:
            ResultsRow.objects.filter(file=file).delete()
    except Lost:
        return False
    file.refresh_from_db()
    return True


def read_table(file: ResultsFile, files: Files) -> Table:
    """The file's table as it came. raises: IntakeError; EngineError when the file is gone"""
    sheet = file.reading.get("sheet") or None
    return open_table(files.read(file.digest), sheet=sheet, limits=LIMITS)


def described(table: Table) -> dict[str, Any]:
    """How a table was read, and the first values of its columns, to be kept."""
    found = table.found
    samples: list[list[str]] = [[] for _ in table.headers]
    for row in table.sample:
        for place, cell in enumerate(row.cells[: len(samples)]):
            if cell.strip() and len(samples[place]) < _SAMPLES:
                samples[place].append(cell.strip()[:_SAMPLE])
    return {
        "kind": found.kind,
        "encoding": found.encoding,
        "certain": found.encoding_certain,
        "delimiter": found.delimiter,
        "header_line": found.header_line,
        "sheet": found.sheet,
        "sheets": list(found.sheets),
        "accented": list(table.accented()),
        "samples": samples,
    }


def columns_of(file: ResultsFile, table: Table) -> Columns:
    """What each column holds. raises: UnmatchedColumns"""
    return match_columns(table.headers, mapping=file.mapping, samples=[row.cells for row in table.sample])


def check_one(row: ResultsRow, *, box: SecretBox, now: datetime) -> ResultsRow:
    """One row again, alone: whom it repeats in the file is seen when all are checked. It is not written."""
    marks = Marks({row.line} if row.settled else set(), {row.line} if row.left else set())
    table = staged_table(row.file, Marks())
    alone = Table(table.found, table.headers, lambda: iter([Row(row.line, list(row.cells))]), 1)
    alone.sample = table.sample
    reading = _reading(row.file, table, marks, box, now)
    [[made]] = checked_parts(alone, reading)
    return ResultsRow(pk=row.pk, file=row.file, **made._asdict())


def staged_table(file: ResultsFile, marks: Marks) -> Table:
    """The rows as they stand in the database, as a table of `sceau.intake`; never held all at once.

    marks:  filled with what people decided of the rows that are gone through
    """

    def rows() -> Iterator[Row]:
        after = -1
        while True:
            part = list(ResultsRow.objects.filter(file=file, line__gt=after).order_by("line")[:_READ])
            for row in part:
                if row.settled:
                    marks.settled.add(row.line)
                if row.left:
                    marks.left.add(row.line)
                yield Row(row.line, list(row.cells))
            if len(part) < _READ:
                return
            after = part[-1].line

    how = file.reading
    found = Found(
        how.get("kind", "csv"),
        0,
        how.get("encoding", ""),
        delimiter=how.get("delimiter", ""),
        sheet=how.get("sheet", ""),
        sheets=tuple(how.get("sheets", ())),
    )
    return Table(found, tuple(file.headers), rows, file.expected)


def wrong_rows(file: ResultsFile, language: str) -> Iterator[Wrong]:
    """The rows to be mended or settled, with what is said of them."""
    for row in ResultsRow.objects.filter(file=file, state__in=WRONG).order_by("line").iterator(chunk_size=_READ):
        told = [each for each in row.findings if each["severity"] != "info"]
        yield Wrong(row.line, row.cells, [Told(each["column"], each[language], each["suggestion"]) for each in told])


def counted(file: ResultsFile) -> dict[str, int]:
    """State → rows."""
    rows = ResultsRow.objects.filter(file=file).values_list("state").annotate(n=Count("pk")).order_by("state")
    return {str(state): n for state, n in rows}


def _check(file: ResultsFile, files: Files, box: SecretBox, clock: Clock) -> None:
    marks = Marks()
    if file.is_opened:
        table = staged_table(file, marks)
    else:
        ResultsRow.objects.filter(file=file).delete()
        table = read_table(file, files)
    reading = _reading(file, table, marks, box, clock())
    done = 0
    for part in checked_parts(table, reading):
        done += len(part)
        with transaction.atomic():
            _beat(file, clock(), checked=done)
            if file.is_opened:
                lines = (part[0].line, part[-1].line)
                ResultsRow.objects.filter(file=file, line__range=lines).delete()
            insert(ResultsRow, _COLUMNS, [_as_kept(file, row) for row in part])
    _end(file, state=FileState.CHECKED, fault={}, is_opened=True, is_stale=False, expected=done, counts=counted(file))


def _as_kept(file: ResultsFile, row: Checked) -> tuple[Any, ...]:
    kept = (_json(row.cells), row.state.value, row.name, _json(row.values), _json(row.findings))
    return (file.pk, row.line, *kept, row.settled, row.left)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _reading(file: ResultsFile, table: Table, marks: Marks, box: SecretBox, now: datetime) -> Reading:
    versions = versions_of(file)
    columns = columns_of(file, table)
    check_columns(columns, catalogue_of(versions.values()), decided_by=True)
    return Reading(file.institution, versions, columns, table.headers, marks, now, box)


def _free(now: datetime) -> Q:
    return Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - SILENT)


def _beat(file: ResultsFile, now: datetime, **values: Any) -> None:
    """Say that we live, and how far we are. raises: Lost"""
    mine = ResultsFile.objects.filter(pk=file.pk, state=FileState.TO_CHECK, claimed_at=file.claimed_at)
    if not mine.update(claimed_at=now, **values):
        raise Lost
    file.claimed_at = now


def _end(file: ResultsFile, **values: Any) -> None:
    ResultsFile.objects.filter(pk=file.pk, state=FileState.TO_CHECK, claimed_at=file.claimed_at).update(
        claimed_at=None, **values
    )
