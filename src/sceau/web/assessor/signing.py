"""Members of a jury sign minutes: with their account and a second factor, or by the link that they were sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final, TypeVar
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sceau.accounts.queries import has_second_factor
from sceau.assessment.errors import AssessmentError
from sceau.assessment.minutes_paper import paper_of
from sceau.assessment.models import Minutes, Signature
from sceau.assessment.queries.jury import awaited_from
from sceau.assessment.services import signing as services
from sceau.assessment.services.minutes import draw
from sceau.assessment.services.sealing import signatures_of
from sceau.web.assessor.doors import AssessorRequest, assessor_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.jury.finding import refuse
from sceau.web.downloads import attachment
from sceau.web.ports import ports

FRESH: Final = 300  # seconds: the factor is asked for at the moment of signing, and serves for one signature
_USED: Final = "minutes_signed_with"
METHODS = ["GET", "HEAD", "POST"]


class AccountForm(DeskForm):
    """What somebody with an account says: the digest of what was on the screen."""

    shown = forms.CharField(widget=forms.HiddenInput)


class LinkForm(AccountForm):
    """What somebody without an account types."""

    name = forms.CharField(
        label=gettext_lazy("Votre nom"),
        help_text=gettext_lazy("Comme il figure au procès-verbal."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Écrivez votre nom.")},
    )
    ticked = forms.BooleanField(
        label=gettext_lazy("J’ai lu ce procès-verbal et je le signe."),
        error_messages={"required": gettext_lazy("Cochez la case : c’est elle qui dit que vous signez.")},
    )


class RefusalForm(DeskForm):
    """Why somebody does not sign."""

    words = forms.CharField(
        label=gettext_lazy("Pourquoi vous ne signez pas"),
        help_text=gettext_lazy("Imprimé au procès-verbal, avec votre nom."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Dites-le en quelques mots.")},
    )


@assessor_page
@require_http_methods(METHODS)
def sign(request: AssessorRequest, uuid: UUID) -> HttpResponse:
    """Read the minutes, then sign them with a second factor, or say why one does not."""
    awaited = awaited_from(request.user, on=localdate(now()))
    found = next((each for each in awaited if each.uuid == uuid), None)
    if found is None:
        raise Http404
    signature = _whole(found)
    form, refusal = _forms(request, AccountForm, signature)
    if refusal.is_valid():
        words = refusal.cleaned_data["words"]
        if _carried_out(refusal, services.refuse, signature=signature, words=words, by=request.user, now=now()):
            messages.success(request, _("Vos mots figureront au procès-verbal."))
            return redirect("assess_juries")
    elif form.is_valid():
        factor, moment = _factor_just_now(request) if has_second_factor(request.user) else ("none", 0.0)
        if not factor:
            raise ReauthenticationRequired  # the middleware of allauth keeps the request and asks
        if _carried_out(
            form,
            services.sign_with_account,
            signature=signature,
            by=request.user,
            factor=factor,
            shown=form.cleaned_data["shown"],
            keys=ports().keys,
            now=now(),
        ):
            request.session[_USED] = moment
            messages.success(
                request, _("Vous avez signé. C’est une signature électronique simple, jointe au procès-verbal.")
            )
            return redirect("assess_juries")
    context = _context(signature, form) | {
        "refusal": refusal,
        "has_factor": has_second_factor(request.user),
        "for_whom": "" if signature.seat.user_id == request.user.pk else signature.seat.name,
        "may_refuse": signature.seat.user_id == request.user.pk and not signature.seat.presides,
    }
    return render(request, "assessor/sign.html", context)


@assessor_page
@require_safe
def page(request: AssessorRequest, uuid: UUID) -> HttpResponse:
    """The PDF of minutes that one is to sign or signed."""
    found = Minutes.objects.filter(uuid=uuid, signatures__seat__user=request.user).first()
    if found is None:
        awaited = awaited_from(request.user, on=localdate(now()))
        found = next((each.minutes for each in awaited if each.minutes.uuid == uuid), None)
    if found is None:
        raise Http404
    return _pdf(Minutes.objects.get(pk=found.pk))


@never_cache
@require_http_methods(METHODS)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for somebody without an account: the name typed, the box ticked."""
    signature = services.signature_for(token, now=now())
    if signature is None:
        return _private(render(request, "assessor/link_over.html", status=404))
    if signature.signed_at is not None or signature.dissented_at is not None:
        told = {"signature": signature, "minutes": signature.minutes, "token": token}
        return _private(render(request, "assessor/link_done.html", told))
    form, refusal = _forms(request, LinkForm, signature)
    if refusal.is_valid():
        words = refusal.cleaned_data["words"]
        if _carried_out(refusal, services.refuse, signature=signature, words=words, token=token, now=now()):
            return _private(redirect("assess_sign_link", token))
    elif form.is_valid() and _carried_out(form, services.sign_by_link, token=token, now=now(), **form.cleaned_data):
        return _private(redirect("assess_sign_link", token))
    context = _context(signature, form) | {
        "refusal": refusal,
        "token": token,
        "may_refuse": not signature.seat.presides,
    }
    return _private(render(request, "assessor/sign_link.html", context))


