"""What helps in the steps of outcomes and of assessment: pickers of frameworks, the matrix, the sum of the weights."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sceau.design.models import Design
from sceau.engine.strict_json import JsonObject
from sceau.web import words
from sceau.web.desk.designs.forms.assessment import WHOLE, AssessmentStep, matrix, total_of
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.outcomes import OutcomesStep, criteria_of
from sceau.web.desk.doors import DeskRequest
from sceau.web.templatetags.words import spoken

# what follows each save besides the findings
LIVE: Final = {
    "outcomes": "desk/designs/steps/outcomes_live.html",
    "assessment": "desk/designs/steps/assessment_live.html",
}


def of(step: Step, request: DeskRequest, design: Design) -> dict[str, Any]:
    """What the template of a step shows besides its fields."""
    if isinstance(step, AssessmentStep):
        return {"matrix": matrix(design.draft), "total": total(design.draft)}
    return {}


def total(document: JsonObject) -> dict[str, Any]:
    """The sum of the weights, in words."""
    found = total_of(document)
    return {
        "any": bool(criteria_of(document)),
        "sum": _number(found),
        "missing": _number(WHOLE - found) if found < WHOLE else "",
        "over": _number(found - WHOLE) if found > WHOLE else "",
        "right": found == WHOLE,
    }


def picked(step: Step, document: JsonObject, value: str) -> tuple[JsonObject, str]:
    """The document with what somebody picked in a framework: « outcomes-LO1|esco|http://… »; where to look then."""
    field, _bar, rest = value.partition("|")
    framework, _bar, code = rest.partition("|")
    if not isinstance(step, OutcomesStep) or not framework or not code:
        return document, ""
    return document, field


def _number(value: Decimal) -> str:
    whole = int(value)
    return words.number(whole if value == whole else value.normalize(), spoken())
