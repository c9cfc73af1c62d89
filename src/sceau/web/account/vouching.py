"""Requests to take a second factor away, for those who may vouch for the person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sceau.accounts import resets
from sceau.accounts.errors import AccountsError
from sceau.institutions.vouching import resets_in_care_of, vouching_institution
from sceau.journal.models import PLATFORM
from sceau.web.account.lost_factor import HOURS
from sceau.web.account.pages import MemberRequest
from sceau.web.account.proof import fresh_proof

PAGE = 25


@never_cache
@login_required
@require_safe
def resets_to_see(request: MemberRequest) -> HttpResponse:
    """Those under way."""
    page = Paginator(resets_in_care_of(request.user, now=now()), PAGE).get_page(request.GET.get("page"))
    return render(request, "account/resets.html", {"page": page, "hours": HOURS})


@never_cache
@login_required
@fresh_proof
@require_safe
def reset_to_decide(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """One of them: who asks, what approving does, and what to make sure of first."""
    reset = get_object_or_404(resets_in_care_of(request.user, now=now()), uuid=uuid)
    return render(request, "account/reset.html", {"reset": reset, "hours": HOURS, "ripe": reset.ready_at <= now()})


@login_required
@fresh_proof
@require_POST
def approve(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Vouch for the person."""
    at = now()
    reset = get_object_or_404(resets_in_care_of(request.user, now=at), uuid=uuid)
    house = vouching_institution(request.user, reset.user, now=at)
    try:
        done = resets.approve(reset=reset, by=request.user, now=at, institution=house.uuid if house else PLATFORM)
    except AccountsError as refusal:
        messages.error(request, refusal.message(get_language() or "fr"))
    else:
        messages.success(
            request,
            gettext("Approuvé. Le second facteur est retiré ; %(name)s entre avec un code par courriel.")
            % {"name": reset.user.name}
            if done.carried_out_at
            else gettext("Approuvé. Le second facteur sera retiré à la fin du délai, sauf si la personne annule."),
        )
    return redirect("account_resets")


@login_required
@fresh_proof
@require_POST
def refuse(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Stop the request."""
    at = now()
    reset = get_object_or_404(resets_in_care_of(request.user, now=at), uuid=uuid)
    house = vouching_institution(request.user, reset.user, now=at)
    try:
        resets.cancel(reset=reset, by=request.user, now=at, institution=house.uuid if house else PLATFORM)
    except AccountsError as refusal:
        messages.error(request, refusal.message(get_language() or "fr"))
    else:
        messages.success(request, gettext("Refusé. Le second facteur reste en place, et la personne est prévenue."))
    return redirect("account_resets")
