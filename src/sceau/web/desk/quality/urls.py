"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.quality import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("quality/", pages.versions, name="desk_quality"),
    path("quality/<uuid:uuid>/<int:number>/", pages.version, name="desk_quality_version"),
]
