"""What we know of the accessibility of these pages, and whom to tell when something does not work."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

WRITTEN_ON: Final = date(2026, 11, 22)


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """The statement: what is tested, what is not, and how to be helped."""
    about = {"contact": settings.ADMIN_EMAIL, "base_url": settings.BASE_URL, "written_on": WRITTEN_ON}
    return render(request, "public/accessibility.html", about)
