"""What proves who an institution is: begun, checked, removed; and its identifier on a domain of its own."""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.engine.keys.did_web import url_of
from sceau.institutions.domain_reasons import reason_of_fault
from sceau.institutions.domains import TXT_NAME, TXT_VALUE, document_to_publish, document_url, shown_domain
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Evidence
from sceau.institutions.models.evidence import EvidenceKind, EvidenceState
from sceau.institutions.roles import Right
from sceau.institutions.services.evidence import OF_DOMAINS, check_domain, remove_evidence, start_domain_proof
from sceau.keyring.errors import KeyringError
from sceau.keyring.own_domain import adopt_domain
from sceau.keyring.queries import keys_of
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.identity.forms import DomainForm
from sceau.web.desk.keys.pages import sentence
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25
METHODS: Final = ["GET", "HEAD", "POST"]
KINDS: Final = {
    EvidenceState.PENDING: "idle",
    EvidenceState.CONFIRMED: "good",
    EvidenceState.FAILED: "check",
    EvidenceState.LAPSED: "bad",
}


@desk_page(Right.SEE_INSTITUTION)
@require_safe
def identity(request: DeskRequest) -> HttpResponse:
    """The identifier, and what is known of it."""
    institution = request.desk.institution
    own_page = settings.BASE_URL + reverse("issuer_did", args=[institution.slug])  # not https in a demonstration
    found = Evidence.objects.filter(institution=institution).order_by("kind", "subject")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(each) for each in page],
        "document": url_of(institution.did) if institution.domain else own_page,
        "has_key": keys_of(institution).exists(),
    }
    return render(request, "desk/identity/identity.html", context)


@desk_page(Right.PROVE_IDENTITY)
@require_http_methods(METHODS)
def begin(request: DeskRequest) -> HttpResponse:
    """Begin with a domain."""
    form = DomainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            evidence = start_domain_proof(
                institution=request.desk.institution, by=request.user, now=now(), **form.cleaned_data
            )
        except InstitutionsError as refusal:
            form.refuse(refusal)
        else:
            return redirect("desk_identity_domain", request.desk.institution.slug, evidence.uuid)
    return render(request, "desk/identity/begin.html", {"form": form})


@desk_page(Right.PROVE_IDENTITY)
@require_safe
def domain(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What to publish, and what the last check found."""
    evidence = _of_domain(request, uuid)
    institution = request.desk.institution
    is_on_it = institution.domain == evidence.subject
    context = {
        **_row(evidence),
        "txt_name": f"{TXT_NAME}.{evidence.subject}",
        "txt_value": f"{TXT_VALUE}{evidence.challenge}",
        "file_url": document_url(evidence.subject),
        "file_text": json.dumps(document_to_publish(evidence.subject, institution.did), ensure_ascii=False, indent=2),
        "is_on_it": is_on_it,
        "may_adopt": evidence.state == EvidenceState.CONFIRMED
        and not is_on_it
        and request.desk.may(Right.MANAGE_KEYS)
        and not keys_of(institution).exists(),
        "is_dns": evidence.kind == EvidenceKind.DNS,
    }
    return render(request, "desk/identity/domain.html", context)


@desk_page(Right.PROVE_IDENTITY)
@require_POST
def check(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Look now."""
    evidence = _of_domain(request, uuid)
    there = ports()
    try:
        checked = check_domain(evidence=evidence, dns=there.dns, fetcher=there.fetcher, by=request.user, now=now())
    except InstitutionsError as refusal:
        messages.warning(request, refusal.sentence(spoken()))
    else:
        if checked.fault is None:
            messages.success(request, _("%(domain)s est vérifié.") % {"domain": shown_domain(evidence.subject)})
        else:
            messages.warning(request, f"{checked.fault.sentence(spoken(), {})}.")
    return redirect("desk_identity_domain", request.desk.institution.slug, evidence.uuid)


@desk_page(Right.PROVE_IDENTITY)
@require_http_methods(METHODS)
def remove(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take a domain off the list."""
    evidence = _of_domain(request, uuid)
    slug = request.desk.institution.slug
    if request.method == "POST":
        try:
            remove_evidence(evidence=evidence, by=request.user, now=now())
        except InstitutionsError as refusal:
            messages.error(request, refusal.sentence(spoken()))
            return redirect("desk_identity_domain", slug, evidence.uuid)
        messages.success(request, _("Le domaine n’est plus dans la liste."))
        return redirect("desk_identity", slug)
    return render(request, "desk/identity/remove.html", {**_row(evidence), "form": None})


@desk_page(Right.PROVE_IDENTITY)
@fresh_proof
@require_http_methods(METHODS)
def adopt(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Put the identifier of the institution on the domain."""
    evidence = _of_domain(request, uuid)
    slug = request.desk.institution.slug
    if request.method == "POST":
        try:
            institution = adopt_domain(evidence=evidence, by=request.user, now=now())
        except KeyringError as refusal:
            messages.error(request, sentence(refusal))
            return redirect("desk_identity_domain", slug, evidence.uuid)
        messages.success(request, _("L’identifiant est maintenant %(did)s.") % {"did": institution.did})
        return redirect("desk_identity", slug)
    return render(request, "desk/identity/adopt.html", {**_row(evidence), "form": None})


def _of_domain(request: DeskRequest, uuid: UUID) -> Evidence:
    found = Evidence.objects.filter(institution=request.desk.institution, kind__in=OF_DOMAINS)
    return get_object_or_404(found.select_related("institution"), uuid=uuid)


def _row(evidence: Evidence) -> dict[str, Any]:
    fault = reason_of_fault(evidence.fault).sentence(spoken(), {}) if evidence.fault else ""
    is_domain = evidence.kind in OF_DOMAINS
    return {
        "evidence": evidence,
        "kind": KINDS[EvidenceState(evidence.state)],
        "shown": shown_domain(evidence.subject) if is_domain else evidence.subject,
        "fault": fault if is_domain else "",
        "is_domain": is_domain,
    }
