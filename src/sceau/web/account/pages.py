"""What the pages of the account share."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from sceau.accounts.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


def following(request: HttpRequest) -> str:
    """Where to go afterwards, as the request says: a path of ours, or ""."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if here else ""


def signed_in_user(request: HttpRequest) -> User:
    """Whoever asks; only after a door that lets nobody through who is not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
