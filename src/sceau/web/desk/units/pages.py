"""The units of an institution."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.institutions import services
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Unit
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.units.forms import CloseForm, UnitForm

PER_PAGE: Final = 25


@desk_page(Right.SEE_INSTITUTION)
@require_safe
def units(request: DeskRequest) -> HttpResponse:
    """All of them, those that stand first."""
    moment = now()
    there = Q(memberships__ended_at=None) & (Q(memberships__until=None) | Q(memberships__until__gt=moment))
    rows = request.desk.institution.units.annotate(
        people=Count("memberships__user", filter=there, distinct=True)
    ).order_by(F("closed_at").asc(nulls_first=True), "name")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/units/units.html", {"page": page})


@desk_page(Right.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    """A new one."""
    institution = request.desk.institution
    form = UnitForm(request.POST if request.method == "POST" else None, siren=institution.siren)
    if form.is_valid():
        try:
            unit = services.add_unit(institution=institution, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("« %(unit)s » est ajoutée.") % {"unit": unit.name})
            return redirect("desk_units", institution.slug)
    return render(request, "desk/units/edit.html", {"form": form, "unit": None})


@desk_page(Right.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Another name, number or place."""
    institution = request.desk.institution
    unit = _unit(request, uuid)
    form = UnitForm(
        request.POST if request.method == "POST" else None,
        siren=institution.siren,
        initial={"name": unit.name, "siret": unit.siret, "city": unit.city},
    )
    if form.is_valid():
        try:
            services.edit_unit(unit=unit, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("La composante est enregistrée."))
            return redirect("desk_units", institution.slug)
    return render(request, "desk/units/edit.html", {"form": form, "unit": unit})


@desk_page(Right.MANAGE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask why, then close it."""
    unit = _unit(request, uuid)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.close_unit(unit=unit, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("« %(unit)s » est fermée. Elle peut être rouverte.") % {"unit": unit.name})
            return redirect("desk_units", request.desk.institution.slug)
    return render(request, "desk/units/close.html", {"form": form, "unit": unit})


@desk_page(Right.MANAGE_UNITS)
@require_POST
def reopen(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """A closed one stands again."""
    unit = services.reopen_unit(unit=_unit(request, uuid), by=request.user, now=now())
    messages.success(request, _("« %(unit)s » est rouverte.") % {"unit": unit.name})
    return redirect("desk_units", request.desk.institution.slug)


def _unit(request: DeskRequest, uuid: UUID) -> Unit:
    return get_object_or_404(request.desk.institution.units, uuid=uuid)
