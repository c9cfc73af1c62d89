"""Addresses of these pages; that of a credential and that of its record are inside signed documents, and fixed."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.public.credentials import bundles, files, pages, papers, pictures, wrong

urlpatterns: list[URLPattern | URLResolver] = [
    path("v", pages.find, name="credential_find"),
    path("v/<str:text>.json", files.credential_json, name="credential_json"),
    path("v/<str:text>/preuve.zip", bundles.credential_bundle, name="credential_bundle"),
    path("v/<str:text>/annex-1.json", files.credential_record, name="credential_record"),
    path("v/<str:text>/image.png", pictures.credential_png, name="credential_png"),
    path("v/<str:text>/image.svg", pictures.credential_svg, name="credential_svg"),
    path("v/<str:text>/certificate.pdf", papers.credential_pdf, name="credential_pdf"),
    path("v/<str:text>/parchment.pdf", papers.credential_parchment, name="credential_parchment"),
    path("v/<str:text>/wrong", wrong.wrong, name="credential_wrong"),
    path("v/<str:text>", pages.credential, name="credential"),
]
