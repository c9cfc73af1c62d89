"""Addresses of the profile and the appearance."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.profile import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("profile/", pages.profile, name="desk_profile"),
    path("profile/edit", pages.edit, name="desk_profile_edit"),
    path("profile/second-factor", pages.second_factor, name="desk_second_factor"),
    path("appearance/", pages.appearance, name="desk_appearance"),
    path("appearance/preview", pages.preview, name="desk_appearance_preview"),
    path("appearance/logo", pages.logo, name="desk_logo"),
    path("appearance/logo/remove", pages.remove_logo, name="desk_logo_remove"),
]
