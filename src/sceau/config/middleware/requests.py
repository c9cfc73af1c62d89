"""One line of the log and one count a request: never what was asked in it, nor by whom."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from time import perf_counter

import structlog
from django.http import HttpRequest, HttpResponse

from sceau.config import metrics

ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
QUIET = frozenset({"healthz", "healthz_web", "metrics", "static"})  # asked for again and again by machines
SERVER_ERROR = 500
NOT_YET = 503  # no fault: the house says that it is not ready

log = structlog.get_logger("sceau.request")


def tell_and_count(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request a number, that of a trusted proxy if it has one; tell and count how it ended."""

    def middleware(request: HttpRequest) -> HttpResponse:
        claimed = request.META.get("HTTP_X_REQUEST_ID", "")
        number = claimed if ID.fullmatch(claimed) else secrets.token_hex(8)
        request.META["HTTP_X_REQUEST_ID"] = number
        with structlog.contextvars.bound_contextvars(request_id=number):
            started = perf_counter()
            response = get_response(request)
            seconds = perf_counter() - started
            _tell(request, response, seconds)
        response.headers["X-Request-ID"] = number
        return response

    return middleware


def route_of(request: HttpRequest) -> str:
    """The name of the address, never the address: it may hold a token."""
    if request.path.startswith("/static/"):
        return "static"
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "none"


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route, method = route_of(request), request.method if request.method in metrics.METHODS else "other"
    metrics.count_request(route, str(method), response.status_code, seconds)
    is_fault = response.status_code >= SERVER_ERROR and response.status_code != NOT_YET
    tell = log.debug if route in QUIET else log.error if is_fault else log.info
    tell("request", method=method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
