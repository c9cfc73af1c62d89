"""Addresses of these pages; that of a version is inside signed documents, and fixed for ever."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.public.catalogue import brief, compare, pages, sitemap, version

VERSION = "m/<uuid:uuid>/<int:number>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("catalogue", pages.catalogue, name="catalogue"),
    path("catalogue/compare", compare.catalogue_compare, name="catalogue_compare"),
    path("m/<uuid:uuid>", version.micro_credential_latest, name="micro_credential_latest"),
    path(VERSION, version.micro_credential, name="micro_credential"),
    path(f"{VERSION}/design.json", version.micro_credential_file, name="micro_credential_file"),
    path(f"{VERSION}/brief.pdf", brief.micro_credential_brief, name="micro_credential_brief"),
    path(f"{VERSION}/image.png", version.picture, {"form": "png"}, name="achievement_picture"),
    path(f"{VERSION}/image.svg", version.picture, {"form": "svg"}, name="achievement_drawing"),
    path(f"{VERSION}/small.png", version.small_picture, name="micro_credential_small"),
    path(f"{VERSION}/card.png", version.card, name="micro_credential_card"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:page>.xml", sitemap.sitemap_page, name="sitemap_page"),
]
