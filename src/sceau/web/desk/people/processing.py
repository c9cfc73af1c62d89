"""The register of processing activities: read, taken away as a file, added to."""

from __future__ import annotations

from uuid import UUID

import orjson
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.institutions.roles import Right
from sceau.people import processing, services
from sceau.people.activities import TRANSFERS
from sceau.people.errors import PeopleError
from sceau.people.models import Processing
from sceau.people.retention import keeping_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.people.finding import refuse
from sceau.web.desk.people.forms import ContactForm, ProcessingForm
from sceau.web.templatetags.words import spoken

# whoever reads the journal of the institution reads its register too: heads, the DPO, auditors
READ = Right.SEE_JOURNAL


@desk_page(READ)
@require_safe
def register(request: DeskRequest) -> HttpResponse:
    """Every activity, as article 30 lists them."""
    institution = request.desk.institution
    context = {
        "entries": processing.register_of(institution, spoken()),
        "keeping": keeping_of(institution),
        "transfers": TRANSFERS.sentence(spoken(), {}),
        "may_edit": request.desk.may(Right.MANAGE_RETENTION),
    }
    return render(request, "desk/people/processing.html", context)


@desk_page(READ)
@require_safe
def export(request: DeskRequest, form: str) -> HttpResponse:
    """As a table for a spreadsheet, or plain values."""
    institution = request.desk.institution
    if form == "csv":
        data = b"\xef\xbb\xbf" + processing.as_csv(institution, spoken()).encode()
        kind = "text/csv; charset=utf-8"
    elif form == "json":
        data = orjson.dumps(processing.as_json(institution, spoken()), option=orjson.OPT_INDENT_2)
        kind = "application/json"
    else:
        raise Http404
    name = f"registre-des-traitements-{institution.slug}.{form}"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@desk_page(Right.MANAGE_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: DeskRequest) -> HttpResponse:
    """Who protects personal data here."""
    institution = request.desk.institution
    keeping = keeping_of(institution)
    initial = {"dpo": keeping.dpo, "dpo_contact": keeping.dpo_contact}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.edit_contact(institution=institution, by=request.user, now=now(), **form.cleaned_data)
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le contact est enregistré."))
            return redirect("desk_processing", institution.slug)
    return render(request, "desk/people/processing_contact.html", {"form": form})


@desk_page(Right.MANAGE_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    """An activity that Sceau does not know."""
    return _save(request, None)


@desk_page(Right.MANAGE_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Another text for one of the institution's own."""
    return _save(request, _line(request, uuid))


@desk_page(Right.MANAGE_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask once: the institution no longer does this."""
    line = _line(request, uuid)
    if request.method != "POST":
        return render(request, "desk/people/processing_remove.html", {"line": line})
    services.remove_processing(line=line, by=request.user, now=now())
    messages.success(request, _("« %(name)s » n’est plus au registre.") % {"name": line.name})
    return redirect("desk_processing", request.desk.institution.slug)


def _save(request: DeskRequest, line: Processing | None) -> HttpResponse:
    institution = request.desk.institution
    initial = {name: getattr(line, name) for name in processing.COLUMNS} if line else {}
    form = ProcessingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.save_processing(
                institution=institution, line=line, values=form.cleaned_data, by=request.user, now=now()
            )
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le registre est enregistré."))
            return redirect("desk_processing", institution.slug)
    return render(request, "desk/people/processing_edit.html", {"form": form, "line": line})


def _line(request: DeskRequest, uuid: UUID) -> Processing:
    rows = Processing.objects.filter(institution=request.desk.institution).select_related("institution")
    return get_object_or_404(rows, uuid=uuid)
