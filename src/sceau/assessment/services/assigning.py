"""Who marks whom in which event: one by one, evenly, or by a third person where two differ too much."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Assessor, Attempt, Marking, Session
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.reasons.marking import (
    ALREADY_SET_ASIDE,
    EMPTY_WHY,
    HAS_SEEN,
    MARKS_ALREADY,
    NO_ASSESSORS,
    NO_PROFESSIONAL_LEFT,
    NO_SUCH_EVENT,
    NOBODY_LEFT,
    NOT_AN_ASSESSOR,
    PAST_ATTEMPT,
    PLACE_TAKEN,
    TIED,
)
from sceau.assessment.rights import require
from sceau.assessment.services.results import ALONE, forget_agreements, refresh
from sceau.assessment.services.standing import those_compared
from sceau.assessment.services.writing import held, of_the_round, require_state, write
from sceau.assessment.states import MarkingState, Nature, SessionState
from sceau.assessment.ties import Ties, rules_in, ties_in
from sceau.engine.errors import Reason
from sceau.engine.marking.rules import AssessmentRules, Event
from sceau.institutions.roles import Right
from sceau.journal.services import Deed, record_all

THIRD = 3  # the place of whoever marks when two differ too much
_STAGES = (SessionState.OPEN, SessionState.EVENTS)
_NATURES = {
    Nature.RELATIVE: ("parent ou proche", "relative"),
    Nature.TRAINER: ("formation de cette personne", "trained this person"),
    Nature.COLLEAGUE: ("même employeur", "same employer"),
    Nature.OTHER: ("autre lien", "other tie"),
}


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A place for which nobody was found."""

    attempt: Attempt
    event: Event
    place: int
    reason: Reason
    details: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """Why, in "fr" or "en"."""
        return self.reason.sentence(language, self.details)


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an even assignment did. made: how many markings were given to each person, by primary key"""

    made: dict[int, int]
    unassigned: list[Unassigned]


def assign(
    *, session: Session, attempt: Attempt, event: str, user: User, place: int | None = None, by: User, now: datetime
) -> Marking:
    """Give somebody one event of one attempt to mark.

    place:   1, 2…; None for the first that is free. A third marking that waits for somebody is taken first
    raises:  NotEntitled, also where a tie bars; NotNow; WrongValue; AlreadyThere
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *_STAGES)
        marking = _give(there, attempt, event, user, place, by=by, now=now)
        write(
            "marking.assigned",
            there,
            by=by,
            now=now,
            user=str(user.uuid),
            markings=[str(marking.uuid)],
            count=1,
        )
    return marking


def reassign(*, marking: Marking, user: User, why: str, by: User, now: datetime) -> Marking:
    """Let somebody else mark in the place of whoever had it; what these had marked is kept aside.

    raises:  NotEntitled, NotNow, WrongValue, AlreadyThere
    """
    with transaction.atomic():
        there = held(marking.attempt.candidate.session)
        _set_aside(there, marking, why, by=by, now=now)
        made = _give(there, marking.attempt, marking.event, user, marking.place, by=by, now=now)
        refresh(attempt=marking.attempt, now=now)
        write("marking.assigned", there, by=by, now=now, user=str(user.uuid), markings=[str(made.uuid)], count=1)
    return made


def set_aside(*, marking: Marking, why: str, by: User, now: datetime) -> None:
    """Take a marking out of account; it stays in the file. raises: NotEntitled, NotNow, WrongValue"""
    with transaction.atomic():
        there = held(marking.attempt.candidate.session)
        _set_aside(there, marking, why, by=by, now=now)
        refresh(attempt=marking.attempt, now=now)


