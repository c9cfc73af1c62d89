"""Reasons that every part of the room gives."""

from __future__ import annotations

from sceau.engine.errors import Reason

MAY_NOT = Reason(
    "issuing.may_not",
    fr="Vous n’avez pas ce droit sur les délivrances de cet organisme",
    en="You do not have this right on what this institution issues",
)
BATCH_STANDS_ELSEWHERE = Reason(
    "issuing.batch_stands_elsewhere",
    fr="Le lot est à l’étape «\u00a0{state}\u00a0»\u00a0: cela ne s’y fait pas",
    en="The batch is at the stage “{state_en}”: this is not done there",
)
