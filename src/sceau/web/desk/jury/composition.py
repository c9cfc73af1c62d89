"""Who sits on the jury of a session, what is to be said of it, and the deliberations and minutes that it made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.assessment.composition import composition_of, tied
from sceau.assessment.errors import AssessmentError
from sceau.assessment.keepers import keeps, seats_of
from sceau.assessment.models import Candidate, Deliberation, Minutes, Seat, Session
from sceau.assessment.queries.jury import deliberations_of, sees_decisions
from sceau.assessment.services import jury as services
from sceau.assessment.states import CandidateState, MinutesState, SessionState
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.jury import wording
from sceau.web.desk.jury.finding import (
    METHODS,
    gone_from,
    jury_here,
    refuse,
    require_keeper,
    seat_here,
    shown,
    to_jury,
)
from sceau.web.desk.jury.forms import OpenForm, SeatForm
from sceau.web.desk.sessions.wording import person_named
from sceau.web.templatetags.words import spoken

MAY_BE_OPENED = (SessionState.MARKED, SessionState.RELEASED)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def jury(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The jury of a session."""
    return shown(request, "jury", (session := jury_here(request, uuid)), jury_context(request, session))


def jury_context(request: DeskRequest, session: Session, form: OpenForm | None = None) -> dict[str, Any]:
    """What the page of a jury reads; form: for opening, when it was refused."""
    seats = seats_of(session)
    moment = now()
    findings = composition_of(session, now=moment)
    hindered = [finding.sentence(spoken()) for finding in findings if finding.hinders]
    candidates = _people(session)
    ties = tied(seats, [each.pk for each in candidates])
    sittings = deliberations_of(session)
    may_open = (
        keeps(request.user, session, now=moment)
        and session.state in MAY_BE_OPENED
        and not any(each.closed_at is None for each in sittings)
    )
    return {
        "seats": [
            {"seat": seat, "ties": [each for each in candidates if seat in ties.get(each.pk, ())]} for seat in seats
        ],
        "hindered": hindered,
        "gone": gone_from(session),
        "told": [finding.sentence(spoken()) for finding in findings if not finding.hinders],
        "sittings": [_sitting(each) for each in sittings],
        "papers": _papers(session),
        "sees": sees_decisions(request.user, request.desk.memberships, session, now=moment),
        "may_open": may_open and not hindered,
        "waits_for_marking": session.state in {SessionState.OPEN, SessionState.EVENTS},
        "after_release": session.state == SessionState.RELEASED,
        "form": form or OpenForm(initial={"mode": session.mode, "place": session.place}),
    }


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def add(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Give somebody a place."""
    session = jury_here(request, uuid)
    require_keeper(request, session)
    moment = now()
    form = SeatForm(request.POST if request.method == "POST" else None, session=session, now=moment)
    if form.is_valid():
        try:
            seat = services.add_seat(session=session, by=request.user, now=moment, **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("%(name)s siège au jury.") % {"name": seat.name})
            return to_jury(request, session)
    return shown(request, "seat", session, {"form": form, "seat": None})


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def edit(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Change what is said of a member."""
    seat = seat_here(request, uuid)
    fields = ("name", "email", "quality", "external", "presides")
    kept = {field: getattr(seat, field) for field in fields}
    posted = request.POST if request.method == "POST" else None
    form = SeatForm(posted, session=seat.session, now=now(), seat=seat, initial=kept)
    if form.is_valid():
        try:
            services.edit_seat(seat=seat, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les changements sont enregistrés."))
            return to_jury(request, seat.session)
    return shown(request, "seat", seat.session, {"form": form, "seat": seat})


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def remove(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask before a place is taken away."""
    seat = seat_here(request, uuid)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.remove_seat(seat=seat, by=request.user, now=now())
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("%(name)s ne siège plus.") % {"name": seat.name})
            return to_jury(request, seat.session)
    return shown(request, "seat_remove", seat.session, {"form": form, "seat": seat})


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def ties(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Note what a member without an account says of the candidates; take back a tie noted by mistake."""
    seat = seat_here(request, uuid)
    session, form = seat.session, DeskForm(request.POST if request.method == "POST" else None)
    people = _people(session)
    if form.is_valid():
        try:
            done = _noted(request, seat, people)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, done)
            return to_jury(request, session)
    found = tied([seat], [each.pk for each in people])
    return shown(
        request,
        "ties",
        session,
        {
            "form": form,
            "seat": seat,
            "people": [
                {"candidate": each, "name": person_named(each.person), "tied": each.pk in found} for each in people
            ],
            "natures": list(wording.NATURES.items()),
            "mine": seat.user_id is None,
        },
    )


def chosen_ties(posted: Any, people: list[Candidate]) -> dict[Candidate, str]:
    """What a form says of each candidate: the fields are called tie-<uuid>."""
    chosen = {each: posted.get(f"tie-{each.uuid}", "") for each in people}
    return {each: nature for each, nature in chosen.items() if nature}


def _noted(request: DeskRequest, seat: Seat, people: list[Candidate]) -> str:
    moment = now()
    withdrawn = next((each for each in people if str(each.uuid) == request.POST.get("withdraw")), None)
    if withdrawn is not None:
        why = request.POST.get("why", "")
        services.withdraw_tie(seat=seat, candidate=withdrawn, by=request.user, now=moment, why=why)
        return _("Le lien est retiré.")
    words = request.POST.get("words", "")[:300]
    services.declare(seat=seat, ties=chosen_ties(request.POST, people), words=words, by=request.user, now=moment)
    return _("La déclaration de %(name)s est notée.") % {"name": seat.name}


def _people(session: Session) -> list[Candidate]:
    rows = Candidate.objects.filter(session=session, state=CandidateState.ENROLLED)
    return list(rows.select_related("person", "person__root").order_by("number"))


def _sitting(deliberation: Deliberation) -> dict[str, Any]:
    return {
        "deliberation": deliberation,
        "name": wording.named(deliberation),
        "stands": wording.sitting(deliberation),
    }


def _papers(session: Session) -> list[dict[str, Any]]:
    rows = Minutes.objects.filter(deliberation__session=session).exclude(state=MinutesState.WITHDRAWN).defer("data")
    return [{"minutes": each, "stands": wording.stood(each)} for each in rows.order_by("-pk")]
