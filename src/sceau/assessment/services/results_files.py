"""A file of past results: kept, its columns said, its rows corrected and settled; nothing counts before a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import ChangedMeanwhile, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import ResultsFile, ResultsRow, Session
from sceau.assessment.ports import Files
from sceau.assessment.reasons import importing, results_files
from sceau.assessment.reasons.common import MAY_NOT
from sceau.assessment.rights import may
from sceau.assessment.services.remembering import remember, remembered
from sceau.assessment.services.results_checking import (
    LIMITS,
    SHORT,
    check_file,
    check_one,
    counted,
    described,
)
from sceau.assessment.states import FileState
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.intake import IntakeError, open_table
from sceau.intake.fields import FIELDS
from sceau.journal.services import record

_MOST_CELL: Final = 4_000
_HALVES: Final = frozenset({"last_name", "title"})  # headers of two meanings: no field of their own


def map_columns(
    *,
    file: ResultsFile,
    mapping: Mapping[str, str | None],
    revision: int,
    by: User,
    now: datetime,
    files: Files,
    box: SecretBox,
) -> ResultsFile:
    """Say what columns hold; it is remembered for the next file of the same headers, and all rows are checked again.

    mapping:   header → a field of intake, or None to leave it aside
    revision:  of the file, as it was read
    raises:    WrongValue, ChangedMeanwhile, NotNow, NotEntitled
    """
    known = {header: found for header, found in mapping.items() if header in file.headers}
    chosen = [found for found in known.values() if found]
    if any(found not in FIELDS or found in _HALVES for found in chosen) or len(set(chosen)) < len(chosen):
        raise WrongValue(importing.FIELD_TWICE, field="mapping")
    with transaction.atomic():
        there = held_file(file, by=by, now=now)
        if revision != there.revision:
            raise ChangedMeanwhile(importing.DRAFT_CHANGED)
        there.mapping = known
        remember(there.institution, "results", there.headers, known, now=now)
        _to_check(there, "mapping", by=by, now=now)
    return checked_if_short(there, files, box, now)


def choose_sheet(
    *, file: ResultsFile, sheet: str, by: User, now: datetime, files: Files, box: SecretBox
) -> ResultsFile:
    """Read another sheet of the workbook, from the file as it came. raises: WrongValue, NotNow, NotEntitled"""
    if sheet not in file.reading.get("sheets", ()):
        raise WrongValue(results_files.NO_SUCH_SHEET, field="sheet")
    try:
        table = open_table(files.read(file.digest), sheet=sheet, limits=LIMITS)
    except IntakeError as error:
        raise WrongValue(error.reason, field="sheet", **error.details) from error
    with transaction.atomic():
        there = held_file(file, by=by, now=now)
        ResultsRow.objects.filter(file=there).delete()
        there.is_opened, there.reading, there.headers = False, described(table), list(table.headers)
        there.mapping, there.expected = remembered(there.institution, "results", table.headers), table.expected_rows
        _to_check(there, "is_opened", "reading", "headers", "mapping", "expected", by=by, now=now)
    return checked_if_short(there, files, box, now)


def check_again(*, file: ResultsFile, by: User, now: datetime, files: Files, box: SecretBox) -> ResultsFile:
    """Check every row as it stands now. raises: NotNow, NotEntitled"""
    with transaction.atomic():
        there = held_file(file, by=by, now=now)
        _to_check(there, by=by, now=now)
    return checked_if_short(there, files, box, now)


def correct(
    *, file: ResultsFile, line: int, cells: Mapping[int, str], by: User, now: datetime, files: Files, box: SecretBox
) -> ResultsFile:
    """Write other values in cells of one row. cells: place of the column → what it holds

    In a short file all rows are checked again; in a long one this row alone, until all are.

    raises:  WrongValue, NotNow, NotEntitled
    """
    if any(not 0 <= place < len(file.headers) or len(value) > _MOST_CELL for place, value in cells.items()):
        raise WrongValue(importing.NO_SUCH_CELL)
    with transaction.atomic():
        there = held_file(file, by=by, now=now)
        row = _row(there, line)
        row.cells += [""] * (max(cells, default=-1) + 1 - len(row.cells))
        for place, value in cells.items():
            row.cells[place] = value
        row.settled = row.left = False
        _change(there, row, by=by, now=now, box=box)
    return checked_if_short(there, files, box, now)


def settle(*, file: ResultsFile, line: int, by: User, now: datetime, files: Files, box: SecretBox) -> ResultsFile:
    """A row of doubt is right. raises: WrongValue, NotNow, NotEntitled"""
    with transaction.atomic():
        there = held_file(file, by=by, now=now)
        row = _row(there, line)
        row.settled, row.left = True, False
        _change(there, row, by=by, now=now, box=box)
    return checked_if_short(there, files, box, now)


def leave(
    *, file: ResultsFile, line: int, left: bool, by: User, now: datetime, files: Files, box: SecretBox
) -> ResultsFile:
    """Leave a row aside, or take it back. raises: WrongValue, NotNow, NotEntitled"""
    with transaction.atomic():
        there = held_file(file, by=by, now=now)
        row = _row(there, line)
        row.left = left
        _change(there, row, by=by, now=now, box=box)
    return checked_if_short(there, files, box, now)


def drop(*, file: ResultsFile, by: User, now: datetime) -> None:
    """Forget a file; what was proposed of it stays. raises: NotEntitled"""
    with transaction.atomic():
        require_manager(by, file.institution, now=now)
        if ResultsFile.objects.filter(pk=file.pk).delete()[0]:
            note("results.file_dropped", file, by=by, now=now)


def require_manager(by: User, institution: Institution, *, now: datetime) -> None:
    """Whoever may open sessions of any unit of the institution. raises: NotEntitled"""
    if not may(by, Right.MANAGE_SESSIONS, Session(institution=institution, organiser=institution), now=now):
        raise NotEntitled(MAY_NOT)


def held_file(file: ResultsFile, *, by: User, now: datetime) -> ResultsFile:
    """The file as it stands, kept from others, when nobody is at work on it. raises: NotNow, NotEntitled"""
    there = (
        ResultsFile.objects.select_for_update(of=("self",))
        .select_related("institution", "version__design")
        .filter(pk=file.pk)
        .first()
    )
    if there is None or there.state == FileState.DONE:
        raise NotNow(importing.DRAFT_GONE)
    require_manager(by, there.institution, now=now)
    if there.state not in (FileState.CHECKED, FileState.REFUSED):
        raise NotNow(results_files.STILL_AT_WORK)
    return there


def wait_for_check(there: ResultsFile, *fields: str, by: User, now: datetime) -> None:
    """All rows are to be checked again, of a file that is held."""
    _to_check(there, *fields, by=by, now=now)


def _row(file: ResultsFile, line: int) -> ResultsRow:
    found = ResultsRow.objects.select_for_update().filter(file=file, line=line).first()
    if found is None:
        raise WrongValue(importing.NO_SUCH_CELL)
    found.file = file
    return found


def _change(there: ResultsFile, row: ResultsRow, *, by: User, now: datetime, box: SecretBox) -> None:
    if there.expected <= SHORT:
        row.save(update_fields=["cells", "settled", "left"])
        _to_check(there, by=by, now=now)
        return
    check_one(row, box=box, now=now).save()
    there.is_stale, there.counts = True, counted(there)
    _save(there, "is_stale", "counts", now=now)


def _to_check(there: ResultsFile, *fields: str, by: User, now: datetime) -> None:
    there.state, there.fault, there.checked, there.claimed_at = FileState.TO_CHECK, {}, 0, None
    _save(there, "state", "fault", "checked", "claimed_at", *fields, now=now)
    if there.expected > SHORT:
        note("results.file_check_asked", there, by=by, now=now)


def checked_if_short(file: ResultsFile, files: Files, box: SecretBox, now: datetime) -> ResultsFile:
    """The file, checked unless it is long: then a worker does it."""
    if file.state == FileState.TO_CHECK and file.expected <= SHORT:
        check_file(file=file, files=files, box=box, clock=lambda: now)
    return file


def _save(there: ResultsFile, *fields: str, now: datetime) -> None:
    there.revision += 1
    there.changed_at = now
    there.save(update_fields=[*fields, "revision", "changed_at"])


def note(code: str, file: ResultsFile, *, by: User, now: datetime, **details: Any) -> None:
    """One act about a file, in the chain of its institution: opaque ids only."""
    record(
        code,
        subject=f"institution:{file.institution.uuid}",
        by=by.uuid,
        at=now,
        institution=file.institution.uuid,
        file=str(file.uuid),
        **details,
    )
