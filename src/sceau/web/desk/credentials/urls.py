"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.credentials import correcting, lists, overview, turning

urlpatterns: list[URLPattern | URLResolver] = [
    path("credentials/", lists.credentials, name="desk_credentials"),
    path("credentials/turn/<slug:act>/", turning.turning, name="desk_credentials_turn"),
    path("credentials/<uuid:uuid>/", overview.credential, name="desk_credential"),
    path("credentials/<uuid:uuid>/correct/", correcting.correct, name="desk_credential_correct"),
]
