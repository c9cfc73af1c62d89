"""The pictures of an institution: its logo, or the seal that is drawn while it has none."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sceau.engine.images.seal import draw_seal
from sceau.institutions.models import Institution, Logo

DAY: Final = 24 * 3600  # seconds: how long a drawn seal may be kept without asking again
YEAR: Final = 365 * DAY  # of a logo, whose address changes with it


@require_safe
def logo(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """The logo that has this digest; a former one is found no more."""
    found = get_object_or_404(Logo, institution__slug=slug, digest=digest)
    response = HttpResponse(bytes(found.png), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@require_safe
def seal(request: HttpRequest, slug: str) -> HttpResponse:
    """A seal whose pattern is the institution's own for ever."""
    institution = get_object_or_404(Institution, slug=slug)
    drawing = draw_seal(design_id=str(institution.uuid), title=institution.name, body="", level=institution.city)
    response = HttpResponse(drawing, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={DAY}"
    response["ETag"] = f'"{sha256(drawing).hexdigest()}"'
    return response
