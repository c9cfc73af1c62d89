"""What a table says of how and when somebody was assessed: four words of Annex I, and which day its dates are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sceau.engine.errors import Reason
from sceau.intake.check import CheckedRow
from sceau.intake.findings import Finding, Kind, Severity
from sceau.intake.folding import fold

SUPERVISION_NOT_READ = Kind(
    Reason(
        "supervision_not_read",
        "Cette surveillance n’est pas l’une des quatre que nous savons dire\u00a0: "
        "la preuve portera «\u00a0non précisé\u00a0»",
        "This supervision is not one of the four that we can tell: the credential will say “not stated”",
    ),
    Severity.INFO,
)
NOT_A_WHOLE_DATE = Kind(
    Reason("whole_date_needed", "Il faut le jour, le mois et l’année", "The day, the month and the year are needed"),
    Severity.ERROR,
)

_DECISION_DATES = ("delib", "jury", "deliv", "obten", "decision", "award", "issue", "attribution")
_SUPERVISION = {
    "unsup_noid": (
        "unsup_noid",
        "sans surveillance",
        "sans surveillance et sans verification d identite",
        "unsupervised",
        "unsupervised with no identity verification",
    ),
    "sup_noid": (
        "sup_noid",
        "sous surveillance sans verification d identite",
        "surveille sans verification d identite",
        "supervised with no identity verification",
    ),
    "sup_online_id": (
        "sup_online_id",
        "sous surveillance a distance avec verification d identite",
        "telesurveillance",
        "supervised online with identity verification",
    ),
    "sup_onsite_id": (
        "sup_onsite_id",
        "sous surveillance en presentiel avec verification d identite",
        "supervised onsite with identity verification",
    ),
}
_SUPERVISION_BY_WORDS = {fold(words): level for level, spellings in _SUPERVISION.items() for words in spellings}


def read_supervision(text: str) -> str:
    """The code of one of the four levels that we can tell (`sceau.engine.model.awards.Supervision`), "" for none."""
    return _SUPERVISION_BY_WORDS.get(fold(text), "")


def is_day_of_decision(header: str) -> bool:
    """Whether a column of dates gives the day of the decision rather than that of the assessment."""
    return any(word in fold(header) for word in _DECISION_DATES)


def about_dates(row: CheckedRow, headers: Mapping[str, str]) -> list[Finding]:
    """A day of which a part is not known can be the day of no award. headers: field → header, as the file has it"""
    value = row.values.get("assessed_on", "")
    try:
        date.fromisoformat(value or "2000-01-01")
    except ValueError:
        return [Finding(headers["assessed_on"], NOT_A_WHOLE_DATE, value)]
    return []


def about_supervision(row: CheckedRow, headers: Mapping[str, str]) -> list[Finding]:
    """Words that are none of the four levels are told, and the level stays unknown."""
    value = row.values.get("supervision", "")
    if not value or read_supervision(value):
        return []
    return [Finding(headers["supervision"], SUPERVISION_NOT_READ, value)]
