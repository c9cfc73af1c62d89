"""What the engine says of an attempt, as a decision keeps it."""

from __future__ import annotations

from typing import Any

from sceau.assessment.services.results import judged
from sceau.engine.marking.explaining import explain
from sceau.engine.marking.outcome import Outcome
from sceau.engine.marking.rules import AssessmentRules

__all__ = ["acquired", "judged", "told"]


def told(outcome: Outcome) -> list[dict[str, Any]]:
    """The explanation, a sentence a line, in both languages."""
    pairs = zip(explain(outcome, "fr"), explain(outcome, "en"), strict=True)
    return [{"fr": french, "en": english} for french, english in pairs]


def acquired(rules: AssessmentRules, marks: dict[str, str]) -> list[str]:
    """The criteria that these marks show as acquired, in the grid's order."""
    return [name for name in rules.criteria if name in marks and rules.is_acquired(name, marks[name])]
