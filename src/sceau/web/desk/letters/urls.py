"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.letters import lists, one, printing, words

urlpatterns: list[URLPattern | URLResolver] = [
    path("letters/", lists.letters, name="desk_letters"),
    path("letters/print/", printing.to_print, name="desk_letters_print"),
    path("letters/print/<slug:language>.pdf", printing.pdf, name="desk_letters_pdf"),
    path("letters/printed/", printing.printed, name="desk_letters_printed"),
    path("letters/words/", words.wordings, name="desk_wordings"),
    path("letters/words/<slug:kind>/<slug:language>/", words.wording, name="desk_wording"),
    path("letters/words/<slug:kind>/<slug:language>/preview/", words.preview, name="desk_wording_preview"),
    path("letters/words/<slug:kind>/<slug:language>/reset/", words.reset, name="desk_wording_reset"),
    path("letters/words/<slug:kind>/<slug:language>/trial/", words.trial, name="desk_wording_trial"),
    path("letters/of/<uuid:uuid>/", one.letters_of, name="desk_letter"),
    path("letters/of/<uuid:uuid>/again/", one.again, name="desk_letter_again"),
    path("letters/of/<uuid:uuid>/returned/", one.returned, name="desk_letter_returned"),
]
