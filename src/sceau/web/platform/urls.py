"""Addresses of those who administer the installation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.platform import frameworks, institutions, journal, people, trust

urlpatterns: list[URLPattern | URLResolver] = [
    path("", institutions.overview, name="platform"),
    path("new/", institutions.create, name="platform_institution_new"),
    path("institutions/<slug:slug>/", institutions.one, name="platform_institution"),
    path("institutions/<slug:slug>/head/", institutions.offer, name="platform_head"),
    path("institutions/<slug:slug>/register/", institutions.register, name="platform_register"),
    path("institutions/<slug:slug>/directory/off/", institutions.directory_off, name="platform_directory_off"),
    path("people/", people.overview, name="platform_people"),
    path("people/<uuid:uuid>/", people.one, name="platform_person"),
    path("people/<uuid:uuid>/close/", people.close, name="platform_person_close"),
    path("people/<uuid:uuid>/reopen/", people.reopen, name="platform_person_reopen"),
    path("frameworks/", frameworks.overview, name="platform_frameworks"),
    path("trust/", trust.overview, name="platform_trust"),
    path("trust/<uuid:uuid>/", trust.one, name="platform_trust_list"),
    path("trust/<uuid:uuid>/replace/", trust.replace, name="platform_trust_replace"),
    path("trust/<uuid:uuid>/take/", trust.decide, name="platform_trust_decide"),
    path("trust/<uuid:uuid>/take/changes.csv", trust.changes_file, name="platform_trust_changes"),
    path("trust/<uuid:uuid>/remove/", trust.remove_list, name="platform_trust_remove"),
    path("journal/", journal.journal, name="platform_journal"),
    path("journal/recheck", journal.recheck, name="platform_journal_recheck"),
    path("journal/export.<str:form>", journal.export, name="platform_journal_export"),
]
