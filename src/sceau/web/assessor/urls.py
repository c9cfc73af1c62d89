"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.assessor import comparing, declaring, juries, lists, marking, writes

urlpatterns: list[URLPattern | URLResolver] = [
    *juries.urlpatterns,
    path("", lists.work, name="assess"),
    path("worker.js", lists.worker, name="assess_worker"),
    path("token", writes.token, name="assess_token"),
    path("sessions/<uuid:uuid>/declaration/", declaring.declaration, name="assess_declaration"),
    path("markings/<uuid:uuid>/", marking.screen, name="assess_marking"),
    path("markings/<uuid:uuid>/writes", writes.writes, name="assess_writes"),
    path("markings/<uuid:uuid>/take-back", marking.back, name="assess_take_back"),
    path("pieces/<uuid:uuid>", marking.piece, name="assess_piece"),
    path("attempts/<uuid:uuid>/<str:event>/", comparing.comparison, name="assess_comparison"),
]
