"""The results of an automatic route that a person looks at before anything is confirmed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from math import ceil

from sceau.assessment.models import AuditCheck, Decision, Deliberation

LEAST_AUDITED = Fraction(10)  # percent, where a design has none: its gate asks for a number, its file may lack it


def draw(deliberation: Deliberation, percent: Fraction, *, now: datetime) -> None:
    """Draw the results that a person is to look at: so many in a hundred, at least one.

    Chance comes from the deliberation's uuid, so that anybody can draw again and find the same. What was drawn in an
    earlier proposal of the round is drawn again: proposing once more does not choose another sample.
    """
    decisions = list(deliberation.decisions.select_related("attempt__candidate").order_by("attempt__candidate__number"))
    before = set(
        AuditCheck.objects.filter(
            decision__deliberation__session=deliberation.session, decision__deliberation__round=deliberation.round
        ).values_list("decision__attempt__candidate", flat=True)
    )
    drawn = sampled(decisions, percent, seed=str(deliberation.uuid))
    drawn += [each for each in decisions if each.attempt.candidate_id in before and each not in drawn]
    AuditCheck.objects.bulk_create(AuditCheck(decision=each, drawn_at=now) for each in drawn)


def sampled(decisions: Sequence[Decision], percent: Fraction, *, seed: str) -> list[Decision]:
    """So many in a hundred of them, rounded up, at least one and at most all; the same for the same seed."""
    count = min(len(decisions), max(1, ceil(len(decisions) * percent / 100)))
    return random.Random(seed).sample(list(decisions), count)  # noqa: S311 -- it is to be found again, not secret
