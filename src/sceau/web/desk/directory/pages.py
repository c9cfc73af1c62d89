"""An institution's directory: where it is, whether it works, whom it vouches for, whether it is the only way in."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sceau.institutions.directories.errors import DirectoryError
from sceau.institutions.directories.queries import bonds_of, domains_of, proven_domains_of
from sceau.institutions.directories.services import (
    put_into_service,
    require_directory,
    set_up_directory,
    stop_vouching_for,
    try_connection,
    turn_off,
    undo_bond,
    vouch_for,
)
from sceau.institutions.models import Directory, DirectoryState
from sceau.institutions.roles import Right
from sceau.web.account.directory.flow import callback_url, logout_url
from sceau.web.account.proof import fresh_proof, fresh_proof_forgetting
from sceau.web.desk.directory.forms import DomainForm, SettingsForm
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

A_PAGE = 25


@desk_page(Right.MANAGE_DIRECTORY)
@never_cache
@require_GET
def overview(request: DeskRequest) -> HttpResponse:
    """How it stands, and what is to be done next."""
    directory = _directory(request)
    if directory is None:
        return render(request, "desk/directory/overview.html", {"directory": None})
    return render(request, "desk/directory/overview.html", _shown(request, directory, DomainForm()))


@desk_page(Right.MANAGE_DIRECTORY)
@fresh_proof_forgetting
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest) -> HttpResponse:
    """Where it is, and who we are for it."""
    directory = _directory(request)
    form = SettingsForm(request.POST or None, directory=directory)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            set_up_directory(
                institution=request.desk.institution,
                name=cleaned["name"],
                issuer=cleaned["issuer"],
                client_id=cleaned["client_id"],
                client_secret=form.secret(),
                box=ports().box,
                by=request.user,
                now=now(),
            )
        except DirectoryError as refusal:
            form.add_error(refusal.field or None, refusal.sentence(spoken()))
        else:
            messages.success(request, gettext("L’annuaire est enregistré. Testez maintenant la connexion."))
            return _back(request)
    addresses = Directory(institution=request.desk.institution)
    context = {"form": form, "callback": callback_url(addresses), "logout": logout_url(addresses)}
    return render(request, "desk/directory/edit.html", {"directory": directory, **context})


@desk_page(Right.MANAGE_DIRECTORY)
@never_cache
@require_POST
def test(request: DeskRequest) -> HttpResponse:
    """Ask the directory all that can be asked without a person, and say what is wrong."""
    directory = _existing(request)
    found = try_connection(
        directory=directory,
        web=ports().web,
        box=ports().box,
        redirect_uri=callback_url(directory),
        verifier=secrets.token_urlsafe(64),
        by=request.user,
        now=now(),
    )
    for fault in found.faults:
        messages.error(request, fault.sentence(spoken()))
    for remark in found.remarks:
        messages.warning(request, f"{remark.sentence(spoken())}.")
    if not found.faults:
        messages.success(request, gettext("L’annuaire répond comme il faut."))
    return _back(request)


@desk_page(Right.MANAGE_DIRECTORY)
@fresh_proof
@never_cache
@require_POST
def add_domain(request: DeskRequest) -> HttpResponse:
    """Let it vouch for the addresses of a domain."""
    directory, form = _existing(request), DomainForm(request.POST)
    if form.is_valid():
        try:
            held = vouch_for(directory=directory, domain=form.cleaned_data["domain"], by=request.user, now=now())
        except DirectoryError as refusal:
            form.add_error(refusal.field or None, refusal.sentence(spoken()))
        else:
            said = gettext("L’annuaire répond maintenant des adresses de %(domain)s.") % {"domain": held.domain}
            messages.success(request, said)
            return _back(request)
    return render(request, "desk/directory/overview.html", _shown(request, directory, form))


@desk_page(Right.MANAGE_DIRECTORY)
@never_cache
@require_http_methods(["GET", "POST"])
def remove_domain(request: DeskRequest, domain: str) -> HttpResponse:
    """Asked once: it no longer vouches for a domain."""
    directory = _existing(request)
    held = get_object_or_404(directory.domains, domain=domain)
    if request.method == "POST":
        stop_vouching_for(directory=directory, domain=held.domain, by=request.user, now=now())
        said = gettext("L’annuaire ne répond plus des adresses de %(domain)s.") % {"domain": held.domain}
        messages.success(request, said)
        return _back(request)
    context = {"directory": directory, "held": held, "last": directory.domains.count() == 1}
    return render(request, "desk/directory/remove_domain.html", context)


@desk_page(Right.MANAGE_DIRECTORY)
@fresh_proof
@never_cache
@require_POST
def turn_on(request: DeskRequest) -> HttpResponse:
    """People may sign in through it."""
    try:
        put_into_service(directory=_existing(request), by=request.user, now=now())
    except DirectoryError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(request, gettext("L’annuaire est en service : essayez-le vous-même."))
    return _back(request)


@desk_page(Right.MANAGE_DIRECTORY)
@never_cache
@require_http_methods(["GET", "POST"])
def off(request: DeskRequest) -> HttpResponse:
    """Asked once: nobody signs in through it any more."""
    directory = _existing(request)
    if request.method == "POST":
        turn_off(directory=directory, by=request.user, now=now())
        messages.success(request, gettext("L’annuaire est éteint. Chacun se connecte avec son adresse."))
        return _back(request)
    return render(request, "desk/directory/off.html", {"directory": directory})


@desk_page(Right.MANAGE_DIRECTORY)
@fresh_proof
@never_cache
@require_http_methods(["GET", "POST"])
def require(request: DeskRequest) -> HttpResponse:
    """Asked once: it becomes the only way in for the addresses that it vouches for; or no longer is."""
    directory = _existing(request)
    if directory.state != DirectoryState.ACTIVE:
        raise Http404
    if request.method == "POST":
        try:
            require_directory(directory=directory, required=not directory.required, by=request.user, now=now())
        except DirectoryError as refusal:
            messages.error(request, refusal.sentence(spoken()))
        else:
            messages.success(request, gettext("C’est enregistré."))
        return _back(request)
    return render(request, "desk/directory/require.html", {"directory": directory})


@desk_page(Right.MANAGE_DIRECTORY)
@never_cache
@require_http_methods(["GET", "POST"])
def forget(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Asked once: who a person of the directory is here is forgotten."""
    directory = _existing(request)
    bond = get_object_or_404(bonds_of(directory), uuid=uuid)
    if request.method == "POST":
        undo_bond(bond=bond, by=request.user, now=now())
        said = gettext("Le lien de %(name)s avec l’annuaire est défait.") % {"name": bond.user.name}
        messages.success(request, said)
        return _back(request)
    return render(request, "desk/directory/forget.html", {"directory": directory, "bond": bond})


def _directory(request: DeskRequest) -> Directory | None:
    return Directory.objects.filter(institution=request.desk.institution).select_related("institution").first()


def _existing(request: DeskRequest) -> Directory:
    return get_object_or_404(Directory.objects.select_related("institution"), institution=request.desk.institution)


def _shown(request: DeskRequest, directory: Directory, form: DomainForm) -> dict[str, Any]:
    domains = list(domains_of(directory))
    vouched = {each.domain for each in domains}
    bonds = Paginator(bonds_of(directory), A_PAGE).get_page(request.GET.get("page"))
    return {
        "directory": directory,
        "active": directory.state == DirectoryState.ACTIVE,
        "domains": domains,
        "proven": [each for each in proven_domains_of(request.desk.institution) if each not in vouched],
        "form": form,
        "bonds": bonds,
        "callback": callback_url(directory),
        "logout": logout_url(directory),
    }


def _back(request: DeskRequest) -> HttpResponse:
    return redirect("desk_directory", request.desk.institution.slug)
