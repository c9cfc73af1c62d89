"""Addresses of the pass over a pile."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.public.piles import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("verifier/lot", pages.pile, name="pile"),
    path("verifier/lot/export", pages.export, name="pile_export"),
    path("verifier/lot/certificate.pem", pages.certificate, name="pile_certificate"),
]
