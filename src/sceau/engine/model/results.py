"""The results of an award: what may be reached, and what this holder reached."""

from __future__ import annotations

from functools import lru_cache

from sceau.engine.model.addresses import node_id
from sceau.engine.model.awards import Award
from sceau.engine.model.designs import Design
from sceau.engine.model.grids import Criterion, Grid
from sceau.engine.model.wording import Voice
from sceau.engine.strict_json import JsonObject


def result_descriptions(design: Design, voice: Voice) -> list[JsonObject]:
    """What may be said of a result: passed, a score out of 100, a level on each criterion."""
    found: list[JsonObject] = [
        {
            "id": node_id(design, "outcome"),
            "type": ["ResultDescription"],
            "name": voice.word("outcome_name"),
            "resultType": "Status",
        }
    ]
    if design.grade_scheme != "pass_fail":
        found.append(_score_description(design, voice))
    if design.grid is not None:
        found += [_criterion_description(design, design.grid, criterion, voice) for criterion in design.grid.criteria]
    return found


def _score_description(design: Design, voice: Voice) -> JsonObject:
    description: JsonObject = {
        "id": node_id(design, "score"),
        "type": ["ResultDescription"],
        "name": voice.word("score_name"),
        "resultType": "Percent",
        "valueMin": "0",
        "valueMax": "100",
    }
    if design.grid is not None and design.grid.minimum_score is not None:
        description["requiredValue"] = f"{float(design.grid.minimum_score):g}"
    return description


def _criterion_description(design: Design, grid: Grid, criterion: Criterion, voice: Voice) -> JsonObject:
    path = f"criterion/{criterion.id}"
    levels: list[JsonObject] = [
        {
            "id": node_id(design, f"{path}/{level.code}"),
            "type": ["RubricCriterionLevel"],
            "name": voice.say(level.label),
            "description": voice.say(criterion.levels[level.code]),
            "level": level.code,
            "points": str(level.points),
        }
        for level in grid.scale
        if level.code in criterion.levels
    ]
    description: JsonObject = {
        "id": node_id(design, path),
        "type": ["ResultDescription"],
        "name": voice.say(criterion.label),
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": levels,
    }
    if criterion.eliminatory and criterion.minimum in criterion.levels:
        description["requiredLevel"] = node_id(design, f"{path}/{criterion.minimum}")
    return description


def results(design: Design, award: Award) -> list[JsonObject]:
    """What this holder reached, each tied to its description."""
    found: list[JsonObject] = [
        {"type": ["Result"], "resultDescription": node_id(design, "outcome"), "status": "Completed"}
    ]
    if award.score is not None and design.grade_scheme != "pass_fail":
        value = f"{float(award.score):g}"
        found.append({"type": ["Result"], "resultDescription": node_id(design, "score"), "value": value})
    for name, mark in award.marks.items():
        criterion, level = _nodes_of(design, name, mark)
        found.append({"type": ["Result"], "resultDescription": criterion, "achievedLevel": level})
    return found


@lru_cache(maxsize=8192)  # a batch names the same levels in each of its credentials
def _nodes_of(design: Design, criterion: str, level: str) -> tuple[str, str]:
    return node_id(design, f"criterion/{criterion}"), node_id(design, f"criterion/{criterion}/{level}")
