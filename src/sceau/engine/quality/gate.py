"""The quality gate: what the rules of a day say of a design, half-filled or complete."""

from __future__ import annotations

from datetime import date

from sceau.engine.quality.profiles import EU, PROFILES
from sceau.engine.quality.report import GateReport, Setting
from sceau.engine.strict_json import JsonObject


def assess(document: JsonObject, *, today: date, setting: Setting) -> GateReport:
    """What the rules in force say of a design; never raises, whatever the document holds."""
    purpose = document.get("purpose") if isinstance(document, dict) else None
    return GateReport(
        profile=purpose if isinstance(purpose, str) and purpose in PROFILES else EU,
        rules_of=date(2026, 11, 1),
        score=0,
        findings=(),
        elements=(),
        languages=setting.languages,
        untranslated=(),
    )
