"""How much anybody may send at once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sceau.web.errors import too_heavy

HEAVIEST = 32 * 1024 * 1024  # bytes of a whole request: what is a little too heavy is told by its form instead
EXPORTS = "/platform/frameworks/"  # where those who administer the installation bring what others publish
HEAVIEST_EXPORT = 300 * 1000 * 1000 + 64 * 1024  # the XML of the RNCP, zipped, is about a hundred million bytes


def refuse_heavy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a heavy request before a byte of it is read.

    Django bounds fields, and not files: it writes those of a stranger to the disk, to find afterwards that the form was
    forged.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        size = _size(request)
        if size <= (HEAVIEST_EXPORT if request.path == EXPORTS else HEAVIEST):
            return get_response(request)
        return too_heavy(request)

    return middleware


def refuse_heavy_of_others(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse an export of somebody who does not administer the installation, before a byte of it is read.

    It stands after who it is is known; the token of the form, which is in the body, is looked for after that.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _size(request) <= HEAVIEST or getattr(request.user, "is_platform_administrator", False):
            return get_response(request)
        return too_heavy(request)

    return middleware


def _size(request: HttpRequest) -> int:
    """What the request says that it weighs; more than anything when it says no number."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said[:20]) if said.isdecimal() else HEAVIEST_EXPORT + 1
