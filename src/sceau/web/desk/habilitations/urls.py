"""Addresses of the habilitations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.habilitations import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("habilitations/", pages.habilitations, name="desk_habilitations"),
    path("habilitations/give", pages.give, name="desk_habilitation_give"),
    path("habilitations/ask", pages.ask, name="desk_habilitation_ask"),
    path("habilitations/<uuid:uuid>/", pages.habilitation, name="desk_habilitation"),
    path("habilitations/<uuid:uuid>/move/<slug:to>", pages.move, name="desk_habilitation_move"),
    path("habilitations/<uuid:uuid>/retract", pages.retract, name="desk_habilitation_retract"),
]
