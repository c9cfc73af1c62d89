"""What happened during an assessment is written down, and never rewritten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localtime

from sceau.accounts.models import User
from sceau.assessment import values
from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.models import Candidate, Incident, Session
from sceau.assessment.queries.planning import utc
from sceau.assessment.reasons import examday as reasons
from sceau.assessment.reasons.common import CANCELLED
from sceau.assessment.rights import require
from sceau.assessment.services.writing import held, write
from sceau.assessment.states import SessionState
from sceau.institutions.roles import Right

# a watch may be fast by some minutes; one that is wrong by an hour is told, for the minutes would say it for ever
AHEAD: Final = timedelta(minutes=10)


def tell_incident(
    *,
    session: Session,
    happened_at: datetime,
    words: str,
    by: User,
    now: datetime,
    candidate: Candidate | None = None,
    measures: str = "",
    in_minutes: bool = True,
) -> Incident:
    """Write down what happened and what was done; another one is added where more is known.

    candidate:   None when it concerns everybody
    in_minutes:  whether the minutes tell it
    raises:      NotEntitled, NotNow, WrongValue; ValueError for a moment without its zone
    """
    said = values.paragraphs(words, field="words", most=4000)
    if not said:
        raise WrongValue(reasons.NO_WORDS, field="words")
    done = values.paragraphs(measures, field="measures", most=4000)
    moment = utc(happened_at)
    if moment > now + AHEAD:
        here = localtime(now)
        raise WrongValue(
            reasons.HAPPENS_LATER, field="happened_at", now=f"{here:%H} h {here:%M}", now_en=f"{here:%H:%M}"
        )
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        if there.state == SessionState.CANCELLED:
            raise NotNow(CANCELLED)
        if candidate is not None and candidate.session_id != there.pk:
            raise WrongValue(reasons.OTHER_SESSION, field="candidate")
        incident = Incident.objects.create(
            session=there,
            candidate=candidate,
            happened_at=moment,
            words=said,
            measures=done,
            in_minutes=in_minutes,
            told_by=by,
            told_at=now,
        )
        write("assessment.incident_told", there, by=by, now=now, candidate=candidate, incident=str(incident.uuid))
    return incident
