"""After the first sign-in: choose how to enter the next time; and the page of those whose institution asks for more."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sceau.accounts.queries import factors_of, has_second_factor
from sceau.web.account.pages import MemberRequest, following

AFTERWARDS = "account_afterwards"  # in the session: where to go once a way in was chosen


@never_cache
@login_required
@require_safe
def welcome(request: MemberRequest) -> HttpResponse:
    """A passkey, a password, or nothing: a code by mail then suffices."""
    afterwards = following(request) or request.session.get(AFTERWARDS) or reverse("desk")
    request.session[AFTERWARDS] = afterwards
    return render(request, "account/welcome.html", {"factors": factors_of(request.user), "afterwards": afterwards})


@never_cache
@login_required
@require_safe
def factor_required(request: MemberRequest) -> HttpResponse:
    """The institution asks for a second factor: add one, and come back."""
    afterwards = following(request) or reverse("desk")
    if has_second_factor(request.user):
        return redirect(afterwards)
    request.session[AFTERWARDS] = afterwards
    return render(request, "account/factor_required.html", {"afterwards": afterwards})


@login_required
@require_safe
def onwards(request: MemberRequest) -> HttpResponse:
    """On to where the person wanted to go."""
    return redirect(request.session.pop(AFTERWARDS, None) or reverse("account"))
