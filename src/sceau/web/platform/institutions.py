"""The institutions of the installation: found, created, given to their first head, looked up in a register."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from sceau.institutions.directories.services import turn_off
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Directory, DirectoryState, Evidence, Institution
from sceau.institutions.models.evidence import EvidenceKind
from sceau.institutions.roles import Role
from sceau.institutions.services import create_institution, invite
from sceau.institutions.services.evidence import record_register_check
from sceau.web.account.proof import fresh_proof
from sceau.web.platform.doors import PlatformRequest, platform_page
from sceau.web.platform.forms import HeadForm, InstitutionForm, RegisterForm, SearchForm, WhyForm
from sceau.web.platform.queries import heads_and_offers, institutions_found

A_PAGE = 25


@platform_page
@require_GET
def overview(request: PlatformRequest) -> HttpResponse:
    """The list."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(institutions_found(words, now=now()), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "platform/institutions.html", {"form": form, "words": words, "page": page})


@platform_page
@fresh_proof
@require_http_methods(["GET", "POST"])
def create(request: PlatformRequest) -> HttpResponse:
    """A new institution and the invitation of its first head, both or neither."""
    form = InstitutionForm(request.POST or None, initial={"kind": "certifier", "language": "fr"})
    if form.is_valid():
        typed, moment = form.cleaned_data, now()
        try:
            with transaction.atomic():
                institution = create_institution(
                    legal_name=typed["legal_name"],
                    name=typed["name"],
                    slug=typed["slug"],
                    kind=typed["kind"],
                    siren=typed["siren"],
                    siret=typed["siret"],
                    did_host=urlsplit(settings.BASE_URL).netloc,
                    by=request.user,
                    now=moment,
                )
                _invite_head(request, institution, typed)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            said = gettext("%(name)s est créé, et l’invitation part à %(email)s.")
            messages.success(request, said % {"name": institution.name, "email": typed["head"]})
            return redirect("platform_institution", institution.slug)
    return render(request, "platform/create.html", {"form": form})


@platform_page
@require_GET
def one(request: PlatformRequest, slug: str) -> HttpResponse:
    """One institution: who heads it, what was looked up, its directory."""
    institution = _institution(slug)
    return render(request, "platform/institution.html", _shown(institution, HeadForm(initial={"language": "fr"})))


@platform_page
@fresh_proof
@require_http_methods(["POST"])
def offer(request: PlatformRequest, slug: str) -> HttpResponse:
    """Give an institution without a head to somebody."""
    institution, form = _institution(slug), HeadForm(request.POST)
    if form.is_valid():
        try:
            _invite_head(request, institution, form.cleaned_data)
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            said = gettext("L’invitation part à %(email)s.") % {"email": form.cleaned_data["head"]}
            messages.success(request, said)
            return redirect("platform_institution", slug)
    return render(request, "platform/institution.html", _shown(institution, form))


@platform_page
@require_http_methods(["GET", "POST"])
def register(request: PlatformRequest, slug: str) -> HttpResponse:
    """Write down what was found in a register: number, date, source, and who looked."""
    institution = _institution(slug)
    form = RegisterForm(request.POST or None, institution=institution)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            record_register_check(
                institution=institution,
                number=typed["number"],
                source=typed["source"],
                holds=typed["holds"] == "yes",
                why=typed["why"],
                by=request.user,
                now=now(),
            )
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("La recherche au registre est enregistrée."))
            return redirect("platform_institution", slug)
    return render(request, "platform/register.html", {"institution": institution, "form": form})


@platform_page
@fresh_proof
@require_http_methods(["GET", "POST"])
def directory_off(request: PlatformRequest, slug: str) -> HttpResponse:
    """Asked once: turn off the directory of an institution whose people are locked out by it."""
    institution = _institution(slug)
    directory = get_object_or_404(Directory, institution=institution, state=DirectoryState.ACTIVE)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        turn_off(directory=directory, by=request.user, now=now(), why=form.cleaned_data["why"])
        messages.success(request, gettext("L’annuaire est éteint. Chacun se connecte avec son adresse."))
        return redirect("platform_institution", slug)
    return render(request, "platform/directory_off.html", {"institution": institution, "form": form})


def _institution(slug: str) -> Institution:
    return get_object_or_404(Institution, slug=slug)


def _invite_head(request: PlatformRequest, institution: Institution, typed: dict[str, Any]) -> None:
    try:
        invite(
            institution=institution,
            email=typed["head"],
            role=Role.HEAD,
            language=typed["language"],
            by=request.user,
            now=now(),
            days=settings.INVITATION_DAYS,
        )
    except InstitutionsError as refusal:
        if refusal.field == "email":  # the field has another name here
            refusal.field = "head"
        raise


def _shown(institution: Institution, form: HeadForm) -> dict[str, Any]:
    heads, offers = heads_and_offers(institution, now=now())
    checks = Evidence.objects.filter(institution=institution, kind=EvidenceKind.REGISTER).order_by("-checked_at")
    return {
        "institution": institution,
        "heads": heads,
        "headless": not any(each.user.is_active for each in heads),
        "offers": offers,
        "checks": list(checks[:25]),
        "directory": Directory.objects.filter(institution=institution).first(),
        "form": form,
    }
