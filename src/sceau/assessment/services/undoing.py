"""An opening that was a mistake is undone, as long as nothing was decided in it: the session stands where it stood."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.models import Appeal, Decision, Deliberation, MarkChange, Session
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.services.at_work import at_work
from sceau.assessment.services.writing import move, write
from sceau.assessment.states import AppealEffect, DeliberationKind, SessionState


def call_off(*, deliberation: Deliberation, by: User, now: datetime, why: str = "") -> Session:
    """Undo the opening while nothing was decided: back to marking closed, or to the release that was before.

    why:     needed once results were released
    raises:  NotEntitled, NotNow, WrongValue
    """
    with transaction.atomic():
        there = at_work(deliberation, by=by, now=now)
        decisions = Decision.objects.filter(deliberation=there)
        touched = decisions.exclude(outcome="").exists() or MarkChange.objects.filter(decision__in=decisions).exists()
        if touched or there.minutes.exists():
            raise NotNow(reasons.DECIDED_ALREADY)
        if _follows_an_appeal(there):
            raise NotNow(reasons.ANSWERS_AN_APPEAL)
        back = stood_before(there)
        if back == SessionState.RELEASED and not why.strip():
            raise WrongValue(reasons.WHY_CALLED_OFF, field="why")
        session = there.session
        write(
            "deliberation.called_off",
            session,
            by=by,
            now=now,
            why=why.strip(),
            number=there.number,
            kind=there.kind,
            back=back,
        )
        decisions.delete()
        there.delete()
        move(session, back, now=now)
    return session


def stood_before(deliberation: Deliberation) -> SessionState:
    """Where the session stood when a deliberation was opened: released once its round was decided on, else marked."""
    earlier = Deliberation.objects.filter(
        session=deliberation.session_id, round=deliberation.round, closed_at__isnull=False
    )
    if deliberation.kind != DeliberationKind.ORDINARY and earlier.exists():
        return SessionState.RELEASED
    return SessionState.MARKED


def _follows_an_appeal(deliberation: Deliberation) -> bool:
    """Whether it was opened by the answer to an appeal, in the same breath."""
    return (
        deliberation.corrects_id is not None
        and Appeal.objects.filter(
            effect=AppealEffect.CORRECTIVE,
            answered_at=deliberation.opened_at,
            decision__deliberation=deliberation.corrects_id,
        ).exists()
    )
