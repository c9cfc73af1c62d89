"""Letting somebody in whom another page knows: an invitation, a directory, the demo."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from sceau.accounts.models import User


def sign_in(request: HttpRequest, user: User, *, method: str, to: str = "") -> HttpResponse:
    """Go through the steps of a sign-in: the second factor if the person has one, a new session, the page wanted.

    method:  how the person was known, a word of the journal: "invitation", "directory", "demo"
    to:      where to go then; "" is the desk
    """
    record_authentication(request, user, method=method)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=to or None, email=user.email))
    return response
