"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.jury import appeals, awards, juries, proposals, releasing, results

urlpatterns: list[URLPattern | URLResolver] = [
    *juries.urlpatterns,
    path("awards/", awards.awards, name="desk_awards"),
    path("awards/<uuid:uuid>/", awards.award, name="desk_award"),
    path("sessions/<uuid:uuid>/results/", results.of_session, name="desk_session_results"),
    path("sessions/<uuid:uuid>/results/propose/", proposals.propose, name="desk_results_propose"),
    path("sessions/<uuid:uuid>/results/take/", proposals.propose_source, name="desk_results_propose_source"),
    path("results/mine/", proposals.proposals, name="desk_proposals"),
    path("results/<uuid:uuid>/", results.results, name="desk_results"),
    path("results/<uuid:uuid>/confirm/", proposals.confirm, name="desk_results_confirm"),
    path("results/<uuid:uuid>/send-back/", proposals.back, name="desk_results_send_back"),
    path("results/<uuid:uuid>/release/", releasing.release, name="desk_results_release"),
    path("results/<uuid:uuid>/remind", releasing.remind, name="desk_results_remind"),
    path("results/<uuid:uuid>/paper/<uuid:candidate>/", results.paper, name="desk_results_paper"),
    path("decisions/<uuid:uuid>/check/", proposals.check, name="desk_result_check"),
    path("decisions/<uuid:uuid>/correct/", appeals.correct, name="desk_result_correct"),
    path("decisions/<uuid:uuid>/appeal/", appeals.note, name="desk_appeal_note"),
    path("appeals/", appeals.appeals, name="desk_appeals"),
    path("appeals/<uuid:uuid>/", appeals.appeal, name="desk_appeal"),
    path("appeals/<uuid:uuid>/answer/", appeals.answer, name="desk_appeal_answer"),
    path("appeals/<uuid:uuid>/withdraw/", appeals.withdraw, name="desk_appeal_withdraw"),
]
