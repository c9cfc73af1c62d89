"""Addresses that nobody who means well asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def refuse_zeros(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a zero byte in the address: PostgreSQL takes none, and each such request would be a fault of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            translation.activate(translation.get_language_from_request(request))
            raise BadRequest
        return get_response(request)

    return middleware
