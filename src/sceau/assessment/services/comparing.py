"""Two people have marked one event: they agree on a level where they differ a little, a third one marks otherwise."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Attempt, Marking, Proposal, Session
from sceau.assessment.reasons.common import MAY_NOT
from sceau.assessment.reasons.marking import (
    NO_PROPOSAL,
    NO_SUCH_EVENT,
    NOT_BETWEEN,
    NOT_DOUBLE,
    NOT_ONE_OF_THE_TWO,
    NOTHING_TO_AGREE,
    THIRD_ALREADY,
    YOUR_OWN_PROPOSAL,
)
from sceau.assessment.rights import may
from sceau.assessment.services.results import EventResult, settle_anew, settled_in
from sceau.assessment.services.standing import ALL_IN
from sceau.assessment.services.writing import held, of_the_round, require_state, write
from sceau.assessment.settling import Settled, choices
from sceau.assessment.states import MarkingState, SessionState
from sceau.assessment.ties import rules_in
from sceau.engine.marking.comparing import Agreement
from sceau.engine.marking.rules import AssessmentRules, Event
from sceau.institutions.roles import Right

_PAIR, _THIRD = 2, 3


def compare(*, attempt: Attempt) -> list[EventResult]:
    """How the markings of one attempt stand to each other, event by event. For the house: it asks for no right."""
    return settled_in(rules_in(attempt.candidate.session), [attempt])[attempt.pk]


def propose(*, attempt: Attempt, event: str, criterion: str, level: str, by: User, now: datetime) -> Proposal:
    """Propose a level to the other assessor; where that is what the other had proposed, it is agreed.

    level:   between the two marks, or one of them
    raises:  NotEntitled, NotNow, WrongValue
    """
    with transaction.atomic():
        session, there = _held_for_talk(attempt)
        rules, found = _one_of_two(session, there, event, by)
        row = _open_row(found, criterion)
        if level not in choices(rules, row.levels):
            raise WrongValue(NOT_BETWEEN, field="level")
        known = Proposal.objects.filter(attempt=attempt, event=event, criterion=criterion).first()
        if known is not None and known.proposed_by_id != by.pk and known.level == level:
            return _agree(session, there, known, by=by, now=now)
        proposal = known or Proposal(attempt=there, event=event, criterion=criterion)
        proposal.level, proposal.proposed_by, proposal.proposed_at = level, by, now
        proposal.agreed_by = proposal.agreed_at = None
        proposal.save()
        write(
            "marking.level_proposed",
            session,
            by=by,
            now=now,
            candidate=attempt.candidate,
            event=event,
            criterion=criterion,
            users=[str(each.assessor.uuid) for each in found.markings if each.assessor and each.assessor_id != by.pk],
        )
    return proposal


def agree(*, attempt: Attempt, event: str, criterion: str, level: str, by: User, now: datetime) -> Proposal:
    """Agree to what the other assessor proposed.

    level:   the one that was read, so that one never agrees to another
    raises:  NotEntitled, NotNow, ChangedMeanwhile through NotNow when it is no longer proposed
    """
    with transaction.atomic():
        session, there = _held_for_talk(attempt)
        _rules, found = _one_of_two(session, there, event, by)
        _open_row(found, criterion)
        known = Proposal.objects.filter(attempt=attempt, event=event, criterion=criterion, level=level).first()
        if known is None:
            raise NotNow(NO_PROPOSAL)
        if known.proposed_by_id == by.pk:
            raise NotEntitled(YOUR_OWN_PROPOSAL)
        return _agree(session, there, known, by=by, now=now)


def call_third(*, attempt: Attempt, event: str, by: User, now: datetime) -> Marking:
    """Ask for a third marking: by one of the two who do not agree, or by whoever runs the session.

    raises:  NotEntitled, NotNow, AlreadyThere
    """
    with transaction.atomic():
        session, there = _held_for_talk(attempt)
        found = _event_of(rules_in(session), there, event)
        is_one = any(each.assessor_id == by.pk for each in found.markings)
        if not is_one and not may(by, Right.MANAGE_SESSIONS, session, now=now):
            raise NotEntitled(MAY_NOT)
        if not found.event.is_double or len(found.markings) < _PAIR:
            raise NotNow(NOT_DOUBLE)
        if not any(row.waits for row in found.settled):
            raise NotNow(NOTHING_TO_AGREE)
        return _ask_third(session, there, found.event, by=by, now=now)


def tell_how_it_stands(session: Session, attempt: Attempt, found: EventResult, *, by: User, now: datetime) -> None:
    """Note what follows once the markings that an event needs are in: inside the transaction of whoever handed in."""
    event = found.event
    if not event.is_double:
        return
    if not found.settled or len(found.markings) > event.assessors:
        return
    waiting = [row for row in found.settled if row.waits]
    write(
        ALL_IN,
        session,
        by=by,
        now=now,
        candidate=attempt.candidate,
        event=event.id,
        differences=len(waiting),
        users=[str(each.assessor.uuid) for each in found.markings if each.assessor],
    )
    third = Marking.objects.filter(attempt=attempt, event=event.id, place=_THIRD)
    if (
        any(row.agreement is Agreement.THIRD_NEEDED for row in waiting)
        and not third.exclude(state=MarkingState.SET_ASIDE).exists()
    ):
        _ask_third(session, attempt, event, by=by, now=now)


def _held_for_talk(attempt: Attempt) -> tuple[Session, Attempt]:
    """The session and the attempt as they stand."""
    session = held(attempt.candidate.session)
    require_state(session, SessionState.EVENTS)
    return session, of_the_round(session, attempt)


def _event_of(rules: AssessmentRules, attempt: Attempt, event: str) -> EventResult:
    for each in settled_in(rules, [attempt])[attempt.pk]:
        if each.event.id == event:
            return each
    raise WrongValue(NO_SUCH_EVENT, field="event")


def _one_of_two(session: Session, attempt: Attempt, event: str, by: User) -> tuple[AssessmentRules, EventResult]:
    """The event, for one of the two whose marks are both in."""
    rules = rules_in(session)
    found = _event_of(rules, attempt, event)
    if by.pk not in [each.assessor_id for each in found.markings[:_PAIR]]:
        raise NotEntitled(NOT_ONE_OF_THE_TWO)
    if len(found.markings) != _PAIR or not found.settled:
        raise NotNow(NOTHING_TO_AGREE)
    return rules, found


def _open_row(found: EventResult, criterion: str) -> Settled:
    for row in found.settled:
        if row.criterion == criterion and row.waits and row.agreement is Agreement.TO_AGREE:
            return row
    raise NotNow(NOTHING_TO_AGREE)


def _agree(session: Session, attempt: Attempt, proposal: Proposal, *, by: User, now: datetime) -> Proposal:
    proposal.agreed_by, proposal.agreed_at = by, now
    proposal.save(update_fields=["agreed_by", "agreed_at"])
    settle_anew(rules_in(session), [attempt], now=now)
    write(
        "marking.level_agreed",
        session,
        by=by,
        now=now,
        candidate=attempt.candidate,
        event=proposal.event,
        criterion=proposal.criterion,
    )
    return proposal


def _ask_third(session: Session, attempt: Attempt, event: Event, *, by: User, now: datetime) -> Marking:
    try:
        with transaction.atomic():
            marking = Marking.objects.create(attempt=attempt, event=event.id, place=_THIRD, assigned_at=now)
    except IntegrityError as error:
        raise AlreadyThere(THIRD_ALREADY) from error
    write(
        "marking.third_needed",
        session,
        by=by,
        now=now,
        candidate=attempt.candidate,
        event=event.id,
        marking=str(marking.uuid),
    )
    return marking
