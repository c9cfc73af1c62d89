"""Addresses of the desk; each group of pages brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from sceau.web.desk import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.choose, name="desk"),
    path("<slug:slug>/", home.home, name="desk_home"),
    path("<slug:slug>/", include("sceau.web.desk.profile.urls")),
    path("<slug:slug>/", include("sceau.web.desk.units.urls")),
    path("<slug:slug>/", include("sceau.web.desk.designs.urls")),
    path("<slug:slug>/", include("sceau.web.desk.frameworks.urls")),
    path("<slug:slug>/", include("sceau.web.desk.people.urls")),
    path("<slug:slug>/", include("sceau.web.desk.sessions.urls")),
    path("<slug:slug>/", include("sceau.web.desk.candidates.urls")),
    path("<slug:slug>/", include("sceau.web.desk.marking.urls")),
    path("<slug:slug>/", include("sceau.web.desk.imports.urls")),
    path("<slug:slug>/", include("sceau.web.desk.jury.urls")),
    path("<slug:slug>/", include("sceau.web.desk.quality.urls")),
    path("<slug:slug>/", include("sceau.web.desk.batches.urls")),
    path("<slug:slug>/", include("sceau.web.desk.credentials.urls")),
    path("<slug:slug>/", include("sceau.web.desk.letters.urls")),
    path("<slug:slug>/", include("sceau.web.desk.members.urls")),
    path("<slug:slug>/", include("sceau.web.desk.delegations.urls")),
    path("<slug:slug>/", include("sceau.web.desk.habilitations.urls")),
    path("<slug:slug>/", include("sceau.web.desk.identity.urls")),
    path("<slug:slug>/", include("sceau.web.desk.keys.urls")),
    path("", include("sceau.web.desk.directory.urls")),
    path("<slug:slug>/", include("sceau.web.desk.journal.urls")),
]
