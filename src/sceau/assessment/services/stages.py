"""A session goes from stage to stage: events, marking closed or reopened, cancelled, or on with the next round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from sceau.accounts.models import User
from sceau.assessment import values
from sceau.assessment.errors import NotNow
from sceau.assessment.models import Attempt, Candidate, Deliberation, Session, Slot
from sceau.assessment.queries.gaps import gaps_of
from sceau.assessment.queries.sessions import attempts_of_round, attempts_to_decide
from sceau.assessment.reasons import sessions as reasons
from sceau.assessment.rights import require
from sceau.assessment.services.writing import held, move, require_state, write
from sceau.assessment.states import CandidateState, SessionKind, SessionState
from sceau.institutions.roles import Right


def begin_events(*, session: Session, by: User, now: datetime) -> Session:
    """Events and marking begin; whoever is not enrolled yet still may be.

    raises:  NotEntitled; NotNow from elsewhere, or when nobody is enrolled in a session with dates
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, SessionState.OPEN)
        enrolled = Candidate.objects.filter(session=there, state=CandidateState.ENROLLED).exists()
        if not enrolled and there.kind == SessionKind.DATED:
            raise NotNow(reasons.NOBODY_ENROLLED)
        move(there, SessionState.EVENTS, now=now)
        write("assessment.events_begun", there, by=by, now=now)
    return there


def close_marking(*, session: Session, by: User, now: datetime) -> Session:
    """Nothing is marked any more; the attempts of the round may be deliberated.

    A rolling session leaves those that are not complete for its next round.

    raises:  NotEntitled; NotNow from elsewhere, when marks are missing (`details["gaps"]`), or with nothing to decide
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, SessionState.EVENTS)
        gaps = gaps_of(there)
        if gaps and there.kind != SessionKind.ROLLING:
            raise NotNow(reasons.MARKS_MISSING, count=len(gaps), gaps=gaps)
        ready = attempts_to_decide(there).count()
        if not ready:
            raise NotNow(reasons.NOTHING_TO_DECIDE)
        move(there, SessionState.MARKED, now=now)
        write("assessment.marking_closed", there, by=by, now=now, round=there.round, attempts=ready, left=len(gaps))
    return there


def reopen_marking(*, session: Session, why: str, by: User, now: datetime) -> Session:
    """Marks may arrive again, before any deliberation.

    raises:  NotEntitled; NotNow from elsewhere; WrongValue without a reason
    """
    reason = values.why(why)
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, SessionState.MARKED)
        move(there, SessionState.EVENTS, now=now)
        write("assessment.marking_reopened", there, by=by, now=now, why=reason)
    return there


def cancel_session(*, session: Session, why: str, by: User, now: datetime) -> Session:
    """The session will not be held, for good; those who are in it are told.

    raises:  NotEntitled; NotNow once decisions were taken in it, or from elsewhere; WrongValue without a reason
    """
    reason = values.why(why)
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        if Deliberation.objects.filter(session=there, closed_at__isnull=False).exists():
            raise NotNow(reasons.DECIDED_ALREADY)
        move(there, SessionState.CANCELLED, now=now)
        write("assessment.cancelled", there, by=by, now=now, why=reason)
    return there


def go_on(*, session: Session, by: User, now: datetime) -> Session:
    """A rolling session takes its next round, with the attempts that were not decided and the slots to come.

    raises:  NotEntitled; NotNow from elsewhere, or for a session that is not rolling
    """
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        if there.kind != SessionKind.ROLLING:
            raise NotNow(reasons.NOT_ROLLING)
        require_state(there, SessionState.RELEASED)
        waiting = attempts_of_round(there).exclude(decisions__deliberation__closed_at__isnull=False)
        ids = list(waiting.values_list("pk", flat=True))
        before, there.round = there.round, there.round + 1
        there.save(update_fields=["round"])
        Attempt.objects.filter(pk__in=ids).update(round=F("round") + 1)
        Slot.objects.filter(session=there, round=before, starts_at__gt=now).update(round=there.round)
        move(there, SessionState.EVENTS, now=now)
        write("assessment.went_on", there, by=by, now=now, round=there.round, attempts=len(ids))
    return there
