"""A file of results from outside, read row by row: what may be taken over, and what is to be settled first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from sceau.design.models import DesignVersion
from sceau.engine.model.designs import read_design
from sceau.intake import (
    Catalogue,
    CheckedRow,
    Finding,
    KnownDesign,
    Severity,
    State,
    check_columns,
    check_rows,
    display_name,
    match_columns,
    open_table,
)
from sceau.intake.assessed import about_dates, about_supervision, is_day_of_decision, read_supervision

IDENTITY = {"yes": "verified", "no": "unchecked"}  # of `Control.outcome`; a file may say that nobody looked


@dataclass(frozen=True, slots=True, kw_only=True)
class PastResult:
    """One row that awards.

    state:       READY, or SUSPICIOUS: somebody has to say that it is right
    awarded_on:  the day that the row gives, None when it gives none
    assessed_on: None where the day is that of a decision
    supervision: of Annex I, b; identity: of `Control.outcome`; "" when the row does not say
    """

    row: CheckedRow
    name: str
    awarded_on: date | None
    assessed_on: date | None
    score: Decimal | None
    supervision: str
    identity: str

    @property
    def line(self) -> int:
        """As a spreadsheet numbers rows."""
        return self.row.line

    @property
    def is_sure(self) -> bool:
        """Whether nothing is left to settle."""
        return self.row.state is State.READY


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file that was read.

    digest:  SHA-256 of its bytes, in hexadecimal
    past:    the rows that award; wrong: those to be put right in the file; left: how many say that nothing is awarded,
             or are empty
    """

    digest: str
    past: tuple[PastResult, ...]
    wrong: tuple[CheckedRow, ...]
    left: int

    def chosen(self, accepted: Collection[int]) -> list[PastResult]:
        """The rows to take over: the sure ones, and of the others those whose line somebody accepted."""
        return [each for each in self.past if each.is_sure or each.line in accepted]


def read_results(version: DesignVersion, content: bytes, *, today: date) -> ReadFile:
    """The rows of a CSV, XLSX or ODS about one micro-credential; nothing is written.

    A file without a column of decisions is a list of people who hold it: the two who decide answer for that.

    raises:  IntakeError, with a sentence that says what to do
    """
    table = open_table(content)
    columns = match_columns(table.headers, samples=[row.cells for row in table.sample])
    catalogue = Catalogue.of([known_design(version)])
    check_columns(columns, catalogue, decided_by=True)
    headers = {field: columns.header(field) for field in columns.places}
    rows = [examined(row, headers) for row in check_rows(table, catalogue, today=today, decided_by=True)]
    return ReadFile(
        digest=sha256(content).hexdigest(),
        past=tuple(_past(rows, headers.get("assessed_on", ""))),
        wrong=tuple(row for row in rows if row.state is State.TO_CORRECT),
        left=sum(row.state in (State.NOT_AWARDED, State.IGNORED) for row in rows),
    )


def known_design(version: DesignVersion) -> KnownDesign:
    """What rows of a file may call a version, and the score from which it passes."""
    grid = read_design(version.document).grid
    minimum = grid.minimum_score if grid else None
    return KnownDesign(
        id=version.design.name or str(version.design.uuid),
        titles=version.titles,
        threshold=None if minimum is None else Decimal(minimum.numerator) / Decimal(minimum.denominator),
    )


def examined(row: CheckedRow, headers: Mapping[str, str]) -> CheckedRow:
    """The row with what is asked of a past result besides. headers: field → header, as the file has it"""
    if row.state not in (State.READY, State.SUSPICIOUS):
        return row
    findings: list[Finding] = [*about_dates(row, headers), *about_supervision(row, headers)]
    wrong = any(found.severity is Severity.ERROR for found in findings)
    return replace(row, findings=(*row.findings, *findings), state=State.TO_CORRECT if wrong else row.state)


def _past(rows: list[CheckedRow], dated: str) -> Iterator[PastResult]:
    return (past_result(row, dated) for row in rows if row.state in (State.READY, State.SUSPICIOUS))


def past_result(row: CheckedRow, dated: str) -> PastResult:
    """What a row that awards says. dated: the header of the column of dates, which says which day they are"""
    values = row.values
    day = date.fromisoformat(values["assessed_on"]) if "assessed_on" in values else None
    return PastResult(
        row=row,
        name=display_name(values),
        awarded_on=day,
        assessed_on=None if is_day_of_decision(dated) else day,
        score=score_of(values.get("score")),
        supervision=read_supervision(values.get("supervision", "")),
        identity=IDENTITY.get(values.get("identity_checked", ""), ""),
    )


def score_of(said: str | None) -> Decimal | None:
    """To a tenth, as every score is kept."""
    return None if said is None else Decimal(said).quantize(Decimal("0.1"))
