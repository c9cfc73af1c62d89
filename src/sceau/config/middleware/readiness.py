"""What is answered while the demonstration is being written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse

from sceau.config.waiting import how_far
from sceau.web.errors import not_ready

HOW_FAR = "/demo/preparing"  # where the page asks; nothing is there once all is ready
AGAIN = "2"  # seconds


def wait_until_ready(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Say at every address how far the demonstration is; the page that says it asks again by itself.

    It stands before whatever reads the database, which somebody else is writing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        there = how_far()
        if there is None:
            return get_response(request)
        if request.path == HOW_FAR:
            return JsonResponse(asdict(there), headers={"Cache-Control": "no-store"})
        response = not_ready(request, percent=there.percent)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Retry-After"] = AGAIN
        return response

    return middleware
