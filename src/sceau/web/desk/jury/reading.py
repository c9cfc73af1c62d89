"""Results, awards and appeals of the desk, found through the right to see them; and how they are named."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Appeal, Decision, Deliberation, Minutes, Session
from sceau.assessment.queries.appeals import appeal_seen_by
from sceau.assessment.queries.awards import deliberation_seen_by, sessions_judged_within
from sceau.assessment.states import DeliberationKind, MinutesState, ResultState, Route
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.people.errors import PeopleError
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest
from sceau.web.desk.fields import DeskForm
from sceau.web.templatetags.words import spoken

METHODS: Final = ["GET", "HEAD", "POST"]
RESULTS: Final[dict[str, tuple[str, str | Promise]]] = {
    ResultState.TO_ASSESS: ("idle", _("À évaluer")),
    ResultState.ACQUIRED: ("good", _("Acquis")),
    ResultState.NOT_ACQUIRED: ("bad", _("Non acquis")),
    ResultState.PARTIAL: ("check", _("Acquis en partie")),
    ResultState.ABSENT: ("idle", _("Absence")),
    ResultState.SUSPENDED: ("check", _("Suspendu")),
    ResultState.PENDING: ("info", _("En attente")),
}
KINDS: Final[dict[str, str | Promise]] = {
    DeliberationKind.ORDINARY: _("Première décision"),
    DeliberationKind.COMPLEMENTARY: _("Décision complémentaire"),
    DeliberationKind.CORRECTIVE: _("Rectification"),
}
ROUTES: Final[dict[str, str | Promise]] = {
    Route.MINUTES: _("Procès-verbal de jury"),
    Route.ASSESSOR: _("Évaluation et seconde personne"),
    Route.AUTOMATIC: _("Constat automatique contrôlé"),
    Route.DECISION: _("Décision de l’organisme"),
}


def deliberation_here(request: DeskRequest, uuid: UUID) -> Deliberation:
    """One of the institution that this person sees. raises: Http404"""
    found = deliberation_seen_by(request.desk.memberships, uuid)
    if found is None:
        raise Http404
    return found


def session_judged_here(request: DeskRequest, uuid: UUID, right: Right = Right.SEE_SESSIONS) -> Session:
    """A session whose decisions are this institution's. raises: Http404"""
    found = (
        sessions_judged_within(request.desk.memberships, right)
        .select_related("institution", "organiser", "version__design")
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise Http404
    return found


def decision_here(request: DeskRequest, uuid: UUID, right: Right = Right.SEE_SESSIONS) -> Decision:
    """One decision. raises: Http404"""
    found = (
        Decision.objects.filter(deliberation__session__in=sessions_judged_within(request.desk.memberships, right))
        .select_related("attempt__candidate__person__root", "deliberation__session__institution")
        .select_related("deliberation__session__version__design", "deliberation__opened_by", "audit")
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise Http404
    return found


def appeal_here(request: DeskRequest, uuid: UUID) -> Appeal:
    """One appeal. raises: Http404"""
    found = appeal_seen_by(request.desk.memberships, uuid)
    if found is None:
        raise Http404
    return found


def sealed_minutes(deliberation: Deliberation) -> Minutes | None:
    """Those of a jury, once they are sealed."""
    return Minutes.objects.filter(deliberation=deliberation, state=MinutesState.SEALED).defer("data").first()


def refuse(form: DeskForm, refusal: AssessmentError | EngineError | PeopleError) -> None:
    """Say why a service refused, at the field that it names."""
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, refusal.sentence(spoken()))


def to_results(request: DeskRequest, deliberation: Deliberation) -> HttpResponse:
    """Back to the results of one deliberation."""
    return redirect("desk_results", request.desk.institution.slug, deliberation.uuid)


def title_of(session: Session) -> str:
    """What is assessed."""
    return said(session.version.titles, spoken()) or session.code
