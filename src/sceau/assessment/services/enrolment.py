"""Into a session and out of it: enrolled by the body, withdrawn, restored; the other ways in are `admitting`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.models import Candidate, Cohort, Decision, Session
from sceau.assessment.reasons.candidates import (
    ALREADY_DECIDED,
    OTHER_SESSION,
)
from sceau.assessment.rights import require
from sceau.assessment.services.admitting import (
    accept,
    answer_invitation,
    apply,
    checked_motivation,
    invite,
    refuse,
    require_open_to_all,
)
from sceau.assessment.services.entering import (
    ENTERED,
    MOST_REASON,
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
from sceau.assessment.states import CandidateState, SessionState
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.roles import Right
from sceau.people.models import Person

WITHDRAWN_UNTIL = (SessionState.OPEN, SessionState.EVENTS, SessionState.MARKED)  # then a jury decides
__all__ = [
    "WITHDRAWN_UNTIL",
    "accept",
    "answer_invitation",
    "answer_prerequisites",
    "apply",
    "checked_motivation",
    "edit_enrolment",
    "enrol",
    "invite",
    "refuse",
    "require_open_to_all",
    "restore",
    "withdraw",
]


def enrol(
    *,
    session: Session,
    person: Person,
    entry: str,
    by: User | None,
    now: datetime,
    language: str = "",
    cohort: Cohort | None = None,
    by_experience: bool = False,
    motivation: str = "",
    access_route: str = "",
    initiative: str = "",
    edof_number: str = "",
    enrolled_on: date | None = None,
    trainer: User | None = None,
    prerequisites: Sequence[dict[str, Any]] | None = None,
    waiver: str = "",
    under_age: bool | None = None,
    tell: bool = True,
    rules: AssessmentRules | None = None,
) -> Candidate:
    """Put a person into a session, with a first attempt over every criterion and a control for each event.

    entry:          an `Entry`
    by:             holds MANAGE_SESSIONS there; None for the house itself
    language:       of what is written to the person; by default the person's own
    prerequisites:  answers by place, see `assessment.prerequisites`; None: not known yet, and the file says so
    waiver:         why the body lets somebody in who does not meet them
    under_age:      None when the birth date is not known
    tell:           whether a mail with the link to the person's file follows
    rules:          those of the session, when many are enrolled one after the other
    raises:         AlreadyThere, NotNow, NotEntitled, WrongValue
    """
    _same_session(cohort, session)
    values = checked_values(
        access_route=access_route,
        initiative=initiative,
        edof_number=edof_number,
        motivation=motivation,
        language=language or person.language,
    )
    with transaction.atomic():
        there = held(session)
        if by is not None:
            require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *ENTERED)
        rules = rules or rules_for(there)
        candidate = add(
            there,
            person,
            CandidateState.ENROLLED,
            counted=(CandidateState.ENROLLED,),
            by=by,
            now=now,
            rules=rules,
            entry=entry,
            cohort=cohort,
            by_experience=by_experience,
            enrolled_on=enrolled_on or localdate(now),
            trainer=trainer,
            prerequisites=checked_prerequisites(rules, prerequisites, waiver=waiver),
            under_age=under_age,
            **values,
        )
        write("candidate.enrolled", there, by=by, now=now, candidate=candidate, entry=str(entry), tell=int(tell))
    return candidate


def withdraw(*, candidate: Candidate, why: str = "", by: User | None, now: datetime) -> Candidate:
    """Somebody no longer takes part; nothing is deleted, and it can be undone.

    by:      None for the person themselves, who need give no reason
    raises:  NotNow once something was decided; NotEntitled, WrongValue
    """
    reason = checked_reason(why) if by is not None else why.strip()[:MOST_REASON]
    with transaction.atomic():
        session = held(candidate.session)
        there = held_candidate(candidate, session)
        if by is not None:
            require(by, Right.MANAGE_SESSIONS, session, now=now)
        require_state(session, *WITHDRAWN_UNTIL)
        if Decision.objects.filter(attempt__candidate=there).exclude(outcome="").exists():
            raise NotNow(ALREADY_DECIDED)
        move_candidate(there, CandidateState.WITHDRAWN, now=now, reason=reason)
        write("candidate.withdrawn", session, by=by, now=now, candidate=there)
    return there


def restore(*, candidate: Candidate, by: User, now: datetime) -> Candidate:
    """Somebody who had withdrawn takes part again. raises: NotNow, NotEntitled"""
    with transaction.atomic():
        session = held(candidate.session)
        there = held_candidate(candidate, session)
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        require_state(session, *ENTERED)
        if there.state != CandidateState.WITHDRAWN:
            raise not_from(there)
        require_place(session, (CandidateState.ENROLLED,))
        move_candidate(
            there, CandidateState.ENROLLED, now=now, reason="", enrolled_on=there.enrolled_on or localdate(now)
        )
        first_attempt(there, by=by, now=now)
        write("candidate.restored", session, by=by, now=now, candidate=there)
    return there


def edit_enrolment(
    *,
    candidate: Candidate,
    language: str,
    cohort: Cohort | None,
    access_route: str,
    initiative: str,
    edof_number: str,
    enrolled_on: date | None,
    trainer: User | None,
    by: User,
    now: datetime,
) -> Candidate:
    """What the enrolment says: language, cohort, who trained, what is declared. raises: NotEntitled, WrongValue"""
    _same_session(cohort, candidate.session)
    values: dict[str, Any] = checked_values(
        access_route=access_route, initiative=initiative, edof_number=edof_number, language=language
    )
    del values["motivation"]
    values |= {"cohort": cohort, "enrolled_on": enrolled_on, "trainer": trainer}
    with transaction.atomic():
        session = held(candidate.session)
        there = held_candidate(candidate, session)
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        changed = sorted(name for name, value in values.items() if getattr(there, name) != value)
        if not changed:
            return there
        for name in changed:
            setattr(there, name, values[name])
        there.changed_at = now
        there.save(update_fields=[*changed, "changed_at"])
        write("candidate.changed", session, by=by, now=now, candidate=there, fields=changed)
    return there


def answer_prerequisites(
    *, candidate: Candidate, answers: Sequence[dict[str, Any]], waiver: str = "", by: User, now: datetime
) -> Candidate:
    """The body notes what somebody answered to the conditions, or lets them in without. raises: as `enrol`"""
    with transaction.atomic():
        session = held(candidate.session)
        there = held_candidate(candidate, session)
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        kept = checked_prerequisites(rules_for(session), answers, waiver=waiver)
        if kept == there.prerequisites:
            return there
        waived = sum("waived" in each for each in kept)
        there.prerequisites, there.changed_at = kept, now
        there.save(update_fields=["prerequisites", "changed_at"])
        write("candidate.prerequisites_answered", session, by=by, now=now, candidate=there, waived=waived)
    return there


def _same_session(cohort: Cohort | None, session: Session) -> None:
    if cohort is not None and cohort.session_id != session.pk:
        raise WrongValue(OTHER_SESSION, field="cohort")
