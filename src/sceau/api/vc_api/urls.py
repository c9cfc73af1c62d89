"""Addresses, one path a suite."""

from __future__ import annotations

from django.urls import path

from sceau.api.vc_api import views

urlpatterns = [
    path("vc-api/", views.index),
    path("vc-api/status/<slug:purpose>", views.status_list),
    path("vc-api/<slug:suite>/credentials/issue", views.credentials_issue),
    path("vc-api/<slug:suite>/credentials/status", views.credentials_status),
    path("vc-api/<slug:suite>/credentials/verify", views.credentials_verify),
    path("vc-api/<slug:suite>/presentations/verify", views.presentations_verify),
]
