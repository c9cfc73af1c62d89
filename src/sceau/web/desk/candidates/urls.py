"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.candidates import adding, arrangements, controls, evidence, file, importing, lists, results

urlpatterns: list[URLPattern | URLResolver] = [
    path("sessions/<uuid:uuid>/candidates/", lists.candidates, name="desk_session_candidates"),
    path("sessions/<uuid:uuid>/candidates/add/", adding.add, name="desk_candidate_add"),
    path("sessions/<uuid:uuid>/candidates/add/new", adding.add_new, name="desk_candidate_add_new"),
    path("sessions/<uuid:uuid>/candidates/add/<uuid:person>", adding.add_person, name="desk_candidate_add_person"),
    path("sessions/<uuid:uuid>/candidates/invite", adding.invite, name="desk_candidate_invite"),
    path("sessions/<uuid:uuid>/candidates/import/", importing.upload, name="desk_candidates_import"),
    path("sessions/<uuid:uuid>/controls/", controls.many, name="desk_session_controls"),
    path("imports/<uuid:uuid>/", importing.check, name="desk_import"),
    path("imports/<uuid:uuid>/columns", importing.columns, name="desk_import_columns"),
    path("imports/<uuid:uuid>/rows/<int:line>", importing.row, name="desk_import_row"),
    path("imports/<uuid:uuid>/take", importing.take, name="desk_import_take"),
    path("imports/<uuid:uuid>/wrong.csv", importing.wrong_rows, name="desk_import_wrong"),
    path("imports/<uuid:uuid>/confirm", importing.confirm, name="desk_import_confirm"),
    path("imports/<uuid:uuid>/drop", importing.drop, name="desk_import_drop"),
    path("candidates/<uuid:uuid>/", file.candidate, name="desk_candidate"),
    path("candidates/<uuid:uuid>/edit", file.edit, name="desk_candidate_edit"),
    path("candidates/<uuid:uuid>/conditions/", file.conditions, name="desk_candidate_prerequisites"),
    path("candidates/<uuid:uuid>/move/<slug:to>", file.move, name="desk_candidate_move"),
    path("candidates/<uuid:uuid>/link/<slug:act>", file.link, name="desk_candidate_link"),
    path("candidates/<uuid:uuid>/arrangements/", arrangements.arrangements, name="desk_candidate_arrangements"),
    path("candidates/<uuid:uuid>/controls/", controls.controls, name="desk_candidate_controls"),
    path("candidates/<uuid:uuid>/evidence/", evidence.pieces, name="desk_candidate_evidence"),
    path("candidates/<uuid:uuid>/results/", results.results, name="desk_candidate_results"),
    path("candidates/<uuid:uuid>/history/", file.history, name="desk_candidate_history"),
    path("arrangements/<uuid:uuid>/<slug:to>", arrangements.decide, name="desk_arrangement_decide"),
    path("pieces/<uuid:uuid>/file", evidence.file, name="desk_piece_file"),
    path("pieces/<uuid:uuid>/remove", evidence.remove, name="desk_piece_remove"),
    path("pieces/<uuid:uuid>/show", evidence.show, name="desk_piece_show"),
]
