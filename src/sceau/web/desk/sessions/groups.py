"""The groups of a session, and who is in which."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, Cohort
from sceau.assessment.queries.planning import cohorts_of
from sceau.assessment.services.planning import add_cohort, assign_cohort, assign_evenly, remove_cohort, rename_cohort
from sceau.assessment.states import CandidateState
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.sessions.finding import back_to, done, frame, may_with, refuse, session_or_404, uuids
from sceau.web.desk.sessions.planning import CohortForm, page
from sceau.web.desk.sessions.wording import person_named
from sceau.web.desk.turned_away import without_right

METHODS: Final = ["GET", "HEAD", "POST"]


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def cohort_add(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """A new group."""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    form = CohortForm(request.POST)
    if form.is_valid():
        try:
            add_cohort(session=session, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le groupe est ajouté."))
            return back_to("desk_session_planning", request, session)
    return page(request, session, form)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def cohort(request: DeskRequest, uuid: UUID, cohort: UUID) -> HttpResponse:
    """Another name for a group, or no group."""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    row = get_object_or_404(Cohort, session=session, uuid=cohort)
    form = CohortForm(request.POST if request.method == "POST" else None, initial={"name": row.name})
    if request.POST.get("act") == "remove":
        return done(
            request,
            session,
            lambda: remove_cohort(cohort=row, by=request.user, now=now()),
            said=_("Le groupe est retiré."),
            page="desk_session_planning",
        )
    if form.is_valid():
        try:
            rename_cohort(cohort=row, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le groupe est renommé."))
            return back_to("desk_session_planning", request, session)
    context = frame(request, session, "desk_session_planning") | {"form": form, "cohort": row}
    return render(request, "desk/sessions/cohort.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def spread(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Put those who are in no group into the groups."""
    session = session_or_404(request, uuid)

    def act() -> str:
        count = assign_evenly(session=session, by=request.user, now=now())
        return ngettext("%(n)s personne est répartie.", "%(n)s personnes sont réparties.", count) % {"n": count}

    return done(request, session, act, page="desk_session_planning")


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def groups(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Who is in which group: chosen people are put into another."""
    session = session_or_404(request, uuid)
    cohorts = list(cohorts_of(session))
    if request.method == "POST":
        into = next((each for each in cohorts if str(each.uuid) == request.POST.get("into")), None)
        chosen = list(Candidate.objects.filter(session=session, uuid__in=uuids(request.POST.getlist("candidate"))))

        def act() -> str:
            count = assign_cohort(session=session, candidates=chosen, cohort=into, by=request.user, now=now())
            return ngettext("%(n)s personne a changé de groupe.", "%(n)s personnes ont changé de groupe.", count) % {
                "n": count
            }

        return done(request, session, act, page="desk_session_groups")
    people = (
        Candidate.objects.filter(session=session, state=CandidateState.ENROLLED)
        .select_related("person", "person__root", "cohort")
        .order_by("cohort__name", "number")
    )
    rows = [{"candidate": each, "name": person_named(each.person)} for each in people]
    context = frame(request, session, "desk_session_planning") | {"cohorts": cohorts, "rows": rows}
    return render(request, "desk/sessions/groups.html", context)
