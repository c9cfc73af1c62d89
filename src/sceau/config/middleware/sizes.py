"""How much anybody may send at once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sceau.web.errors import too_heavy

HEAVIEST = 32 * 1024 * 1024  # bytes of a whole request: what is a little too heavy is told by its form instead


def refuse_heavy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a heavy request before a byte of it is read.

    Django bounds fields, and not files: it writes those of a stranger to the disk, to find afterwards that the form was
    forged.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said[:20]) <= HEAVIEST:
            return get_response(request)
        return too_heavy(request)

    return middleware
