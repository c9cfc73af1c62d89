"""A deliberation is opened, attended, adjourned, resumed, called off, corrected."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sceau.assessment.composition import settings_for
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Decision, Deliberation, Session
from sceau.assessment.quorum import quorum_of, seated_in
from sceau.assessment.services import deliberating as services
from sceau.assessment.services.undoing import stood_before
from sceau.assessment.states import Presence, SessionState
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.jury import wording
from sceau.web.desk.jury.composition import jury_context
from sceau.web.desk.jury.finding import (
    METHODS,
    deliberation_here,
    jury_here,
    refuse,
    require_keeper,
    shown,
    to_deliberation,
    to_jury,
)
from sceau.web.desk.jury.forms import CorrectForm, OpenForm, WhyForm
from sceau.web.desk.sessions.wording import person_named

MOVES: Final[dict[str, tuple[Any, str | Promise, str | Promise, str | Promise, bool]]] = {
    "adjourn": (
        services.adjourn,
        gettext_lazy("Suspendre la séance ?"),
        gettext_lazy("Suspendre la séance"),
        gettext_lazy("Les présences et les décisions déjà prises sont gardées. On reprend où l’on s’est arrêté."),
        True,
    ),
    "resume": (
        services.resume,
        gettext_lazy("Reprendre la séance ?"),
        gettext_lazy("Reprendre la séance"),
        gettext_lazy("Vérifiez d’abord qui est là."),
        False,
    ),
    "call-off": (
        services.call_off,
        gettext_lazy("Annuler l’ouverture ?"),
        gettext_lazy("Annuler l’ouverture"),
        gettext_lazy("Rien n’a été décidé. La session revient à la saisie close, et l’on peut corriger une note."),
        True,
    ),
}
BACK_TO_RELEASE: Final = gettext_lazy(
    "Rien n’y a été décidé. La session revient aux résultats diffusés, tels qu’ils sont ; personne n’est averti."
)


@desk_page(Right.SEE_SESSIONS)
@require_POST
def open_one(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Begin to deliberate."""
    session = jury_here(request, uuid)
    require_keeper(request, session)
    form = OpenForm(request.POST)
    if form.is_valid():
        try:
            made = services.open_deliberation(session=session, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La séance est ouverte. Dites d’abord qui est là."))
            return _to_presence(request, made)
    return shown(request, "jury", session, jury_context(request, session, form))


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def presence(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Who is there, who gave a proxy, and whether that is enough."""
    deliberation = deliberation_here(request, uuid)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.note_presence(
                deliberation=deliberation,
                presences=_presences(request, deliberation),
                by=request.user,
                now=now(),
                seen=_number(request.POST.get("seen")),
            )
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            quorum = _quorum(deliberation)
            if quorum.is_reached:
                messages.success(request, _("Les présences sont notées. Le quorum est atteint."))
            else:
                messages.warning(
                    request, _("Les présences sont notées. Le quorum n’est pas atteint : rien ne se décide.")
                )
            return to_deliberation(request, deliberation)
    typed = request.POST if request.method == "POST" else {}
    context = {
        "form": form,
        "deliberation": deliberation,
        "title": wording.named(deliberation),
        "rows": [
            {
                "row": row,
                "presence": typed.get(f"presence-{row.seat.uuid}", row.presence),
                "proxy": typed.get(f"proxy-{row.seat.uuid}", str(row.proxy.uuid) if row.proxy else ""),
            }
            for row in seated_in(deliberation)
        ],
        "presences": list(wording.PRESENCES.items()),
        "quorum": _quorum(deliberation),
    }
    return shown(request, "presence", deliberation.session, context)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def move(request: DeskRequest, uuid: UUID, to: str) -> HttpResponse:
    """Ask, then adjourn, resume or call off."""
    deliberation = deliberation_here(request, uuid)
    require_keeper(request, deliberation.session)
    if to not in MOVES:
        raise Http404
    act, question, verb, effect, with_why = MOVES[to]
    form = (WhyForm if with_why else DeskForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = act(deliberation=deliberation, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            if isinstance(made, Session):
                messages.success(request, _("L’ouverture est annulée."))
                return to_jury(request, made)
            return to_deliberation(request, deliberation)
    if to == "call-off" and stood_before(deliberation) == SessionState.RELEASED:
        effect = BACK_TO_RELEASE
    context = {"form": form, "deliberation": deliberation, "question": question, "verb": verb, "effect": effect}
    return shown(request, "move", deliberation.session, context)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def correct(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Open a corrective deliberation on decisions whose minutes are sealed."""
    former = deliberation_here(request, uuid)
    require_keeper(request, former.session)
    decisions = list(
        Decision.objects.filter(deliberation=former)
        .select_related("attempt__candidate__person__root")
        .defer("lines", "marks")
        .order_by("attempt__candidate__number")
    )
    people = [(str(each.attempt.uuid), _line(each)) for each in decisions]
    form = CorrectForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        chosen = set(form.cleaned_data["attempts"])
        try:
            made = services.open_corrective(
                session=former.session,
                corrects=former,
                attempts=[each.attempt for each in decisions if str(each.attempt.uuid) in chosen],
                why=form.cleaned_data["why"],
                by=request.user,
                now=now(),
            )
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La séance rectificative est ouverte. Dites d’abord qui est là."))
            return _to_presence(request, made)
    return shown(request, "correct", former.session, {"form": form, "deliberation": former})


def _line(decision: Decision) -> str:
    candidate = decision.attempt.candidate
    return f"{candidate.number}. {person_named(candidate.person)} · {wording.result(decision.outcome)[1]}"


def _to_presence(request: DeskRequest, deliberation: Deliberation) -> HttpResponse:
    return redirect("desk_deliberation_presence", request.desk.institution.slug, deliberation.uuid)


def _presences(request: DeskRequest, deliberation: Deliberation) -> dict[UUID, tuple[str, UUID | None]]:
    found: dict[UUID, tuple[str, UUID | None]] = {}
    for row in seated_in(deliberation):
        presence = request.POST.get(f"presence-{row.seat.uuid}", Presence.EXPECTED)
        typed = request.POST.get(f"proxy-{row.seat.uuid}", "")
        try:
            proxy = UUID(typed) if typed else None
        except ValueError:
            proxy = None
        found[row.seat.uuid] = (presence, proxy)
    return found


def _quorum(deliberation: Deliberation) -> Any:
    return quorum_of(seated_in(deliberation), settings_for(deliberation.session))


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdecimal() else None
