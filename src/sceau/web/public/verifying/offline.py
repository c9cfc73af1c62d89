"""The verifier that is one file, to take away; what it must be, so that nobody need believe whoever hands it over."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sceau.web.public.catalogue.languages import in_language_of_address
from sceau.web.public.published import answer
from sceau.web.templatetags.words import spoken
from sceau.web.verifier_file import NAME, verifier_digest, verifier_page

KEPT: Final = 3600  # seconds


@require_safe
def verifier_file(request: HttpRequest) -> HttpResponse:
    """The file, to be saved: shown by us it would be worth no more than our other pages."""
    response = answer(request, verifier_page().encode(), content_type="text/html; charset=utf-8", seconds=KEPT)
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


@require_safe
def verifier_sum(request: HttpRequest) -> HttpResponse:
    """Its digest, as `sha256sum --check` reads it."""
    line = f"{verifier_digest()}  {NAME}\n"
    return answer(request, line.encode(), content_type="text/plain; charset=utf-8", seconds=KEPT)


@require_safe
@in_language_of_address
def offline(request: HttpRequest) -> HttpResponse:
    """How to verify with no network and without us."""
    context = {
        "digest": verifier_digest(),
        "size": len(verifier_page().encode()),
        "name": NAME,
        "current": "verifier",
        "in_other_language": f"?lang={'fr' if spoken() == 'en' else 'en'}",
    }
    return render(request, "public/verifier/offline.html", context)
