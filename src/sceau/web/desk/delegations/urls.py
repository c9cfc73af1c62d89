"""Addresses of the delegations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.delegations import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("delegations/", pages.delegations, name="desk_delegations"),
    path("delegations/add", pages.add, name="desk_delegation_add"),
    path("delegations/<uuid:uuid>/revoke", pages.revoke, name="desk_delegation_revoke"),
    path("delegations/<uuid:uuid>/act", pages.act, name="desk_delegation_act"),
]
