"""How long data are kept: the schedule, what it would do today, and whether it is carried out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.institutions.roles import Right
from sceau.people import retention, services
from sceau.people.durations import duration_of
from sceau.people.errors import PeopleError
from sceau.people.retention import Forecast
from sceau.people.schedule import GROUNDS, POSSIBLE
from sceau.people.states import DataKind
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.people.finding import refuse
from sceau.web.desk.people.forms import RuleForm
from sceau.web.desk.people.wording import COUNTED_FROM
from sceau.web.templatetags.words import spoken


@desk_page(Right.MANAGE_RETENTION)
@require_safe
def schedule(request: DeskRequest) -> HttpResponse:
    """Each kind, how long it is kept, and what a run would do now."""
    moment = now()
    institution = request.desk.institution
    rules = retention.rules_of(institution)
    forecasts = _by_kind(retention.preview(institution, moment))
    rows = [
        {
            "kind": kind,
            "label": kind.label,
            "from": COUNTED_FROM[kind],
            "duration": duration_of(rule, spoken()),
            "ground": GROUNDS[kind].sentence(spoken(), {}),
            "default": rule == retention.DEFAULTS[kind],
            "due": forecasts.get(kind, []),
        }
        for kind, rule in rules.items()
    ]
    context = {"rows": rows, "keeping": retention.keeping_of(institution), "due": bool(forecasts)}
    return render(request, "desk/people/retention.html", context)


@desk_page(Right.MANAGE_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: DeskRequest, kind: str) -> HttpResponse:
    """Another duration."""
    if kind not in DataKind.values:
        raise Http404
    institution = request.desk.institution
    rule = retention.rules_of(institution)[DataKind(kind)]
    initial = {"active_months": rule.active_months, "then": rule.then, "months": rule.months}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offer(POSSIBLE[DataKind(kind)])
    if form.is_valid():
        typed = {"months": None} | form.cleaned_data
        try:
            services.edit_rule(institution=institution, kind=kind, by=request.user, now=now(), **typed)
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La durée est enregistrée. Relisez l’aperçu, puis mettez en service."))
            return redirect("desk_retention", institution.slug)
    default = retention.DEFAULTS[DataKind(kind)]
    context = {
        "form": form,
        "kind": DataKind(kind),
        "from": COUNTED_FROM[DataKind(kind)],
        "default": duration_of(default, spoken()),
        "ground": GROUNDS[DataKind(kind)].sentence(spoken(), {}),
    }
    return render(request, "desk/people/retention_edit.html", context)


@desk_page(Right.MANAGE_RETENTION)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: DeskRequest) -> HttpResponse:
    """Ask once, then let the house carry out the schedule each day."""
    institution = request.desk.institution
    if request.method == "POST":
        services.confirm_schedule(institution=institution, by=request.user, now=now())
        messages.success(request, _("Le calendrier est en service. Sceau l’applique chaque jour."))
        return redirect("desk_retention", institution.slug)
    return render(request, "desk/people/retention_confirm.html", {"forecasts": _lines(request, now()), "run": False})


@desk_page(Right.MANAGE_RETENTION)
@require_POST
def suspend(request: DeskRequest) -> HttpResponse:
    """The house only says what it would do."""
    services.suspend_schedule(institution=request.desk.institution, by=request.user, now=now())
    messages.success(request, _("Le calendrier est suspendu : plus rien n’est supprimé."))
    return redirect("desk_retention", request.desk.institution.slug)


@desk_page(Right.MANAGE_RETENTION)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def carry_out(request: DeskRequest) -> HttpResponse:
    """Ask once, then carry it out now."""
    institution = request.desk.institution
    if request.method == "POST":
        try:
            done = sum(retention.run(institution, now(), by=request.user).values())
        except PeopleError as refusal:
            messages.error(request, refusal.sentence(spoken()))
        else:
            told = ngettext("C’est fait : %(n)s élément.", "C’est fait : %(n)s éléments.", done) % {"n": done}
            messages.success(request, told)
        return redirect("desk_retention", institution.slug)
    return render(request, "desk/people/retention_confirm.html", {"forecasts": _lines(request, now()), "run": True})


def _by_kind(forecasts: list[Forecast]) -> dict[DataKind, list[dict[str, Any]]]:
    found: dict[DataKind, list[dict[str, Any]]] = {}
    for each in forecasts:
        found.setdefault(each.kind, []).append({"count": each.count, "step": each.step.label, "uuids": each.uuids[:50]})
    return found


def _lines(request: DeskRequest, moment: datetime) -> list[Forecast]:
    return retention.preview(request.desk.institution, moment)
