"""What search engines may visit, and when it last changed."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sceau.design.models import CatalogueEntry
from sceau.institutions.models import Institution
from sceau.web.public.published import answer

MOST: Final = 10_000  # addresses in one file; the protocol allows 50,000 and 50 MB
KEPT: Final = 3600  # seconds
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that is public may be read; of a trial installation, whose bodies are invented, nothing."""
    if settings.MODE == "demo":
        text = "User-agent: *\nDisallow: /\n"
    else:
        closed = "".join(f"Disallow: {path}\n" for path in ("/desk/", "/account/", "/platform/", "/invitation/"))
        text = f"User-agent: *\n{closed}\nSitemap: {settings.BASE_URL}{reverse('sitemap')}\n"
    return answer(request, text.encode(), content_type="text/plain; charset=utf-8", seconds=KEPT)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page; a list of lists where there are many."""
    pages = _pages_needed()
    if pages == 1:
        return _answer(request, _addresses(1))
    lists = "".join(
        f"<sitemap><loc>{escape(settings.BASE_URL + reverse('sitemap_page', args=[page]))}</loc></sitemap>\n"
        for page in range(1, pages + 1)
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_NAMESPACE}">\n{lists}</sitemapindex>\n'
    return answer(request, body.encode(), content_type="application/xml", seconds=KEPT)


@require_safe
def sitemap_page(request: HttpRequest, page: int) -> HttpResponse:
    """One of the lists."""
    if not 1 <= page <= _pages_needed():
        raise Http404
    return _answer(request, _addresses(page))


def _pages_needed() -> int:
    return max(1, ceil((_others() + CatalogueEntry.objects.count()) / MOST))


def _others() -> int:
    return len(_fixed()) + Institution.objects.count()


def _fixed() -> list[str]:
    return [reverse(name) for name in ("home", "catalogue", "issuers", "accessibility")]


def _addresses(page: int) -> Iterable[tuple[str, str]]:
    """The addresses of one list with the day of their last change: fixed pages, bodies, then micro-certifications."""
    first, last = (page - 1) * MOST, page * MOST
    others = [(path, "") for path in _fixed()]
    others += [
        (reverse("issuer", args=[slug]), "")
        for slug in Institution.objects.order_by("pk").values_list("slug", flat=True)
    ]
    yield from others[first:last]
    before = reverse("micro_credential_latest", args=[UUID(int=0)]).removesuffix(str(UUID(int=0)))
    entries = CatalogueEntry.objects.order_by("pk").values_list("design__uuid", "number", "published_at")
    for uuid, number, at in entries[max(0, first - len(others)) : max(0, last - len(others))]:
        yield f"{before}{uuid}/{number}", at.date().isoformat()


def _answer(request: HttpRequest, addresses: Iterable[tuple[str, str]]) -> HttpResponse:
    rows = "".join(
        f"<url><loc>{escape(settings.BASE_URL + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for path, day in addresses
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_NAMESPACE}">\n{rows}</urlset>\n'
    return answer(request, body.encode(), content_type="application/xml", seconds=KEPT)
