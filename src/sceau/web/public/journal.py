"""The head of a journal, for whoever wants to note it: so that nobody, and not we either, can rewrite it unseen."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sceau.institutions.models import Institution
from sceau.journal.queries import head_of
from sceau.web.public.published import answer

FORMAT = "sceau.journal.head/1"
KEPT = 300  # seconds that others may keep it: when each act is done is nobody's business to the second


@require_safe
def journal_head(request: HttpRequest, slug: str) -> HttpResponse:
    """How many acts the journal of an institution has, and the digest of the last one. Nothing of what they say."""
    institution = get_object_or_404(Institution.objects.only("uuid", "did"), slug=slug)
    head = head_of(institution.uuid)
    told = {
        "format": FORMAT,
        "institution": institution.did,
        "chain": str(head.chain),
        "length": head.length,
        "digest": head.digest.hex(),
    }
    body = orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"
    return answer(request, body, content_type="application/json", seconds=KEPT)
