"""Addresses of the pages of identity at the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.identity import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("identity/", pages.identity, name="desk_identity"),
    path("identity/domains/new", pages.begin, name="desk_identity_new"),
    path("identity/domains/<uuid:uuid>/", pages.domain, name="desk_identity_domain"),
    path("identity/domains/<uuid:uuid>/check", pages.check, name="desk_identity_check"),
    path("identity/domains/<uuid:uuid>/remove", pages.remove, name="desk_identity_remove"),
    path("identity/domains/<uuid:uuid>/adopt", pages.adopt, name="desk_identity_adopt"),
]
