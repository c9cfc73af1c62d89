"""How marking goes in a session, for whoever runs it: who has what to do, what waits. Never a mark."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from sceau.accounts.models import User
from sceau.assessment.models import Assessor, Attempt, Candidate, Conflict, Marking, MarkWrite, Session
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.services.results import ALONE, EventResult, settled_in
from sceau.assessment.states import CandidateState, Kept, MarkingState
from sceau.assessment.ties import rules_in
from sceau.engine.marking.comparing import Agreement
from sceau.engine.marking.rules import AssessmentRules, Event
from sceau.institutions.models import Membership
from sceau.institutions.queries import standing
from sceau.institutions.roles import MAY, Right

_COUNTED: Final = ("attempt", "event", "place", "state", "source", "assessor")
_NOT_IN: Final = (MarkingState.ASSIGNED, MarkingState.OPEN)
_LATE: Final = ("marking.closed", "marking.submitted", "marking.set_aside", "marking.past_attempt")


@dataclass(frozen=True, slots=True)
class Load:
    """An assessor and what they have to do. new: candidates of whom they have said nothing yet"""

    assessor: Assessor
    waiting: int
    done: int
    new: int


@dataclass(frozen=True, slots=True)
class EventProgress:
    """How one event goes. places: to be marked in all; free: that nobody has; the rest counts attempts and criteria."""

    event: Event
    places: int
    free: int
    waiting: int
    done: int
    same: int
    agreed: int
    median: int
    to_agree: int
    third: int

    @property
    def is_compared(self) -> bool:
        """Whether two people mark it."""
        return self.event.is_double


@dataclass(frozen=True, slots=True)
class Sheet:
    """One attempt and its grids, event by event; None for an event that it does not show."""

    attempt: Attempt
    grids: tuple[tuple[Event, tuple[Marking, ...], int] | None, ...]


def loads_of(session: Session) -> list[Load]:
    """The assessors of a session, by name; three statements."""
    assessors = Assessor.objects.filter(session=session, removed_at__isnull=True).select_related("user")
    under_way = Marking.objects.filter(attempt__in=attempts_of_round(session).values("pk"))
    counted = under_way.exclude(state=MarkingState.SET_ASIDE).values_list("assessor", "state").annotate(n=Count("pk"))
    waiting: Counter[int] = Counter()
    done: Counter[int] = Counter()
    for user, state, count in counted:
        (done if state == MarkingState.SUBMITTED else waiting)[user] += count
    came = list(
        Candidate.objects.filter(session=session, state=CandidateState.ENROLLED).values_list("created_at", flat=True)
    )
    return [
        Load(
            each,
            waiting[each.user_id],
            done[each.user_id],
            sum(each.declared_at is None or each.declared_at < at for at in came),
        )
        for each in assessors.order_by("user__name", "pk")
    ]


def marks_blindly(user: User, session: Session) -> bool:
    """Whether somebody still has a grid to hand in of an event that two people mark without seeing each other."""
    double = [event.id for event in rules_in(session).events if event.is_double]
    mine = Marking.objects.filter(attempt__in=attempts_of_round(session).values("pk"), assessor=user, event__in=double)
    return mine.filter(state__in=_NOT_IN).exists()


def is_blind_to(user: User, marking: Marking, beside: Sequence[Marking], event: Event) -> bool:
    """Whether somebody is not to know how this grid stands: theirs, of the same event and attempt, is not in yet.

    beside:  the grids of that event and attempt
    """
    if not event.is_double or marking.assessor_id == user.pk:
        return False
    if sum(each.state == MarkingState.SUBMITTED for each in beside) >= event.assessors:
        return False
    return any(each.assessor_id == user.pk and each.state in _NOT_IN for each in beside)


def who_may_assess(session: Session, *, now: datetime) -> QuerySet[User]:
    """The colleagues, of the body and of whoever organises, who have a role that marks and do not assess here yet."""
    roles = [role for role, rights in MAY.items() if Right.MARK in rights]
    units = Q(memberships__unit__isnull=True)
    if session.unit_id is not None:
        units |= Q(memberships__unit=session.unit_id)
    there = Assessor.objects.filter(session=session, removed_at__isnull=True)
    held = Q(memberships__institution__in={session.institution_id, session.organiser_id}, memberships__role__in=roles)
    return (
        User.objects.filter(held & units, memberships__in=Membership.objects.filter(standing(now)), is_active=True)
        .exclude(pk__in=there.values("user"))
        .distinct()
        .order_by("name", "pk")
    )


def ties_told(session: Session) -> QuerySet[Conflict]:
    """The ties that stand, by assessor."""
    return (
        Conflict.objects.filter(candidate__session=session, withdrawn_at__isnull=True)
        .select_related("candidate__person__root", "user", "told_by")
        .order_by("user__name", "candidate__number")
    )


def progress_of(session: Session) -> list[EventProgress]:
    """Event by event, in a number of statements that does not depend on how many candidates there are."""
    rules = rules_in(session)
    attempts = list(attempts_of_round(session))
    grids = _grids(attempts, named=False)
    settled = settled_in(rules, attempts)
    return [_progress(rules, at, attempts, grids, settled) for at in range(len(rules.events))]


def attempts_of_all_rounds(session: Session) -> QuerySet[Attempt]:
    """Every attempt of those who are enrolled, the last round first: who marked whom stays to be read."""
    return (
        Attempt.objects.filter(candidate__session=session, candidate__state=CandidateState.ENROLLED)
        .select_related("candidate", "candidate__person", "candidate__person__root")
        .order_by("-round", "candidate__number", "-number")
    )


def sheets_of(session: Session, attempts: Sequence[Attempt]) -> list[Sheet]:
    """The grids of some attempts, event by event."""
    rules = rules_in(session)
    grids = _grids(attempts)
    return [
        Sheet(
            attempt,
            tuple(
                (event, tuple(grids[attempt.pk, event.id]), _free(event, grids[attempt.pk, event.id]))
                if set(event.criteria) & set(attempt.scope)
                else None
                for event in rules.events
            ),
        )
        for attempt in attempts
    ]


def late_marks(session: Session) -> int:
    """How many marks came after the close, or on a grid that was no longer to be marked: refused, and kept."""
    return MarkWrite.objects.filter(
        marking__attempt__candidate__session=session, marking__attempt__round=session.round, outcome__in=_LATE
    ).count()


def _grids(attempts: Sequence[Attempt], *, named: bool = True) -> dict[tuple[int, str], list[Marking]]:
    found: dict[tuple[int, str], list[Marking]] = defaultdict(list)
    there = Marking.objects.filter(attempt__in=[each.pk for each in attempts]).exclude(state=MarkingState.SET_ASIDE)
    rows = there.select_related("assessor") if named else there.only(*_COUNTED)
    for marking in rows.order_by("place", "pk"):
        found[marking.attempt_id, marking.event].append(marking)
    return found


def _free(event: Event, grids: Sequence[Marking]) -> int:
    """The places that nobody has; a file that tells the result leaves none."""
    if any(each.source in ALONE for each in grids):
        return 0
    taken = {each.place for each in grids}
    waiting = sum(each.assessor_id is None and each.state == MarkingState.ASSIGNED for each in grids)
    return sum(place not in taken for place in range(1, max(1, event.assessors) + 1)) + waiting


def _progress(
    rules: AssessmentRules,
    at: int,
    attempts: Sequence[Attempt],
    grids: dict[tuple[int, str], list[Marking]],
    settled: dict[int, list[EventResult]],
) -> EventProgress:
    event = rules.events[at]
    shown = [each for each in attempts if set(event.criteria) & set(each.scope)]
    rows = [row for each in shown for row in settled[each.pk][at].settled]
    there = [each for attempt in shown for each in grids[attempt.pk, event.id]]
    hows = Counter(row.how for row in rows)
    return EventProgress(
        event=event,
        places=len(there) + sum(_free(event, grids[each.pk, event.id]) for each in shown),
        free=sum(_free(event, grids[each.pk, event.id]) for each in shown),
        waiting=sum(each.state != MarkingState.SUBMITTED for each in there),
        done=sum(each.state == MarkingState.SUBMITTED for each in there),
        same=hows[Kept.SAME],
        agreed=hows[Kept.AGREED],
        median=hows[Kept.MEDIAN],
        to_agree=sum(row.waits and row.agreement is Agreement.TO_AGREE for row in rows),
        third=sum(row.waits and row.agreement is Agreement.THIRD_NEEDED for row in rows),
    )
