"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.marking import assessors, files, grids, retakes

urlpatterns: list[URLPattern | URLResolver] = [
    path("my-markings", assessors.my_markings, name="desk_my_markings"),
    path("sessions/<uuid:uuid>/assessors/", assessors.assessors, name="desk_session_assessors"),
    path("sessions/<uuid:uuid>/assessors/share", grids.share, name="desk_session_share"),
    path("sessions/<uuid:uuid>/assessors/ties", assessors.note_tie, name="desk_session_tie"),
    path("sessions/<uuid:uuid>/assessors/results", files.results, name="desk_session_take_in"),
    path("sessions/<uuid:uuid>/grids/", grids.grids, name="desk_session_grids"),
    path("sessions/<uuid:uuid>/retakes/", retakes.retakes, name="desk_session_retakes"),
    path("assessors/<uuid:uuid>/remove", assessors.remove, name="desk_assessor_remove"),
    path("ties/<uuid:uuid>/withdraw", assessors.withdraw_tie, name="desk_tie_withdraw"),
    path("attempts/<uuid:uuid>/<str:event>/grid", grids.grid, name="desk_grid"),
    path("attempts/<uuid:uuid>/<str:event>/key-in", files.key, name="desk_grid_key_in"),
]
