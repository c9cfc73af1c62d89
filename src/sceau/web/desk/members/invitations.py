"""Roles offered: invite, send again, withdraw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sceau.institutions import services
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Invitation
from sceau.institutions.queries import reach
from sceau.institutions.roles import Right
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.members.forms import InviteForm
from sceau.web.templatetags.words import spoken


@desk_page(Right.MANAGE_MEMBERS)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: DeskRequest) -> HttpResponse:
    """Offer a role to an address."""
    institution = request.desk.institution
    form = InviteForm(request.POST if request.method == "POST" else None, desk=request.desk)
    if form.is_valid():
        try:
            invitation = services.invite(
                institution=institution,
                by=request.user,
                now=now(),
                days=settings.INVITATION_DAYS,
                **form.cleaned_data,
            )
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("L’invitation part pour %(email)s.") % {"email": invitation.email})
            return redirect("desk_members", institution.slug)
    return render(request, "desk/members/invite.html", {"form": form, "days": settings.INVITATION_DAYS})


@desk_page(Right.MANAGE_MEMBERS)
@fresh_proof
@require_POST
def resend(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """A new link in a new mail."""
    return _do(
        request,
        uuid,
        services.resend_invitation,
        _("L’invitation repart pour %(email)s ; le lien d’avant ne sert plus."),
        days=settings.INVITATION_DAYS,
    )


@desk_page(Right.MANAGE_MEMBERS)
@require_POST
def withdraw(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The link opens nothing more; it can be sent again."""
    return _do(
        request,
        uuid,
        services.withdraw_invitation,
        _("L’invitation de %(email)s est retirée. Vous pouvez la renvoyer."),
    )


def _do(request: DeskRequest, uuid: UUID, act: Any, done: str, **options: Any) -> HttpResponse:
    invitation = get_object_or_404(_invitations(request), uuid=uuid)
    try:
        act(invitation=invitation, by=request.user, now=now(), **options)
    except InstitutionsError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(request, done % {"email": invitation.email})
    return redirect("desk_members", request.desk.institution.slug)


def _invitations(request: DeskRequest) -> QuerySet[Invitation]:
    """Those of the institution, where the person manages members."""
    where = reach(request.desk.memberships, Right.MANAGE_MEMBERS)
    rows = Invitation.objects.filter(institution=request.desk.institution).select_related("institution", "unit")
    return rows if where is None else rows.filter(unit__in=where)
