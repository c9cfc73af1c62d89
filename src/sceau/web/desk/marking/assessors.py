"""Who assesses in a session: added, removed, what they declared, what they have to do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.accounts.models import User
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Assessor, Candidate, Conflict, Session
from sceau.assessment.queries.overseeing import (
    late_marks,
    loads_of,
    marks_blindly,
    progress_of,
    ties_told,
    who_may_assess,
)
from sceau.assessment.services import assessors as services
from sceau.assessment.states import CandidateState, SessionState
from sceau.institutions.roles import Right
from sceau.web.assessor.wording import NATURES_OF_OTHERS, event_name, person_name
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.marking.finding import framed, managed
from sceau.web.desk.marking.forms import AssessorForm, TieForm, WhyForm
from sceau.web.desk.sessions.finding import back_to, may_with, refuse, session_or_404

METHODS = ["GET", "HEAD", "POST"]
HERE = "desk_session_assessors"


@desk_page(Right.MARK)
@require_safe
def my_markings(request: DeskRequest) -> HttpResponse:
    """One's own grids stand under one address for all bodies."""
    return redirect("assess")


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def assessors(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Everybody who marks, how each event goes, and what was declared."""
    session = session_or_404(request, uuid)
    may_manage = may_with(request.desk, session, Right.MANAGE_SESSIONS)
    form = None
    if may_manage and session.state in (SessionState.OPEN, SessionState.EVENTS):
        people = who_may_assess(session, now=now())
        form = AssessorForm(request.POST if request.method == "POST" else None, people=people)
        if form.is_valid():
            user = form.cleaned_data["user"]
            try:
                services.add_assessor(session=session, by=request.user, now=now(), **form.cleaned_data)
            except AssessmentError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("%(name)s peut noter dans cette session.") % {"name": user.name})
                return back_to(HERE, request, session)
    # whoever runs the session has to know who is late; another one who marks blindly is not to know of the others
    untold = not may_manage and marks_blindly(request.user, session)
    progress = [] if untold else progress_of(session)
    context = framed(
        request,
        session,
        untold=untold,
        loads=[each for each in loads_of(session) if not untold or each.assessor.user_id == request.user.pk],
        progress=[{"each": each, "name": event_name(each.event)} for each in progress],
        free=sum(each.free for each in progress),
        ties=[
            {"tie": each, "name": person_name(each.candidate), "nature": NATURES_OF_OTHERS.get(each.nature, "")}
            for each in ties_told(session)
        ],
        late=late_marks(session),
        form=form,
        begun=session.state == SessionState.EVENTS,
        released=session.state == SessionState.RELEASED,
        changes=session.state in (SessionState.OPEN, SessionState.EVENTS),
    )
    return render(request, "desk/marking/assessors.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def remove(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask before somebody is taken off the session."""
    found = Assessor.objects.filter(uuid=uuid).select_related("session", "user").first()
    if found is None:
        raise Http404
    session = managed(request, found.session.uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.remove_assessor(assessor=found, why=form.cleaned_data["why"], by=request.user, now=now())
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("%(name)s ne note plus dans cette session.") % {"name": found.user.name})
            return back_to(HERE, request, session)
    return render(request, "desk/marking/remove.html", framed(request, session, assessor=found, form=form))


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def note_tie(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Note a tie between somebody who assesses and a candidate."""
    session = managed(request, uuid)
    candidates = _candidates(session)
    form = TieForm(
        request.POST if request.method == "POST" else None,
        people=User.objects.filter(assessing__session=session, assessing__removed_at__isnull=True).order_by("name"),
        candidates=[(str(each.uuid), f"{each.number}. {person_name(each)}") for each in candidates.values()],
    )
    if form.is_valid():
        try:
            services.note_conflict(
                session=session,
                candidate=candidates[form.cleaned_data["candidate"]],
                user=form.cleaned_data["user"],
                nature=form.cleaned_data["nature"],
                words=form.cleaned_data["words"],
                by=request.user,
                now=now(),
            )
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, _("Le lien est noté. S’il empêche de noter, les grilles concernées sont écartées.")
            )
            return back_to(HERE, request, session)
    return render(request, "desk/marking/tie.html", framed(request, session, form=form))


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def withdraw_tie(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take back a tie that was noted by mistake."""
    found = (
        Conflict.objects.filter(uuid=uuid, withdrawn_at__isnull=True)
        .select_related("candidate__session", "candidate__person__root", "user")
        .first()
    )
    if found is None:
        raise Http404
    session = managed(request, found.candidate.session.uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.withdraw_conflict(conflict=found, why=form.cleaned_data["why"], by=request.user, now=now())
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le lien est retiré."))
            return back_to(HERE, request, session)
    context = framed(request, session, tie=found, candidate_name=person_name(found.candidate), form=form)
    return render(request, "desk/marking/withdraw_tie.html", context)


def _candidates(session: Session) -> dict[str, Candidate]:
    found = Candidate.objects.filter(session=session, state=CandidateState.ENROLLED).select_related("person__root")
    return {str(each.uuid): each for each in found.order_by("number")}
