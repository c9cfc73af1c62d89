"""What may follow what."""

from __future__ import annotations

from datetime import date

from sceau.institutions.models import Habilitation
from sceau.institutions.models.partners import HabilitationState

NEXT: dict[HabilitationState, frozenset[HabilitationState]] = {
    HabilitationState.REQUESTED: frozenset({HabilitationState.ACTIVE, HabilitationState.WITHDRAWN}),
    HabilitationState.ACTIVE: frozenset({HabilitationState.SUSPENDED, HabilitationState.WITHDRAWN}),
    HabilitationState.SUSPENDED: frozenset({HabilitationState.ACTIVE, HabilitationState.WITHDRAWN}),
    HabilitationState.WITHDRAWN: frozenset(),  # for good: a partner is given a new one
}
HURTS = frozenset({HabilitationState.SUSPENDED, HabilitationState.WITHDRAWN})  # a reason is asked


def stands_on(habilitation: Habilitation, day: date) -> bool:
    """Whether the partner may act under it that day."""
    in_time = habilitation.starts_on <= day <= habilitation.ends_on
    return habilitation.state == HabilitationState.ACTIVE and in_time


def is_over(habilitation: Habilitation, day: date) -> bool:
    """Whether its dates are behind, whatever its state says."""
    return habilitation.ends_on < day
