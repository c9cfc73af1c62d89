"""What ends: a version is retired, a design archived and taken out, a draft thrown away and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.design import services
from sceau.design.errors import DesignError
from sceau.design.models import Design
from sceau.design.queries import deleted_designs_seen_by
from sceau.design.services.drafts import KEPT
from sceau.institutions.roles import Right
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.designs.finding import back_to, design_here, may_with, refuse, version_here
from sceau.web.desk.designs.forms.review import RetireForm
from sceau.web.desk.designs.wording import said, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.turned_away import without_right
from sceau.web.templatetags.words import spoken

METHODS: Final = ["GET", "HEAD", "POST"]
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Deleted:
    """A draft that was thrown away. until: it can be taken back"""

    design: Design
    title: str
    until: datetime


@desk_page(Right.PUBLISH_DESIGNS)
@fresh_proof
@require_http_methods(METHODS)
def retire(request: DeskRequest, uuid: UUID, number: int) -> HttpResponse:
    """No new session on a version, for good; the milder act is a new version."""
    version = version_here(request, uuid, number)
    form = RetireForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.retire_version(version=version, why=form.cleaned_data["why"], by=request.user, now=now())
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La version %(n)s est retirée.") % {"n": number})
            return back_to(version.design, request)
    context = {
        "design": version.design,
        "version": version,
        "title": said(version.titles, spoken()),
        "form": form,
        "may_edit": may_with(request.desk, version.design, Right.EDIT_DESIGNS),
    }
    return render(request, "desk/designs/retire.html", context)


@desk_page(Right.PUBLISH_DESIGNS)
@require_http_methods(METHODS)
def archive(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Put it away, or take it out."""
    design = design_here(request, uuid)
    put_away = design.archived_at is None
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        # what is wanted is in the form: a page left open asks for what it said, not for its contrary
        put_away = request.POST.get("to") == "archive"
        act = services.archive_design if put_away else services.unarchive_design
        try:
            act(design=design, by=request.user, now=now())
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Elle est archivée.") if put_away else _("Elle est sortie des archives."))
            return back_to(design, request)
    context = {"design": design, "title": title_of(design, spoken()), "form": form, "put_away": put_away}
    return render(request, "desk/designs/archive.html", context)


@desk_page(Right.EDIT_DESIGNS)
@require_http_methods(METHODS)
def delete(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away; the next page offers to take it back."""
    design = design_here(request, uuid)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.delete_draft(design=design, by=request.user, now=now())
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            return redirect("desk_designs_deleted", request.desk.institution.slug)
    context = {"design": design, "title": title_of(design, spoken()), "form": form, "days": KEPT.days}
    return render(request, "desk/designs/delete.html", context)


@desk_page(Right.EDIT_DESIGNS)
@require_safe
def deleted(request: DeskRequest) -> HttpResponse:
    """The drafts that can still be taken back, the last one first."""
    moment = now()
    found = deleted_designs_seen_by(request.desk.memberships, since=moment - KEPT)[:MOST]
    rows = [Deleted(each, title_of(each, spoken()), each.deleted_at + KEPT) for each in found if each.deleted_at]
    # whoever comes from the deletion is offered to undo it, first of all
    just = rows[0] if rows and rows[0].until - KEPT > moment - timedelta(minutes=2) else None
    return render(request, "desk/designs/deleted.html", {"rows": rows, "just": just, "days": KEPT.days})


@desk_page(Right.EDIT_DESIGNS)
@require_POST
def restore(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take a draft back."""
    moment = now()
    rows = deleted_designs_seen_by(request.desk.memberships, since=moment - KEPT).defer(None)
    design = get_object_or_404(rows, uuid=uuid)
    if not may_with(request.desk, design, Right.EDIT_DESIGNS):
        return without_right(request)
    try:
        services.restore_draft(design=design, by=request.user, now=moment)
    except DesignError as refusal:
        raise Http404 from refusal
    messages.success(request, _("« %(title)s » est de nouveau là.") % {"title": title_of(design, spoken())})
    return back_to(design, request)
