"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.credentials import correcting, lists, names, overview, renewing, requests, turning

urlpatterns: list[URLPattern | URLResolver] = [
    path("credentials/", lists.credentials, name="desk_credentials"),
    path("credentials/turn/<slug:act>/", turning.turning, name="desk_credentials_turn"),
    path("credentials/names/", names.names, name="desk_credentials_names"),
    path("credentials/requests/", requests.requests, name="desk_credential_requests"),
    path("credentials/requests/<uuid:uuid>/", requests.one, name="desk_credential_request"),
    path("credentials/renew/", renewing.renewing, name="desk_credentials_renew"),
    path("credentials/<uuid:uuid>/", overview.credential, name="desk_credential"),
    path("credentials/<uuid:uuid>/correct/", correcting.correct, name="desk_credential_correct"),
]
