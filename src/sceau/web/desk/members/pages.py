"""The team: roles held, given, changed, taken away, given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.institutions import services
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Membership
from sceau.institutions.queries import (
    members_seen_by,
    memberships_of,
    open_invitations_seen_by,
    reach,
    withdrawn_invitations_seen_by,
)
from sceau.institutions.roles import Right
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.members.forms import ChangeForm, EndForm, LeaveForm

PER_PAGE: Final = 25
OFFERS: Final = 25
UNDO: Final = timedelta(days=7)  # so long a withdrawn invitation is shown, to be sent again


@desk_page(Right.SEE_MEMBERS)
@require_safe
def members(request: DeskRequest) -> HttpResponse:
    """Who holds which role, and who was invited."""
    moment = now()
    held = request.desk.memberships
    page = Paginator(members_seen_by(held, now=moment), PER_PAGE).get_page(request.GET.get("page"))
    offers = Paginator(open_invitations_seen_by(held), OFFERS).get_page(request.GET.get("offers"))
    where = reach(held, Right.MANAGE_MEMBERS)
    rows = [
        {
            "membership": each,
            "mine": each.user_id == request.user.pk,
            "manageable": where is None or each.unit_id in where,
        }
        for each in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "offers": offers,
        "withdrawn": list(withdrawn_invitations_seen_by(held, since=moment - UNDO)[:OFFERS]),
        "may_manage": request.desk.may(Right.MANAGE_MEMBERS),
        "now": moment,
    }
    return render(request, "desk/members/members.html", context)


@desk_page(Right.MANAGE_MEMBERS)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Another role, unit or end."""
    membership = _membership(request, uuid)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        desk=request.desk,
        initial={
            "role": membership.role,
            "unit": membership.unit.uuid if membership.unit else None,
            "until": membership.until,
        },
    )
    if form.is_valid():
        try:
            services.change_role(membership=membership, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Le rôle de %(name)s est changé.") % {"name": membership.user.name})
            return redirect("desk_members", request.desk.institution.slug)
    return render(request, "desk/members/change.html", {"form": form, "membership": membership})


@desk_page(Right.MANAGE_MEMBERS)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take a role away, and say why."""
    membership = _membership(request, uuid)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.end_membership(membership=membership, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s n’a plus ce rôle.") % {"name": membership.user.name})
            return redirect("desk_members", request.desk.institution.slug)
    return render(request, "desk/members/end.html", {"form": form, "membership": membership})


@desk_page(Right.SEE_INSTITUTION)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Give up a role of one's own."""
    mine = memberships_of(request.user, now=now()).filter(institution=request.desk.institution)
    membership = get_object_or_404(mine, uuid=uuid)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.end_membership(membership=membership, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Vous n’avez plus ce rôle."))
            return redirect("desk")
    return render(request, "desk/members/leave.html", {"form": form, "membership": membership})


def _membership(request: DeskRequest, uuid: UUID) -> Membership:
    """One that stands, where the person manages members."""
    where = reach(request.desk.memberships, Right.MANAGE_MEMBERS)
    rows = members_seen_by(request.desk.memberships, now=now())
    return get_object_or_404(rows if where is None else rows.filter(unit__in=where), uuid=uuid)
