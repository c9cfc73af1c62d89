"""The rules of an institution for its designs, and the fields that it adds to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sceau.design import services
from sceau.design.errors import AlreadyThere, DesignError
from sceau.design.models import CustomField
from sceau.design.queries import custom_fields_of, settings_of
from sceau.institutions.roles import Right
from sceau.web.desk.designs.finding import refuse
from sceau.web.desk.designs.forms.settings import FieldForm, SettingsForm, settings_typed
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.templatetags.words import spoken

METHODS = ["GET", "HEAD", "POST"]
_AT = {"labels": "label_fr", "codes": "label_fr", "code": "label_fr"}  # where the form asks what the service names


@desk_page(Right.MANAGE_DESIGN_SETTINGS)
@require_http_methods(METHODS)
def settings(request: DeskRequest) -> HttpResponse:
    """Languages, review, licence; and the list of fields."""
    institution = request.desk.institution
    form = SettingsForm(
        request.POST if request.method == "POST" else None, initial=settings_typed(settings_of(institution))
    )
    if form.is_valid():
        try:
            services.edit_settings(
                institution=institution,
                languages=form.order,
                review_required=form.cleaned_data["review_required"],
                licence=form.cleaned_data["licence"],
                by=request.user,
                now=now(),
            )
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les règles de conception sont enregistrées."))
            return redirect("desk_design_settings", institution.slug)
    context = {
        "form": form,
        "fields": list(custom_fields_of(institution)),
        "removed": list(custom_fields_of(institution, removed=True)),
    }
    return render(request, "desk/designs/settings.html", context)


@desk_page(Right.MANAGE_DESIGN_SETTINGS)
@require_http_methods(METHODS)
def add(request: DeskRequest) -> HttpResponse:
    """A new field."""
    institution = request.desk.institution
    form = FieldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.add_custom_field(
                institution=institution,
                code=form.code,
                kind=form.cleaned_data["kind"],
                **_typed(form),
                by=request.user,
                now=now(),
            )
        except DesignError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Le champ est ajouté : il est demandé à l’étape « Délivrance »."))
            return redirect("desk_design_settings", institution.slug)
    return render(request, "desk/designs/field_edit.html", {"form": form, "field": None})


@desk_page(Right.MANAGE_DESIGN_SETTINGS)
@require_http_methods(METHODS)
def edit(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Other words, other rules."""
    field = _field(request, uuid)
    form = FieldForm(request.POST if request.method == "POST" else None, field=field)
    if form.is_valid():
        try:
            services.edit_custom_field(field=field, **_typed(form), by=request.user, now=now())
        except DesignError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Le champ est enregistré."))
            return redirect("desk_design_settings", request.desk.institution.slug)
    context = {"form": form, "field": field, "label": said(field.labels, spoken())}
    return render(request, "desk/designs/field_edit.html", context)


@desk_page(Right.MANAGE_DESIGN_SETTINGS)
@require_POST
def move(request: DeskRequest, uuid: UUID, to: str) -> HttpResponse:
    """One place up or down."""
    if to not in ("up", "down"):
        raise Http404
    institution, field = request.desk.institution, _field(request, uuid)
    codes = [each.code for each in custom_fields_of(institution)]
    if field.code in codes:
        place = codes.index(field.code)
        other = place + (1 if to == "down" else -1)
        if 0 <= other < len(codes):
            codes[place], codes[other] = codes[other], codes[place]
            services.order_custom_fields(institution=institution, codes=codes, by=request.user, now=now())
    return redirect("desk_design_settings", institution.slug)


@desk_page(Right.MANAGE_DESIGN_SETTINGS)
@require_http_methods(METHODS)
def remove(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask it no more."""
    field = _field(request, uuid)
    label = said(field.labels, spoken())
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.remove_custom_field(field=field, by=request.user, now=now())
        messages.success(
            request, _("Le champ « %(label)s » n’est plus demandé. Vous pouvez le reprendre.") % {"label": label}
        )
        return redirect("desk_design_settings", request.desk.institution.slug)
    return render(request, "desk/designs/field_remove.html", {"form": form, "field": field, "label": label})


@desk_page(Right.MANAGE_DESIGN_SETTINGS)
@require_POST
def restore(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask it again."""
    field = services.restore_custom_field(field=_field(request, uuid), by=request.user, now=now())
    messages.success(
        request, _("Le champ « %(label)s » est de nouveau demandé.") % {"label": said(field.labels, spoken())}
    )
    return redirect("desk_design_settings", request.desk.institution.slug)


def _field(request: DeskRequest, uuid: UUID) -> CustomField:
    return get_object_or_404(CustomField, institution=request.desk.institution, uuid=uuid)


def _typed(form: FieldForm) -> dict[str, Any]:
    return {
        "labels": form.labels,
        "helps": form.helps,
        "choices": form.options,
        "required": form.cleaned_data["required"],
        "public": form.cleaned_data["public"],
    }


def _refuse(form: FieldForm, refusal: DesignError) -> None:
    """A code that is taken is said at the name, from which it is made."""
    if isinstance(refusal, AlreadyThere):
        form.add_error("label_fr", _("Un champ de ce nom existe, ou a existé : donnez-lui un autre nom."))
        return
    field = _AT.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, refusal.sentence(spoken()))
