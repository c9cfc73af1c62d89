"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.people import alike, asked, civil, contacts, pages, processing, retention

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", pages.people, name="desk_people"),
    path("people/new", pages.new, name="desk_person_new"),
    path("people/alike", alike.alike, name="desk_people_alike"),
    path("people/alike/<uuid:uuid>/<uuid:other>", alike.compare, name="desk_people_compare"),
    path("people/alike/<uuid:uuid>/<uuid:other>/apart", alike.apart, name="desk_people_apart"),
    path("people/alike/<uuid:uuid>/<uuid:other>/again", alike.again, name="desk_people_again"),
    path("people/merges/<uuid:uuid>/separate", alike.separate, name="desk_people_separate"),
    path("people/addresses/<uuid:uuid>/<slug:act>", contacts.address, name="desk_person_address"),
    path("people/guardians/<uuid:uuid>/edit", contacts.edit_guardian, name="desk_person_guardian_edit"),
    path("people/guardians/<uuid:uuid>/<slug:act>", contacts.guardian, name="desk_person_guardian"),
    path("people/consents/<uuid:uuid>/withdraw", contacts.withdraw, name="desk_person_consent_withdraw"),
    path("people/<uuid:uuid>/", pages.person, name="desk_person"),
    path("people/<uuid:uuid>/edit", pages.edit, name="desk_person_edit"),
    path("people/<uuid:uuid>/addresses/add", contacts.add_address, name="desk_person_address_add"),
    path("people/<uuid:uuid>/guardians/add", contacts.add_guardian, name="desk_person_guardian_add"),
    path("people/<uuid:uuid>/civil-status", civil.civil_status, name="desk_person_civil_status"),
    path("people/<uuid:uuid>/export", asked.export, name="desk_person_export"),
    path("people/<uuid:uuid>/erase", asked.erase, name="desk_person_erase"),
    path("retention/", retention.schedule, name="desk_retention"),
    path("retention/run", retention.carry_out, name="desk_retention_run"),
    path("retention/confirm", retention.confirm, name="desk_retention_confirm"),
    path("retention/suspend", retention.suspend, name="desk_retention_suspend"),
    path("retention/<slug:kind>/edit", retention.edit, name="desk_retention_edit"),
    path("processing/", processing.register, name="desk_processing"),
    path("processing/contact", processing.contact, name="desk_processing_contact"),
    path("processing/add", processing.add, name="desk_processing_add"),
    path("processing/export/<slug:form>", processing.export, name="desk_processing_export"),
    path("processing/<uuid:uuid>/edit", processing.edit, name="desk_processing_edit"),
    path("processing/<uuid:uuid>/remove", processing.remove, name="desk_processing_remove"),
]
