"""A file of past results row by row: what `sceau.intake` finds, and what the institution knows of these people.

A row is *already there* when the person whom it means for certain has this micro-credential of that day with that
score, awarded or proposed; *changed* when the person has it otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final, NamedTuple

from django.utils.timezone import localdate

from sceau.assessment.models import Award, Decision, ResultsFile
from sceau.assessment.outside import examined, known_design, score_of
from sceau.assessment.states import FileRowState, SessionKind
from sceau.design.models import DesignVersion
from sceau.engine.errors import Reason
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.models import Institution
from sceau.intake import Catalogue, CheckedRow, Columns, Finding, Kind, Severity, State, check_rows, display_name, kinds
from sceau.intake.table import Table
from sceau.people.errors import PeopleError
from sceau.people.queries import records_of
from sceau.people.services.importing import new_person, read_row
from sceau.people.services.matching import Row, who_they_are

PART: Final = 1_000  # rows looked at in a constant number of statements
_REMEMBERED: Final = 2_000  # findings: one wrong word of a column comes again and again
_NAME: Final = 300

HELD_OTHERWISE = Kind(
    Reason(
        "held_otherwise",
        "Cette personne a déjà cette micro-certification, du {day}, score {score}\u00a0: est-ce une autre\u00a0?",
        "This person has this micro-credential already, of {day_en}, score {score_en}: is it another one?",
    ),
    Severity.WARNING,
    doubt=True,
)
_LOOKED_UP: Final = frozenset({State.READY, State.SUSPICIOUS, State.NOT_AWARDED})
_SETTLED: Final = frozenset({FileRowState.SUSPICIOUS, FileRowState.CHANGED})


@dataclass(slots=True)
class Marks:
    """What people decided of rows, by line: those settled, those left aside."""

    settled: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Held:
    """A micro-credential that somebody has, or that is proposed for them. day: None until it is decided"""

    day: date | None
    score: Decimal | None

    def is_said_by(self, day: date | None, score: Decimal | None) -> bool:
        """Whether a row of this day and score says nothing else."""
        return (day is None or self.day is None or day == self.day) and (score is None or score == self.score)


class Checked(NamedTuple):
    """A row as it is to be kept: the columns of `ResultsRow`, whose model would take as long as the check."""

    line: int
    cells: list[str]
    state: FileRowState
    name: str
    values: dict[str, str]
    findings: list[dict[str, Any]]
    settled: bool
    left: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What every row of a file is read with.

    versions:  name in the catalogue → the version that an award of it would be of
    columns:   as they were matched
    marks:     filled while the rows are gone through
    """

    institution: Institution
    versions: Mapping[str, DesignVersion]
    columns: Columns
    headers: tuple[str, ...]
    marks: Marks
    now: datetime
    box: SecretBox


def versions_of(file: ResultsFile) -> dict[str, DesignVersion]:
    """The one version of the file, or the last published one of each micro-credential of the institution."""
    if file.version is not None:
        return {known_design(file.version).id: file.version}
    rows = DesignVersion.objects.filter(
        design__institution=file.institution, archived_at__isnull=True, design__archived_at__isnull=True
    )
    last = {each.design_id: each for each in rows.select_related("design").order_by("number")}
    return {known_design(each).id: each for each in last.values()}


def catalogue_of(versions: Iterable[DesignVersion]) -> Catalogue:
    """These as rows may name them. raises: IntakeError when there is none"""
    return Catalogue.of([known_design(each) for each in versions])


def checked_parts(table: Table, reading: Reading) -> Iterator[list[Checked]]:
    """The rows of a table, checked, some hundred at a time; nothing is written.

    raises:  IntakeError, at whatever row the file cannot be read further
    """
    given: dict[str, str | None] = reading.columns.mapping
    rows = check_rows(
        table,
        catalogue_of(reading.versions.values()),
        today=localdate(reading.now),
        mapping=given,
        decided_by=True,
        keyed=False,
    )
    headers = {name: reading.columns.header(name) for name in reading.columns.places}
    telling = _Telling(reading.headers)
    while part := list(islice(rows, PART)):
        examined_rows = [examined(row, headers) for row in part]
        known = _known(examined_rows, reading)
        yield [_as_row(row, *known[row.line], reading.marks, telling) for row in examined_rows]


def _as_row(row: CheckedRow, state: State, more: Sequence[Finding], marks: Marks, telling: _Telling) -> Checked:
    settled = row.line in marks.settled
    said = FileRowState(state.value)
    if settled and said in _SETTLED:
        said = FileRowState.READY
    left = row.line in marks.left
    if left and said != FileRowState.IGNORED:
        said = FileRowState.LEFT
    return Checked(
        line=row.line,
        cells=list(row.cells),
        state=said,
        name=display_name(row.values)[:_NAME],
        values=dict(row.values),
        findings=[telling.of(found) for found in (*row.findings, *more)],
        settled=settled,
        left=left,
    )


