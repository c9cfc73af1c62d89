"""What a reader chooses for every page: the language, and light or dark."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sceau.accounts.services import choose_language

THEME_COOKIE: Final = "sceau_theme"
YEAR: Final = 365 * 24 * 3600  # seconds
THEMES: Final = (("", _("comme l’appareil")), ("light", _("claire")), ("dark", _("sombre")))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak this language from now on, here and in the mail of whoever is signed in."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        choose_language(user=request.user, language=wanted, now=now())
    return _kept(redirect(_without_language(_next(request))), settings.LANGUAGE_COOKIE_NAME, wanted)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Show light or dark pages from now on, or what the device prefers."""
    wanted = request.POST.get("theme", "")
    if wanted not in dict(THEMES):
        return HttpResponseBadRequest()
    return _kept(redirect(_next(request)), THEME_COOKIE, wanted)


def theme_of(request: HttpRequest) -> str:
    """What was chosen: "light", "dark" or ""."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in dict(THEMES) else ""


def _next(request: HttpRequest) -> str:
    """Where the reader was, when that is a page of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"


def _without_language(address: str) -> str:
    """An address of ours that no longer names a language."""
    parts = urlsplit(address)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name != "lang"]
    return address if kept == asked else urlunsplit(parts._replace(query=urlencode(kept)))


def _kept(response: HttpResponse, cookie: str, value: str) -> HttpResponse:
    """The response, with the choice on the reader's device for a year."""
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
