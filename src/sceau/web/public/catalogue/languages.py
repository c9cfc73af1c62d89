"""A page in the language that its address names, so that each language can be linked to; else in the reader's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Page = Callable[..., HttpResponse]


def in_language_of_address(page: Page) -> Page:
    """The page in the language of `?lang=`, when it is one of ours."""

    @wraps(page)
    def spoken_page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("lang", "")
        if wanted in dict(settings.LANGUAGES):
            translation.activate(wanted)
            request.LANGUAGE_CODE = wanted
        return page(request, *args, **kwargs)

    return spoken_page


def alternates(path: str) -> dict[str, str]:
    """The addresses of a page: by language, and "x-default" for whoever has none."""
    base = f"{settings.BASE_URL}{path}"
    join = "&" if "?" in path else "?"
    return {code: f"{base}{join}lang={code}" for code, _name in settings.LANGUAGES} | {"x-default": base}


def canonical(request: HttpRequest, path: str) -> str:
    """The address of a page for those that count pages: with its language only where the address named it."""
    wanted = request.GET.get("lang", "")
    return alternates(path).get(wanted, f"{settings.BASE_URL}{path}")
