"""Habilitations: those given, those held. The certifying body decides, the partner sees and asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sceau.institutions import services
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Habilitation
from sceau.institutions.models.institution import Kind
from sceau.institutions.models.partners import HabilitationState
from sceau.institutions.queries import habilitations_given_seen_by, habilitations_held_seen_by
from sceau.institutions.roles import Right
from sceau.institutions.states import HURTS, NEXT, is_over
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.habilitations.forms import HabilitationForm, MoveForm, NoQuestion

PER_PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that the certifying body may do.

    question: the title of the page that asks; verb: of its button; effect: what follows; done: what is said then
    """

    to: HabilitationState
    verb: str | Promise
    question: str | Promise
    effect: str | Promise
    done: str | Promise


_GRANT = Move(
    HabilitationState.ACTIVE,
    gettext_lazy("Accorder l’habilitation"),
    gettext_lazy("Accorder cette habilitation ?"),
    gettext_lazy("L’organisme pourra agir dès le premier jour prévu. Il en est averti."),
    gettext_lazy("L’habilitation est accordée."),
)
_REFUSE = Move(
    HabilitationState.WITHDRAWN,
    gettext_lazy("Refuser la demande"),
    gettext_lazy("Refuser cette demande ?"),
    gettext_lazy("L’organisme en est averti. Il pourra en faire une autre."),
    gettext_lazy("La demande est refusée."),
)
_SUSPEND = Move(
    HabilitationState.SUSPENDED,
    gettext_lazy("Suspendre l’habilitation"),
    gettext_lazy("Suspendre cette habilitation ?"),
    gettext_lazy("L’organisme ne peut plus agir à compter de maintenant. Vous pourrez la rétablir."),
    gettext_lazy("L’habilitation est suspendue."),
)
_RESTORE = Move(
    HabilitationState.ACTIVE,
    gettext_lazy("Rétablir l’habilitation"),
    gettext_lazy("Rétablir cette habilitation ?"),
    gettext_lazy("L’organisme peut de nouveau agir, jusqu’au dernier jour prévu. Il en est averti."),
    gettext_lazy("L’habilitation est rétablie."),
)
_WITHDRAW = Move(
    HabilitationState.WITHDRAWN,
    gettext_lazy("Retirer l’habilitation"),
    gettext_lazy("Retirer cette habilitation ?"),
    gettext_lazy(
        "L’organisme ne peut plus agir à compter de maintenant. "
        "Elle ne pourra pas être rétablie : il en faudra une autre."
    ),
    gettext_lazy("L’habilitation est retirée."),
)
MOVES: Final = {
    HabilitationState.REQUESTED: (_GRANT, _REFUSE),
    HabilitationState.ACTIVE: (_SUSPEND, _WITHDRAW),
    HabilitationState.SUSPENDED: (_RESTORE, _WITHDRAW),
    HabilitationState.WITHDRAWN: (),
}


@desk_page(Right.SEE_HABILITATIONS)
@require_safe
def habilitations(request: DeskRequest) -> HttpResponse:
    """Those that the institution gives, then those that it holds."""
    held = request.desk.memberships
    certifier = request.desk.institution.kind == Kind.CERTIFIER
    given = Paginator(habilitations_given_seen_by(held), PER_PAGE).get_page(request.GET.get("given"))
    owned = Paginator(habilitations_held_seen_by(held), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "given": given,
        "given_rows": [_row(each) for each in given],
        "page": owned,
        "rows": [_row(each) for each in owned],
        "certifier": certifier,
        "may_manage": request.desk.may(Right.MANAGE_HABILITATIONS),
    }
    return render(request, "desk/habilitations/habilitations.html", context)


