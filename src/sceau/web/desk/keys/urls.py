"""Addresses of the keys' pages at the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.keys import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("keys/", pages.keys, name="desk_keys"),
    path("keys/mine/ask", pages.ask_mine, name="desk_keys_ask_mine"),
    path("keys/<slug:purpose>/ask", pages.ask, name="desk_keys_ask"),
    path("keys/requests/<uuid:uuid>/agree", pages.agree, name="desk_ceremony_agree"),
    path("keys/requests/<uuid:uuid>/alone", pages.make_alone, name="desk_ceremony_alone"),
    path("keys/requests/<uuid:uuid>/stop", pages.stop, name="desk_ceremony_stop"),
    path("keys/<uuid:uuid>/compromise", pages.compromise, name="desk_key_compromise"),
    path("keys/<uuid:uuid>/certificate.pem", pages.certificate, name="desk_key_certificate"),
    path("keys/<uuid:uuid>/request.csr", pages.certificate_request, name="desk_key_request"),
    path("keys/<uuid:uuid>/certificate", pages.import_certificate, name="desk_key_import"),
]
