"""Designs that travel: a published version as a signed file, and a file read, shown, then taken in as a draft."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.design import services
from sceau.design.errors import DesignError, UnusableFile
from sceau.design.reading import LARGEST_FILE, DesignFile, read_file
from sceau.design.steps import STEPS
from sceau.engine.errors import EngineError
from sceau.engine.quality.lists import LICENCES
from sceau.institutions.queries import reach
from sceau.institutions.roles import Right
from sceau.keyring.documents import ref_of
from sceau.keyring.errors import KeyringError
from sceau.web.desk.designs.finding import back_to, may_with, refuse, version_here
from sceau.web.desk.designs.forms.exchange import FileForm, TakeForm
from sceau.web.desk.designs.publishing import key_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken


@desk_page(Right.SEE_DESIGNS)
@require_safe
def export(request: DeskRequest, uuid: UUID, number: int) -> HttpResponse:
    """A published version as a file, with its licence and its proof.

    One that was published before there was a key is signed now, for whoever may publish.
    """
    version = version_here(request, uuid, number)
    signer = None
    if version.proof is None and may_with(request.desk, version.design, Right.PUBLISH_DESIGNS):
        key = key_of(request.desk.institution)
        signer = ports().keys.signer(ref_of(key)) if key else None
    try:
        data = services.export_file(version=version, now=now(), signer=signer)
    except (DesignError, KeyringError, EngineError) as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return back_to(version.design, request)
    response = HttpResponse(data, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{version.design.name}-v{number}.json"'
    return response


@desk_page(Right.EDIT_DESIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: DeskRequest) -> HttpResponse:
    """A file: read and shown first, and nothing is written before somebody said yes."""
    if request.method != "POST":
        return _page(request, FileForm())
    if "content" in request.POST:
        return _taken(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    # one byte over the budget is enough to be refused: a heavier file is not read whole
    data = form.cleaned_data["file"].read(LARGEST_FILE + 1)
    try:
        file = _read(request, data)
    except UnusableFile as fault:
        return _page(request, FileForm(), fault=fault, name=form.cleaned_data["file"].name)
    return _shown(request, file, _form(request, {"content": b64encode(data).decode()}))


def _taken(request: DeskRequest) -> HttpResponse:
    """Somebody said yes to what was shown: it is read again, since it came back through a browser."""
    form = _form(request, request.POST, bound=True)
    try:
        data = b64decode(request.POST["content"], validate=True)
        file = _read(request, data)
    except (NotBase64, ValueError):
        return redirect("desk_design_import", request.desk.institution.slug)
    except UnusableFile as fault:
        return _page(request, FileForm(), fault=fault)
    if form.is_valid():
        try:
            design = services.import_file(
                institution=request.desk.institution,
                data=data,
                fetcher=ports().fetcher,
                unit=form.cleaned_data["unit"],
                by=request.user,
                now=now(),
            )
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, _("Le fichier est importé comme brouillon. Relisez-le : il est maintenant à vous.")
            )
            return redirect("desk_design_step", request.desk.institution.slug, design.uuid, STEPS[0])
    return _shown(request, file, form)


def _read(request: DeskRequest, data: bytes) -> DesignFile:
    return read_file(data, fetcher=ports().fetcher, now=now(), institution=request.desk.institution)


def _form(request: DeskRequest, typed: Any, *, bound: bool = False) -> TakeForm:
    form = TakeForm(typed) if bound else TakeForm(initial=typed)
    where = reach(request.desk.memberships, Right.EDIT_DESIGNS)
    units = request.desk.institution.units.filter(closed_at__isnull=True).order_by("name")
    form.choose(units if where is None else units.filter(pk__in=where), whole=where is None)
    return form


def _shown(request: DeskRequest, file: DesignFile, form: TakeForm) -> HttpResponse:
    design = file.design
    context = {
        "file": file,
        "design": design,
        "title": design.title.to(spoken()),
        "licence": LICENCES.get(file.licence, file.licence),
        "why": file.why if spoken() == "fr" else file.why_en,
        "form": form,
    }
    return render(request, "desk/designs/import_read.html", context)


def _page(request: DeskRequest, form: FileForm, *, fault: UnusableFile | None = None, name: str = "") -> HttpResponse:
    context = {
        "form": form,
        "fault": fault,
        "sentence": fault.sentence(spoken()) if fault else "",
        "name": name,
        "limit": LARGEST_FILE // 1024,
    }
    return render(request, "desk/designs/import.html", context, status=422 if fault else 200)
