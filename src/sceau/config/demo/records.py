"""The sessions of the demonstration as their files tell them: who sat what, when, and what was marked.

Read as demo/README.md says: a criterion that is marked again in a second attempt counts as it was marked there.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from sceau.config.environment import ROOT

DEMO: Final = ROOT / "demo"
ABSENT: Final = "ABS"
SAID: Final = {"ABSENT": "absent", "SUSPENDU": "suspended", "EN_ATTENTE": "pending"}
DECISIONS: Final = {"ACQUIS": "acquired", "NON_ACQUIS": "not_acquired", "PARTIEL": "partial", **SAID}


@dataclass(frozen=True, slots=True)
class Passage:
    """One attempt of one learner.

    marks:   criterion id → level code, in the order of the file; those absent have none
    events:  criterion id → event id
    """

    learner: str
    number: int
    on: date
    marks: Mapping[str, str]
    events: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A session of the file.

    passages: by learner, in the order of their numbers
    """

    code: str
    design: str
    body: str
    on: date
    mode: str
    president: str
    deliberates_on: date
    passages: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)


MODES: Final = {"Présentiel": "onsite", "À distance": "remote", "Hybride": "mixed"}


def read_learners(folder: Path = DEMO) -> dict[str, dict[str, str]]:
    """The rows of learners_200.csv by learner. raises: OSError"""
    return {row["learner_id"]: row for row in _rows(folder / "learners_200.csv")}


def read_held(folder: Path = DEMO) -> list[Held]:
    """Every session with its passages, by date. raises: OSError"""
    passages: dict[str, dict[str, list[Passage]]] = {}
    kept: dict[tuple[str, str, int], list[dict[str, str]]] = {}
    for row in _rows(folder / "results_long.csv"):
        kept.setdefault((row["session_id"], row["learner_id"], int(row["attempt"])), []).append(row)
    for (session, learner, number), rows in kept.items():
        passages.setdefault(session, {}).setdefault(learner, []).append(
            Passage(
                learner,
                number,
                date.fromisoformat(rows[0]["assessed_at"]),
                {row["criterion_id"]: row["level"] for row in rows if row["level"] != ABSENT},
                {row["criterion_id"]: row["event_id"] for row in rows},
            )
        )
    held = [
        Held(
            row["session_id"],
            row["design_id"],
            row["organisation_id"],
            date.fromisoformat(row["date_evaluation"]),
            MODES[row["lieu"]],
            row["president_jury"],
            date.fromisoformat(row["deliberation"]),
            {
                learner: tuple(sorted(there, key=lambda each: each.number))
                for learner, there in passages.get(row["session_id"], {}).items()
            },
        )
        for row in _rows(folder / "sessions.csv")
    ]
    return sorted(held, key=lambda each: (each.on, each.code))


def second_levels(passage: Passage, event: str, scale: list[str]) -> dict[str, tuple[str, str]]:
    """What a second assessor gave, and how the two came to the level of the file: none of it stands in a file.

    scale:    level codes, the lowest first
    returns:  criterion id → (level, "same" | "agreed" | "third"): mostly the same, one step away and then agreed, or
              two steps away and then settled by a third assessor; always the same for the same passage
    """
    chance = Random(f"{passage.learner}/{passage.number}/{event}")  # noqa: S311 -- invented marks, not a secret
    found: dict[str, tuple[str, str]] = {}
    for criterion, level in passage.marks.items():
        if passage.events[criterion] != event:
            continue
        place, drawn = scale.index(level), chance.random()
        steps = 0 if drawn < SAME else 1 if drawn < NEAR else 2
        other = place + steps if place + steps < len(scale) else place - steps
        found[criterion] = (scale[other], ("same", "agreed", "third")[abs(other - place)])
    return found


SAME, NEAR = 0.78, 0.96  # shares of equal marks, and of those at most a step away


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as there:
        return list(csv.DictReader(there))
