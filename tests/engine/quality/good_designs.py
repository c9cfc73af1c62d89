"""A design of each profile with which nothing is wrong, and a way to spoil it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sample_awards import design_document
from sceau.engine.quality.gate import assess
from sceau.engine.quality.report import GateReport, RegistrationFacts, Setting
from sceau.engine.strict_json import JsonObject

TODAY = date(2026, 11, 22)
BOTH = ("fr", "en")
GONE = object()  # in place of a value: take the member away
RS = RegistrationFacts(
    code="RS9901", active=True, ends_on=date(2028, 6, 30), entitled=frozenset({"999900103"}), title="Excel"
)
BLOC = RegistrationFacts(
    code="RNCP99901BC02", active=True, ends_on=date(2029, 1, 15), level=6, entitled=frozenset({"999900111"})
)
SAME = {"fr": "Suivre l’avancement avec des indicateurs visuels.", "en": "Track progress with visual indicators."}


def european() -> JsonObject:
    """The agile one, whose third outcome asks for one thing only."""
    return spoilt(design_document("mc-gestion-projet-agile"), {"/annex1/mandatory/learning_outcomes/2/statement": SAME})


def registered() -> JsonObject:
    """The one for spreadsheets, whose fourth outcome asks for one thing only."""
    statement = {"fr": "Interpréter les indicateurs.", "en": "Interpret the indicators."}
    return spoilt(
        design_document("mc-excel-reporting-rh"), {"/annex1/mandatory/learning_outcomes/3/statement": statement}
    )


def skill() -> JsonObject:
    return design_document("mc-point-performance-aciers")


GOOD = {"eu": european, "registered": registered, "skill": skill}


def setting_of(document: JsonObject, facts: RegistrationFacts | None = RS) -> Setting:
    """What the desk of Institut Alpes Numérique would say; the registers are asked only where there is a number."""
    is_registered = (document.get("registration") or {}).get("type", "none") != "none"
    return Setting(languages=BOTH, registration=facts if is_registered else None, sirens=frozenset({"999900103"}))


def assessed(document: JsonObject, *, setting: Setting | None = None, today: date = TODAY) -> GateReport:
    return assess(document, today=today, setting=setting or setting_of(document))


def codes(report: GateReport) -> list[str]:
    """The codes that were found, each once."""
    return list(dict.fromkeys(finding.code for finding in report.findings))


def spoilt(document: JsonObject, changes: Mapping[str, Any]) -> JsonObject:
    """The document with other values at some pointers; objects that are not there yet are made on the way."""
    for pointer, value in changes.items():
        *way, last = pointer.split("/")[1:]
        holder: Any = document
        for name in way:
            holder = holder[int(name)] if isinstance(holder, list) else holder.setdefault(name, {})
        if value is GONE:
            del holder[int(last) if isinstance(holder, list) else last]
        elif isinstance(holder, list):
            holder[int(last)] = value
        else:
            holder[last] = value
    return document
