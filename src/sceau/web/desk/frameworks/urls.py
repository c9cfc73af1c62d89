"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.frameworks import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("frameworks/search", pages.search, name="desk_framework_search"),
]
