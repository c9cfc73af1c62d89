"""What hinders the end of marking: attempts that are not wholly marked and of which nothing was said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from sceau.assessment.models import Attempt, Marking, RetainedMark, Session
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.states import MarkingState, ResultState


@dataclass(frozen=True, slots=True)
class Gap:
    """One attempt that lacks marks.

    criteria:  ids of those that have no mark that counts, as the attempt's scope orders them
    late:      markings that were assigned and not handed in
    nobody:    whether nobody was asked to mark
    """

    attempt: Attempt
    criteria: tuple[str, ...]
    late: tuple[Marking, ...]
    nobody: bool


def gaps_of(session: Session) -> list[Gap]:
    """The attempts of the round that are still to be assessed, by number, in three statements however many there are.

    An attempt whose state says that it is complete has no gap: `sceau.engine.marking` judged it, and what was said of
    it (absent, suspended, pending) stands in its state too.
    """
    lacking = list(attempts_of_round(session).filter(state=ResultState.TO_ASSESS))
    if not lacking:
        return []
    ids = [attempt.pk for attempt in lacking]
    of_these = Q(attempt__candidate__session=session, attempt__round=session.round)
    settled: dict[int, set[str]] = defaultdict(set)
    for attempt_id, criterion in RetainedMark.objects.filter(of_these, settled_at__isnull=False).values_list(
        "attempt_id", "criterion"
    ):
        settled[attempt_id].add(criterion)
    markings: dict[int, list[Marking]] = defaultdict(list)
    for each in (
        Marking.objects.filter(of_these)
        .exclude(state=MarkingState.SET_ASIDE)
        .select_related("assessor")
        .order_by("event", "place")
    ):
        markings[each.attempt_id].append(each)
    by_id = dict(zip(ids, lacking, strict=True))
    return [
        Gap(
            attempt=attempt,
            criteria=tuple(name for name in attempt.scope if name not in settled[pk]),
            late=tuple(each for each in markings[pk] if each.state != MarkingState.SUBMITTED),
            nobody=not markings[pk],
        )
        for pk, attempt in by_id.items()
    ]
