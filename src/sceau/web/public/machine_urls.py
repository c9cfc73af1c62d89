"""Addresses of what is published for machines; those inside signed documents are fixed for ever.

The address of an achievement is in `sceau.web.public.catalogue.urls`: people find a page there.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from sceau.web.public import journal, keys, site
from sceau.web.public.verifying import offline

urlpatterns: list[URLPattern | URLResolver] = [
    path("i/<slug:slug>/did.json", keys.issuer_did, name="issuer_did"),
    path("i/<slug:slug>/keys.json", keys.issuer_keys, name="issuer_keys"),
    path("i/<slug:slug>/journal.json", journal.journal_head, name="issuer_journal"),
    path(".well-known/did.json", keys.own_did, name="own_did"),
    path("status/<uuid:uuid>", site.status_list, name="status_list"),
    path("status/<uuid:uuid>/notices", site.notices, name="status_notices"),
    path("verifier.html", offline.verifier_file, name="verifier_file"),
    path("verifier.html.sha256", offline.verifier_sum, name="verifier_sum"),
    re_path(r"^issuers/(?P<name>[A-Za-z0-9][A-Za-z0-9_-]{0,99})$", site.profile, name="issuer_profile"),
]
