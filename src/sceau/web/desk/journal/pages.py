"""The journal of an institution: read, searched, taken away, rechecked."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sceau.institutions.models import Institution, Membership
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.journal import page
from sceau.web.journal.page import Journal


@desk_page(Right.SEE_JOURNAL)
@require_safe
def journal(request: DeskRequest) -> HttpResponse:
    """What was done, by whom, when and why."""
    return render(request, "desk/journal/journal.html", page.context(_journal(request), request.GET))


@desk_page(Right.SEE_JOURNAL)
@require_POST
def recheck(request: DeskRequest) -> HttpResponse:
    """Read it whole, and say whether it is."""
    page.recheck_now(request, _journal(request), by=request.user)
    return redirect("desk_journal", request.desk.institution.slug)


@desk_page(Right.SEE_JOURNAL)
@require_POST
def export(request: DeskRequest, form: str) -> HttpResponse:
    """As a file."""
    return page.export(request, _journal(request), form, by=request.user)


def _journal(request: DeskRequest) -> Journal:
    institution = request.desk.institution
    slug = institution.slug
    return Journal(
        chain=institution.uuid,
        name=f"journal-{slug}",
        recheck=reverse("desk_journal_recheck", args=[slug]),
        csv=reverse("desk_journal_export", args=[slug, "csv"]),
        json=reverse("desk_journal_export", args=[slug, "json"]),
        people=lambda typed: _people(institution, typed),
    )


def _people(institution: Institution, typed: str) -> list[UUID]:
    """Those who hold or held a role here, by name or address."""
    named = Q(user__name__icontains=typed) | Q(user__email=typed.lower())
    members = Membership.objects.filter(named, institution=institution)
    return list(members.values_list("user__uuid", flat=True).distinct())
