"""A table of marks that a quiz or a learning platform gave: whose they are, and the level that each result means.

One row a person, with a column for each criterion, named by its id; or one row a person and criterion, with columns
« critère » and « niveau » or « score ». For an event with one criterion a column « score » is enough. A result is a
level of the grid, a number that thresholds turn into one, or an absence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from sceau.assessment.reasons import marking as reasons
from sceau.assessment.settling import ABSENT
from sceau.engine.errors import Reason
from sceau.engine.marking.rules import AssessmentRules
from sceau.intake.folding import fold
from sceau.intake.table import Table

_NUMBERS: Final = frozenset({"candidat", "candidate", "numero", "number", "n", "no"})
_EMAILS: Final = frozenset({"courriel", "email", "e mail", "mail", "adresse e mail", "adresse de courriel"})
_CRITERIA: Final = frozenset({"critere", "criterion"})
_RESULTS: Final = frozenset({"niveau", "level", "score", "note", "points", "resultat", "result", "grade"})
_ABSENCES: Final = frozenset({"abs", "absent", "absente"})
_NUMBER: Final = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,6})?")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What a source says of one person.

    line:    of the file, as a spreadsheet counts; 0 when it comes from no file
    who:     the number of the candidate in the session, or an e-mail address
    levels:  criterion id → level or "ABS"
    marker:  who gave them, in words, "" for a system
    """

    line: int
    who: str
    levels: Mapping[str, str]
    marker: str = ""


@dataclass(frozen=True, slots=True)
class RowFinding:
    """Why a row, or the file when line is 0, was left out."""

    line: int
    reason: Reason
    details: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is wrong, for a person, in "fr" or "en"."""
        return self.reason.sentence(language, self.details) + "."


@dataclass(frozen=True, slots=True)
class MarksRead:
    """rows: one a person; findings: in the order of the lines"""

    rows: list[SourceRow]
    findings: list[RowFinding]


def read_marks(
    table: Table, rules: AssessmentRules, criteria: Sequence[str], thresholds: Mapping[str, Decimal]
) -> MarksRead:
    """What a table says of the criteria of one event.

    thresholds:  level → the least score that gives it; may be empty where the file gives levels
    """
    columns = _columns(table.headers, criteria)
    if isinstance(columns, Reason):
        return MarksRead([], [RowFinding(0, columns, {"criteria": ", ".join(criteria)})])
    known = {fold(code): code for code in rules.steps}
    by_points = sorted(((least, code) for code, least in thresholds.items()), reverse=True)
    found: dict[str, dict[str, tuple[str, int]]] = {}
    findings: list[RowFinding] = []
    for line, cells in table:
        who = next((cell for place in columns.people if (cell := _cell(cells, place))), "")
        if not who:
            continue
        for criterion, cell in columns.results(cells, criteria):
            if criterion not in criteria:
                findings.append(RowFinding(line, reasons.UNKNOWN_CRITERION, {"criterion": criterion[:40]}))
                continue
            level = _level(cell, known, by_points)
            if isinstance(level, Reason):
                findings.append(RowFinding(line, level, {"value": cell[:40]}))
                continue
            told, first = found.setdefault(who.lower(), {}).setdefault(criterion, (level, line))
            if told != level:
                findings.append(RowFinding(line, reasons.ROW_TWICE, {"first": first}))
    rows = [
        SourceRow(min(line for _level_, line in given.values()), who, {name: told for name, (told, _) in given.items()})
        for who, given in found.items()
    ]
    return MarksRead(rows, findings)


@dataclass(frozen=True, slots=True)
class _Columns:
    """people: places of the number and of the address; criterion, result: of a long table; wide: criterion → place"""

    people: list[int]
    criterion: int | None
    result: int | None
    wide: Mapping[str, int]

    def results(self, cells: Sequence[str], criteria: Sequence[str]) -> Iterable[tuple[str, str]]:
        """Criterion and cell of each result in a row; empty cells say nothing."""
        if self.wide:
            pairs = [(name, _cell(cells, place)) for name, place in self.wide.items()]
        else:
            named = criteria[0] if self.criterion is None else _cell(cells, self.criterion)
            ours = {name.casefold(): name for name in criteria}
            pairs = [(ours.get(named.casefold(), named), _cell(cells, self.result or 0))]
        return [(name, cell) for name, cell in pairs if cell]


def _columns(headers: Sequence[str], criteria: Sequence[str]) -> _Columns | Reason:
    folded = [fold(header) for header in headers]
    people = [place for place, name in enumerate(folded) if name in _NUMBERS]
    people += [place for place, name in enumerate(folded) if name in _EMAILS]
    if not people:
        return reasons.NO_COLUMN_OF_PEOPLE
    ids = {fold(name): name for name in criteria}
    wide = {ids[name]: place for place, name in enumerate(folded) if name in ids}
    criterion = next((place for place, name in enumerate(folded) if name in _CRITERIA), None)
    result = next((place for place, name in enumerate(folded) if name in _RESULTS), None)
    if not wide and (result is None or (criterion is None and len(criteria) > 1)):
        return reasons.NO_COLUMN_OF_MARKS
    return _Columns(people, criterion, result, wide)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _level(cell: str, known: Mapping[str, str], by_points: Sequence[tuple[Decimal, str]]) -> str | Reason:
    folded = fold(cell)
    if folded in _ABSENCES:
        return ABSENT
    if folded in known:
        return known[folded]
    text = cell.replace("\u202f", "").replace("\u00a0", "").removesuffix("%").strip()
    if not by_points or not _NUMBER.fullmatch(text):
        return reasons.ROW_NOT_A_NUMBER
    value = Decimal(text.replace(",", "."))
    return next((code for least, code in by_points if value >= least), reasons.ROW_BELOW_ALL)
