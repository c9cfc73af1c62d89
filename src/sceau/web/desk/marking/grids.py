"""Who marks whom: shared out evenly, one by one, set aside."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.accounts.models import User
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Attempt, Marking
from sceau.assessment.queries.overseeing import Sheet, attempts_of_all_rounds, is_blind_to, sheets_of
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.services import assigning as services
from sceau.assessment.services.comparing import call_third
from sceau.assessment.states import MarkingState, SessionState
from sceau.assessment.ties import rules_in
from sceau.engine.marking.rules import Event
from sceau.institutions.roles import Right
from sceau.web.assessor.wording import STATES, event_name, person_name
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.marking.finding import attempt_here, framed, managed
from sceau.web.desk.marking.forms import GridForm
from sceau.web.desk.sessions.finding import back_to, refuse, session_or_404
from sceau.web.templatetags.words import spoken

ROWS = 25
TOLD = 5  # places without anybody, said one by one
METHODS = ["GET", "HEAD", "POST"]
UNTOLD = ("idle", gettext_lazy("Se montre après la vôtre"))


@desk_page(Right.SEE_SESSIONS)
@require_safe
def grids(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Each candidate and who marks what, with how far each one is; never a mark."""
    session = session_or_404(request, uuid)
    page = Paginator(attempts_of_all_rounds(session), ROWS).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    at_work = session.state in (SessionState.OPEN, SessionState.EVENTS)
    still = attempts_of_round(session).filter(pk__in=[each.pk for each in shown]).values_list("pk", flat=True)
    changing = set(still) if at_work else set()
    context = framed(
        request,
        session,
        page=page,
        events=[event_name(each) for each in rules_in(session).events],
        rows=[_row(each, request.user, changes=each.attempt.pk in changing) for each in sheets_of(session, shown)],
        rounds=session.round > 1,
    )
    return render(request, "desk/marking/grids.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def share(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Give every place that is free to somebody."""
    session = managed(request, uuid)
    try:
        done = services.assign_evenly(session=session, by=request.user, now=now())
    except AssessmentError as refusal:
        messages.warning(request, refusal.sentence(spoken()))
        return back_to("desk_session_assessors", request, session)
    count = sum(done.made.values())
    if count:
        said = ngettext("%(n)s grille est confiée.", "%(n)s grilles sont confiées.", count) % {"n": count}
        messages.success(request, said)
    elif not done.unassigned:
        messages.info(request, _("Toutes les grilles sont déjà confiées."))
    for each in done.unassigned[:TOLD]:
        messages.warning(
            request, f"{event_name(each.event)}, n° {each.attempt.candidate.number} – {each.sentence(spoken())}."
        )
    if len(done.unassigned) > TOLD:
        left = len(done.unassigned) - TOLD
        messages.warning(request, ngettext("Et %(n)s autre place.", "Et %(n)s autres places.", left) % {"n": left})
    return back_to("desk_session_assessors", request, session)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def grid(request: DeskRequest, uuid: UUID, event: str) -> HttpResponse:
    """Who marks one event of one candidate: given, taken over by somebody else, set aside."""
    attempt, _rules, shown = attempt_here(request, uuid, event)
    session = attempt.candidate.session
    there = list(
        Marking.objects.filter(attempt=attempt, event=event).select_related("assessor").order_by("place", "pk")
    )
    people = User.objects.filter(assessing__session=session, assessing__removed_at__isnull=True).order_by("name")
    form = GridForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        try:
            _act(request, attempt, event, there, form)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("C’est fait."))
            return redirect("desk_grid", request.desk.institution.slug, attempt.uuid, event)
    context = framed(
        request,
        session,
        attempt=attempt,
        candidate_name=person_name(attempt.candidate),
        event=shown,
        event_name=event_name(shown),
        markings=[_told(each, there, shown, request.user) for each in there],
        may_call_third=shown.is_double
        and sum(each.state == MarkingState.SUBMITTED for each in there) == 2  # noqa: PLR2004 -- a pair
        and all(each.place <= 2 or each.state == MarkingState.SET_ASIDE for each in there),  # noqa: PLR2004
        form=form,
        changes=session.state in (SessionState.OPEN, SessionState.EVENTS),
        begun=session.state == SessionState.EVENTS,
    )
    return render(request, "desk/marking/grid.html", context)


def _told(each: Marking, there: list[Marking], event: Event, user: User) -> dict[str, object]:
    untold = is_blind_to(user, each, there, event)
    return {"marking": each, "state": UNTOLD if untold else STATES[each.state], "told": not untold}


def _act(request: DeskRequest, attempt: Attempt, event: str, there: list[Marking], form: GridForm) -> None:
    user, why = form.cleaned_data["user"], form.cleaned_data["why"]
    asked = {str(each.uuid): each for each in there}
    by, moment = request.user, now()
    if "third" in request.POST:
        call_third(attempt=attempt, event=event, by=by, now=moment)
        return
    replaced = asked.get(request.POST.get("set_aside", ""))
    if replaced is not None and user is not None:
        services.reassign(marking=replaced, user=user, why=why, by=by, now=moment)
    elif replaced is not None:
        services.set_aside(marking=replaced, why=why, by=by, now=moment)
    elif user is not None:
        services.assign(session=attempt.candidate.session, attempt=attempt, event=event, user=user, by=by, now=moment)


def _row(sheet: Sheet, user: User, *, changes: bool) -> dict[str, object]:
    cells: list[dict[str, object] | None] = []
    for each in sheet.grids:
        if each is None:
            cells.append(None)
            continue
        event, markings, free = each
        cells.append(
            {
                "event": event,
                "free": free,
                "markings": [
                    {
                        "who": one.assessor.name if one.assessor else one.observer,
                        "marking": one,
                        "state": UNTOLD if is_blind_to(user, one, markings, event) else STATES[one.state],
                    }
                    for one in markings
                    if one.assessor_id is not None or one.state == MarkingState.SUBMITTED
                ],
            }
        )
    return {
        "attempt": sheet.attempt,
        "name": person_name(sheet.attempt.candidate),
        "cells": cells,
        "changes": changes,
    }
