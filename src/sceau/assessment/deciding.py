"""What the marks of an attempt propose to whoever decides: the columns of a decision, as the engine gives them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sceau.assessment.judging import told
from sceau.engine.marking.outcome import Outcome
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.validity import add_months


def columns(outcome: Outcome, rules: AssessmentRules, *, on: date) -> Mapping[str, Any]:
    """`proposed`, `score`, `marks`, `lines`, `kept` and `kept_until` of a decision taken on a day."""
    months = rules.partial.months
    return {
        "proposed": str(outcome.state),
        "score": outcome.score,
        "marks": outcome.marks,
        "lines": told(outcome),
        "kept": list(outcome.kept),
        "kept_until": add_months(on, months) if outcome.kept and months is not None else None,
    }
