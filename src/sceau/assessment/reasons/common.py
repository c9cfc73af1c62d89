"""Reasons that every part of the room gives."""

from __future__ import annotations

from sceau.engine.errors import Reason

MAY_NOT = Reason(
    "assessment.may_not",
    fr="Vous n’avez pas ce droit sur cette session",
    en="You do not have this right on this session",
)
SESSION_STANDS_ELSEWHERE = Reason(
    "assessment.session_stands_elsewhere",
    fr="La session est à l’étape «\u00a0{state}\u00a0»\u00a0: cela ne s’y fait pas",
    en="The session is at the stage “{state_en}”: this is not done there",
)
CANCELLED = Reason(
    "assessment.cancelled",
    fr="La session est annulée",
    en="The session is cancelled",
)