def assign_evenly(*, session: Session, by: User, now: datetime) -> Assigned:
    """Give each place that is free to whoever has least to do and has no tie with the candidate.

    Two places of one event go to two people; where the design asks for people of the trade, they come first. The
    number of statements does not depend on how many candidates there are.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *_STAGES)
        share = _Share(there, rules_in(there), ties_in(there))
        new, taken, unassigned = share.out(by=by, now=now)
        Marking.objects.bulk_create(new)
        Marking.objects.bulk_update(taken, ["assessor", "assigned_at", "assigned_by"])
        given: dict[int, list[Marking]] = defaultdict(list)
        for marking in (*new, *taken):
            given[marking.assessor_id or 0].append(marking)
        deeds = [
            Deed(
                "marking.assigned",
                f"session:{there.uuid}",
                {
                    "session": str(there.uuid),
                    "user": str(share.users[user].uuid),
                    "markings": [str(each.uuid) for each in markings[:50]],
                    "count": len(markings),
                },
            )
            for user, markings in given.items()
        ]
        record_all(deeds, by=by.uuid, at=now, institution=there.institution.uuid)
    return Assigned({user: len(markings) for user, markings in given.items()}, unassigned)


def waits_for_somebody(marking: Marking) -> bool:
    """Whether it was asked for and nobody has it yet: a third marking."""
    return marking.assessor_id is None and marking.state == MarkingState.ASSIGNED


class _Share:
    """An even sharing out of the places that are free."""

    def __init__(self, session: Session, rules: AssessmentRules, ties: Ties) -> None:
        self.rules, self.ties = rules, ties
        assessors = list(
            Assessor.objects.filter(session=session, removed_at__isnull=True).select_related("user").order_by("pk")
        )
        if not assessors:
            raise NotNow(NO_ASSESSORS)
        self.users = {each.user_id: each.user for each in assessors}
        self.professionals = {each.user_id for each in assessors if each.professional}
        self.attempts = list(attempts_of_round(session))
        self.there: dict[tuple[int, str], dict[int, Marking]] = defaultdict(dict)
        aside: list[Marking] = []
        of_round = Marking.objects.filter(attempt__in=attempts_of_round(session).values("pk"))
        for marking in of_round.select_related("attempt__candidate"):
            if marking.state == MarkingState.SET_ASIDE:
                aside.append(marking)
            else:
                self.there[marking.attempt_id, marking.event][marking.place] = marking
        self.saw = {
            (each.attempt_id, each.event, each.assessor_id) for each in those_compared(session, rules.events, aside)
        }
        self.load = Counter(
            each.assessor_id for places in self.there.values() for each in places.values() if each.assessor_id
        )

    def out(self, *, by: User, now: datetime) -> tuple[list[Marking], list[Marking], list[Unassigned]]:
        """New markings, those that waited for somebody and were given, and the places for which nobody was found."""
        new: list[Marking] = []
        taken: list[Marking] = []
        lacking: list[Unassigned] = []
        for attempt in self.attempts:
            for event in self.rules.events:
                if not set(event.criteria) & set(attempt.scope):
                    continue
                there = self.there[attempt.pk, event.id]
                if any(each.source in ALONE for each in there.values()):
                    continue
                waiting = [place for place, each in there.items() if waits_for_somebody(each)]
                for place in [*range(1, event.assessors + 1), *waiting]:
                    if place in there and place not in waiting:
                        continue
                    user, reason = self._somebody(attempt, event, there)
                    if user is None:
                        lacking.append(Unassigned(attempt, event, place, reason, {"count": event.professionals}))
                        continue
                    self.load[user] += 1
                    marking = there.get(place) or Marking(attempt=attempt, event=event.id, place=place)
                    marking.assessor, marking.assigned_at, marking.assigned_by = self.users[user], now, by
                    (taken if place in there else new).append(marking)
                    there[place] = marking
        return new, taken, lacking

    def _somebody(self, attempt: Attempt, event: Event, there: dict[int, Marking]) -> tuple[int | None, Reason]:
        busy = {each.assessor_id for each in there.values() if each.assessor_id is not None}
        free = [
            user
            for user in self.users
            if user not in busy
            and (attempt.pk, event.id, user) not in self.saw
            and not self.ties.bar(attempt.candidate_id, user, event)
        ]
        lacking = event.professionals - len(busy & self.professionals)
        if lacking > 0:
            trade = [user for user in free if user in self.professionals]
            if free and not trade and event.assessors - len(busy) <= lacking:
                return None, NO_PROFESSIONAL_LEFT
            free = trade or free
        if not free:
            return None, NOBODY_LEFT
        return min(free, key=lambda user: self.load[user]), NOBODY_LEFT


def _give(
    session: Session, attempt: Attempt, event: str, user: User, place: int | None, *, by: User, now: datetime
) -> Marking:
    there = of_the_round(session, attempt)
    found = next((each for each in rules_in(session).events if each.id == event), None)
    if found is None or not set(found.criteria) & set(attempt.scope):
        raise WrongValue(NO_SUCH_EVENT, field="event")
    if not Assessor.objects.filter(session=session, user=user, removed_at__isnull=True).exists():
        raise NotEntitled(NOT_AN_ASSESSOR, field="user", name=user.name)
    require_no_tie(attempt, found, user, ties_in(session, candidates=[there.candidate]))
    given = list(Marking.objects.filter(attempt=attempt, event=event).select_related("attempt__candidate"))
    standing = [each for each in given if each.state != MarkingState.SET_ASIDE]
    if any(each.assessor_id == user.pk for each in standing):
        raise AlreadyThere(MARKS_ALREADY, field="user", name=user.name)
    if those_compared(session, [found], [each for each in given if each.assessor_id == user.pk]):
        raise NotEntitled(HAS_SEEN, field="user", name=user.name)
    places = {each.place for each in standing}
    waiting = next((each for each in standing if waits_for_somebody(each)), None)
    if waiting is not None and place in (None, waiting.place):
        waiting.assessor, waiting.assigned_at, waiting.assigned_by = user, now, by
        waiting.save(update_fields=["assessor", "assigned_at", "assigned_by"])
        return waiting
    wanted = place or next(number for number in range(1, len(places) + 2) if number not in places)
    if wanted in places:
        raise AlreadyThere(PLACE_TAKEN, field="place")
    try:
        with transaction.atomic():
            return Marking.objects.create(
                attempt=attempt, event=event, place=wanted, assessor=user, assigned_at=now, assigned_by=by
            )
    except IntegrityError as error:
        raise AlreadyThere(PLACE_TAKEN, field="place") from error


def require_no_tie(attempt: Attempt, event: Event, user: User, ties: Ties) -> None:
    """raises: NotEntitled where a tie bars this person from marking this candidate in this event"""
    if ties.bar(attempt.candidate_id, user.pk, event):
        nature = ties.between(attempt.candidate_id, user.pk) or Nature.OTHER
        french, english = _NATURES[nature]
        raise NotEntitled(TIED, field="user", name=user.name, nature=french, nature_en=english)


def _set_aside(session: Session, marking: Marking, why: str, *, by: User, now: datetime) -> None:
    if not why.strip():
        raise WrongValue(EMPTY_WHY, field="why")
    require(by, Right.MANAGE_SESSIONS, session, now=now)
    require_state(session, *_STAGES)
    if not attempts_of_round(session).filter(pk=marking.attempt_id).exists():
        raise NotNow(PAST_ATTEMPT)
    there = Marking.objects.filter(pk=marking.pk).exclude(state=MarkingState.SET_ASIDE)
    if not there.update(state=MarkingState.SET_ASIDE):
        raise NotNow(ALREADY_SET_ASIDE)
    forget_agreements([marking])
    write(
        "marking.set_aside",
        session,
        by=by,
        now=now,
        candidate=marking.attempt.candidate,
        why=why,
        marking=str(marking.uuid),
        user=str(marking.assessor.uuid) if marking.assessor else None,
    )
