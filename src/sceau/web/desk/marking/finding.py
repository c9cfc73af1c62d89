"""What these pages are about, found through the right to see the session."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from sceau.assessment.models import Attempt, Session
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.ties import rules_in
from sceau.engine.marking.rules import AssessmentRules, Event
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest
from sceau.web.desk.sessions.finding import frame, may_with, session_or_404

HERE = "desk_session_assessors"


def managed(request: DeskRequest, uuid: UUID) -> Session:
    """A session that this person runs. raises: Http404 for one not seen, PermissionDenied for one only seen"""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        raise PermissionDenied
    return session


def attempt_here(request: DeskRequest, uuid: UUID, event: str) -> tuple[Attempt, AssessmentRules, Event]:
    """An attempt of the session's round, and one of the events that it shows; the session is one this person runs.

    raises:  Http404, PermissionDenied
    """
    found = Attempt.objects.filter(uuid=uuid).select_related("candidate__session").first()
    if found is None:
        raise Http404
    session = managed(request, found.candidate.session.uuid)
    attempt = attempts_of_round(session).filter(uuid=uuid).first()
    rules = rules_in(session)
    shown = next((each for each in rules.events if each.id == event), None)
    if attempt is None or shown is None or not set(shown.criteria) & set(attempt.scope):
        raise Http404
    attempt.candidate.session = session
    return attempt, rules, shown


def framed(request: DeskRequest, session: Session, **more: Any) -> dict[str, Any]:
    """What the frame of a session reads, and what the page adds."""
    return frame(request, session, HERE) | more
