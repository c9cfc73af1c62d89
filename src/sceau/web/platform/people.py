"""The people of the installation: found, their account closed or opened again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from sceau.accounts.closing import NotCloseable, close_account, reopen_account
from sceau.accounts.models import User
from sceau.institutions.queries import memberships_of
from sceau.web.account.proof import fresh_proof
from sceau.web.platform.doors import PlatformRequest, platform_page
from sceau.web.platform.forms import SearchForm, WhyForm
from sceau.web.platform.institutions import A_PAGE
from sceau.web.platform.queries import only_head_of, people_found
from sceau.web.templatetags.words import spoken


@platform_page
@require_GET
def overview(request: PlatformRequest) -> HttpResponse:
    """The list."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(people_found(words, now=now()), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "platform/people.html", {"form": form, "words": words, "page": page})


@platform_page
@require_GET
def one(request: PlatformRequest, uuid: UUID) -> HttpResponse:
    """One person, and where they work."""
    person = get_object_or_404(User, uuid=uuid)
    held = memberships_of(person, now=now()).order_by("institution__name", "since")
    return render(request, "platform/person.html", {"person": person, "held": held})


@platform_page
@fresh_proof
@require_http_methods(["GET", "POST"])
def close(request: PlatformRequest, uuid: UUID) -> HttpResponse:
    """Asked once, with why: nobody signs in with the account any more."""
    person = get_object_or_404(User, uuid=uuid, is_active=True)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            close_account(user=person, by=request.user, now=now(), why=form.cleaned_data["why"])
        except NotCloseable as refusal:
            form.add_error(None, refusal.sentence(spoken()))
        else:
            messages.success(request, gettext("Le compte de %(name)s est fermé.") % {"name": person.name})
            return redirect("platform_person", uuid)
    context = {"person": person, "form": form, "only_head": only_head_of(person, now=now())}
    return render(request, "platform/close.html", context)


@platform_page
@fresh_proof
@require_http_methods(["GET", "POST"])
def reopen(request: PlatformRequest, uuid: UUID) -> HttpResponse:
    """Asked once: the person signs in again."""
    person = get_object_or_404(User, uuid=uuid, is_active=False)
    if request.method == "POST":
        reopen_account(user=person, by=request.user, now=now())
        messages.success(request, gettext("Le compte de %(name)s est rouvert.") % {"name": person.name})
        return redirect("platform_person", uuid)
    return render(request, "platform/reopen.html", {"person": person})