class _Telling:
    """What is kept of findings: those that a file repeats are put into words once."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._places = {header: place for place, header in enumerate(headers)}
        self._told: dict[tuple[object, ...], dict[str, Any]] = {}

    def of(self, found: Finding) -> dict[str, Any]:
        same = (found.column, found.kind.reason.code, found.value, found.suggestion, str(found.details))
        told = self._told.get(same)
        if told is None:
            told = _plain(found, self._places.get(found.column))
            if len(self._told) < _REMEMBERED:
                self._told[same] = told
        return told


def _plain(found: Finding, place: int | None) -> dict[str, Any]:
    return {
        "column": found.column,
        "place": place,
        "code": found.code,
        "severity": found.severity.value,
        "doubt": found.kind.doubt,
        "value": found.value[:1000],
        "suggestion": found.suggestion,
        "fr": found.sentence("fr"),
        "en": found.sentence("en"),
    }


def _known(rows: Sequence[CheckedRow], reading: Reading) -> dict[int, tuple[State, list[Finding]]]:
    """Line → state and what is added to the findings, once the institution's own records were asked."""
    told: dict[int, tuple[State, list[Finding]]] = {row.line: (row.state, []) for row in rows}
    today = localdate(reading.now)
    met: list[tuple[CheckedRow, Row]] = []
    for row in rows:
        if row.state not in _LOOKED_UP:
            continue
        try:
            read = read_row(row.values, reading.institution, now=reading.now, today=today)
            new_person(read)
        except PeopleError as refusal:
            if row.state is not State.NOT_AWARDED:
                told[row.line] = (State.TO_CORRECT, [_refused(refusal, row, reading)])
        else:
            met.append((row, read))
    people = who_they_are(reading.institution, [read for _row, read in met], box=reading.box)
    held = held_by(reading.institution, {found[0].pk for found in people if found})
    for (row, _read), found in zip(met, people, strict=True):
        version = reading.versions.get(row.values.get("design", ""))
        if found is not None and version is not None:
            told[row.line] = _compared(row, held.get((found[0].pk, version.design_id), []))
    return told


def _compared(row: CheckedRow, held: Sequence[Held]) -> tuple[State, list[Finding]]:
    if not held:
        return row.state, []
    if row.state is State.NOT_AWARDED:
        return State.CHANGED, [Finding("", kinds.NO_LONGER_AWARDED)]
    said = row.values.get("assessed_on")
    day = date.fromisoformat(said) if said else None
    score = score_of(row.values.get("score"))
    if any(each.is_said_by(day, score) for each in held):
        return State.ALREADY_ISSUED, []
    last = held[-1]
    details: dict[str, object] = {
        "day": f"{last.day:%d/%m/%Y}" if last.day else "–",
        "day_en": f"{last.day:%d/%m/%Y}" if last.day else "–",
        "score": str(last.score).replace(".", ",") if last.score is not None else "–",
        "score_en": str(last.score) if last.score is not None else "–",
    }
    return State.CHANGED, [Finding("", HELD_OTHERWISE, "", "", details)]


def held_by(institution: Institution, people: set[int]) -> dict[tuple[int, int], list[Held]]:
    """(standing person, design) → what they have of it, and what is proposed for them in other files."""
    found: dict[tuple[int, int], list[Held]] = defaultdict(list)
    if not people:
        return found
    awards = (
        Award.objects.filter(person__in=records_of(people), institution=institution, withdrawn_at__isnull=True)
        .order_by("awarded_on", "pk")
        .values_list("person", "person__root", "version__design", "awarded_on", "score")
    )
    for person, root, design, day, score in awards:
        found[root or person, design].append(Held(day, score))
    proposed = (
        Decision.objects.filter(
            attempt__candidate__person__in=records_of(people),
            deliberation__session__institution=institution,
            deliberation__session__kind=SessionKind.TAKEN_OVER,
            deliberation__closed_at__isnull=True,
            deliberation__adjourned_at__isnull=True,
        )
        .order_by("pk")
        .values_list(
            "attempt__candidate__person",
            "attempt__candidate__person__root",
            "deliberation__session__version__design",
            "said_on",
            "score",
        )
    )
    for person, root, design, said_on, score in proposed:
        found[root or person, design].append(Held(said_on, score))
    return found


def _refused(refusal: PeopleError, row: CheckedRow, reading: Reading) -> Finding:
    """A value that the record of a person cannot hold, at the column that gave it."""
    column = reading.columns.header(refusal.field) if refusal.field else ""
    place = reading.headers.index(column) if column else -1
    value = row.cells[place] if 0 <= place < len(row.cells) else ""
    return Finding(column, Kind(refusal.reason, Severity.ERROR), value, "", refusal.details)
