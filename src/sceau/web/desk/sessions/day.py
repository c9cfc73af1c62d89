"""The day of the assessment: who is to be called, the sheets of each half-day, papers to print."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Attempt, Attendance, Candidate, Session
from sceau.assessment.queries.examday import attended_by, calls_of, halves_planned, never_there, sheets_of
from sceau.assessment.queries.planning import events_to_sit, people_of_round
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.services.attendance import OPEN
from sceau.assessment.services.examday import open_sheet
from sceau.assessment.services.saying import say_of_attempt
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import ResultState, SessionState
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import CHOOSE, Day, DeskForm
from sceau.web.desk.sessions.finding import back_to, done, frame, may_with, refuse, session_or_404
from sceau.web.desk.sessions.printing.attendance import attendance, attestation
from sceau.web.desk.sessions.printing.common import half_named, printed_in
from sceau.web.desk.sessions.printing.grids import grid
from sceau.web.desk.sessions.wording import events_of, person_named
from sceau.web.desk.turned_away import without_right
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

_BEFORE_THE_END: Final = (SessionState.OPEN, SessionState.EVENTS)


class SheetForm(DeskForm):
    """Another half-day than those that are planned."""

    day = Day(label=gettext_lazy("Jour"))
    half = forms.ChoiceField(
        label=gettext_lazy("Demi-journée"),
        choices=[("am", gettext_lazy("Matin")), ("pm", gettext_lazy("Après-midi"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    place = forms.CharField(required=False, max_length=200, label=gettext_lazy("Lieu"))


@desk_page(Right.SEE_SESSIONS)
@require_safe
def day(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """All of it."""
    session = session_or_404(request, uuid)
    return _page(request, session, SheetForm(initial={"day": session.starts_on or localdate(), "half": "am"}))


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def sheet_open(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Open the sheet of a half-day, or complete it with those who came since."""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    form = SheetForm(request.POST)
    if form.is_valid():
        try:
            sheet = open_sheet(session=session, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La feuille est prête."))
            return back_to("desk_session_sheet", request, session, sheet.uuid)
    return _page(request, session, form)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def say_absent(request: DeskRequest, uuid: UUID, candidate: UUID) -> HttpResponse:
    """Somebody who was on no sheet is absent: their attempt says so."""
    session = session_or_404(request, uuid)
    row = get_object_or_404(Candidate, session=session, uuid=candidate)
    attempt = attempts_of_round(session).filter(candidate=row).first()
    if attempt is None:
        raise Http404

    def act() -> str:
        say_of_attempt(attempt=attempt, said="absent", by=request.user, now=now())
        return _("%(name)s : absence.") % {"name": person_named(row.person)}

    return done(request, session, act, page="desk_session_day")


@desk_page(Right.SEE_SESSIONS)
@require_safe
def grids(request: DeskRequest, uuid: UUID, event: str) -> HttpResponse:
    """The grid of an event: blank, or one for each who sits it."""
    session = session_or_404(request, uuid)
    found = next((each for each in rules_for(session).events if each.id == event), None)
    if found is None:
        raise Http404
    people: list[Candidate] = []
    if request.GET.get("for") == "all":
        events = events_to_sit(session)
        people = [each for each in people_of_round(session) if event in events[each.pk]]
    data = grid(session, found, people, printed_in(), compact=request.GET.get("form") == "short")
    return _paper(request, session, "grid", data, f"{_('grille')}-{event}")


@desk_page(Right.SEE_SESSIONS)
@require_safe
def attendance_paper(request: DeskRequest, uuid: UUID, day: str) -> HttpResponse:
    """The sheets of one day: to be signed, or as they were."""
    session = session_or_404(request, uuid)
    sheets = [each for each in sheets_of(session) if str(each.day) == day]
    if not sheets:
        raise Http404
    lines = (
        Attendance.objects.filter(sheet__in=sheets)
        .select_related("sheet", "candidate__person__root", "user")
        .order_by("candidate__number", "name", "pk")
    )
    data = attendance(session, sheets[0].day, sheets, lines, printed_in())
    return _paper(request, session, "attendance", data, f"{_('emargement')}-{day}")


@desk_page(Right.MANAGE_SESSIONS)
@require_safe
def attestation_paper(request: DeskRequest, uuid: UUID, candidate: UUID) -> HttpResponse:
    """That somebody was there: a plain letter, which is no credential. Whoever was never there has none."""
    session = session_or_404(request, uuid)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    row = get_object_or_404(Candidate.objects.select_related("person__root"), session=session, uuid=candidate)
    lines = attended_by(row)
    if not lines:
        raise Http404
    data = attestation(session, row, lines, by=request.user, at=now())
    return _paper(request, session, "attestation", data, f"{_('attestation')}-{row.number}")


def _page(request: DeskRequest, session: Session, form: SheetForm) -> HttpResponse:
    calls = calls_of(session)
    sheets = list(sheets_of(session))
    there = {(each.day, each.half) for each in sheets}
    manages = may_with(request.desk, session, Right.MANAGE_SESSIONS)
    context = frame(request, session, "desk_session_day") | {
        "form": form,
        "called": sum(not each.is_due for each in calls),
        "due": sum(each.is_due for each in calls),
        "stale": sum(each.is_stale for each in calls),
        "people": len(calls),
        "sheets": [{"sheet": each, "half": half_named(each.half)} for each in sheets],
        "days": sorted({each.day for each in sheets}),
        "planned": [
            {"day": each, "half": half, "label": half_named(half)}
            for each, half in halves_planned(session)
            if (each, half) not in there
        ],
        "absent": _absent(session) if manages and session.state in _BEFORE_THE_END else [],
        "events": events_of(rules_for(session), spoken()),
        "may_open": manages and session.state in OPEN,
    }
    return render(request, "desk/sessions/day.html", context)


def _absent(session: Session) -> list[dict[str, Any]]:
    """Those who were on no closed sheet and of whom nothing was said yet."""
    never = {pk for pk, absent in never_there(session).items() if absent}
    attempts: list[Attempt] = list(
        attempts_of_round(session).filter(candidate__in=never, said="", state=ResultState.TO_ASSESS)
    )
    return [{"candidate": each.candidate, "name": person_named(each.candidate.person)} for each in attempts]


def _paper(request: DeskRequest, session: Session, template: str, data: Any, name: str) -> HttpResponse:
    """A PDF to keep; when it cannot be set, the page says so."""
    try:
        content = ports().typesetter.document(template, data, at=now())
    except EngineError as refusal:
        messages.error(request, f"{refusal.sentence(spoken())}.")
        return back_to("desk_session_day", request, session)
    return pdf(content, f"{session.code}-{name}")


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF as a file to keep, never shown as a page of ours."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
