"""What a page says when it cannot be shown: what happened, what is safe, what to do; a short code at the end."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import get_language_from_request, override

from sceau.web.public.preferences import THEMES, theme_of


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request made no sense, or asked for a name that is not ours; it stopped before the session was read."""
    if isinstance(exception, DisallowedHost):
        return _page(request, "errors/host.html", 400, address=settings.BASE_URL)
    return _page(request, "errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is for others. A reason that a view gave is shown when it is a sentence for people."""
    said = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _page(request, "errors/403.html", 403, said=said)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or it is not for the reader to know of it."""
    return _page(request, "errors/404.html", 404)


def too_heavy(request: HttpRequest) -> HttpResponse:
    """413: more was sent than anybody needs to send; it was not read."""
    return _page(request, "errors/413.html", 413)


def not_ready(request: HttpRequest, *, percent: int) -> HttpResponse:
    """503: what is to be shown is being written. Nothing is asked of the database.

    percent:  of it that is
    """
    return _page(request, "errors/preparing.html", 503, percent=percent, code="")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. Nothing is asked of what may be broken: no session, no database."""
    return _page(request, "errors/500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from a page of ours, or from one that was left open too long."""
    return _page(request, "errors/csrf.html", 403)


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    """A page that needs nothing of the middlewares, in the language of the reader."""
    language = get_language_from_request(request)
    about = {
        "theme": theme_of(request),
        "themes": THEMES,
        "mode": settings.MODE,
        "contact": settings.ADMIN_EMAIL,
        "code": request.META.get("HTTP_X_REQUEST_ID", ""),
        "path": request.path if not request.path.startswith("//") else "/",  # two slashes would lead elsewhere
        "LANGUAGE_CODE": language,
        **context,
    }
    with override(language):
        return HttpResponse(loader.get_template(template).render(about), status=status)
