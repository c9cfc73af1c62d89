"""Under which names we answer."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils import translation

# asked for under the own domain of an institution (the view finds whose it is), or by number from inside the network
UNDER_ANY_NAME = frozenset({"/.well-known/did.json", "/healthz", "/healthz/web", "/metrics"})

log = structlog.get_logger("sceau.hosts")


def answer_under_our_names(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse every other name at once, before anything could put it into a link."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")
        name, _ = split_domain_port(asked)
        if name and validate_host(name, settings.ALLOWED_HOSTS):
            return get_response(request)
        if name and request.path in UNDER_ANY_NAME:
            request.get_host = lambda: asked  # type: ignore[method-assign]  # for this path alone, any name is right
            return get_response(request)
        log.warning("wrong_host")
        translation.activate(translation.get_language_from_request(request))  # the middleware of languages comes later
        raise DisallowedHost

    return middleware
