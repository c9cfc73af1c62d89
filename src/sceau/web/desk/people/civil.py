"""Civil status behind a button that says that the reading is recorded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.people import services
from sceau.people.civil import Civil, remarks_on
from sceau.people.errors import PeopleError
from sceau.people.models import Person
from sceau.people.queries import civil_status_of, missing_for_declaration
from sceau.people.reasons import LABELS
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.people.finding import back_to, box, may_everywhere, person_here, refuse
from sceau.web.desk.people.forms import CivilForm
from sceau.web.desk.people.wording import lacking, name_of, state_of
from sceau.web.templatetags.words import spoken


@desk_page(Right.SEE_CIVIL_STATUS)
@require_http_methods(["GET", "HEAD", "POST"])
def civil_status(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What lacks, for everybody who comes; what is there once it was asked for; another one once it was typed."""
    person = person_here(request, uuid)
    if not may_everywhere(request.desk, Right.SEE_CIVIL_STATUS):
        raise PermissionDenied
    may_edit = may_everywhere(request.desk, Right.EDIT_PEOPLE) and person.erased_at is None
    there = civil_status_of(person) is not None
    if request.method == "POST" and "birth_name" in request.POST:
        if not may_edit:
            raise PermissionDenied
        return _save(request, person)
    if request.method == "POST" and there:
        return _read(request, person, may_edit=may_edit)
    form = CivilForm() if may_edit and not there else None
    return _page(request, person, {"form": form, "opened": None})


def _read(request: DeskRequest, person: Person, *, may_edit: bool) -> HttpResponse:
    try:
        found = services.read_civil_status(person=person, by=request.user, now=now(), box=box())
    except (PeopleError, EngineError) as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return back_to(request, person)
    form = CivilForm(initial=_typed(found)) if may_edit else None
    return _page(request, person, {"form": form, "opened": _rows(found), "remarks": _remarks(found)})


def _save(request: DeskRequest, person: Person) -> HttpResponse:
    form = CivilForm(request.POST)
    if form.is_valid():
        try:
            services.set_civil_status(person=person, values=form.cleaned_data, box=box(), by=request.user, now=now())
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("L’état civil est enregistré, chiffré à part."))
            return back_to(request, person)
    return _page(request, person, {"form": form, "opened": None})


def _page(request: DeskRequest, person: Person, context: dict[str, Any]) -> HttpResponse:
    missing = missing_for_declaration(person)
    whole = {
        "person": person,
        "name": name_of(person),
        "status": civil_status_of(person),
        "state": state_of(missing),
        "lacking": lacking(missing),
        **context,
    }
    response = render(request, "desk/people/civil_status.html", whole)
    response.headers["Cache-Control"] = "no-store"  # what was opened is not left in the browser
    return response


def _typed(found: Civil) -> dict[str, str]:
    """As the form takes it."""
    values = {name: getattr(found, name) for name in CivilForm.base_fields}
    return values | {"first_names": " ".join(found.first_names), "birth_date": _day(found.birth_date)}


def _rows(found: Civil) -> list[tuple[str, str]]:
    shown = _typed(found)
    sexes = {"F": _("féminin"), "M": _("masculin")}
    shown["sex"] = sexes.get(found.sex, "")
    return [(LABELS[name].sentence(spoken(), {}), value) for name, value in shown.items() if value]


def _remarks(found: Civil) -> list[str]:
    return [f"{reason.sentence(spoken(), details)}." for _field, reason, details in remarks_on(found)]


def _day(value: str) -> str:
    """AAAA-MM-JJ as jj/mm/aaaa, and its beginnings likewise."""
    return "/".join(reversed(value.split("-"))) if value else ""
