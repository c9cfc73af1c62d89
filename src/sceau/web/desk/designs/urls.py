"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.designs import lists, new, wizard

urlpatterns: list[URLPattern | URLResolver] = [
    path("designs/", lists.designs, name="desk_designs"),
    path("designs/new/", new.new, name="desk_design_new"),
    path("designs/new/<str:kind>/", new.new_from, name="desk_design_new_from"),
    path("designs/<uuid:uuid>/step/<slug:step>/", wizard.step, name="desk_design_step"),
]
