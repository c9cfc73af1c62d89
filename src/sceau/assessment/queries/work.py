"""What somebody who marks has to do, over all sessions and bodies: one's own grids, and pairs that are both in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from sceau.accounts.models import User
from sceau.assessment.models import Assessor, Attempt, Candidate, Marking, RetainedMark, Session
from sceau.assessment.rulebook import rules_of_version
from sceau.assessment.states import CandidateState, MarkingState, SessionState
from sceau.engine.marking.rules import Event

_PAIR: Final = 2
_HEAVY: Final = ("document", "source", "gate")
_AT_WORK: Final = (SessionState.OPEN, SessionState.EVENTS)


class _Grid(NamedTuple):
    """What is read of a grid, to say what is to be done: no more, for there are a thousand of them."""

    pk: int
    event: str
    state: str
    attempt: int
    attempt__candidate__number: int
    attempt__candidate__session: int


_Grids: TypeAlias = dict[tuple[int, str], list[_Grid]]  # by session and event


@dataclass(frozen=True, slots=True)
class EventWork:
    """What one person has to do in one event of a session.

    waiting, done:  how many grids; following: the first one that waits
    to_settle:      attempts whose two grids are in and that are to be looked at together: (uuid, candidate's number)
    """

    event: Event
    waiting: int
    done: int
    following: UUID | None
    to_settle: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True)
class SessionWork:
    """What one person has to do in one session. undeclared: candidates of whom nothing was said yet"""

    session: Session
    undeclared: int
    declared: bool
    events: tuple[EventWork, ...]

    @property
    def waits(self) -> bool:
        """Whether anything is to be done here."""
        return any(each.waiting or each.to_settle for each in self.events) or (self.undeclared > 0 or not self.declared)


def sessions_assessed_by(user: User) -> QuerySet[Session]:
    """The sessions in which somebody may mark, those at work first."""
    mine = Assessor.objects.filter(session=OuterRef("pk"), user=user, removed_at__isnull=True)
    return (
        Session.objects.filter(Exists(mine))
        .exclude(state=SessionState.CANCELLED)
        .select_related("institution", "organiser", "version")
        .defer(*(f"version__{name}" for name in _HEAVY))
        .order_by("-starts_on", "-pk")
    )


def work_of(user: User) -> list[SessionWork]:
    """What somebody has to do in the sessions where marking is not over; nine statements however many there are."""
    sessions = list(sessions_assessed_by(user).filter(state__in=_AT_WORK))
    assessors = {each.session_id: each for each in Assessor.objects.filter(user=user, session__in=sessions)}
    new: dict[int, int] = defaultdict(int)
    candidates = Candidate.objects.filter(session__in=sessions, state=CandidateState.ENROLLED)
    for session_id, created_at in candidates.values_list("session", "created_at"):
        declared_at = assessors[session_id].declared_at
        new[session_id] += declared_at is None or declared_at < created_at
    grids: dict[tuple[int, str], list[_Grid]] = defaultdict(list)
    for row in under_way(user.pk, sessions).values_list(*_Grid._fields):
        grid = _Grid(*row)
        grids[grid.attempt__candidate__session, grid.event].append(grid)
    following = _following(grids)
    to_settle = _to_settle(grids, sessions)
    return [
        SessionWork(
            session,
            new[session.pk],
            assessors[session.pk].declared_at is not None,
            tuple(
                EventWork(
                    event,
                    sum(each.state != MarkingState.SUBMITTED for each in rows),
                    sum(each.state == MarkingState.SUBMITTED for each in rows),
                    following.get((session.pk, event.id)),
                    tuple(to_settle[session.pk, event.id]),
                )
                for event in rules_of_version(session.version).events
                if (rows := grids[session.pk, event.id])
            ),
        )
        for session in sessions
    ]


def under_way(user: int, sessions: Sequence[Session]) -> QuerySet[Marking]:
    """The grids of somebody on attempts that no later one follows, by the candidates' numbers."""
    later = Attempt.objects.filter(candidate=OuterRef("attempt__candidate"), number__gt=OuterRef("attempt__number"))
    return in_hand(user, sessions).filter(~Exists(later))


def in_hand(user: int | None, sessions: Sequence[Session]) -> QuerySet[Marking]:
    """The grids of somebody on any attempt of those who are enrolled, by the candidates' numbers."""
    return (
        Marking.objects.filter(
            assessor=user,
            attempt__candidate__session__in=sessions,
            attempt__candidate__state=CandidateState.ENROLLED,
        )
        .exclude(state=MarkingState.SET_ASIDE)
        .select_related("attempt__candidate")
        .order_by("attempt__candidate__number", "pk")
    )


def _following(grids: _Grids) -> dict[tuple[int, str], UUID]:
    """The first grid that waits, event by event; one statement."""
    first = {
        key: next((each.pk for each in rows if each.state != MarkingState.SUBMITTED), None)
        for key, rows in grids.items()
    }
    uuids = dict(Marking.objects.filter(pk__in=[pk for pk in first.values() if pk]).values_list("pk", "uuid"))
    return {key: uuids[pk] for key, pk in first.items() if pk in uuids}


def _to_settle(grids: _Grids, sessions: Sequence[Session]) -> dict[tuple[int, str], list[tuple[UUID, int]]]:
    """The attempts, by event, that this person and another have handed in, with a criterion that is not settled."""
    together = Marking.objects.filter(attempt__candidate__session__in=sessions, state=MarkingState.SUBMITTED)
    counted = together.values_list("attempt", "event").annotate(n=Count("pk")).filter(n__gte=_PAIR)
    handed_in = {(attempt, event): n for attempt, event, n in counted.order_by()}
    settled: dict[int, set[str]] = defaultdict(set)
    kept = RetainedMark.objects.filter(attempt__candidate__session__in=sessions)
    for attempt, criterion in kept.values_list("attempt", "criterion"):
        settled[attempt].add(criterion)
    unsettled = [
        (session.pk, event, each, set(event.criteria) - settled[each.attempt])
        for session in sessions
        for event in rules_of_version(session.version).events
        for each in grids[session.pk, event.id]
        if each.state == MarkingState.SUBMITTED
        and handed_in.get((each.attempt, event.id), 0) >= max(_PAIR, event.assessors)
        and not set(event.criteria) <= settled[each.attempt]
    ]
    keys = {each.attempt for _session, _event, each, _missing in unsettled}
    attempts = {each.pk: each for each in Attempt.objects.filter(pk__in=keys).only("uuid", "scope")}
    found: dict[tuple[int, str], list[tuple[UUID, int]]] = defaultdict(list)
    for session_id, event, each, missing in unsettled:
        there = attempts[each.attempt]
        if missing & set(there.scope):
            found[session_id, event.id].append((there.uuid, each.attempt__candidate__number))
    return found
