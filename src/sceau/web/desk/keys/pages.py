"""The keys of an institution: asked for, agreed to, replaced, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.keyring import services
from sceau.keyring.errors import KeyringError
from sceau.keyring.models import Ceremony, KeyState, Purpose, SigningKey
from sceau.keyring.queries import is_purpose_of_institution, keys_in_care_of, keys_of, open_ceremonies
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.keys.forms import CertificateForm, CompromiseForm, StopForm
from sceau.web.desk.keys.panels import TITLES, panels_of
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25
KINDS: Final = {KeyState.ACTIVE: "good", KeyState.RETIRED: "idle", KeyState.COMPROMISED: "bad"}
METHODS: Final = ["GET", "HEAD", "POST"]


@desk_page(Right.SEE_KEYS)
@require_safe
def keys(request: DeskRequest) -> HttpResponse:
    """What each key is for, those in service, those on their way, and all there ever were."""
    moment = now()
    panels, others = panels_of(request.desk, now=moment)
    page = Paginator(keys_of(request.desk.institution).defer("reference"), PER_PAGE).get_page(request.GET.get("page"))
    manages = request.desk.may(Right.MANAGE_KEYS)
    rows = [
        {"key": key, "kind": KINDS[KeyState(key.state)], "may_report": manages or key.holder_id == request.user.pk}
        for key in page
    ]
    context = {"panels": panels, "others": others, "page": page, "rows": rows, "delay": settings.KEY_DELAY_HOURS}
    return render(request, "desk/keys/keys.html", context)


@desk_page(Right.MANAGE_KEYS)
@fresh_proof
@require_http_methods(METHODS)
def ask(request: DeskRequest, purpose: str) -> HttpResponse:
    """Ask for a key of the institution: the first, or one that replaces the key in service."""
    if not is_purpose_of_institution(purpose):
        raise Http404
    return _ask(request, Purpose(purpose))


@desk_page(Right.HOLD_KEY)
@fresh_proof
@require_http_methods(METHODS)
def ask_mine(request: DeskRequest) -> HttpResponse:
    """Ask for a key of one's own."""
    return _ask(request, Purpose.PERSON)


