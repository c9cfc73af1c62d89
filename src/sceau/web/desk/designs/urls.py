"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.designs import (
    copying,
    exchange,
    gate,
    lists,
    new,
    overview,
    preview,
    publishing,
    retiring,
    review,
    settings,
    translations,
    versions,
    wizard,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("designs/", lists.designs, name="desk_designs"),
    path("designs/new/", new.new, name="desk_design_new"),
    path("designs/new/<str:kind>/", new.new_from, name="desk_design_new_from"),
    path("designs/<uuid:uuid>/step/<slug:step>/", wizard.step, name="desk_design_step"),
    # the life of a design
    path("designs/deleted/", retiring.deleted, name="desk_designs_deleted"),
    path("designs/import/", exchange.take_in, name="desk_design_import"),
    path("designs/settings/", settings.settings, name="desk_design_settings"),
    path("designs/settings/fields/add", settings.add, name="desk_design_field_add"),
    path("designs/settings/fields/<uuid:uuid>/edit", settings.edit, name="desk_design_field_edit"),
    path("designs/settings/fields/<uuid:uuid>/move/<slug:to>", settings.move, name="desk_design_field_move"),
    path("designs/settings/fields/<uuid:uuid>/remove", settings.remove, name="desk_design_field_remove"),
    path("designs/settings/fields/<uuid:uuid>/restore", settings.restore, name="desk_design_field_restore"),
    path("designs/<uuid:uuid>/", overview.overview, name="desk_design"),
    path("designs/<uuid:uuid>/gate/", gate.gate, name="desk_design_gate"),
    path("designs/<uuid:uuid>/translations/", translations.translations, name="desk_design_translations"),
    path("designs/<uuid:uuid>/preview/", preview.preview, name="desk_design_preview"),
    path("designs/<uuid:uuid>/seal.svg", preview.seal, name="desk_design_seal"),
    path("designs/<uuid:uuid>/review/", review.review, name="desk_design_review"),
    path("designs/<uuid:uuid>/review/withdraw", review.withdraw, name="desk_design_withdraw"),
    path("designs/<uuid:uuid>/publish/", publishing.publish, name="desk_design_publish"),
    path("designs/<uuid:uuid>/versions/", versions.versions, name="desk_design_versions"),
    path("designs/<uuid:uuid>/versions/begin", versions.begin, name="desk_design_new_version"),
    path("designs/<uuid:uuid>/versions/drop", versions.drop, name="desk_design_drop"),
    path("designs/<uuid:uuid>/versions/<int:number>/", versions.version, name="desk_design_version"),
    path("designs/<uuid:uuid>/versions/<int:old>/to/<int:new>/", versions.between, name="desk_design_difference"),
    path("designs/<uuid:uuid>/versions/<int:number>/export", exchange.export, name="desk_design_export"),
    path("designs/<uuid:uuid>/versions/<int:number>/retire", retiring.retire, name="desk_design_retire"),
    path("designs/<uuid:uuid>/archive", retiring.archive, name="desk_design_archive"),
    path("designs/<uuid:uuid>/delete", retiring.delete, name="desk_design_delete"),
    path("designs/<uuid:uuid>/restore", retiring.restore, name="desk_design_restore"),
    path("designs/<uuid:uuid>/copy", copying.copy, name="desk_design_copy"),
]
