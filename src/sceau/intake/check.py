"""From rows to findings and states.

The state of a row is the first of these that is the case:

| state            | when                                                                                     |
|------------------|------------------------------------------------------------------------------------------|
| `ignored`        | every cell is empty, it repeats the header, or it names another design than the only one |
| `to_correct`     | a finding is an error, even beside « refusé »: the row may be wrong about that too       |
| `already_issued` | this person has this credential, and it says the same                                    |
| `changed`        | this person has this credential, and it says something else, or is no longer awarded     |
| `not_awarded`    | the decision is not « acquis »                                                           |
| `suspicious`     | a warning leaves a doubt on the person or on the award (`Kind.doubt`)                    |
| `ready`          | otherwise                                                                                |

When findings appear, where the obvious rule would say more or less:

| finding                                     | is said                                                              |
|---------------------------------------------|----------------------------------------------------------------------|
| `decimal_comma`                             | once a file, on its first row: the column's habit, not the row's     |
| `iso_date_read`                             | only in a column that mostly writes its dates in another way         |
| `case_normalised`                           | words all low, first names all high; MARTIN is civil status          |
| `title_read_as_sex`                         | only in a column called sex, not in one of titles                    |
| `read_as_…`                                 | for words of two meanings: « ajourné », not « refusé »               |
| `missing_birth_place`, `missing_birth_date` | on awarded rows, in a table with such columns: they are declared     |
| `empty_grade`                               | unless nobody expects a mark (absent, suspended, waiting)            |
| `below_threshold_but_acquired`              | on awarded rows                                                      |
| `duplicate_of_line_…`                       | once, on the later row: by address, else by name and birth date; not |
|                                             | when two addresses say two people, nor for a pass after a failure    |
| `similar_to_line_…_day_month_swapped`       | same names, and no two addresses that say two people                 |
| `required`                                  | one of the two names, the design among several, the decision         |

How a title is recognised, and when that is said, is the table of `designs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sceau.intake import dates, decisions, kinds, marks, people, places, reasons
from sceau.intake.columns import Columns, field_names, match_columns, missing_columns
from sceau.intake.designs import Catalogue
from sceau.intake.errors import UnmatchedColumns
from sceau.intake.fields import BIRTH_PLACE_FIELDS
from sceau.intake.findings import Finding, Note, Severity, State
from sceau.intake.folding import fold
from sceau.intake.identity import Seen, fingerprint, folded_name, named_keys
from sceau.intake.readers import Readings, cleaned_cell, reader_of
from sceau.intake.table import Row, Table

_LATE = frozenset({"score", "decision"})  # read once the others are: they need the design

Issued = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row, what it says in one form, and what is to be done with it.

    line:         as a spreadsheet numbers rows, from 1
    findings:     in the order of the columns
    values:       field → value, without the empty ones. Dates are AAAA-MM-JJ (birth dates perhaps AAAA-MM or AAAA),
                  marks "72.5", decisions a word of `decisions.DECISIONS`, sex F or M, consent "yes" or "no",
                  design an id of the catalogue
    others:       header → cell, of the columns that were matched to no field
    cells:        the row as the file has it
    keys:         under which this person is known, strongest first (see `identity`)
    fingerprint:  of what a credential from this row would say
    """

    line: int
    state: State
    findings: tuple[Finding, ...]
    values: Mapping[str, str]
    others: Mapping[str, str]
    cells: Sequence[str]
    keys: tuple[str, ...] = ()
    fingerprint: str = ""

    def as_json(self) -> dict[str, object]:
        """The row's line, state and findings as plain values."""
        return {"line": self.line, "state": str(self.state), "findings": [found.as_json() for found in self.findings]}


