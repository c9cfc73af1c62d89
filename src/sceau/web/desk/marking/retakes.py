"""Next attempts: who may have one, from when, over what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate
from sceau.assessment.services.retakes import Retakes, open_retakes, plans_of
from sceau.assessment.states import CandidateState, SessionState
from sceau.engine.marking.retake import RetakePlan
from sceau.institutions.roles import Right
from sceau.web.assessor.wording import person_name
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.marking.finding import framed, managed
from sceau.web.desk.sessions.finding import back_to
from sceau.web.templatetags.words import spoken

METHODS = ["GET", "HEAD", "POST"]


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def retakes(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Open a next attempt for those who are chosen."""
    session = managed(request, uuid)
    open_to = session.state in (SessionState.EVENTS, SessionState.RELEASED)
    candidates = list(
        Candidate.objects.filter(session=session, state=CandidateState.ENROLLED)
        .select_related("person__root")
        .order_by("number")
    )
    if request.method == "POST":
        chosen = set(request.POST.getlist("candidate"))
        asked = [each for each in candidates if str(each.uuid) in chosen]
        try:
            done = open_retakes(session=session, candidates=asked, by=request.user, now=now())
        except AssessmentError as refusal:
            messages.warning(request, refusal.sentence(spoken()))
        else:
            _say(request, done)
            if done.opened:
                return back_to("desk_session_assessors", request, session)
    plans = plans_of(session, candidates, on=localdate(now())) if open_to else {}
    rows = [
        _row(each, plan) for each in candidates if (plan := plans.get(each.pk)) and (plan.opened or plan.is_allowed)
    ]
    context = framed(
        request,
        session,
        rows=rows,
        any_allowed=any(each["allowed"] for each in rows),
        open_to=open_to,
        released=session.state == SessionState.RELEASED,
    )
    return render(request, "desk/marking/retakes.html", context)


def _say(request: DeskRequest, done: Retakes) -> None:
    if done.opened:
        count = len(done.opened)
        said = ngettext("%(n)s passage est ouvert.", "%(n)s passages sont ouverts.", count) % {"n": count}
        messages.success(request, said)
    for each in done.refused:
        words = " ; ".join(each.sentences(spoken()))
        messages.warning(request, f"{person_name(each.candidate)} – {words}.")
    if not done.opened and not done.refused:
        messages.info(request, _("Cochez au moins une personne."))


def _row(candidate: Candidate, plan: RetakePlan) -> dict[str, Any]:
    return {
        "candidate": candidate,
        "name": person_name(candidate),
        "opened": ", ".join(plan.opened),
        "allowed": plan.is_allowed,
        "why": [each.sentence(spoken()) for each in plan.refusals],
    }
