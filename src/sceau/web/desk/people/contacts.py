"""How somebody is reached, who answers for them, what they agreed to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sceau.institutions.roles import Right
from sceau.people import services
from sceau.people.errors import PeopleError
from sceau.people.models import Address, Consent, Guardian, Person
from sceau.people.queries import people_seen_by, person_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.people.finding import back_to, person_here, refuse
from sceau.web.desk.people.forms import AddressForm, GuardianForm
from sceau.web.desk.people.wording import name_of
from sceau.web.templatetags.words import spoken

_ADDRESS: Final[dict[str, tuple[Callable[..., object], str | Promise]]] = {
    "prefer": (services.prefer_address, gettext_lazy("Cette adresse sera utilisée de préférence.")),
    "verify": (services.verify_address, gettext_lazy("L’adresse est notée comme vérifiée.")),
    "remove": (services.remove_address, gettext_lazy("L’adresse est retirée. Elle peut être remise, plus bas.")),
    "restore": (services.restore_address, gettext_lazy("L’adresse est remise.")),
}
_GUARDIAN: Final[dict[str, tuple[Callable[..., object], dict[str, bool], str | Promise]]] = {
    "agree": (services.note_guardian_consent, {"given": True}, gettext_lazy("L’accord est noté.")),
    "withdraw": (services.note_guardian_consent, {"given": False}, gettext_lazy("Le retrait de l’accord est noté.")),
    "remove": (services.remove_guardian, {}, gettext_lazy("Le représentant légal est retiré. Il peut être remis.")),
    "restore": (services.restore_guardian, {}, gettext_lazy("Le représentant légal est remis.")),
}


@desk_page(Right.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_address(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One more way to reach somebody."""
    person = person_here(request, uuid)
    form = AddressForm(request.POST if request.method == "POST" else None)
    done = _("L’adresse est ajoutée.")
    service = partial(services.add_address, person=person)
    return _typed(request, person, form, service, {"done": done, "template": "desk/people/address.html"})


@desk_page(Right.EDIT_PEOPLE)
@require_POST
def address(request: DeskRequest, uuid: UUID, act: str) -> HttpResponse:
    """Prefer one, note that it was verified, take it away, put it back."""
    found = _row(request, Address, uuid)
    if act not in _ADDRESS:
        raise Http404
    service, done = _ADDRESS[act]
    return _do(request, found.person, partial(service, address=found), done)


@desk_page(Right.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_guardian(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Somebody answers for a person under age."""
    person = person_here(request, uuid)
    form = GuardianForm(request.POST if request.method == "POST" else None)
    done = _("Le représentant légal est ajouté.")
    service = partial(services.add_guardian, person=person)
    return _typed(request, person, form, service, {"done": done, "template": "desk/people/guardian.html"})


@desk_page(Right.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_guardian(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Another name, relation or address of a guardian."""
    found = _row(request, Guardian, uuid)
    initial = {name: getattr(found, name) for name in GuardianForm.base_fields}
    form = GuardianForm(request.POST if request.method == "POST" else None, initial=initial)
    done = _("Le représentant légal est enregistré.")
    service = partial(services.edit_guardian, guardian=found)
    page = {"done": done, "template": "desk/people/guardian.html", "guardian": found}
    return _typed(request, found.person, form, service, page)


@desk_page(Right.EDIT_PEOPLE)
@require_POST
def guardian(request: DeskRequest, uuid: UUID, act: str) -> HttpResponse:
    """Note that a guardian agrees or no longer does; take one away, put one back."""
    found = _row(request, Guardian, uuid)
    if act not in _GUARDIAN:
        raise Http404
    service, options, done = _GUARDIAN[act]
    return _do(request, found.person, partial(service, guardian=found, **options), done)


@desk_page(Right.EDIT_PEOPLE)
@require_POST
def withdraw(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The person takes an agreement back, through whoever is at the desk."""
    found = _row(request, Consent, uuid)
    done = _("L’accord est retiré : ce n’est plus public.")
    standing = person_of(found.person)
    service = partial(services.withdraw_consent, person=standing, subject=found.subject)
    return _do(request, standing, service, done)


def _typed(
    request: DeskRequest, person: Person, form: Any, service: Callable[..., object], page: dict[str, Any]
) -> HttpResponse:
    """page: done (what is said then), template, and what the template shows besides"""
    if form.is_valid():
        try:
            service(by=request.user, now=now(), **form.cleaned_data)
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, page["done"])
            return back_to(request, person)
    return render(request, page["template"], {"form": form, "person": person, "name": name_of(person), **page})


def _do(request: DeskRequest, person: Person, service: Callable[..., object], done: str | Promise) -> HttpResponse:
    try:
        service(by=request.user, now=now())
    except PeopleError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(request, str(done))
    return back_to(request, person)


def _row(request: DeskRequest, model: Any, uuid: UUID) -> Any:
    """An address, a guardian or a consent of one of the people of the institution, on any of their records."""
    seen = people_seen_by(request.desk.memberships).filter(institution=request.desk.institution)
    rows = model.objects.select_related("person__institution", "person__root")
    found = get_object_or_404(rows, uuid=uuid)
    standing = found.person.root_id or found.person_id
    if not seen.filter(pk=standing).exists():
        raise Http404
    return found