def check_rows(
    table: Table,
    catalogue: Catalogue,
    *,
    today: date,
    mapping: Mapping[str, str | None] | None = None,
    decided_by: bool = False,
    already: Issued | None = None,
    salt: bytes = b"",
    keyed: bool = True,
) -> Iterator[CheckedRow]:
    """Check every row of a table, one after the other; what is remembered of a row is a few hashes.

    today:       dates after it are in the future
    mapping:     header → field or None, where a person decided (see `columns.match_columns`)
    decided_by:  somebody answers for the decision that all rows are awarded; a decision column, if any, still rules
    already:     (person key, design id) → fingerprint, of all that was issued: each of `keys` of an issued row
    salt:        of the keys and fingerprints
    keyed:       False leaves keys and fingerprints out, for a caller who compares people by other means
    raises:      UnmatchedColumns, before the first row, when a column is missing that nothing can replace
    """
    columns = match_columns(table.headers, mapping=mapping, samples=[row.cells for row in table.sample])
    check_columns(columns, catalogue, decided_by=decided_by)
    checker = _Checker(table, columns, catalogue, today=today, already=already or {}, salt=salt, keyed=keyed)
    return (checker.check(row) for row in table)


def check_columns(columns: Columns, catalogue: Catalogue, *, decided_by: bool) -> None:
    """Whether rows with these columns can be checked at all.

    raises:  UnmatchedColumns
    """
    missing = missing_columns(columns, several_designs=catalogue.only() is None, decided=decided_by)
    if missing == ["decision"]:
        raise UnmatchedColumns(reasons.NO_DECISION)
    if missing:
        details = {"columns": field_names(missing, "fr"), "columns_en": field_names(missing, "en")}
        raise UnmatchedColumns(reasons.MISSING_COLUMNS, **details)


