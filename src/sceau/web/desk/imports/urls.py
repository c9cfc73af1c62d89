"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.imports import bringing, columns, pieces, proposing, rows

urlpatterns: list[URLPattern | URLResolver] = [
    path("results/past/", bringing.bring, name="desk_takeover"),
    path("results/past/<uuid:uuid>/", rows.check, name="desk_results_file"),
    path("results/past/<uuid:uuid>/columns", columns.columns, name="desk_results_file_columns"),
    path("results/past/<uuid:uuid>/sheet", columns.sheet, name="desk_results_file_sheet"),
    path("results/past/<uuid:uuid>/rows/<int:line>", rows.row, name="desk_results_file_row"),
    path("results/past/<uuid:uuid>/wrong.csv", rows.wrong, name="desk_results_file_wrong"),
    path("results/past/<uuid:uuid>/mended", bringing.mended, name="desk_results_file_mended"),
    path("results/past/<uuid:uuid>/again", rows.again, name="desk_results_file_again"),
    path("results/past/<uuid:uuid>/evidence", pieces.pieces, name="desk_results_file_pieces"),
    path("results/past/<uuid:uuid>/propose", proposing.propose, name="desk_results_file_propose"),
    path("results/past/<uuid:uuid>/drop", proposing.drop, name="desk_results_file_drop"),
]
