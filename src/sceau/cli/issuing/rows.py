"""From a checked row to an award: what the row says about its assessment, and what does not hold together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from sceau.engine.errors import Reason
from sceau.engine.model.awards import Award, Basis, Evidence, Holder, StatusPlace, Supervision
from sceau.engine.model.designs import Design
from sceau.engine.model.validity import noon_of
from sceau.intake import CheckedRow, Finding, Kind, Severity, State, display_name
from sceau.intake.assessed import about_dates, about_supervision, is_day_of_decision, read_supervision
from sceau.intake.folding import fold

UNKNOWN_MARK = Kind(
    Reason(
        "unknown_mark",
        "Ce niveau n’est pas dans la grille\u00a0: il y a {levels}",
        "This level is not in the grid: it has {levels}",
    ),
    Severity.ERROR,
)
SCORE_DIFFERS = Kind(
    Reason(
        "score_differs_from_marks",
        "Les niveaux de la ligne donnent {computed} et non {value}",
        "The levels of the row give {computed}, not {value}",
    ),
    Severity.WARNING,
    doubt=True,
)
MARKS_DO_NOT_PASS = Kind(
    Reason(
        "marks_do_not_pass",
        "Ces niveaux ne suffisent pas pour réussir, et la décision dit «\u00a0acquis\u00a0»",
        "These levels are not enough to pass, and the decision says “awarded”",
    ),
    Severity.WARNING,
    doubt=True,
)
UNUSABLE_ADDRESS = Kind(
    Reason(
        "unusable_address",
        "Cette adresse contient un signe qui ne peut pas être signé\u00a0: {sign}",
        "This address has a sign that cannot be signed: {sign}",
    ),
    Severity.ERROR,
)

_UNSIGNABLE = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What every row of a call is read with.

    basis:       what the awards rest on
    dated:       the header of the column of dates, "" when there is none: it says which day its dates are
    now:         the moment of issuing
    """

    basis: Basis
    dated: str
    now: datetime


def examine(row: CheckedRow, design: Design, headers: Mapping[str, str]) -> CheckedRow:
    """The row with what its design has to say about it; a row that was right may turn out not to be.

    headers:  field → header, as the file writes it
    """
    if row.state is not State.READY:
        return row
    findings = [*_about_marks(row, design, headers), *about_dates(row, headers), *_about_addresses(row, headers)]
    findings += about_supervision(row, headers)
    if not findings:
        return row
    state: State = row.state
    if any(found.severity is Severity.ERROR for found in findings):
        state = State.TO_CORRECT
    elif any(found.kind.doubt for found in findings):
        state = State.SUSPICIOUS
    return replace(row, state=state, findings=(*row.findings, *findings))


def make_award(
    row: CheckedRow, design: Design, reading: Reading, *, code: str, place: StatusPlace, salt: str, image: str | None
) -> Award:
    """The award that a right row stands for.

    salt:   of the holder's hashed address
    image:  the address of the credential's picture; None for the achievement's own
    """
    values = row.values
    day = date.fromisoformat(values["assessed_on"]) if "assessed_on" in values else None
    awarded_on = day or reading.now.date()
    marks = _marks(row, design)
    evidence = Evidence(url=values.get("evidence_url", ""), narrative=values.get("narrative", ""))
    return Award(
        code=code,
        holder=_holder(values, salt),
        language=values.get("language", design.language),
        awarded_on=awarded_on,
        valid_from=min(noon_of(awarded_on), reading.now),
        basis=reading.basis,
        assessed_on=None if is_day_of_decision(reading.dated) else day,
        score=Decimal(values["score"]) if "score" in values else _computed(marks, design),
        marks=marks,
        supervision=Supervision(level) if (level := read_supervision(values.get("supervision", ""))) else None,
        identity_verified={"yes": True, "no": False}.get(values.get("identity_checked", "")),
        evidence=(evidence,) if evidence != Evidence() else (),
        status=place,
        image_url=image,
    )


def _holder(values: Mapping[str, str], salt: str) -> Holder:
    native = f"{values.get('native_given_name', '')} {values.get('native_family_name', '')}".strip()
    given = [values.get(field, "") for field in ("given_name", "given_name_2", "given_name_3")]
    return Holder(
        name=display_name(values),
        native_name=native,
        given_name=" ".join(name for name in given if name),
        family_name=values.get("birth_name", ""),
        used_name=values.get("usage_name", ""),
        email=values.get("email", ""),
        salt=salt if values.get("email") else "",
    )


def _cells_of_criteria(row: CheckedRow, design: Design) -> dict[str, tuple[str, str]]:
    """Criterion id → (header, cell), for the columns that are named after a criterion and filled."""
    names = _criteria(design)
    found = ((names.get(fold(header)), header, cell) for header, cell in row.others.items())
    return {name: (header, cell) for name, header, cell in found if name}


@lru_cache(maxsize=64)
def _criteria(design: Design) -> dict[str, str]:
    """Each name of a criterion, folded → its id."""
    criteria = design.grid.criteria if design.grid else ()
    labels = {fold(text): criterion.id for criterion in criteria for text in criterion.label.words.values()}
    return labels | {fold(criterion.id): criterion.id for criterion in criteria}


@lru_cache(maxsize=64)
def _levels(design: Design) -> dict[str, str]:
    """Each spelling of a level, folded → its code."""
    scale = design.grid.scale if design.grid else ()
    labels = {fold(text): level.code for level in scale for text in level.label.words.values()}
    return labels | {fold(level.code): level.code for level in scale}


def _marks(row: CheckedRow, design: Design) -> dict[str, str]:
    levels = _levels(design)
    read = {name: levels.get(fold(cell)) for name, (_, cell) in _cells_of_criteria(row, design).items()}
    order = [criterion.id for criterion in design.grid.criteria] if design.grid else []
    return {name: level for name in order if (level := read.get(name))}


def _computed(marks: Mapping[str, str], design: Design) -> Decimal | None:
    return design.grid.score(marks) if design.grid and marks else None


def _about_marks(row: CheckedRow, design: Design, headers: Mapping[str, str]) -> list[Finding]:
    levels, cells = _levels(design), _cells_of_criteria(row, design)
    codes = ", ".join(level.code for level in design.grid.scale) if design.grid else ""
    wrong = [
        Finding(header, UNKNOWN_MARK, cell, "", {"levels": codes})
        for header, cell in cells.values()
        if fold(cell) not in levels
    ]
    if wrong or design.grid is None or not cells:
        return wrong
    marks = _marks(row, design)
    if design.grid.is_passed(marks) is False:
        header, cell = next(iter(cells.values()))
        return [Finding(headers.get("decision", header), MARKS_DO_NOT_PASS, row.values.get("decision", cell))]
    computed, said = design.grid.score(marks), row.values.get("score")
    if computed is not None and said is not None and abs(computed - Decimal(said)) >= Decimal("0.1"):
        details: dict[str, object] = {"computed": str(computed)}
        return [Finding(headers.get("score", "score"), SCORE_DIFFERS, said, str(computed), details)]
    return []


def _about_addresses(row: CheckedRow, headers: Mapping[str, str]) -> list[Finding]:
    value = row.values.get("evidence_url", "")
    sign = _UNSIGNABLE.search(value)
    if sign is None:
        return []
    return [Finding(headers["evidence_url"], UNUSABLE_ADDRESS, value, "", {"sign": sign[0]})]
