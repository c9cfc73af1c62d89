"""The first page."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sceau.institutions.models import Institution
from sceau.institutions.models.institution import Kind
from sceau.keyring.models import KeyState, SigningKey

SHOWN: Final = 6  # institutions: two lines of three; the list has the others


def home(request: HttpRequest) -> HttpResponse:
    """What Sceau is, and where to begin; the institutions that can sign come first."""
    signs = Exists(SigningKey.objects.filter(institution=OuterRef("pk"), state=KeyState.ACTIVE))
    certifiers = Institution.objects.filter(kind=Kind.CERTIFIER).order_by(signs.desc(), "name", "pk")[:SHOWN]
    return render(request, "public/home.html", {"certifiers": certifiers, "contact": settings.ADMIN_EMAIL})
