"""What a grid and its events come to: the scale, the sum of the weights, the rule in a sentence, the matrix."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sceau.design import pointers
from sceau.design.pointers import ABSENT
from sceau.engine.quality.lists import EVENT_TYPES
from sceau.engine.strict_json import JsonObject
from sceau.web import words
from sceau.web.desk.designs.forms.outcomes import CRITERIA, criteria_of, outcomes_of
from sceau.web.desk.designs.forms.parts import put
from sceau.web.templatetags.words import spoken

EVENTS: Final = "/assessment/events"
SCALE: Final = "/assessment/grid/scale"
WHOLE: Final = Decimal(100)
# what a grid begins with: the four levels of the samples
LEVELS: Final = (
    {"code": "N0", "label": {"fr": "Non acquis", "en": "Not achieved"}, "points": 0},
    {"code": "N1", "label": {"fr": "En cours d’acquisition", "en": "Developing"}, "points": 1},
    {"code": "N2", "label": {"fr": "Acquis", "en": "Achieved"}, "points": 2},
    {"code": "N3", "label": {"fr": "Maîtrisé", "en": "Mastered"}, "points": 3},
)


def scale_of(document: JsonObject) -> list[tuple[str, str]]:
    """Code and label of each level of the grid, the lowest first; the usual ones while there is no grid."""
    found = pointers.read(document, SCALE)
    found = [each for each in found if isinstance(each, dict) and each.get("code")] if isinstance(found, list) else []
    return [(str(each["code"]), text_in(each.get("label"), spoken())) for each in found or LEVELS]


def with_scale(document: JsonObject) -> JsonObject:
    """The usual scale, once there are criteria and nobody gave another."""
    if criteria_of(document) and pointers.read(document, SCALE) in (ABSENT, None, []):
        return put(document, SCALE, [dict(level) for level in LEVELS])
    return document


def named(entries: list[JsonObject], member: str, main: str) -> list[tuple[str, str]]:
    """Id and text of each entry, in the language of the page, else in the design's."""
    return [(str(each["id"]), text_in(each.get(member), spoken(), main)) for each in entries if each.get("id")]


def text_in(text: Any, *languages: str) -> str:
    """A text of a document in the first of these languages that it has, else in any; "" when it has none."""
    if isinstance(text, str):
        return text
    if not isinstance(text, dict):
        return ""
    return next((str(text[each]) for each in (*languages, *text) if text.get(each)), "")


def event_types(document: JsonObject) -> list[str]:
    """The types of the events that the house knows, each once, in order."""
    events = pointers.read(document, EVENTS)
    types = [each.get("type") for each in events if isinstance(each, dict)] if isinstance(events, list) else []
    return [str(each) for each in dict.fromkeys(types) if each in EVENT_TYPES]


def total_of(document: JsonObject) -> Decimal:
    """The sum of the weights."""
    weights = [each.get("weight") for each in criteria_of(document)]
    return sum(
        (Decimal(str(each)) for each in weights if isinstance(each, int | float) and not isinstance(each, bool)),
        Decimal(0),
    )


def share_evenly(document: JsonObject) -> JsonObject:
    """Whole weights as near each other as they can be, whose sum is 100: the first ones take what is over."""
    criteria = criteria_of(document)
    if not criteria:
        return document
    each, over = divmod(int(WHOLE), len(criteria))
    shared = [{**criterion, "weight": each + (place < over)} for place, criterion in enumerate(criteria)]
    return put(document, CRITERIA, shared)


def rule_text(rule: JsonObject) -> JsonObject | Any:
    """« Score ≥ 65/100 et niveau N2 au moins sur chaque critère éliminatoire », in both languages."""
    score, floor = rule.get("minimum_score"), rule.get("eliminatory_minimum_level")
    parts: dict[str, list[str]] = {"fr": [], "en": []}
    if score is not None:
        parts["fr"].append(f"score ≥ {words.number(score, 'fr')}/100")
        parts["en"].append(f"score ≥ {words.number(score, 'en')}/100")
    if floor:
        parts["fr"].append(f"niveau {floor} au moins sur chaque critère éliminatoire")
        parts["en"].append(f"level {floor} at least on each eliminatory criterion")
    joined = {"fr": capital(" et ".join(parts["fr"])), "en": capital(" and ".join(parts["en"]))}
    return {language: text for language, text in joined.items() if text}


def matrix(document: JsonObject) -> JsonObject:
    """Which criteria judge each outcome in each event.

    returns:  events: (id, label); rows: id, statement, cells: event and the criteria there, alone: the criteria that no
              event observes, state: "good", "check" when what judges it is not observed, "bad" when nothing judges it
    """
    main = str(document.get("language") or "fr")
    events = pointers.read(document, EVENTS)
    events = [each for each in events if isinstance(each, dict) and each.get("id")] if isinstance(events, list) else []
    rows = []
    for ident, statement in named(outcomes_of(document), "statement", main):
        judging = [str(each.get("id")) for each in criteria_of(document) if ident in ids(each, "outcome_ids")]
        seen = [[code for code in judging if code in ids(event, "criteria_ids")] for event in events]
        alone = ", ".join(code for code in judging if not any(code in cell for cell in seen))
        cells = [(str(event["id"]), ", ".join(cell)) for event, cell in zip(events, seen, strict=True)]
        state = "bad" if not judging else "check" if alone else "good"
        rows.append({"id": ident, "statement": statement, "cells": cells, "alone": alone, "state": state})
    return {
        "events": named(events, "label", main),
        "rows": rows,
        "bare": [row for row in rows if row["state"] == "bad"],
    }


def ids(item: Any, member: str) -> list[str]:
    """The ids that a criterion or an event names."""
    found = item.get(member) if isinstance(item, dict) else None
    return [str(each) for each in found] if isinstance(found, list) else []


def capital(text: str) -> str:
    """With its first letter as at the beginning of a sentence."""
    return text[:1].upper() + text[1:]
