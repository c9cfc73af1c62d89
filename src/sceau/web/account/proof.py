"""Grave acts are for whoever proved lately who they are: at sign-in, or again."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sceau.accounts.queries import has_second_factor
from sceau.accounts.refusals import note_refusal
from sceau.web.account import codes
from sceau.web.account.pages import MemberRequest, following

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
PURPOSE = "proof"


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved less than fifteen minutes ago who they are, at sign-in or later."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    newest = max((float(each["at"]) for each in records), default=0.0)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def fresh_proof(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for whoever proved lately who they are; others are asked, and then it goes on where it was.

    What a form sent is kept and goes on after the proof (files are not: the page then asks for them again).
    """

    @wraps(view)
    def page(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_fresh(request):
            raise ReauthenticationRequired  # the middleware of allauth keeps the request and leads to the proof
        return view(request, *args, **kwargs)

    return page


def fresh_proof_forgetting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same, for forms that carry a secret: what was typed is not kept, it would lie in the session."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_fresh(request):
            ways = get_adapter().get_reauthentication_methods(request.user)
            to = ways[0]["url"] if ways else reverse(settings.LOGIN_URL)
            return HttpResponseRedirect(f"{to}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return page


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def by_code(request: MemberRequest) -> HttpResponse:
    """Prove it by a code sent to one's address; for those who have no second factor."""
    user = request.user
    if has_second_factor(user):
        return redirect(f"{get_adapter().get_reauthentication_methods(user)[0]['url']}?{_next(request)}")
    here = f"{reverse('account_proof_code')}?{_next(request)}"
    if request.method == "POST" and "code" not in request.POST:
        if codes.send(request, PURPOSE, user=user, email=user.email, letter="sceau/proof_code"):
            return redirect(here)
        note_refusal(user=user, now=now())
        return render(request, "429.html", status=429)
    pending = codes.pending(request, PURPOSE)
    form = codes.CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if codes.check(request, PURPOSE, form.cleaned_data["code"]):
            record_authentication(request, user, method="code", reauthenticated=True)
            resumed: HttpResponse | None = resume_request(request)
            return resumed or redirect("account")
        pending = codes.pending(request, PURPOSE)
        codes.refuse(form, over=pending is None)
        if pending is None:
            note_refusal(user=user, now=now())
    ways = [way for way in get_adapter().get_reauthentication_methods(user) if way["id"] != "code"]
    return render(
        request,
        "account/proof_code.html",
        {"form": form, "pending": pending, "email": user.email, "ways": ways, "next": following(request)},
    )


def _next(request: HttpRequest) -> str:
    return urlencode({"next": following(request)}) if following(request) else ""
