"""The people whom an institution knows: list, search, one person, a new one, another name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.institutions.roles import Right
from sceau.people import queries, services
from sceau.people.duplicates import duplicates_of
from sceau.people.errors import PeopleError
from sceau.people.models import Address, Guardian, Person
from sceau.people.services.addresses import UNDO
from sceau.people.states import AddressKind
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.people.around import consents_said, sessions_of
from sceau.web.desk.people.finding import back_to, may_everywhere, person_here, refuse
from sceau.web.desk.people.forms import NameForm, NewForm
from sceau.web.desk.people.languages import language_named
from sceau.web.desk.people.wording import lacking, name_of, state_of, told

PER_PAGE: Final = 25
HISTORY: Final = 20
LONGEST_SEARCH: Final = 200


@desk_page(Right.SEE_PEOPLE)
@require_safe
def people(request: DeskRequest) -> HttpResponse:
    """Candidates and holders, by name, or those who have the words asked."""
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    seen = queries.people_seen_by(request.desk.memberships)
    found = queries.find(seen, request.desk.institution, words) if words else seen
    emails = Address.objects.filter(kind=AddressKind.EMAIL, removed_at__isnull=True).order_by("-preferred", "pk")
    listed = found.select_related("civil_status").prefetch_related(Prefetch("addresses", emails, to_attr="emails"))
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(each) for each in page],
        "words": words,
        "may_edit": may_everywhere(request.desk, Right.EDIT_PEOPLE),
        "whole": may_everywhere(request.desk, Right.SEE_PEOPLE),
    }
    return render(request, "desk/people/people.html", context)


@desk_page(Right.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Somebody who is not known yet; whoever looks alike is shown on the page that follows."""
    if not may_everywhere(request.desk, Right.EDIT_PEOPLE):
        raise PermissionDenied
    form = NewForm(request.POST if request.method == "POST" else None, initial={"language": "fr"})
    if form.is_valid():
        try:
            made = services.create_person(
                institution=request.desk.institution, by=request.user, now=now(), **form.cleaned_data
            )
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("%(name)s est dans vos personnes.") % {"name": name_of(made)})
            return back_to(request, made)
    return render(request, "desk/people/new.html", {"form": form})


@desk_page(Right.SEE_PEOPLE)
@require_safe
def person(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Everything about somebody but what is sealed."""
    found = person_here(request, uuid)
    moment = now()
    records = queries.everybody_behind(found)
    missing = queries.missing_for_declaration(found)
    changes = list(queries.changes_of(found)[: HISTORY + 1])
    context = {
        "person": found,
        "name": name_of(found),
        "records": [each for each in records if each.pk != found.pk],
        "merges": [each for each in queries.merges_of(found) if each.undone_at is None],
        "addresses": list(queries.addresses_of(found)),
        "removed": _removed(records, moment),
        "guardians": list(queries.guardians_of(found)),
        "sessions": sessions_of(found, request.desk.memberships) if request.desk.may(Right.SEE_SESSIONS) else [],
        "language": language_named(found.language),
        "consents": consents_said(queries.consents_of(found)),
        "suspicions": [
            {"other": each.other if each.one.pk == found.pk else each.one, "reasons": _said(each.reasons)}
            for each in duplicates_of(found)
            if not each.apart
        ],
        "status": queries.civil_status_of(found),
        "state": state_of(missing),
        "lacking": lacking(missing),
        "changes": [told(each) for each in changes[:HISTORY]],
        "more_changes": len(changes) > HISTORY,
        "may_edit": may_everywhere(request.desk, Right.EDIT_PEOPLE) and found.erased_at is None,
        "may_read": may_everywhere(request.desk, Right.SEE_CIVIL_STATUS),
        "may_erase": may_everywhere(request.desk, Right.MANAGE_RETENTION) and found.erased_at is None,
    }
    return render(request, "desk/people/person.html", context)


@desk_page(Right.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Another name, language or number."""
    found = person_here(request, uuid)
    initial = {name: getattr(found, name) for name in NameForm.base_fields}
    form = NameForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.edit_person(person=found, by=request.user, now=now(), **form.cleaned_data)
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La fiche est enregistrée."))
            return back_to(request, found)
    return render(request, "desk/people/edit.html", {"form": form, "person": found, "name": name_of(found)})


def _row(person: Person) -> dict[str, Any]:
    status = getattr(person, "civil_status", None)
    missing = queries.missing_of(status.parts if status else ())
    emails: list[Address] = person.emails  # type: ignore[attr-defined]  # prefetched
    return {
        "person": person,
        "name": name_of(person),
        "email": emails[0].value if emails else "",
        "state": state_of(missing, counted=True),
    }


def _removed(records: Iterable[Person], moment: datetime) -> dict[str, list[Any]]:
    """What was taken away lately and can be put back."""
    since: datetime = moment - timedelta(days=UNDO.days)
    rows = {"person__in": list(records), "removed_at__gte": since}
    return {
        "addresses": list(Address.objects.filter(**rows).order_by("-removed_at")),
        "guardians": list(Guardian.objects.filter(**rows).order_by("-removed_at")),
    }


def _said(reasons: Iterable[Any]) -> str:
    return ", ".join(str(each.label) for each in reasons)
