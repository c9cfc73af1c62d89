"""What the services of this room share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db.models import Model, QuerySet

from sceau.accounts.models import User
from sceau.assessment.errors import NotNow
from sceau.assessment.models import AssessmentSettings, Attempt, Candidate, Session
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.reasons.common import SESSION_STANDS_ELSEWHERE
from sceau.assessment.reasons.marking import PAST_ATTEMPT
from sceau.assessment.rulebook import rules_of_version
from sceau.assessment.states import SESSION_NEXT, SessionState
from sceau.design.models import Design, DesignVersion
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.models import Institution
from sceau.journal.services import record


def _but(path: str, model: type[Model], *kept: str) -> Iterator[str]:
    return (f"{path}__{field.name}" for field in model._meta.concrete_fields if field.name not in {"id", *kept})


# what is read with a session that is held, and what of these rows whoever changes a session does not look at
WITH_IT: Final = ("institution__assessment_settings", "version__design")
LEFT_ASIDE: Final = (
    *_but("institution", Institution, "uuid", "name", "legal_name", "siren", "did"),
    *_but("institution__assessment_settings", AssessmentSettings, "institution", "gap_limit", "trainer_may_assess"),
    *_but("version", DesignVersion, "design", "number", "digest", "titles"),
    *_but("version__design", Design, "institution", "uuid", "name"),
)
_STATES_EN = {
    SessionState.OPEN: "open",
    SessionState.EVENTS: "events and marking",
    SessionState.MARKED: "marking closed",
    SessionState.DELIBERATION: "deliberation",
    SessionState.DECIDED: "decisions signed",
    SessionState.RELEASED: "results released",
    SessionState.CANCELLED: "cancelled",
}
_STATES_FR = {
    SessionState.OPEN: "ouverte",
    SessionState.EVENTS: "épreuves et notation",
    SessionState.MARKED: "saisie close",
    SessionState.DELIBERATION: "délibération",
    SessionState.DECIDED: "décisions signées",
    SessionState.RELEASED: "résultats diffusés",
    SessionState.CANCELLED: "annulée",
}


def write(
    code: str,
    session: Session,
    *,
    by: User | None,
    now: datetime,
    candidate: Candidate | None = None,
    why: str = "",
    **details: Any,
) -> None:
    """One act about a session or one of its candidates, in the chain of the certifying body: opaque ids only."""
    record(
        code,
        subject=f"candidate:{candidate.uuid}" if candidate else f"session:{session.uuid}",
        by=by.uuid if by else None,
        at=now,
        institution=session.institution.uuid,
        why=why,
        session=str(session.uuid),
        **details,
    )


def held(session: Session) -> Session:
    """The session as it stands, its row kept from others until the transaction ends."""
    return _to_hold().get(pk=session.pk)


@cache
def _to_hold() -> QuerySet[Session]:
    """What every act on a session begins with: drawn up once, for a hundred names are left aside."""
    return Session.objects.select_for_update(of=("self",)).select_related(*WITH_IT).defer(*LEFT_ASIDE)


def of_the_round(session: Session, attempt: Attempt) -> Attempt:
    """The attempt as it stands, with its candidate. raises: NotNow for one that is not the last of the round"""
    found = attempts_of_round(session).select_related(None).select_related("candidate").filter(pk=attempt.pk)
    there = found.order_by().first()
    if there is None:
        raise NotNow(PAST_ATTEMPT)
    return there


def require_state(session: Session, *states: SessionState) -> None:
    """raises: NotNow, with the stage that the session is at"""
    if session.state not in states:
        raise elsewhere(session)


def move(session: Session, to: SessionState, *, now: datetime) -> None:
    """Take a session that is held to a stage that may follow. raises: NotNow"""
    if to not in SESSION_NEXT[SessionState(session.state)]:
        raise elsewhere(session)
    session.state = to
    session.changed_at = now
    session.save(update_fields=["state", "changed_at"])


def elsewhere(session: Session) -> NotNow:
    """The refusal that names the stage."""
    state = SessionState(session.state)
    return NotNow(SESSION_STANDS_ELSEWHERE, state=_STATES_FR[state], state_en=_STATES_EN[state])


def rules_for(session: Session) -> AssessmentRules:
    """The rules of the version that the session froze."""
    return rules_of_version(session.version)
