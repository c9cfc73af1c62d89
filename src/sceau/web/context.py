"""What every template may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sceau.web.desk.navigation import rail
from sceau.web.public.preferences import THEMES, theme_of


def house(request: HttpRequest) -> dict[str, Any]:
    """mode: of the installation; theme: chosen; themes: to choose from; desk and rail: on pages of the desk."""
    desk = getattr(request, "desk", None)
    found: dict[str, Any] = {"mode": settings.MODE, "desk": desk, "theme": theme_of(request), "themes": THEMES}
    if desk is not None:
        found["rail"] = rail(desk, request.path)
    return found
