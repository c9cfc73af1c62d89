"""What is published for machines: the same for everybody, whoever asks and in whatever language; kept by any cache."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

MARK = "X-Sceau-Published"  # between the view and the middleware; it leaves the house never


def answer(request: HttpRequest, body: bytes, *, content_type: str, seconds: int, vary: str = "") -> HttpResponse:
    """A document that any cache may keep for so many seconds, and that the page of any site may read.

    vary:  the header by which another document stands at the same address
    """
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    found = get_conditional_response(request, etag=etag, response=response) or response
    found.headers["Access-Control-Allow-Origin"] = "*"
    found.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    found.headers[MARK] = vary or "1"
    return found


def keep_public(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take from such an answer what other middlewares say of languages and of visitors: no cache could share it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get(MARK):
            vary = response.headers[MARK]
            for name in (MARK, "Vary", "Content-Language"):
                if name in response.headers:
                    del response.headers[name]
            if vary != "1":
                response.headers["Vary"] = vary
            response.cookies.clear()
        return response

    return middleware