@desk_page(Right.MANAGE_KEYS)
@fresh_proof
@require_http_methods(METHODS)
def agree(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Agree to what somebody else asked for."""
    ceremony = _ceremony(request, uuid)
    if request.method == "POST":
        return _made(request, ceremony, alone=False)
    return _confirm(request, "desk/keys/agree.html", ceremony=ceremony, title=TITLES[ceremony.purpose])


@desk_page(Right.HOLD_KEY)
@fresh_proof
@require_http_methods(METHODS)
def make_alone(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Make what one asked for oneself, once the delay is over."""
    ceremony = _ceremony(request, uuid)
    if request.method == "POST":
        return _made(request, ceremony, alone=True)
    return _confirm(request, "desk/keys/alone.html", ceremony=ceremony, title=TITLES[ceremony.purpose])


@desk_page(Right.HOLD_KEY)
@require_http_methods(METHODS)
def stop(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Stop what is on its way."""
    ceremony = _ceremony(request, uuid)
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.stop_ceremony(ceremony=ceremony, by=request.user, now=now(), why=form.cleaned_data["why"])
        except KeyringError as refusal:
            return _refused(request, refusal)
        messages.success(request, _("La demande est arrêtée. Aucune clé n’a été créée."))
        return _back(request)
    return _confirm(request, "desk/keys/stop.html", ceremony=ceremony, form=form)


@desk_page(Right.HOLD_KEY)
@fresh_proof
@require_http_methods(METHODS)
def compromise(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Tell the world that a key may have been in other hands."""
    key = get_object_or_404(keys_in_care_of(request.user, request.desk.institution, now=now()), uuid=uuid)
    form = CompromiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        was_active = key.state == KeyState.ACTIVE
        try:
            services.report_compromise(key=key, by=request.user, now=now(), **form.cleaned_data)
        except KeyringError as refusal:
            form.add_error("since", sentence(refusal))
        else:
            messages.success(request, _("La clé n° %(number)s est déclarée compromise.") % {"number": key.number})
            if was_active:
                messages.info(request, _("Plus aucune clé ne signe pour cet usage : demandez-en une nouvelle."))
            return _back(request)
    return _confirm(request, "desk/keys/compromise.html", key=key, form=form, may_replace=_may_replace(request, key))


@desk_page(Right.SEE_KEYS)
@require_safe
def certificate(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The certificate of a key of documents, as a file."""
    key = get_object_or_404(keys_of(request.desk.institution), uuid=uuid)
    if not key.certificate:
        raise Http404
    return _pem(key.certificate, f"{request.desk.institution.slug}-cle-{key.number}.pem")


@desk_page(Right.MANAGE_KEYS)
@fresh_proof
@require_safe
def certificate_request(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """A request for a certificate, as a file."""
    key = _documents_key(request, uuid)
    try:
        text = services.certificate_request(key=key, store=ports().keys)
    except (KeyringError, EngineError) as refusal:
        return _refused(request, refusal)
    return _pem(text, f"{request.desk.institution.slug}-cle-{key.number}.csr")


@desk_page(Right.MANAGE_KEYS)
@fresh_proof
@require_http_methods(METHODS)
def import_certificate(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take the certificate that an authority made."""
    key = _documents_key(request, uuid)
    form = CertificateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.import_certificate(key=key, text=form.cleaned_data["certificate"], by=request.user, now=now())
        except KeyringError as refusal:
            form.add_error("certificate", sentence(refusal))
        else:
            messages.success(request, _("Le certificat de votre autorité est en place."))
            return _back(request)
    return render(request, "desk/keys/import.html", {"key": key, "form": form})


def sentence(refusal: KeyringError | EngineError) -> str:
    """What is wrong, as a sentence in the language of the page."""
    clause = refusal.sentence(spoken())
    return f"{clause[:1].upper()}{clause[1:]}."


def _ask(request: DeskRequest, purpose: Purpose) -> HttpResponse:
    institution = request.desk.institution
    holder = request.user if purpose == Purpose.PERSON else None
    if request.method == "POST":
        try:
            services.ask_for_key(
                institution=institution,
                purpose=purpose,
                by=request.user,
                now=now(),
                delay=timedelta(hours=settings.KEY_DELAY_HOURS),
                holder=holder,
            )
        except KeyringError as refusal:
            return _refused(request, refusal)
        messages.success(request, _("La clé est demandée. Une autre personne responsable doit donner son accord."))
        return _back(request)
    former = keys_of(institution).filter(purpose=purpose, holder=holder, state=KeyState.ACTIVE).first()
    title, delay = TITLES[purpose], settings.KEY_DELAY_HOURS
    return _confirm(request, "desk/keys/ask.html", former=former, title=title, delay=delay)


def _made(request: DeskRequest, ceremony: Ceremony, *, alone: bool) -> HttpResponse:
    make = services.make_alone if alone else services.agree
    try:
        key = make(ceremony=ceremony, by=request.user, store=ports().keys, now=now())
    except (KeyringError, EngineError) as refusal:
        return _refused(request, refusal)
    messages.success(request, _("La clé n° %(number)s est créée et en service.") % {"number": key.number})
    return _back(request)


def _ceremony(request: DeskRequest, uuid: UUID) -> Ceremony:
    """One that this person may act on; one that is over meanwhile is not found, and the page of keys says why."""
    return get_object_or_404(open_ceremonies(request.user, request.desk.institution, now=now()), uuid=uuid)


def _documents_key(request: DeskRequest, uuid: UUID) -> SigningKey:
    found = keys_of(request.desk.institution).filter(purpose=Purpose.DOCUMENTS, state=KeyState.ACTIVE)
    return get_object_or_404(found.select_related("institution"), uuid=uuid)


def _may_replace(request: DeskRequest, key: SigningKey) -> bool:
    """Whether the milder act is at hand: to have the key replaced."""
    if key.state != KeyState.ACTIVE:
        return False
    return request.desk.may(Right.MANAGE_KEYS) or key.holder_id == request.user.pk


def _confirm(request: DeskRequest, template: str, form: DeskForm | None = None, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, **context})


def _refused(request: DeskRequest, refusal: KeyringError | EngineError) -> HttpResponse:
    messages.error(request, sentence(refusal))
    return _back(request)


def _back(request: DeskRequest) -> HttpResponse:
    return redirect("desk_keys", request.desk.institution.slug)


def _pem(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/x-pem-file")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
