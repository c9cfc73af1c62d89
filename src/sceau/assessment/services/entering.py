"""What every way into a session shares: places, numbers, a first attempt over everything, a person only once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import override

from sceau.accounts.models import User
from sceau.assessment import declaration, prerequisites
from sceau.assessment.errors import AlreadyThere, NotNow, WrongValue
from sceau.assessment.models import Attempt, Candidate, Control, Session
from sceau.assessment.reasons.candidates import (
    ALREADY_CANDIDATE,
    ELSEWHERE,
    FULL,
    NOT_FROM_HERE,
    OTHER_SESSION,
    REASON_NEEDED,
    TOO_LONG,
)
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import CANDIDATE_NEXT, CandidateState, SessionState
from sceau.engine.marking.rules import AssessmentRules
from sceau.people.models import Person
from sceau.people.queries import behind, person_of

MOST_REASON = 500
ENTERED = (SessionState.OPEN, SessionState.EVENTS)  # a late candidate may still come while events are held
TAKING = (CandidateState.ENROLLED, CandidateState.APPLIED, CandidateState.INVITED)
_STATES_EN = {
    CandidateState.INVITED: "invitation sent",
    CandidateState.APPLIED: "application to examine",
    CandidateState.ENROLLED: "enrolled",
    CandidateState.REFUSED: "application refused",
    CandidateState.WITHDRAWN: "withdrawn",
}


def add(
    session: Session,
    person: Person,
    state: CandidateState,
    *,
    counted: Collection[CandidateState],
    by: User | None,
    now: datetime,
    rules: AssessmentRules | None = None,
    **values: Any,
) -> Candidate:
    """A new row; the session is held by whoever calls, so that the last place is taken once.

    counted:  the states that take a place: with all places taken, it is refused
    values:   of `Candidate`, checked
    raises:   AlreadyThere for a person who is in the session; NotNow when it is full; WrongValue
    """
    assert transaction.get_connection().in_atomic_block  # noqa: S101 -- the place is kept by the session's lock
    standing = person_of(person)
    if standing.institution_id != session.institution_id:
        raise WrongValue(ELSEWHERE, field="person")
    there = Candidate.objects.filter(behind(standing), session=session).first()
    if there is not None:  # also under a record that was merged, which no constraint sees
        raise AlreadyThere(ALREADY_CANDIDATE, field="person", number=there.number)
    require_place(session, counted)
    session.last_candidate += 1
    try:
        with transaction.atomic():
            session.save(update_fields=["last_candidate"])
            candidate = Candidate.objects.create(
                session=session,
                person=standing,
                number=session.last_candidate,
                state=state,
                created_at=now,
                changed_at=now,
                **values,
            )
    except IntegrityError as error:
        found = Candidate.objects.filter(session=session, person=standing).first()
        raise AlreadyThere(ALREADY_CANDIDATE, field="person", number=found.number if found else "?") from error
    if state != CandidateState.INVITED:
        _make_attempt(candidate, rules or rules_for(session), by=by, now=now)
    return candidate


def require_place(session: Session, counted: Collection[CandidateState]) -> None:
    """raises: NotNow when all places are taken"""
    if session.capacity is None:
        return
    if Candidate.objects.filter(session=session, state__in=counted).count() >= session.capacity:
        raise NotNow(FULL, capacity=session.capacity)


def first_attempt(
    candidate: Candidate, *, rules: AssessmentRules | None = None, by: User | None, now: datetime
) -> Attempt:
    """The first attempt, over every criterion, with a control for each event; brought to the round of today if it
    was made before and nobody marked it."""
    session = candidate.session
    found = Attempt.objects.filter(candidate=candidate).order_by("number").first()
    if found is not None:
        if found.round != session.round and not found.markings.exists() and not found.decisions.exists():
            found.round = session.round
            found.save(update_fields=["round"])
        return found
    return _make_attempt(candidate, rules or rules_for(session), by=by, now=now)


def _make_attempt(candidate: Candidate, rules: AssessmentRules, *, by: User | None, now: datetime) -> Attempt:
    attempt = Attempt.objects.create(
        candidate=candidate,
        number=1,
        round=candidate.session.round,
        scope=list(rules.criteria),
        opened_at=now,
        opened_by=by,
    )
    Control.objects.bulk_create(Control(attempt=attempt, event=each.id) for each in rules.events)
    return attempt


def held_candidate(candidate: Candidate, session: Session) -> Candidate:
    """The row as it stands, kept from others; its session is held before, always in this order."""
    there = Candidate.objects.select_for_update(of=("self",)).select_related("person").get(pk=candidate.pk)
    if there.session_id != session.pk:
        raise WrongValue(OTHER_SESSION)
    there.session = session
    return there


def move_candidate(candidate: Candidate, to: CandidateState, *, now: datetime, **values: Any) -> None:
    """Take a candidate who is held to a state that may follow. raises: NotNow"""
    if to not in CANDIDATE_NEXT[CandidateState(candidate.state)]:
        raise not_from(candidate)
    for name, value in values.items():
        setattr(candidate, name, value)
    candidate.state, candidate.changed_at = to, now
    candidate.save(update_fields=["state", "changed_at", *values])


def not_from(candidate: Candidate) -> NotNow:
    """The refusal that names where the candidate stands."""
    state = CandidateState(candidate.state)
    with override("fr"):
        words = str(state.label)
    return NotNow(NOT_FROM_HERE, state=words, state_en=_STATES_EN[state])


def checked_values(
    *, access_route: str = "", initiative: str = "", edof_number: str = "", motivation: str = "", language: str = ""
) -> dict[str, str]:
    """The values of an enrolment, as they are kept. raises: WrongValue"""
    return {
        "access_route": declaration.access_route(access_route),
        "initiative": declaration.initiative(initiative),
        "edof_number": declaration.edof_number(edof_number),
        "motivation": motivation.strip(),
        "language": language or "fr",
    }


def checked_prerequisites(
    rules: AssessmentRules, answers: Sequence[dict[str, Any]] | None, *, waiver: str | None
) -> list[dict[str, Any]]:
    """The answers as kept; [] when the body has none yet. raises: WrongValue"""
    if answers is None:
        return []
    return prerequisites.checked_answers(prerequisites.conditions_of(rules), answers, waiver=waiver)


def checked_reason(why: str) -> str:
    """A reason that the person will read, on one line. raises: WrongValue"""
    found = " ".join(why.split())
    if not found:
        raise WrongValue(REASON_NEEDED, field="why")
    if len(found) > MOST_REASON:
        raise WrongValue(TOO_LONG, field="why", length=len(found), most=MOST_REASON)
    return found
