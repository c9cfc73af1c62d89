"""Addresses of the sessions; those of candidates, assessors and the jury of a session stand with their pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.sessions import (
    calls,
    day,
    groups,
    incidents,
    lists,
    moving,
    opening,
    overview,
    planning,
    settings,
    sheets,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("sessions/", lists.sessions, name="desk_sessions"),
    path("sessions/open/", opening.choose, name="desk_session_open"),
    path("sessions/open/<uuid:uuid>/<int:number>/", opening.open_on, name="desk_session_open_on"),
    path("sessions/settings/", settings.settings, name="desk_assessment_settings"),
    path("sessions/<uuid:uuid>/", overview.overview, name="desk_session"),
    path("sessions/<uuid:uuid>/edit/", opening.edit, name="desk_session_edit"),
    path("sessions/<uuid:uuid>/move/<slug:to>", moving.move, name="desk_session_move"),
    # when and where
    path("sessions/<uuid:uuid>/planning/", planning.planning, name="desk_session_planning"),
    path("sessions/<uuid:uuid>/planning/groups/", groups.groups, name="desk_session_groups"),
    path("sessions/<uuid:uuid>/planning/groups/add", groups.cohort_add, name="desk_session_cohort_add"),
    path("sessions/<uuid:uuid>/planning/groups/spread", groups.spread, name="desk_session_spread"),
    path("sessions/<uuid:uuid>/planning/groups/<uuid:cohort>/", groups.cohort, name="desk_session_cohort"),
    path("sessions/<uuid:uuid>/planning/slots/add/", planning.slot_add, name="desk_session_slot_add"),
    path("sessions/<uuid:uuid>/planning/slots/<uuid:slot>/", planning.slot, name="desk_session_slot"),
    path(
        "sessions/<uuid:uuid>/planning/slots/<uuid:slot>/remove", planning.slot_remove, name="desk_session_slot_remove"
    ),
    path("sessions/<uuid:uuid>/planning/place/<str:event>", planning.place_all, name="desk_session_place"),
    # the day
    path("sessions/<uuid:uuid>/day/", day.day, name="desk_session_day"),
    path("sessions/<uuid:uuid>/day/convocations/", calls.calls, name="desk_session_calls"),
    path("sessions/<uuid:uuid>/day/sheets/open", day.sheet_open, name="desk_session_sheet_open"),
    path("sessions/<uuid:uuid>/day/sheets/<uuid:sheet>/", sheets.sheet, name="desk_session_sheet"),
    path("sessions/<uuid:uuid>/day/sheets/<uuid:sheet>/note", sheets.note, name="desk_session_sheet_note"),
    path("sessions/<uuid:uuid>/day/sheets/<uuid:sheet>/sign/<int:line>/", sheets.sign, name="desk_session_sheet_sign"),
    path("sessions/<uuid:uuid>/day/sheets/<uuid:sheet>/line", sheets.line_add, name="desk_session_sheet_line"),
    path("sessions/<uuid:uuid>/day/sheets/<uuid:sheet>/scan", sheets.scan, name="desk_session_sheet_scan"),
    path("sessions/<uuid:uuid>/day/sheets/<uuid:sheet>/close", sheets.close, name="desk_session_sheet_close"),
    path("sessions/<uuid:uuid>/day/attendance/<str:day>.pdf", day.attendance_paper, name="desk_session_attendance"),
    path("sessions/<uuid:uuid>/day/grids/<str:event>.pdf", day.grids, name="desk_session_blank_grids"),
    path("sessions/<uuid:uuid>/day/absent/<uuid:candidate>", day.say_absent, name="desk_session_absent"),
    path(
        "sessions/<uuid:uuid>/day/attestation/<uuid:candidate>.pdf",
        day.attestation_paper,
        name="desk_session_attestation",
    ),
    path("sessions/<uuid:uuid>/incidents/", incidents.incidents, name="desk_session_incidents"),
]
