"""Those who ask for a place or are offered one: apply, invite, answer, accept, refuse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment import prerequisites as conditions
from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.models import Candidate, Session
from sceau.assessment.reasons.candidates import (
    ENROLMENT_OVER,
    MOTIVATION_NEEDED,
    NO_EXPERIENCE,
    NOT_PUBLIC,
    TOO_LONG,
)
from sceau.assessment.rights import require
from sceau.assessment.services.entering import (
    ENTERED,
    TAKING,
    add,
    checked_prerequisites,
    checked_reason,
    checked_values,
    first_attempt,
    held_candidate,
    move_candidate,
    not_from,
    require_place,
)
from sceau.assessment.services.writing import held, require_state, rules_for, write
from sceau.assessment.states import CandidateState, Entry, SessionKind, SessionState
from sceau.institutions.roles import Right
from sceau.people.models import Person

MOST_MOTIVATION = 6000


def apply(
    *,
    session: Session,
    person: Person,
    prerequisites: Sequence[dict[str, Any]],
    now: datetime,
    by_experience: bool = False,
    motivation: str = "",
    language: str = "",
    under_age: bool | None = None,
) -> Candidate:
    """Somebody asks for a place in a public session by themselves; the body accepts or refuses.

    by_experience:  no course was followed: evidence will show it
    raises:         AlreadyThere; NotNow when it is closed or full; WrongValue for a condition that is not met
    """
    with transaction.atomic():
        there = held(session)
        require_open_to_all(there, now=now, by_experience=by_experience)
        checked_motivation(motivation, needed=by_experience)
        rules = rules_for(there)
        candidate = add(
            there,
            person,
            CandidateState.APPLIED,
            counted=TAKING,
            by=None,
            now=now,
            rules=rules,
            entry=Entry.EXPERIENCE if by_experience else Entry.CATALOGUE,
            by_experience=by_experience,
            prerequisites=checked_prerequisites(rules, prerequisites, waiver=None),
            under_age=under_age,
            **checked_values(motivation=motivation, language=language or person.language),
        )
        write("candidate.applied", there, by=None, now=now, candidate=candidate, entry=candidate.entry)
    return candidate


def invite(
    *, session: Session, person: Person, by: User, now: datetime, language: str = "", by_experience: bool = False
) -> Candidate:
    """Offer somebody a place: the mail with the link follows from the act "candidate.invited".

    raises:  AlreadyThere, NotNow, NotEntitled
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *ENTERED)
        candidate = add(
            there,
            person,
            CandidateState.INVITED,
            counted=(CandidateState.ENROLLED, CandidateState.INVITED),
            by=by,
            now=now,
            entry=Entry.INVITATION,
            by_experience=by_experience,
            language=language or person.language,
        )
        write("candidate.invited", there, by=by, now=now, candidate=candidate)
    return candidate


def answer_invitation(
    *,
    candidate: Candidate,
    prerequisites: Sequence[dict[str, Any]],
    now: datetime,
    motivation: str = "",
    under_age: bool | None = None,
) -> Candidate:
    """Somebody who was invited takes the place, and answers what is asked.

    raises:  NotNow, WrongValue
    """
    with transaction.atomic():
        session = held(candidate.session)
        there = held_candidate(candidate, session)
        if there.state == CandidateState.ENROLLED:  # clicked twice
            return there
        if there.state != CandidateState.INVITED:  # withdrawn in another window, by whoever runs the session too
            raise not_from(there)
        require_state(session, *ENTERED)
        checked_motivation(motivation, needed=there.by_experience)
        require_place(session, (CandidateState.ENROLLED,))
        rules = rules_for(session)
        move_candidate(
            there,
            CandidateState.ENROLLED,
            now=now,
            prerequisites=checked_prerequisites(rules, prerequisites, waiver=None),
            motivation=motivation.strip(),
            under_age=under_age,
            enrolled_on=localdate(now),
        )
        first_attempt(there, rules=rules, by=None, now=now)
        write("candidate.invitation_taken", session, by=None, now=now, candidate=there)
    return there


def accept(*, candidate: Candidate, by: User, now: datetime, waiver: str = "") -> Candidate:
    """Take an application, also one that was refused before. raises: NotNow, NotEntitled, WrongValue"""
    with transaction.atomic():
        session = held(candidate.session)
        there = held_candidate(candidate, session)
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        require_state(session, *ENTERED)
        require_place(session, (CandidateState.ENROLLED,))
        rules = rules_for(session)
        answers = there.prerequisites
        if answers:
            answers = conditions.checked_answers(conditions.conditions_of(rules), answers, waiver=waiver)
        move_candidate(
            there, CandidateState.ENROLLED, now=now, reason="", prerequisites=answers, enrolled_on=localdate(now)
        )
        first_attempt(there, rules=rules, by=by, now=now)
        write("candidate.accepted", session, by=by, now=now, candidate=there)
    return there


def refuse(*, candidate: Candidate, why: str, by: User, now: datetime) -> Candidate:
    """Decline an application, with a reason that is shown to the person. raises: NotNow, NotEntitled, WrongValue"""
    reason = checked_reason(why)
    with transaction.atomic():
        session = held(candidate.session)
        there = held_candidate(candidate, session)
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        move_candidate(there, CandidateState.REFUSED, now=now, reason=reason)
        write("candidate.refused", session, by=by, now=now, candidate=there)
    return there


def require_open_to_all(session: Session, *, now: datetime, by_experience: bool = False) -> None:
    """Whether somebody may ask for a place by themselves. raises: NotNow"""
    if not session.is_public:
        raise NotNow(NOT_PUBLIC)
    if by_experience and not session.takes_experience:
        raise NotNow(NO_EXPERIENCE)
    taken = ENTERED if session.kind == SessionKind.ROLLING else (SessionState.OPEN,)
    last = session.enrol_until or session.starts_on
    if session.state not in taken or (last is not None and localdate(now) > last):
        raise NotNow(ENROLMENT_OVER)


def checked_motivation(motivation: str, *, needed: bool) -> None:
    """raises: WrongValue"""
    if needed and not motivation.strip():
        raise WrongValue(MOTIVATION_NEEDED, field="motivation")
    if len(motivation.strip()) > MOST_MOTIVATION:
        raise WrongValue(TOO_LONG, field="motivation", length=len(motivation.strip()), most=MOST_MOTIVATION)
