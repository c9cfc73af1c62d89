"""A lost second factor: ask that it be taken away, follow the request, cancel it."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.internal.stagekit import get_pending_stage
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sceau.accounts import resets
from sceau.accounts.errors import AccountsError, AlreadyAsked
from sceau.accounts.models import FactorReset, User
from sceau.accounts.queries import has_second_factor, known_by, open_reset_of
from sceau.accounts.refusals import note_refusal
from sceau.web.account import codes
from sceau.web.account.forms import ADDRESS
from sceau.web.account.pages import MemberRequest
from sceau.web.account.words import REFUSALS

PURPOSE = "lost_factor"
HOURS = resets.DELAY // timedelta(hours=1)


class AddressForm(forms.Form):
    """Whose factor is lost."""

    email = forms.EmailField(label=ADDRESS, widget=forms.EmailInput(attrs={"autocomplete": "username"}))


@never_cache
@require_http_methods(["GET", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """What will happen, and the address to which the code goes; the answer is the same for every address."""
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": _half_known(request)})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        user = known_by(email)
        asks, letter = user, "sceau/lost_factor_code"
        if user is None or not user.is_active:
            asks, letter = None, "account/email/unknown_account"
        elif not has_second_factor(user):
            asks, letter = None, "sceau/nothing_lost"
        if not codes.send(request, PURPOSE, user=asks, email=email, letter=letter):
            return render(request, "429.html", status=429)
        return redirect("account_lost_factor_code")
    return render(request, "account/lost_factor.html", {"form": form, "hours": HOURS})


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code; once it is right the request is made."""
    pending = codes.pending(request, PURPOSE)
    if pending is None:
        return redirect("account_lost_factor")
    form = codes.CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(pk=pending.user).first() if pending.user is not None else None
        if codes.check(request, PURPOSE, form.cleaned_data["code"]) and user is not None:
            return _asked(request, user)
        over = codes.pending(request, PURPOSE) is None
        if over and user is not None:
            note_refusal(user=user, now=now())
        codes.refuse(form, over=over)
        if over:
            messages.error(request, str(REFUSALS["too_many_login_attempts"]))
            return redirect("account_lost_factor")
    return render(request, "account/lost_factor_code.html", {"form": form, "pending": pending})


@never_cache
@require_http_methods(["GET", "POST"])
def cancel_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: says what it is about, and stops it by a button (mail scanners open links)."""
    reset = resets.reset_of_token(token)
    if reset is None:
        raise Http404
    if request.method == "POST":
        _cancel(request, reset, by=None)
        return redirect(request.path)
    return render(request, "account/lost_factor_cancel.html", {"reset": reset, "hours": HOURS})


@login_required
@require_POST
def cancel(request: MemberRequest) -> HttpResponse:
    """The person, signed in after all."""
    reset = open_reset_of(request.user)
    if reset is None:
        raise Http404
    _cancel(request, reset, by=request.user)
    return redirect("account")


def _asked(request: HttpRequest, user: User) -> HttpResponse:
    try:
        reset = resets.ask(user=user, now=now())
    except AlreadyAsked:
        reset = FactorReset.objects.get(user=user, cancelled_at=None, carried_out_at=None)
    except AccountsError as refusal:
        messages.info(request, refusal.message(get_language() or "fr"))
        return redirect("account_login")
    return render(request, "account/lost_factor_asked.html", {"reset": reset, "hours": HOURS})


def _cancel(request: HttpRequest, reset: FactorReset, *, by: User | None) -> None:
    try:
        resets.cancel(reset=reset, by=by, now=now())
    except AccountsError as refusal:
        messages.info(request, refusal.message(get_language() or "fr"))
    else:
        messages.success(request, gettext("La demande est annulée. Votre second facteur reste en place."))


def _half_known(request: HttpRequest) -> str:
    """The address of whoever stands at the second step."""
    stage = get_pending_stage(request)
    return stage.login.user.email if stage is not None and stage.login.user is not None else ""