@never_cache
@require_safe
def page_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The PDF, for the holder of a link."""
    signature = services.signature_for(token, now=now())
    if signature is None:
        raise Http404
    return _private(_pdf(signature.minutes))


F = TypeVar("F", bound=AccountForm)


def _forms(request: HttpRequest, kind: type[F], signature: Signature) -> tuple[F, RefusalForm]:
    """The form to sign and the one to refuse; the one whose button was pressed holds what was typed."""
    posted = request.POST if request.method == "POST" else None
    refuses = posted is not None and "refuse" in posted
    initial = {"shown": signature.minutes.digest}
    return kind(None if refuses else posted, initial=initial), RefusalForm(posted if refuses else None)


def _carried_out(form: DeskForm, act: Callable[..., Signature], **values: Any) -> bool:
    """Whether the service took it; otherwise its refusal is in the form."""
    try:
        act(**values)
    except AssessmentError as refusal:
        refuse(form, refusal)
        return False
    return True


def _factor_just_now(request: AssessorRequest) -> tuple[str, float]:
    """The kind of second factor that was given lately, and when; one that served for a signature serves no more."""
    used = float(request.session.get(_USED, 0.0))
    for each in reversed(get_authentication_records(request, request.user)):
        moment = float(each["at"])
        if each.get("method") == "mfa" and moment > used and time.time() - moment < FRESH:
            return str(each.get("type", "")), moment
    return "", 0.0


def _whole(signature: Signature) -> Signature:
    minutes = Minutes.objects.select_related("institution", "deliberation__session__version").get(
        pk=signature.minutes_id
    )
    found = next(each for each in signatures_of(minutes) if each.pk == signature.pk)
    found.minutes = minutes
    return found


def _context(signature: Signature, form: DeskForm) -> dict[str, Any]:
    minutes = signature.minutes
    return {
        "signature": signature,
        "minutes": minutes,
        "paper": paper_of(minutes, [], is_sealed=False),
        "form": form,
        "session_name": minutes.institution.name,
    }


def _pdf(minutes: Minutes) -> HttpResponse:
    here = ports()
    content = (
        here.files.read(minutes.sealed_digest)
        if minutes.sealed_digest
        else draw(minutes=minutes, typesetter=here.typesetter, files=here.files)
    )
    return attachment(iter([content]), name=f"{minutes.number}.pdf", media_type="application/pdf", size=len(content))


def _private(answer: HttpResponse) -> HttpResponse:
    """Nothing of a page that a secret address opens is kept, indexed, or told to the next site."""
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"  # with "no-referrer" a browser hides where a form comes from
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
