"""What the pages of people share: whom one may see, and how a refusal is said."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.queries import reach
from sceau.institutions.roles import Right
from sceau.people.errors import PeopleError
from sceau.people.models import Person
from sceau.people.queries import person_seen_by
from sceau.web.desk.doors import Desk, DeskRequest
from sceau.web.desk.fields import DeskForm
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken


def person_here(request: DeskRequest, uuid: UUID) -> Person:
    """One of the people of the institution, as the record that stands. raises: Http404"""
    found = person_seen_by(request.desk.memberships, uuid)
    if found is None or found.institution_id != request.desk.institution.pk:
        raise Http404
    return found


def may_everywhere(desk: Desk, right: Right) -> bool:
    """Whether the right counts for the people of the institution: one that is held in a unit only does not."""
    return desk.may(right) and reach(desk.memberships, right) is None


def refuse(form: DeskForm, refusal: PeopleError) -> None:
    """Say why a service refused, at the field that it names."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence(spoken()))


def back_to(request: DeskRequest, person: Person) -> HttpResponse:
    """To the person's page."""
    return redirect("desk_person", request.desk.institution.slug, person.uuid)


def box() -> SecretBox:
    """What opens civil statuses."""
    return ports().box
