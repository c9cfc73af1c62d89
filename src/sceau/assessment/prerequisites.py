"""The conditions of access of a version, and the answers of somebody, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sceau.assessment.errors import WrongValue
from sceau.assessment.reasons.candidates import PREREQUISITE_UNANSWERED, PREREQUISITE_UNMET, TOO_LONG, WAIVER_NEEDED
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.texts import Text

MOST_WORDS = 500
_NOTHING_ASKED = {"aucun", "aucune", "none", "sans", "néant", "-", ""}


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing to answer with yes or no.

    label:           None where the design gives only a kind and a number
    is_alternative:  one of those so marked will do instead of the others
    """

    place: int
    kind: str
    label: Text | None
    minimum: Fraction | None
    is_alternative: bool


def conditions_of(rules: AssessmentRules) -> tuple[Condition, ...]:
    """What is to be answered, in the order of the design; its text alone is one condition, unless it says none."""
    if rules.prerequisites:
        return tuple(
            Condition(place, each.kind, each.label, each.minimum, each.is_alternative)
            for place, each in enumerate(rules.prerequisites)
        )
    text = rules.prerequisites_text
    if text is None or all(_says_nothing(each) for each in text.words.values()):
        return ()
    return (Condition(0, "text", text, None, False),)


def checked_answers(
    conditions: Sequence[Condition], answers: Sequence[Mapping[str, Any]], *, waiver: str | None = None
) -> list[dict[str, Any]]:
    """Answers as they are kept.

    answers:  by place: {"met": bool or None, "words": str}
    waiver:   why the body lets somebody in without; None where it is the person who answers
    raises:   WrongValue, whose field is "prerequisite_<place>" or "waiver"
    """
    kept: list[dict[str, Any]] = []
    for condition in conditions:
        given = answers[condition.place] if condition.place < len(answers) else {}
        met, words = given.get("met"), str(given.get("words") or "").strip()
        if not isinstance(met, bool):
            raise WrongValue(PREREQUISITE_UNANSWERED, field=field_of(condition))
        if len(words) > MOST_WORDS:
            raise WrongValue(TOO_LONG, field=field_of(condition), length=len(words), most=MOST_WORDS)
        kept.append({"met": met, "words": words})
    lacking = unmet(conditions, kept)
    if not lacking:
        return kept
    if waiver is None:
        raise WrongValue(PREREQUISITE_UNMET, field=field_of(lacking[0]))
    if not waiver.strip():
        raise WrongValue(WAIVER_NEEDED, field="waiver")
    if len(waiver.strip()) > MOST_WORDS:
        raise WrongValue(TOO_LONG, field="waiver", length=len(waiver.strip()), most=MOST_WORDS)
    for condition in lacking:
        kept[condition.place]["waived"] = waiver.strip()
    return kept


def unmet(conditions: Sequence[Condition], answers: Sequence[Mapping[str, Any]]) -> list[Condition]:
    """The conditions that hold somebody back, those that nobody answered or waived among them."""

    def holds(condition: Condition) -> bool:
        given = answers[condition.place] if condition.place < len(answers) else {}
        return given.get("met") is True or bool(given.get("waived"))

    alternatives = [each for each in conditions if each.is_alternative]
    if any(holds(each) for each in alternatives):
        return []
    others = [each for each in conditions if not each.is_alternative]
    if not others:
        return alternatives
    return [each for each in others if not holds(each)]


def field_of(condition: Condition) -> str:
    """The name of its field in a form."""
    return f"prerequisite_{condition.place}"


def _says_nothing(text: str) -> bool:
    return text.strip().rstrip(".").strip().casefold() in _NOTHING_ASKED
