"""What the president and the office do for signatures: links, the tablet, paper, a member who is prevented."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sceau.assessment.errors import AssessmentError
from sceau.assessment.services import signing as services
from sceau.assessment.services.sealing import signatures_of
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.jury.finding import (
    METHODS,
    attests,
    minutes_here,
    refuse,
    require_keeper,
    shown,
    signature_here,
    to_minutes,
)
from sceau.web.desk.jury.forms import PaperForm, PreventedForm, TabletForm
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken


@desk_page(Right.SEE_SESSIONS)
@require_POST
def link(request: DeskRequest, uuid: UUID, act: str) -> HttpResponse:
    """Send the link to sign, or withdraw it."""
    signature = signature_here(request, uuid)
    require_keeper(request, signature.minutes.deliberation.session)
    try:
        if act == "send":
            services.send_link(signature=signature, by=request.user, now=now())
            done = _("Le lien part à l’adresse de %(name)s. Il vaut une fois, jusqu’à sa date.")
        elif act == "withdraw":
            services.withdraw_link(signature=signature, by=request.user, now=now())
            done = _("Le lien de %(name)s ne sert plus.")
        else:
            raise Http404
    except AssessmentError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(request, done % {"name": signature.seat.name})
    return to_minutes(request, signature.minutes)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def tablet(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """A member signs on the screen of the president, who is signed in, or of who attests in their place."""
    signature = signature_here(request, uuid)
    session = signature.minutes.deliberation.session
    if not attests(request, session):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = TabletForm(posted, initial={"shown": signature.minutes.digest})
    if form.is_valid():
        try:
            services.sign_on_tablet(signature=signature, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La signature de %(name)s est gardée.") % {"name": signature.seat.name})
            return to_minutes(request, signature.minutes)
    context = {"form": form, "signature": signature, "minutes": signature.minutes}
    return shown(request, "tablet", session, context)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def prevented(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The president, or who attests in their place, notes that a member does not answer, and why."""
    signature = signature_here(request, uuid)
    session = signature.minutes.deliberation.session
    if not attests(request, session):
        raise PermissionDenied
    form = PreventedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.note_prevented(signature=signature, words=form.cleaned_data["words"], by=request.user, now=now())
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("C’est noté au procès-verbal."))
            return to_minutes(request, signature.minutes)
    context = {"form": form, "signature": signature, "minutes": signature.minutes}
    return shown(request, "prevented", session, context)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def paper(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The president, or who attests in their place, deposits the scan of the signed paper."""
    minutes = minutes_here(request, uuid)
    session = minutes.deliberation.session
    if not attests(request, session):
        raise PermissionDenied
    waiting = [each for each in signatures_of(minutes) if each.signed_at is None and each.dissented_at is None]
    people = [(str(each.uuid), each.seat.name) for each in waiting]
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(*posted, people=people)
    if form.is_valid():
        scan, chosen = form.cleaned_data["file"], set(form.cleaned_data["signatures"])
        try:
            services.sign_on_paper(
                minutes=minutes,
                signatures=[each for each in waiting if str(each.uuid) in chosen],
                content=scan.read(services.LARGEST_SCAN + 1),
                name=scan.name,
                files=ports().files,
                by=request.user,
                now=now(),
            )
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le scan est gardé sous son empreinte, avec votre attestation."))
            return to_minutes(request, minutes)
    return shown(request, "paper", session, {"form": form, "minutes": minutes})
