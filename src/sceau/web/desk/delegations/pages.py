"""The delegations of an institution."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.institutions import services, written_acts
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Delegation
from sceau.institutions.queries import delegations_seen_by
from sceau.institutions.roles import Right
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.delegations.forms import DelegationForm, RevokeForm
from sceau.web.desk.doors import DeskRequest, desk_page

PER_PAGE: Final = 25


@desk_page(Right.SEE_DELEGATIONS)
@require_safe
def delegations(request: DeskRequest) -> HttpResponse:
    """All of them, those that stand first."""
    page = Paginator(delegations_seen_by(request.desk.memberships), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"delegation": each, "state": _state(each)} for each in page]
    may_manage = request.desk.may(Right.MANAGE_DELEGATIONS)
    return render(request, "desk/delegations/delegations.html", {"page": page, "rows": rows, "may_manage": may_manage})


@desk_page(Right.MANAGE_DELEGATIONS)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    """Lend a signature."""
    institution, moment = request.desk.institution, now()
    posted = request.method == "POST"
    form = DelegationForm(
        request.POST if posted else None, request.FILES if posted else None, institution=institution, now=moment
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        sent = values.pop("act")
        try:
            # one byte over the budget is enough to be refused: a heavier file is not read whole
            act = sent.read(written_acts.BYTES + 1)
            services.create_delegation(
                institution=institution, act=act, act_name=sent.name or "", by=request.user, now=moment, **values
            )
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("La délégation est enregistrée, avec son acte."))
            return redirect("desk_delegations", institution.slug)
    return render(request, "desk/delegations/add.html", {"form": form})


@desk_page(Right.MANAGE_DELEGATIONS)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask why, then revoke it."""
    delegation = _delegation(request, uuid)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.revoke_delegation(delegation=delegation, by=request.user, now=now(), **form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("La délégation est révoquée."))
            return redirect("desk_delegations", request.desk.institution.slug)
    return render(request, "desk/delegations/revoke.html", {"form": form, "delegation": delegation})


@desk_page(Right.SEE_DELEGATIONS)
@require_safe
def act(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The written act, as a file to save: a PDF from elsewhere never opens among our pages."""
    delegation = _delegation(request, uuid)
    response = HttpResponse(bytes(delegation.act_file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=delegation.act_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _delegation(request: DeskRequest, uuid: UUID) -> Delegation:
    return get_object_or_404(delegations_seen_by(request.desk.memberships), uuid=uuid)


def _state(delegation: Delegation) -> tuple[str, str]:
    """The kind of mark and the word."""
    today = localdate()
    if delegation.revoked_at is not None:
        return "bad", _("Révoquée")
    if delegation.ends_on < today:
        return "idle", _("Terminée")
    if delegation.starts_on > today:
        return "info", _("À venir")
    return "good", _("En cours")
