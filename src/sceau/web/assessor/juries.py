"""Addresses of the pages of members of a jury."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.assessor import jury, signing

urlpatterns: list[URLPattern | URLResolver] = [
    path("jury/", jury.juries, name="assess_juries"),
    path("jury/<uuid:uuid>/ties/", jury.ties, name="assess_jury_ties"),
    path("signatures/<uuid:uuid>/", signing.sign, name="assess_sign"),
    path("minutes/<uuid:uuid>/page", signing.page, name="assess_minutes_page"),
    path("sign/<str:token>/", signing.by_link, name="assess_sign_link"),
    path("sign/<str:token>/page", signing.page_by_link, name="assess_sign_link_page"),
]
