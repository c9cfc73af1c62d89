"""The documents that say which keys sign for an institution."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sceau.institutions.models import Institution
from sceau.keyring.documents import did_document, key_history
from sceau.keyring.queries import published_keys
from sceau.web.public.published import answer

KEPT = 300  # seconds: a withdrawn key is known everywhere after five minutes
# what every resolver reads, and every browser shows
TYPE = "application/json"


@require_safe
def issuer_did(request: HttpRequest, slug: str) -> HttpResponse:
    """The DID document of an institution, at the address of a DID on our host."""
    institution = get_object_or_404(Institution, slug=slug)
    return _json(request, did_document(institution.did, published_keys(institution)))


@require_safe
def own_did(request: HttpRequest) -> HttpResponse:
    """The DID document of the institution whose own domain was asked."""
    domain, _ = split_domain_port(request.get_host())
    if not domain:
        raise Http404
    institution = get_object_or_404(Institution, domain=domain)
    return _json(request, did_document(institution.did, published_keys(institution)))


@require_safe
def issuer_keys(request: HttpRequest, slug: str) -> HttpResponse:
    """Every key that the institution ever had, with its dates."""
    institution = get_object_or_404(Institution, slug=slug)
    return _json(request, key_history(institution, published_keys(institution)))


def _json(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    body = orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
    return answer(request, body, content_type=TYPE, seconds=KEPT)
