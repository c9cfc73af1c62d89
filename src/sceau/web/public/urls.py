"""Addresses that anyone may ask for."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from sceau.web.public import accessibility, applying, home, invitations, issuers, pictures, preferences, style
from sceau.web.public.verifying import offline
from sceau.web.public.verifying import pages as verifying

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sceau.web.public.machine_urls")),
    path("", include("sceau.web.public.catalogue.urls")),
    path("", include("sceau.web.public.credentials.urls")),
    path("", home.home, name="home"),
    path("", include("sceau.web.public.piles.urls")),
    path("verifier", verifying.verifier, name="verifier"),
    path("verifier/offline", offline.offline, name="verifier_offline"),
    path("issuers", issuers.issuers, name="issuers"),
    path("i/<slug:slug>", issuers.issuer, name="issuer"),
    path("invitation/<str:token>", invitations.invitation, name="invitation"),
    path("i/<slug:slug>/logo-<str:digest>.png", pictures.logo, name="issuer_logo"),
    path("i/<slug:slug>/seal.svg", pictures.seal, name="issuer_seal"),
    path("apply/<uuid:uuid>/", applying.apply, name="apply"),
    path("apply/sent/", applying.sent, name="apply_sent"),
    path("apply/confirm/<str:token>/", applying.confirm, name="apply_confirm"),
    path("accessibility", accessibility.statement, name="accessibility"),
    path("language", preferences.language, name="language"),
    path("style", style.style, name="style"),
    path("theme", preferences.theme, name="theme"),
]
