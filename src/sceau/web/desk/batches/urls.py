"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.batches import choosing, files, lines, lists, overview, previews, releasing, rules, running

urlpatterns: list[URLPattern | URLResolver] = [
    path("batches/", lists.batches, name="desk_batches"),
    path("batches/new/", choosing.new, name="desk_batch_new"),
    path("batches/<uuid:uuid>/", overview.batch, name="desk_batch"),
    path("batches/<uuid:uuid>/add/", choosing.add, name="desk_batch_add"),
    path("batches/<uuid:uuid>/rename/", choosing.rename, name="desk_batch_rename"),
    path("batches/<uuid:uuid>/lines/", lines.lines, name="desk_batch_lines"),
    path("batches/<uuid:uuid>/drop/", lines.drop, name="desk_batch_drop"),
    path("batches/<uuid:uuid>/preview/<int:number>/", previews.preview, name="desk_batch_preview"),
    path("batches/<uuid:uuid>/ask/", releasing.ask, name="desk_batch_ask"),
    path("batches/<uuid:uuid>/take-back/", releasing.back, name="desk_batch_take_back"),
    path("batches/<uuid:uuid>/release/", releasing.release, name="desk_batch_release"),
    path("batches/<uuid:uuid>/move/<slug:act>/", running.move, name="desk_batch_move"),
    path("batches/<uuid:uuid>/cancel/", running.cancel, name="desk_batch_cancel"),
    path("batches/<uuid:uuid>/links.csv", files.links, name="desk_batch_links"),
    path("batches/<uuid:uuid>/files/", files.files, name="desk_batch_files"),
    path("batches/<uuid:uuid>/files.zip", files.taken, name="desk_batch_files_taken"),
    path("rules-of-issuing/", rules.rules, name="desk_issuing_settings"),
]
