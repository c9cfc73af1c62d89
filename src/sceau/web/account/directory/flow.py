"""What a sign-in through a directory needs between the two visits of the browser; kept in the web session, for a while.

source: OpenID Connect Core 1.0 §3.1.2.1, §15.5.2; RFC 6749 §10.12; RFC 9207
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sceau.institutions.directories import reasons
from sceau.institutions.directories.discovery import Metadata
from sceau.institutions.directories.errors import NotWelcome, Untrue
from sceau.institutions.models import Directory

SIGN_INS: Final = "directory_sign_ins"  # in the web session: those begun and not ended
MARK: Final = "directory_session"  # in the web session: the uuid of the DirectorySession that it came through
MOST = 5  # begun at once, in as many windows
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in under way.

    next:  an address of ours where the person wanted to go, "" for none
    """

    state: str
    nonce: str
    verifier: str
    next: str


def begin(request: HttpRequest, directory: Directory, *, next_url: str, now: datetime) -> SignIn:
    """A new sign-in, kept in the web session."""
    sign_in = SignIn(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64), next_url)
    kept: dict[str, Any] = dict(list(request.session.get(SIGN_INS, {}).items())[-(MOST - 1) :])
    kept[sign_in.state] = {
        "directory": str(directory.uuid),
        "nonce": sign_in.nonce,
        "verifier": sign_in.verifier,
        "next": sign_in.next,
        "at": now.timestamp(),
    }
    request.session[SIGN_INS] = kept
    return sign_in


def resume(request: HttpRequest, directory: Directory, *, now: datetime) -> SignIn:
    """The sign-in that the browser comes back for; it serves once.

    raises:  NotWelcome when it was not begun by this browser, for this directory, within ten minutes
    """
    state = request.GET.get("state", "")
    pending: dict[str, Any] = dict(request.session.get(SIGN_INS, {}))
    found = pending.pop(state, None)
    if found is None:
        raise NotWelcome(reasons.OTHER_SIGN_IN)
    request.session[SIGN_INS] = pending
    if found["directory"] != str(directory.uuid) or now.timestamp() - found["at"] > PATIENCE.total_seconds():
        raise NotWelcome(reasons.OTHER_SIGN_IN)
    return SignIn(state, found["nonce"], found["verifier"], found["next"])


def code_in(answer: Mapping[str, str], metadata: Metadata) -> str:
    """The code that the directory sent back.

    raises:  NotWelcome; Untrue when another directory answers (RFC 9207 §2.4)
    """
    said = answer.get("iss", "")
    if (said or metadata.names_itself) and said != metadata.issuer:
        raise Untrue(reasons.TOKEN_OF_ANOTHER, found=said[:200] or "…")
    error = answer.get("error", "")
    if error == "access_denied":
        raise NotWelcome(reasons.CANCELLED)
    code = answer.get("code", "")
    if error or not code:
        raise NotWelcome(reasons.REFUSED_THERE, found=error[:60] if error.isprintable() and error else "…")
    return code


def safe_next(request: HttpRequest, url: str) -> str:
    """The address if it is one of ours, else ""."""
    ours = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if ours else ""


def callback_url(directory: Directory) -> str:
    """Where the directory sends the browser back; it has to know the address beforehand."""
    return f"{settings.BASE_URL}{reverse('directory_callback', args=[directory.institution.slug])}"


def logout_url(directory: Directory) -> str:
    """Where the directory tells that a session is over."""
    return f"{settings.BASE_URL}{reverse('directory_logout', args=[directory.institution.slug])}"
