"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.holder import asking, copying, credentials, doors, evidence, home, kept, papers, results, wrong

urlpatterns: list[URLPattern | URLResolver] = [
    path("open/<str:token>/", doors.open_file, name="candidate_open"),
    path("copy/<str:token>/", copying.open_copy, name="candidate_copy_open"),
    path("link/", asking.ask_link, name="candidate_ask_link"),
    path("leave/", doors.leave, name="candidate_leave"),
    path("<uuid:uuid>/", home.home, name="candidate"),
    path("<uuid:uuid>/answer/", home.answer, name="candidate_answer"),
    path("<uuid:uuid>/arrangements/", home.arrangements, name="candidate_arrangements"),
    path("<uuid:uuid>/withdraw/", home.withdraw, name="candidate_withdraw"),
    path("<uuid:uuid>/evidence/", evidence.pieces, name="candidate_evidence"),
    path("<uuid:uuid>/evidence/<uuid:piece>/file", evidence.file, name="candidate_piece"),
    path("<uuid:uuid>/evidence/<uuid:piece>/remove", evidence.remove, name="candidate_piece_remove"),
    path("<uuid:uuid>/results/", results.results, name="candidate_results"),
    path("<uuid:uuid>/results/paper.pdf", results.paper, name="candidate_results_paper"),
    path("<uuid:uuid>/calendar.ics", papers.calendar, name="candidate_calendar"),
    path("<uuid:uuid>/attendance.pdf", papers.attendance, name="candidate_attendance"),
    path("<uuid:uuid>/credentials/", credentials.credentials, name="candidate_credentials"),
    path("<uuid:uuid>/credentials/<uuid:credential>/", credentials.credential, name="candidate_credential"),
    path("<uuid:uuid>/credentials/<uuid:credential>/wrong/", wrong.wrong, name="candidate_credential_wrong"),
    path("<uuid:uuid>/kept/", kept.kept, name="candidate_kept"),
    path("<uuid:uuid>/copy/", copying.copy, name="candidate_copy"),
    path("<uuid:uuid>/consent/", kept.consent, name="candidate_consent"),
]
