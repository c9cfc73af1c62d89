"""A staged table of candidates, row by row: what each says, what is wrong with it, whom it means.

The reading is that of `sceau.intake`; what an enrolment adds to it is here: four columns of its own, and whether the
person is known, in the session already, or only has somebody's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sceau.assessment.ages import is_under_age
from sceau.assessment.columns import OWN, value_of
from sceau.assessment.differing import Difference, differences, recorded
from sceau.assessment.knowing import Known, known_people, meant_by
from sceau.assessment.models import Cohort, ImportDraft, Session
from sceau.engine.errors import Reason
from sceau.intake.check import CheckedRow, check_rows
from sceau.intake.columns import Columns, match_columns
from sceau.intake.designs import Catalogue, KnownDesign
from sceau.intake.fields import FIELDS
from sceau.intake.findings import Finding, Kind, Severity, State
from sceau.intake.folding import fold
from sceau.intake.table import Found, Row, Table
from sceau.people.models import Person

# what says nothing of somebody who is about to be a candidate
LEFT_ASIDE: Final = frozenset(
    "decision score attempt supervision identity_checked reason narrative evidence_url evidence_file "
    "assessed_on session public_page_consent script".split()
)
SAME_NAME = Kind(
    Reason(
        "same_name_known",
        "Une personne connue de l’organisme porte ce nom : est-ce elle ?",
        "Somebody the body knows has this name: is it the same person?",
    ),
    Severity.WARNING,
    doubt=True,
)
TWICE = Kind(
    Reason(
        "same_person_as_line_{line}",
        "Cette ligne désigne la même personne que la ligne {line}",
        "This row means the same person as line {line}",
    ),
    Severity.WARNING,
    doubt=True,
)
MINOR = Kind(
    Reason(
        "under_age",
        "Cette personne sera mineure le jour de l’épreuve : un parent ou tuteur sera à indiquer",
        "This person will be under age on the day: a parent or guardian is to be named",
    ),
    Severity.WARNING,
)


class RowState(StrEnum):
    """What is to be done with a row of candidates."""

    READY = "ready"
    TO_CORRECT = "to_correct"
    SUSPICIOUS = "suspicious"
    CHANGED = "changed"
    ALREADY = "already"
    IGNORED = "ignored"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the staged table.

    values:  as `sceau.intake` reads them; own: access_route, initiative, edof_number, cohort
    person:  whom it means for certain, or whom somebody chose; None: somebody new
    alike:   known people of the same name
    changes: what it says otherwise than is recorded of somebody who is in the session
    """

    line: int
    state: RowState
    findings: tuple[Finding, ...]
    values: Mapping[str, str]
    own: Mapping[str, str]
    cells: Sequence[str]
    person: Person | None
    alike: tuple[Person, ...]
    under_age: bool | None
    changes: tuple[Difference, ...] = ()

    @property
    def name(self) -> str:
        """As the row says it."""
        family = self.values.get("usage_name") or self.values.get("birth_name", "")
        return f"{self.values.get('given_name', '')} {family}".strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """A staged table as it stands. mapping: header → field, ours among them, or None"""

    columns: Columns
    mapping: Mapping[str, str | None]
    lines: tuple[Line, ...]

    def of(self, state: RowState) -> list[Line]:
        """The rows in one state."""
        return [each for each in self.lines if each.state is state]


def mapping_of(draft: ImportDraft) -> tuple[Columns, dict[str, str | None]]:
    """What each column is taken to hold.

    raises:  UnmatchedColumns
    """
    own = _own_columns(draft)
    decided: dict[str, str | None] = dict.fromkeys(own)
    decided |= {header: found for header, found in draft.mapping.items() if found is None or found in FIELDS}
    samples = [cells for _, cells in draft.rows[:400]]
    columns = match_columns(draft.headers, mapping=decided, samples=samples)
    aside = {match.header: None for match in columns.matches if match.field in LEFT_ASIDE}
    if aside:
        columns = match_columns(draft.headers, mapping=decided | aside, samples=samples)
    return columns, {**columns.mapping, **own}


