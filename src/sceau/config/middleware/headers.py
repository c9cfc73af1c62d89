"""What the browser is told not to do, beside what Django and django-csp say."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NOTHING = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection"
)
NOTHING += " magnetometer microphone midi payment picture-in-picture serial usb xr-spatial-tracking"
OURSELVES = "publickey-credentials-create publickey-credentials-get"  # passkeys
PERMISSIONS = ", ".join(
    [*(f"{feature}=()" for feature in NOTHING.split()), *(f"{feature}=(self)" for feature in OURSELVES.split())]
)
CAMERA = frozenset({"verifier"})  # the pages that read a square code in the browser, on a click
WITH_CAMERA = PERMISSIONS.replace("camera=()", "camera=(self)")
PRIVATE = "private, no-cache"


def close_what_is_open(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Permissions-Policy everywhere; pages are for our own windows; what one person sees is kept by no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        has_camera = match is not None and match.view_name in CAMERA
        response.headers.setdefault("Permissions-Policy", WITH_CAMERA if has_camera else PERMISSIONS)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        session = getattr(request, "session", None)
        if response.cookies or (session is not None and session.accessed and not session.is_empty()):
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    return middleware
