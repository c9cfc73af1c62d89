"""What was decided: the deliberations of a session, the results of one, their release, and the papers to hand over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sceau.assessment.models import AuditCheck, Candidate, Decision, Deliberation, Session
from sceau.assessment.queries.awards import deliberations_seen_by
from sceau.assessment.queries.examday import emails_of
from sceau.assessment.queries.jury import sees_decisions
from sceau.assessment.results_paper import results_data
from sceau.assessment.rights import may
from sceau.assessment.states import ResultState, Route, SessionState
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.people.queries import person_of
from sceau.people.states import DataKind
from sceau.web.archive import closed_to, open_archive, told
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.jury.reading import (
    KINDS,
    RESULTS,
    ROUTES,
    deliberation_here,
    sealed_minutes,
    session_judged_here,
    title_of,
    to_results,
)
from sceau.web.desk.jury.releasing import may_be_released, to_release
from sceau.web.desk.sessions.finding import frame
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 50
DELIBERATIONS: Final = 50  # of one session; a rolling one has more in time


@desk_page(Right.SEE_SESSIONS)
@require_safe
def of_session(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Every proposal and deliberation of one session, and what may be done now."""
    session = session_judged_here(request, uuid)
    rows = deliberations_seen_by(request.desk.memberships).filter(session=session)[:DELIBERATIONS]
    context = frame(request, session, "desk_session_results") | {
        "rows": [{"deliberation": each, "kind": KINDS[each.kind], "stage": stage_of(each)} for each in rows],
        "route": ROUTES[session.route],
        "propose": _propose_page(request, session),
        "to_release": next((to_release(request, each) for each in rows if may_be_released(each)), None),
    }
    return render(request, "desk/awards/session.html", context)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def results(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One deliberation or proposal, candidate by candidate."""
    deliberation = deliberation_here(request, uuid)
    session = deliberation.session
    if not _may_be_read(request, deliberation):
        return redirect("desk_session_jury", request.desk.institution.slug, session.uuid)
    decisions = (
        Decision.objects.filter(deliberation=deliberation)
        .select_related("attempt__candidate__person__root", "award", "audit")
        .order_by("attempt__candidate__number")
    )
    body = session.institution
    open_archive(request.user, body, DataKind.AWARDS, decisions.order_by().values_list("award__uuid", flat=True))
    page = Paginator(decisions, PER_PAGE).get_page(request.GET.get("page"))
    away = closed_to(request.user, body, DataKind.SCORES, [each.attempt.uuid for each in page])
    moment = now()
    waits = _waits(deliberation)
    emails = emails_of([each.attempt.candidate.person for each in page])
    context = frame(request, session, "desk_session_results") | {
        "deliberation": deliberation,
        "title": title_of(session),
        "kind": KINDS[deliberation.kind],
        "route": ROUTES[deliberation.route],
        "standing": stage_of(deliberation),
        "page": page,
        "rows": [_row(each, emails, away) for each in page],
        "put_away": told(body, DataKind.SCORES, min(away.values())) if away else "",
        "counts": _counts(deliberation),
        "minutes": sealed_minutes(deliberation),
        "audit": _audit(deliberation) if deliberation.route == Route.AUTOMATIC else None,
        "may_confirm": waits and may(request.user, Right.RELEASE_AWARDS, session, now=moment),
        "is_proposer": deliberation.opened_by_id == request.user.pk and deliberation.route != Route.AUTOMATIC,
        "to_release": to_release(request, deliberation) if may_be_released(deliberation) else None,
        "may_check": waits and may(request.user, Right.MARK, session, now=moment),
        "may_correct": deliberation.released_at is not None
        and deliberation.route != Route.MINUTES
        and session.state == SessionState.RELEASED
        and may(request.user, Right.RELEASE_AWARDS, session, now=moment),
        "may_appeal": deliberation.released_at is not None
        and may(request.user, Right.MANAGE_SESSIONS, session, now=moment),
    }
    return render(request, "desk/awards/results.html", context)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def paper(request: DeskRequest, uuid: UUID, candidate: UUID) -> HttpResponse:
    """The sheet of results of one candidate, as PDF, once results are released."""
    deliberation = deliberation_here(request, uuid)
    found = (
        Candidate.objects.filter(session=deliberation.session, uuid=candidate)
        .select_related("person__root", "session__institution", "session__version")
        .first()
    )
    moment = now()
    data = results_data(found, found.language, now=moment) if found else None
    if found is None or data is None:
        raise Http404
    attempts = found.attempts.values_list("uuid", flat=True)
    if closed_to(request.user, deliberation.session.institution, DataKind.SCORES, attempts):
        messages.warning(request, _("Ces notes sont archivées : seule la protection des données les ouvre encore."))
        return to_results(request, deliberation)
    try:
        content = ports().typesetter.document("results", data, at=moment)
    except EngineError as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return to_results(request, deliberation)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"resultats-{deliberation.session.code}-{found.number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _may_be_read(request: DeskRequest, deliberation: Deliberation) -> bool:
    """Whether results are read here: of a jury once its minutes are sealed, and by those it concerns once it closed."""
    if deliberation.route != Route.MINUTES or sealed_minutes(deliberation) is not None:
        return True
    if deliberation.closed_at is None:
        return False
    return sees_decisions(request.user, request.desk.memberships, deliberation.session, now=now())


def stage_of(deliberation: Deliberation) -> tuple[str, str]:
    """The kind of mark and the word for how a proposal or a deliberation stands."""
    if deliberation.released_at is not None:
        return "good", _("Diffusée")
    if deliberation.adjourned_at is not None:
        return "idle", _("Renvoyée") if deliberation.route != Route.MINUTES else _("Ajournée")
    if deliberation.closed_at is not None:
        signing = deliberation.route == Route.MINUTES and deliberation.session.state == SessionState.DELIBERATION
        return "check", _("À signer") if signing else _("À diffuser")
    return "info", _("À confirmer") if deliberation.route != Route.MINUTES else _("En délibération")


def _row(decision: Decision, emails: Mapping[int, str], away: Collection[UUID]) -> dict[str, Any]:
    award = getattr(decision, "award", None)
    return {
        "decision": decision,
        "score": None if decision.attempt.uuid in away else decision.score,
        "candidate": decision.attempt.candidate,
        "name": str(person_of(decision.attempt.candidate.person)),
        "result": RESULTS.get(decision.outcome, ("idle", _("À décider"))),
        "award": award,
        "by_paper": not emails.get(decision.attempt.candidate.person_id),
        "drawn": getattr(decision, "audit", None),
    }


def _counts(deliberation: Deliberation) -> list[dict[str, Any]]:
    found = Decision.objects.filter(deliberation=deliberation).values_list("outcome", flat=True)
    counts: dict[str, int] = {}
    for outcome in found:
        counts[outcome] = counts.get(outcome, 0) + 1
    return [{"label": RESULTS[state][1], "count": counts[state]} for state in ResultState if counts.get(state)]


def _audit(deliberation: Deliberation) -> dict[str, int]:
    drawn = list(AuditCheck.objects.filter(decision__deliberation=deliberation).values_list("agrees", flat=True))
    return {"drawn": len(drawn), "waiting": drawn.count(None), "against": drawn.count(False)}


def _waits(deliberation: Deliberation) -> bool:
    """Whether a proposal still waits for the second person."""
    open_still = deliberation.closed_at is None and deliberation.adjourned_at is None
    return open_still and deliberation.route != Route.MINUTES


def _propose_page(request: DeskRequest, session: Session) -> str:
    """The name of the page on which this person may propose the results now, "" for none."""
    if session.state != SessionState.MARKED:
        return ""
    moment = now()
    if session.route == Route.ASSESSOR and may(request.user, Right.MARK, session, now=moment):
        return "desk_results_propose"
    if session.route == Route.AUTOMATIC and may(request.user, Right.MANAGE_SESSIONS, session, now=moment):
        return "desk_results_propose_source"
    return ""