def read(draft: ImportDraft, *, today: date) -> Reading:
    """Check every row of a staged table.

    today:   dates after it are in the future
    raises:  UnmatchedColumns when a name is in no column
    """
    session = draft.session
    columns, mapping = mapping_of(draft)
    table = table_of(draft)
    given = {header: found if found in FIELDS else None for header, found in mapping.items()}
    checked = list(check_rows(table, _catalogue(session), today=today, mapping=given, decided_by=True))
    places = {found: draft.headers.index(header) for header, found in mapping.items() if found in OWN}
    known = known_people(draft, checked, today=today)
    cohorts = {fold(name) for name in Cohort.objects.filter(session=session).values_list("name", flat=True)}
    day = session.starts_on or today
    return Reading(columns, mapping, tuple(_lines(draft, checked, places, known, cohorts, today=today, day=day)))


def table_of(draft: ImportDraft) -> Table:
    """The staged rows as a table of `sceau.intake`."""

    def rows() -> Iterator[Row]:
        return (Row(line, list(cells)) for line, cells in draft.rows)

    return Table(Found("csv", 0, "utf-8", delimiter=";"), tuple(draft.headers), rows, len(draft.rows))


def _own_columns(draft: ImportDraft) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for header in draft.headers:
        if header in draft.mapping:
            if draft.mapping[header] in OWN:
                found[header] = draft.mapping[header]
            continue
        folded = fold(header)
        meant = next((name for name, names in OWN.items() if folded in names), None)
        if meant and meant not in found.values():
            found[header] = meant
    return found


def _catalogue(session: Session) -> Catalogue:
    return Catalogue.of([KnownDesign(str(session.version.design.uuid), dict(session.version.titles))])


def _lines(
    draft: ImportDraft,
    checked: Sequence[CheckedRow],
    places: Mapping[str, int],
    known: Known,
    cohorts: set[str],
    *,
    today: date,
    day: date,
) -> Iterator[Line]:
    settled, left = set(draft.settled), set(draft.left)
    meant = [meant_by(row, known, draft, today=today) for row in checked]
    there = recorded(draft.session, {each.pk for each, _alike in meant if each and each.pk in known.enrolled})
    met: dict[int, int] = {}
    for row, (person, alike) in zip(checked, meant, strict=True):
        own, findings = _read_own(row, places, draft.headers, cohorts)
        findings = [*(each for each in row.findings), *findings]
        under_age = is_under_age(row.values.get("birth_date", ""), day)
        if under_age:
            findings.append(Finding("", MINOR))
        if person is None and alike:
            findings.append(Finding("", SAME_NAME, row.values.get("birth_name", "")))
        if person is not None and person.pk in met:
            findings.append(Finding("", TWICE, "", "", {"line": met[person.pk]}))
        elif person is not None:
            met[person.pk] = row.line
        changes: tuple[Difference, ...] = ()
        if person is not None and met[person.pk] == row.line and (known_so := there.get(person.pk)) is not None:
            changes = differences(row.values, own, known_so, is_chosen=row.line in known.chosen, today=today)
        state = _state(row, findings, person, known, changes, is_settled=row.line in settled, is_left=row.line in left)
        yield Line(row.line, state, tuple(findings), row.values, own, row.cells, person, alike, under_age, changes)


def _state(
    row: CheckedRow,
    findings: Sequence[Finding],
    person: Person | None,
    known: Known,
    changes: Sequence[Difference],
    *,
    is_settled: bool,
    is_left: bool,
) -> RowState:
    if row.state is State.IGNORED:
        return RowState.IGNORED
    if is_left:
        return RowState.LEFT
    if row.state is State.TO_CORRECT:
        return RowState.TO_CORRECT
    if person is not None and person.pk in known.enrolled:
        return RowState.CHANGED if changes else RowState.ALREADY
    if any(each.kind.doubt for each in findings) and not is_settled:
        return RowState.SUSPICIOUS
    return RowState.READY


def _read_own(
    row: CheckedRow, places: Mapping[str, int], headers: Sequence[str], cohorts: set[str]
) -> tuple[dict[str, str], list[Finding]]:
    own: dict[str, str] = {}
    findings: list[Finding] = []
    for name, place in places.items():
        cell = row.cells[place].strip() if place < len(row.cells) else ""
        if not cell:
            continue
        value, kind = value_of(name, cell, cohorts)
        if value:
            own[name] = value
        if kind is not None:
            findings.append(Finding(headers[place], kind, cell))
    return own, findings
