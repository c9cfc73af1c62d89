"""Many candidates from a file: staged, mapped, corrected in place, enrolled; the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment import rows
from sceau.assessment.columns import OWN
from sceau.assessment.errors import ChangedMeanwhile, NotNow, WrongValue
from sceau.assessment.models import ImportDraft, Session
from sceau.assessment.partners import may_be_meant
from sceau.assessment.reasons import importing as reasons
from sceau.assessment.rights import require
from sceau.assessment.rows import RowState
from sceau.assessment.services.entering import ENTERED
from sceau.assessment.services.gathering import gather
from sceau.assessment.services.mending import brings_lines_back, is_of, mended_parts
from sceau.assessment.services.remembering import remember, remembered
from sceau.assessment.services.writing import held, require_state, rules_for, write
from sceau.engine.errors import Reason
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.roles import Right
from sceau.intake.errors import IntakeError
from sceau.intake.fields import FIELDS
from sceau.intake.filenames import file_name
from sceau.intake.limits import MEGABYTE, Limits
from sceau.intake.reasons import UNKNOWN_SHEET
from sceau.intake.table import Table, open_table
from sceau.people.models import Person

MOST_ROWS: Final = 5_000  # each page checks them all anew: 0.7 s of processor (22 November 2026), and twice for 10,000
LIMITS: Final = Limits(
    text_bytes=10 * MEGABYTE,
    workbook_bytes=10 * MEGABYTE,
    open_bytes=100 * MEGABYTE,
    cells=1_000_000,
    columns=100,
    rows=MOST_ROWS,
    cell=4_000,
    row=40_000,
)
KEPT: Final = timedelta(days=30)  # a file that nobody came back to
_CHUNK: Final = 50  # rows in one transaction: others write between two of them
_MOST_DRAFTS: Final = 20
_MOST_CELL: Final = 4_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was ready and could not be enrolled in the end: line, and why."""

    line: int
    reason: Reason
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a staged table.

    left:     rows that stay in it
    waiting:  of those, the ones that are ready and were too many for one call
    """

    enrolled: int
    already: int
    refused: tuple[Refused, ...]
    left: int
    waiting: int


def stage(*, session: Session, content: bytes, name: str, sheet: str = "", by: User, now: datetime) -> ImportDraft:
    """Read a file and keep it until it is confirmed; the same file again is the draft that is there.

    The wrong rows of a draft, mended and sent back, take their places in it again.

    sheet:   of a workbook; "" for the one whose columns are known
    raises:  WrongValue with what is wrong of the file; NotNow, NotEntitled
    """
    digest = sha256(content + sheet.encode()).hexdigest()
    try:
        table = open_table(content, sheet=sheet or None, limits=LIMITS)
        read = [[row.line, row.cells] for row in table]
    except IntakeError as error:
        field = "sheet" if error.reason is UNKNOWN_SHEET else "file"
        raise WrongValue(error.reason, field=field, **error.details) from error
    if len(read) > MOST_ROWS:
        raise WrongValue(reasons.TOO_MANY_ROWS, field="file", most=MOST_ROWS)
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *ENTERED)
        ImportDraft.objects.filter(session=there, changed_at__lt=now - KEPT).delete()
        known = ImportDraft.objects.filter(session=there, digest=digest).first()
        if known is not None:
            return known
        if (original := _original(there, table)) is not None:
            return _merged(original, table, now=now)
        if ImportDraft.objects.filter(session=there).count() >= _MOST_DRAFTS:
            raise NotNow(reasons.TOO_MANY_DRAFTS, most=_MOST_DRAFTS)
        draft = ImportDraft.objects.create(
            session=there,
            name=file_name(name, "", otherwise="candidats")[:200],
            digest=digest,
            headers=list(table.headers),
            rows=read,
            mapping=remembered(there.organiser, "candidates", table.headers),
            created_by=by,
            created_at=now,
            changed_at=now,
        )
        write("candidate.import_staged", there, by=by, now=now, count=len(read))
    return draft


def _original(session: Session, table: Table) -> ImportDraft | None:
    """The file that waits of which these are the wrong rows, mended."""
    if not brings_lines_back(table):
        return None
    waiting = ImportDraft.objects.select_for_update().filter(session=session).order_by("-changed_at", "-pk")
    return next((each for each in waiting if is_of(each.headers, table)), None)


def _merged(draft: ImportDraft, table: Table, *, now: datetime) -> ImportDraft:
    """The draft with the mended rows in their places; a row of no line of it is left out."""
    lines = {line: cells for part in mended_parts(table) for line, cells in part.items()}
    changed = set[int]()
    for row in draft.rows:
        line, cells = row
        if line in lines:
            said = [lines[line].get(header, "") for header in draft.headers]
            if said != [*cells, *[""] * (len(said) - len(cells))]:
                row[1] = said
                changed.add(line)
    if changed:
        draft.settled = [line for line in draft.settled if line not in changed]
        draft.left = [line for line in draft.left if line not in changed]
        draft.chosen = {line: who for line, who in draft.chosen.items() if int(line) not in changed}
        _save(draft, "rows", "settled", "left", "chosen", now=now)
    return draft


def map_columns(
    *, draft: ImportDraft, mapping: Mapping[str, str | None], revision: int, by: User, now: datetime
) -> ImportDraft:
    """Say what columns hold.

    mapping:  header → a field of intake, or of `assessment.columns`, or None to leave it aside
    raises:   WrongValue, ChangedMeanwhile, NotEntitled
    """
    known = {header: found for header, found in mapping.items() if header in draft.headers}
    chosen = [found for found in known.values() if found]
    if any(found not in FIELDS and found not in OWN for found in chosen) or len(set(chosen)) < len(chosen):
        raise WrongValue(reasons.FIELD_TWICE, field="mapping")
    with transaction.atomic():
        there = _held(draft, revision, by=by, now=now)
        there.mapping = known
        remember(there.session.organiser, "candidates", there.headers, known, now=now)
        _save(there, "mapping", now=now)
    return there


def correct(*, draft: ImportDraft, line: int, header: str, value: str, by: User, now: datetime) -> ImportDraft:
    """Write another value in one cell. raises: WrongValue, NotNow, NotEntitled"""
    if header not in draft.headers:
        raise WrongValue(reasons.NO_SUCH_CELL)
    if len(value) > _MOST_CELL:
        raise WrongValue(reasons.NO_SUCH_CELL)
    place = draft.headers.index(header)
    with transaction.atomic():
        there = _held(draft, None, by=by, now=now)
        row = _row(there, line)
        row[1] += [""] * (place + 1 - len(row[1]))
        row[1][place] = value
        there.settled = [each for each in there.settled if each != line]
        _save(there, "rows", "settled", now=now)
    return there


def settle(*, draft: ImportDraft, line: int, as_person: Person | None = None, by: User, now: datetime) -> ImportDraft:
    """A row of doubt is right: about somebody new, or about this person. raises: WrongValue, NotNow, NotEntitled"""
    with transaction.atomic():
        there = _held(draft, None, by=by, now=now)
        _row(there, line)
        if as_person is not None:
            if not may_be_meant(as_person, there.session):
                raise WrongValue(reasons.NO_SUCH_CELL)
            there.chosen = there.chosen | {str(line): str(as_person.uuid)}
        there.settled = sorted({*there.settled, line})
        _save(there, "settled", "chosen", now=now)
    return there


def leave(*, draft: ImportDraft, line: int, left: bool, by: User, now: datetime) -> ImportDraft:
    """Leave a row aside, or take it back. raises: WrongValue, NotNow, NotEntitled"""
    with transaction.atomic():
        there = _held(draft, None, by=by, now=now)
        _row(there, line)
        there.left = sorted({*there.left, line} if left else set(there.left) - {line})
        _save(there, "left", now=now)
    return there


def drop(*, draft: ImportDraft, by: User, now: datetime) -> None:
    """Forget a staged file; nobody was enrolled from it since. raises: NotEntitled"""
    with transaction.atomic():
        session = held(draft.session)
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        if ImportDraft.objects.filter(pk=draft.pk).delete()[0]:
            write("candidate.import_dropped", session, by=by, now=now)


def confirm(
    *, draft: ImportDraft, by: User, now: datetime, box: SecretBox, tell: bool = True, most: int = MOST_ROWS
) -> Imported:
    """Enrol the people of every row that is ready; the rows of those who are in the session already are done too.

    Rows go in batches, each in a transaction: killed in the middle, the next call does the rest. Once no row is left
    the draft is deleted.

    tell:    whether each person gets a mail with the link to their file
    most:    rows in this call; the next one does as many
    raises:  NotNow, NotEntitled; UnmatchedColumns of intake
    """
    require(by, Right.MANAGE_SESSIONS, draft.session, now=now)
    reading = rows.read(draft, today=localdate(now))
    rules = rules_for(draft.session)
    enrolled, refused, done = 0, list[Refused](), {each.line for each in reading.of(RowState.ALREADY)}
    already = len(done)
    ready = reading.of(RowState.READY)
    now_done = ready[:most]
    for start in range(0, len(now_done), _CHUNK):
        told = gather(
            now_done[start : start + _CHUNK],
            session=draft.session,
            chosen=draft.chosen,
            rules=rules,
            by=by,
            now=now,
            box=box,
            tell=tell,
        )
        enrolled += len(told.enrolled)
        done |= set(told.enrolled)
        refused += [Refused(line, error.reason, error.details) for line, error in sorted(told.refused.items())]
    done |= {each.line for each in reading.of(RowState.IGNORED)}
    with transaction.atomic():
        there = ImportDraft.objects.select_for_update().filter(pk=draft.pk).first()
        left = [row for row in there.rows if row[0] not in done] if there is not None else []
        if there is not None and left:
            there.rows = left
            _save(there, "rows", now=now)
        elif there is not None:
            there.delete()
        if enrolled:
            write("candidate.imported", held(draft.session), by=by, now=now, count=enrolled)
    return Imported(enrolled, already, tuple(refused), len(left), len(ready) - len(now_done))


def _held(draft: ImportDraft, revision: int | None, *, by: User, now: datetime) -> ImportDraft:
    """The draft as it stands, kept from others; revision: what the caller read, None when it does not matter."""
    there = ImportDraft.objects.select_for_update(of=("self",)).select_related("session").filter(pk=draft.pk).first()
    if there is None:
        raise NotNow(reasons.DRAFT_GONE)
    require(by, Right.MANAGE_SESSIONS, there.session, now=now)
    if revision is not None and revision != there.revision:
        raise ChangedMeanwhile(reasons.DRAFT_CHANGED)
    return there


def _row(draft: ImportDraft, line: int) -> list[Any]:
    found: list[Any] | None = next((row for row in draft.rows if row[0] == line), None)
    if found is None:
        raise WrongValue(reasons.NO_SUCH_CELL)
    return found


def _save(draft: ImportDraft, *fields: str, now: datetime) -> None:
    draft.revision += 1
    draft.changed_at = now
    draft.save(update_fields=[*fields, "revision", "changed_at"])