class _Checker:
    """One pass over a table: the readers of its columns, and what was seen so far."""

    def __init__(
        self,
        table: Table,
        columns: Columns,
        catalogue: Catalogue,
        *,
        today: date,
        already: Issued,
        salt: bytes,
        keyed: bool,
    ) -> None:
        self._headers = table.headers
        self._columns = columns
        self._places = columns.places
        self._catalogue = catalogue
        self._today = today
        self._already = already
        self._salt = salt
        self._keyed = keyed or bool(already)
        self._seen = Seen()
        self._comma_said = False
        self._left_aside = [
            (index, header) for index, header in enumerate(table.headers) if columns.matches[index].field is None
        ]
        samples = [row.cells for row in table.sample]
        self._plan = [
            (index, field, table.headers[index], Readings(reader_of(field, columns, samples, catalogue, today)))
            for field, index in self._places.items()
            if field not in _LATE
        ]
        self._highest = max(design.maximum for design in catalogue.designs.values())

    def check(self, row: Row) -> CheckedRow:
        cells = row.cells
        if not any(map(str.strip, cells)) or self._is_header(cells):
            return CheckedRow(row.line, State.IGNORED, (), {}, {}, cells)
        if len(cells) < len(self._headers):
            cells = cells + [""] * (len(self._headers) - len(cells))
        findings = self._shifted(cells)
        values: dict[str, str] = {}
        for index, field, header, readings in self._plan:
            cell = cells[index]
            if cell:
                read = readings[cell]
                if read.value:
                    values[field] = read.value
                for note in read.notes:
                    findings.append(_finding(header, note, cell))
        others = {header: cell for index, header in self._left_aside if (cell := cells[index].strip())}
        if any(found.kind is kinds.OTHER_DESIGN for found in findings):
            only = tuple(found for found in findings if found.kind is kinds.OTHER_DESIGN)
            return CheckedRow(row.line, State.IGNORED, only, values, others, row.cells)
        self._complete(cells, values, findings)
        self._read_late(cells, values, findings)
        return self._settled(row, cells, values, others, findings)

    def _is_header(self, cells: Sequence[str]) -> bool:
        """Whether a row repeats the header, as happens when files are put end to end."""
        return cells[0].strip() == self._headers[0] and tuple(map(str.strip, cells)) == self._headers

    def _settled(
        self, row: Row, cells: Sequence[str], values: dict[str, str], others: dict[str, str], findings: list[Finding]
    ) -> CheckedRow:
        awarded = values.get("decision", decisions.AWARDED) == decisions.AWARDED
        dated = "birth_date" in values or not self._cell(cells, "birth_date")
        name = folded_name(values)
        met = self._seen.meet(row.line, values, name, awarded=awarded, dated=dated)
        if met:
            self._say(findings, met[0], met[1], cells)
        keys = named_keys(values, name, salt=self._salt) if self._keyed else ()
        says = fingerprint(values, salt=self._salt) if self._keyed else ""
        state = self._state(values, findings, keys, says, awarded=awarded)
        return CheckedRow(row.line, state, tuple(findings), values, others, row.cells, keys, says)

    def _state(
        self, values: dict[str, str], findings: list[Finding], keys: tuple[str, ...], says: str, *, awarded: bool
    ) -> State:
        if any(found.kind.severity is Severity.ERROR for found in findings):
            return State.TO_CORRECT
        design = values["design"] if keys else ""
        issued = next((found for key in keys if (found := self._already.get((key, design)))), None)
        if issued and awarded and issued == says:
            return State.ALREADY_ISSUED
        if issued:
            findings.append(_finding("", Note(kinds.CHANGED if awarded else kinds.NO_LONGER_AWARDED), ""))
            return State.CHANGED
        if not awarded:
            return State.NOT_AWARDED
        return State.SUSPICIOUS if any(found.kind.doubt for found in findings) else State.READY

    def _complete(self, cells: Sequence[str], values: dict[str, str], findings: list[Finding]) -> None:
        """What follows from several cells: names in one, needed cells that are empty, codes in the wrong column."""
        if "full_name" in values and not {"birth_name", "given_name"} <= self._places.keys():
            self._split_full_name(values, findings, cells)
        else:
            for field in ("birth_name", "given_name"):
                if field not in values and not (field == "birth_name" and "usage_name" in values):
                    self._need(field, cells, findings)
        only = self._catalogue.only()
        if "design" not in values and only is not None and not self._cell(cells, "design"):
            values["design"] = only.id
        elif "design" not in values:
            self._need("design", cells, findings)
        postcode = values.get("birth_postcode", "")
        if places.is_insee_only(postcode):
            values.setdefault("birth_insee_code", postcode)
            del values["birth_postcode"]
        self._check_dates(values, findings, cells)

    def _split_full_name(self, values: dict[str, str], findings: list[Finding], cells: Sequence[str]) -> None:
        words = fold(self._columns.header("full_name")).split()
        ordered = any(word.startswith("prenom") or word == "first" for word in words) and len(words) > 1
        ordered = ordered or words[-1:] == ["name"]
        family_first = words[:1] in (["nom"], ["last"], ["noms"])
        given, family, certain = people.split_full_name(values["full_name"], family_first=family_first)
        if given:
            values.setdefault("given_name", given)
        if family:
            values.setdefault("birth_name", family)
        kind = kinds.FULL_NAME_SPLIT if certain and ordered else kinds.FULL_NAME_UNSURE
        suggestion = f"{given} | {family}" if given else ""
        self._say(findings, "full_name", Note(kind, suggestion, {"given": given or "–", "family": family}), cells)

    def _need(self, field: str, cells: Sequence[str], findings: list[Finding]) -> None:
        """An empty cell that must not be; a filled one has its own finding."""
        if not self._cell(cells, field):
            asked = field if field in self._places or "full_name" not in self._places else "full_name"
            self._say(findings, asked, Note(kinds.REQUIRED), cells)

    def _check_dates(self, values: dict[str, str], findings: list[Finding], cells: Sequence[str]) -> None:
        for field in ("birth_date", "assessed_on"):
            if (value := values.get(field)) and dates.is_future(value, self._today):
                self._say(findings, field, Note(kinds.IN_THE_FUTURE), cells)
            elif value and field == "birth_date" and (age := dates.age(value, self._today)) is not None:
                self._say(findings, field, Note(kinds.UNLIKELY_BIRTH_DATE, "", {"age": age}), cells)

    def _read_late(self, cells: Sequence[str], values: dict[str, str], findings: list[Finding]) -> None:
        if "decision" in self._places:
            self._read_decision(cells, values, findings)
        if "score" in self._places:
            self._read_mark(cells, values, findings)
        if values.get("decision", decisions.AWARDED) == decisions.AWARDED:
            self._check_declarable(cells, values, findings)

    def _read_decision(self, cells: Sequence[str], values: dict[str, str], findings: list[Finding]) -> None:
        cell = self._cell(cells, "decision")
        cleaned = cleaned_cell(cell)
        for note in cleaned.notes:
            self._say(findings, "decision", note, cells)
        if not cell:
            self._say(findings, "decision", Note(kinds.REQUIRED), cells)
        if not cleaned.value:
            return
        read = decisions.read(cleaned.value)
        if read is None:
            self._say(findings, "decision", Note(kinds.UNKNOWN_DECISION, " | ".join(decisions.WORDS)), cells)
            return
        values["decision"] = read[0]
        if read[1] != "plain":
            words, words_en = decisions.WORDS_OF[read[0]]
            kind = kinds.READ_AS if read[1] == "debatable" else kinds.GUESSED_AS
            details: dict[str, object] = {"decision": read[0], "words": words, "words_en": words_en}
            self._say(findings, "decision", Note(kind, read[0], details), cells)

    def _read_mark(self, cells: Sequence[str], values: dict[str, str], findings: list[Finding]) -> None:
        design = self._catalogue.designs.get(values.get("design", ""))
        cleaned = cleaned_cell(self._cell(cells, "score"))
        read = marks.read_mark(cleaned.value, design.maximum if design else self._highest)
        for note in (*cleaned.notes, *read.notes):
            if note.kind is kinds.DECIMAL_COMMA and self._comma_said:
                continue
            self._comma_said = self._comma_said or note.kind is kinds.DECIMAL_COMMA
            self._say(findings, "score", note, cells)
        if read.value:
            values["score"] = read.value
        decision = values.get("decision", decisions.AWARDED)
        if not read.value and not read.notes and not cleaned.notes and decision not in decisions.UNMARKED:
            self._say(findings, "score", Note(kinds.EMPTY_GRADE), cells)
        threshold = design.threshold if design else None
        if read.value and threshold is not None and decision == decisions.AWARDED and Decimal(read.value) < threshold:
            details: dict[str, object] = {"threshold": f"{threshold.normalize():f}"}
            self._say(findings, "score", Note(kinds.BELOW_THRESHOLD, "", details), cells)

    def _check_declarable(self, cells: Sequence[str], values: dict[str, str], findings: list[Finding]) -> None:
        columns = [field for field in BIRTH_PLACE_FIELDS if field in self._places]
        if columns and not any(self._cell(cells, field) for field in columns):
            self._say(findings, min(columns, key=self._places.__getitem__), Note(kinds.MISSING_BIRTH_PLACE), cells)
        if "birth_date" in self._places and not self._cell(cells, "birth_date"):
            self._say(findings, "birth_date", Note(kinds.MISSING_BIRTH_DATE), cells)

    def _shifted(self, cells: Sequence[str]) -> list[Finding]:
        extra = [cell for cell in cells[len(self._headers) :] if cell.strip()]
        if not extra:
            return []
        details: dict[str, object] = {"cells": len(cells), "columns": len(self._headers)}
        return [Finding(self._headers[-1], kinds.SHIFTED_ROW, extra[0], "", details)]

    def _cell(self, cells: Sequence[str], field: str) -> str:
        return cells[self._places[field]].strip() if field in self._places else ""

    def _say(self, findings: list[Finding], field: str, note: Note, cells: Sequence[str]) -> None:
        index = self._places.get(field)
        header = self._headers[index] if index is not None else field
        cell = cells[index] if index is not None and index < len(cells) else ""
        findings.append(_finding(header, note, cell))


def _finding(header: str, note: Note, cell: str) -> Finding:
    return Finding(header, note.kind, cell, note.suggestion, note.details)


def display_name(values: Mapping[str, str]) -> str:
    """The name that a credential shows: as one cell gave it, else first names and the name in use."""
    if full := values.get("full_name"):
        return full
    return f"{values.get('given_name', '')} {values.get('usage_name') or values.get('birth_name', '')}".strip()
