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
# what is said to documents, a policy to workers as well: a first visit carries a dozen files that are neither
OF_DOCUMENTS = ("Cross-Origin-Opener-Policy", "Permissions-Policy")
NO_DOCUMENTS = ("text/css", "font/", "text/javascript")
POLICY = "Content-Security-Policy"


def close_what_is_open(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Permissions-Policy everywhere; pages are for our own windows; what one person sees is kept by no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        has_camera = match is not None and match.view_name in CAMERA
        response.headers.setdefault("Permissions-Policy", WITH_CAMERA if has_camera else PERMISSIONS)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        elif response.get("Content-Type", "").startswith(NO_DOCUMENTS):
            is_script = response["Content-Type"].startswith(NO_DOCUMENTS[-1])
            for name in OF_DOCUMENTS if is_script else (*OF_DOCUMENTS, POLICY):
                response.headers.pop(name, None)
        session = getattr(request, "session", None)
        if response.cookies or (session is not None and session.accessed and not session.is_empty()):
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    return middleware