@desk_page(Right.SEE_HABILITATIONS)
@require_safe
def habilitation(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One of them, and what may be done with it."""
    row, given = _found(request, uuid)
    manages = request.desk.may(Right.MANAGE_HABILITATIONS)
    context = {
        "habilitation": row,
        "given": given,
        "state": _state(row),
        "moves": _moves(row) if given and manages else (),
        "retractable": not given and manages and row.state == HabilitationState.REQUESTED,
    }
    return render(request, "desk/habilitations/habilitation.html", context)


@desk_page(Right.MANAGE_HABILITATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: DeskRequest) -> HttpResponse:
    """Entitle a partner."""
    return _open(request, giving=True)


@desk_page(Right.MANAGE_HABILITATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: DeskRequest) -> HttpResponse:
    """Ask a certifying body."""
    return _open(request, giving=False)


@desk_page(Right.MANAGE_HABILITATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: DeskRequest, uuid: UUID, to: str) -> HttpResponse:
    """Grant, refuse, suspend, restore or withdraw: asked once, with its effect."""
    row = get_object_or_404(habilitations_given_seen_by(request.desk.memberships), uuid=uuid)
    chosen = _move_to(row, to)
    kind = MoveForm if chosen.to in HURTS else NoQuestion
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.move_habilitation(habilitation=row, to=chosen.to, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(chosen.done))
            return redirect("desk_habilitation", request.desk.institution.slug, row.uuid)
    milder = next((each for each in _moves(row) if each.to == HabilitationState.SUSPENDED), None)
    context = {
        "habilitation": row,
        "move": chosen,
        "form": form,
        "milder": milder if chosen.to == HabilitationState.WITHDRAWN else None,
        "grave": chosen.to in HURTS,
    }
    return render(request, "desk/habilitations/move.html", context)


@desk_page(Right.MANAGE_HABILITATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def retract(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take back what was asked."""
    row = get_object_or_404(habilitations_held_seen_by(request.desk.memberships), uuid=uuid)
    form = NoQuestion(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.retract_request(habilitation=row, by=request.user, now=now())
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("La demande est retirée. Vous pouvez en faire une autre."))
            return redirect("desk_habilitations", request.desk.institution.slug)
    return render(request, "desk/habilitations/retract.html", {"habilitation": row, "form": form})


def _open(request: DeskRequest, *, giving: bool) -> HttpResponse:
    institution, moment = request.desk.institution, now()
    if giving and institution.kind != Kind.CERTIFIER:
        raise Http404
    form = HabilitationForm(
        request.POST if request.method == "POST" else None, initial={"starts_on": localdate(moment)}
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        other = values.pop("other")
        try:
            if giving:
                row = services.give_habilitation(
                    certifier=institution, partner=other, by=request.user, now=moment, **values
                )
            else:
                row = services.request_habilitation(
                    certifier=other, partner=institution, by=request.user, now=moment, **values
                )
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("L’habilitation est donnée.") if giving else _("La demande est envoyée."))
            return redirect("desk_habilitation", institution.slug, row.uuid)
    return render(request, "desk/habilitations/open.html", {"form": form, "giving": giving})


def _found(request: DeskRequest, uuid: UUID) -> tuple[Habilitation, bool]:
    """The row, and whether the institution is the one that gives it."""
    given = habilitations_given_seen_by(request.desk.memberships).filter(uuid=uuid).first()
    if given is not None:
        return given, True
    return get_object_or_404(habilitations_held_seen_by(request.desk.memberships), uuid=uuid), False


def _moves(row: Habilitation) -> tuple[Move, ...]:
    """What may be done: nothing brings back one whose dates are over."""
    state = HabilitationState(row.state)
    over = is_over(row, localdate())
    return tuple(
        each for each in MOVES[state] if each.to in NEXT[state] and not (over and each.to == HabilitationState.ACTIVE)
    )


def _move_to(row: Habilitation, to: str) -> Move:
    """The move to a state: as it may be done now, else as it may be from elsewhere, and the service says it is late."""
    every = (*_moves(row), _GRANT, _SUSPEND, _WITHDRAW)
    found = next((each for each in every if each.to == to), None)
    if found is None:
        raise Http404
    return found


def _row(habilitation: Habilitation) -> dict[str, object]:
    return {"habilitation": habilitation, "state": _state(habilitation)}


def _state(habilitation: Habilitation) -> tuple[str, str]:
    """The kind of mark and the word."""
    today = localdate()
    state = HabilitationState(habilitation.state)
    if state == HabilitationState.WITHDRAWN:
        return "bad", _("Retirée")
    if is_over(habilitation, today):
        return "idle", _("Terminée")
    if state == HabilitationState.SUSPENDED:
        return "check", _("Suspendue")
    if state == HabilitationState.REQUESTED:
        return "check", _("Demandée")
    if habilitation.starts_on > today:
        return "info", _("À venir")
    return "good", _("En cours")
