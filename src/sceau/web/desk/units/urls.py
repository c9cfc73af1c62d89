"""Addresses of the units."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.units import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("units/", pages.units, name="desk_units"),
    path("units/add", pages.add, name="desk_unit_add"),
    path("units/<uuid:uuid>/edit", pages.edit, name="desk_unit_edit"),
    path("units/<uuid:uuid>/close", pages.close, name="desk_unit_close"),
    path("units/<uuid:uuid>/reopen", pages.reopen, name="desk_unit_reopen"),
]
