"""The journal of the installation itself: accounts, sign-ins, what concerns no institution."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sceau.accounts.models import User
from sceau.journal.models import PLATFORM
from sceau.web.journal import page
from sceau.web.journal.page import Journal
from sceau.web.platform.doors import PlatformRequest, platform_page


@platform_page
@require_safe
def journal(request: PlatformRequest) -> HttpResponse:
    """What was done, by whom, when and why."""
    return render(request, "platform/journal.html", page.context(_journal(), request.GET))


@platform_page
@require_POST
def recheck(request: PlatformRequest) -> HttpResponse:
    """Read it whole, and say whether it is."""
    page.recheck_now(request, _journal(), by=request.user)
    return redirect("platform_journal")


@platform_page
@require_POST
def export(request: PlatformRequest, form: str) -> HttpResponse:
    """As a file."""
    return page.export(request, _journal(), form, by=request.user)


def _people(typed: str) -> list[UUID]:
    """Anybody who has an account, by name or address."""
    named = User.objects.filter(Q(name__icontains=typed) | Q(email=typed.lower()))
    return list(named.values_list("uuid", flat=True)[:100])


def _journal() -> Journal:
    return Journal(
        chain=PLATFORM,
        name="journal-plateforme",
        recheck=reverse("platform_journal_recheck"),
        csv=reverse("platform_journal_export", args=["csv"]),
        json=reverse("platform_journal_export", args=["json"]),
        people=_people,
    )
