"""What people say of an attempt, and no mark does: absent, suspended, pending."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled, WrongValue
from sceau.assessment.models import Attempt
from sceau.assessment.reasons import evidence as reasons
from sceau.assessment.reasons.candidates import TOO_LONG
from sceau.assessment.reasons.common import MAY_NOT
from sceau.assessment.rights import require
from sceau.assessment.services.results import refresh
from sceau.assessment.services.writing import elsewhere, held, write
from sceau.assessment.states import ResultState, SessionState
from sceau.institutions.queries import memberships_of
from sceau.institutions.roles import Right

WORDS: Final = (ResultState.ABSENT.value, ResultState.SUSPENDED.value, ResultState.PENDING.value)
_BEFORE_MARKS_CLOSE: Final = (SessionState.OPEN, SessionState.EVENTS)
_MOST: Final = 500


def say_of_attempt(*, attempt: Attempt, said: str, why: str = "", by: User, now: datetime) -> Attempt:
    """Say that somebody is absent, suspended or waited for, or take it back.

    said:    of `WORDS`; "" lifts what was said, also later, by the certifying body alone: the jury then decides
    why:     asked of a suspension and of a wait; it stays in the file
    raises:  NotEntitled; NotNow once marking is closed; WrongValue
    """
    words = _checked(said, why)
    with transaction.atomic():
        session = held(attempt.candidate.session)
        require(by, Right.MANAGE_SESSIONS, session, now=now)
        if session.state not in _BEFORE_MARKS_CLOSE:
            if said or session.state == SessionState.CANCELLED:
                raise elsewhere(session)
            if not memberships_of(by, now=now).filter(institution=session.institution).exists():
                raise NotEntitled(MAY_NOT)
        there = Attempt.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=attempt.pk)
        there.candidate.session = session
        if (there.said, there.said_why) == (said, words):
            return there
        there.said, there.said_why = said, words
        there.save(update_fields=["said", "said_why"])
        write("candidate.word_said", session, by=by, now=now, candidate=there.candidate, said=said or "lifted")
        return refresh(attempt=there, now=now)


def _checked(said: str, why: str) -> str:
    if said not in ("", *WORDS):
        raise WrongValue(reasons.NO_SUCH_WORD, field="said")
    words = " ".join(why.split())
    if len(words) > _MOST:
        raise WrongValue(TOO_LONG, field="why", length=len(words), most=_MOST)
    if said in (ResultState.SUSPENDED, ResultState.PENDING) and not words:
        raise WrongValue(reasons.WHY_NEEDED, field="why")
    return words if said else ""
