"""One version of a micro-certification: its page for people, its documents for machines, at one address."""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

import sceau
from sceau.assessment.queries.offers import sessions_offered
from sceau.design.models import DesignVersion
from sceau.design.queries import published, published_latest
from sceau.web.public import site
from sceau.web.public.catalogue.documents import (
    SMALL,
    achievement_of,
    card_as_png,
    frozen,
    seal_as_png,
    seal_as_svg,
)
from sceau.web.public.catalogue.languages import alternates, canonical, in_language_of_address
from sceau.web.public.catalogue.linked import linked_data
from sceau.web.public.catalogue.reading import facts_of
from sceau.web.public.catalogue.showing import Shown, shown
from sceau.web.public.published import answer
from sceau.web.templatetags.words import spoken
from sceau.web.words import shorten

JSON_LD: Final = "application/ld+json"
ASKED: Final = ["text/html", JSON_LD, "application/json", "application/vc", "application/vc+ld+json"]
KEPT: Final = 3600  # seconds: a version never changes
LONGEST_DESCRIPTION: Final = 200  # of the pages that show a link: more is cut


@require_safe
def micro_credential(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """The page of a version; its Open Badges achievement for whoever asks for JSON."""
    wants_page = request.get_preferred_type(ASKED) in ("text/html", None)
    version = published(uuid, number)
    if version is not None and wants_page:
        return micro_credential_page(request, version)
    written = site.achievement(request, uuid, number)  # what `sceau issue` published of it stays as it was
    if written is not None:
        return written
    if version is None:
        raise Http404
    return answer(request, achievement_of(version), content_type=JSON_LD, seconds=KEPT, vary="Accept")


@in_language_of_address
def micro_credential_page(request: HttpRequest, version: DesignVersion) -> HttpResponse:
    """For people; asked again with what it was, it is not drawn again."""
    facts = facts_of(version, today=localdate(now()))
    page = shown(version.document, language=spoken(), facts=facts)
    sessions = sessions_offered(version, now=now())
    etag = _etag(request, version, (page, [(each.pk, each.changed_at) for each in sessions]))
    response = None if list(get_messages(request)) else get_conditional_response(request, etag=etag)
    if response is None:
        path = reverse("micro_credential", args=[version.design.uuid, version.number])
        context = {
            "page": page,
            "sessions": sessions,
            "version": version,
            "institution": version.design.institution,
            "description": shorten(page.sentence.text or page.title.text, LONGEST_DESCRIPTION),
            "canonical": canonical(request, path),
            "alternates": alternates(path),
            "linked": linked_data(page, url=f"{settings.BASE_URL}{path}", base=settings.BASE_URL),
            "seal": f"{path}/image.svg",
            "brief": f"{reverse('micro_credential_brief', args=[version.design.uuid, version.number])}?lang={spoken()}",
            "card": f"{settings.BASE_URL}{path}/card.png?lang={spoken()}",
            "base_url": settings.BASE_URL,
            "contact": settings.ADMIN_EMAIL,
            "current": "micro_credential",
        }
        response = render(request, "public/catalogue/version.html", context)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response


@require_safe
def micro_credential_latest(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To the version that is offered now; to the last one when none is."""
    version = published_latest(uuid) or DesignVersion.objects.filter(design__uuid=uuid).order_by("-number").first()
    if version is None:
        raise Http404
    response = redirect("micro_credential", uuid, version.number)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def micro_credential_file(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """The document as it was frozen, with its proof."""
    return answer(request, frozen(_found(uuid, number)), content_type="application/json", seconds=KEPT)


@require_safe
def picture(request: HttpRequest, uuid: UUID, number: int, form: str) -> HttpResponse:
    """The picture of a version. form: "png" or "svg" """
    written = site.picture(request, uuid, number, form)
    if written is not None:
        return written
    version = _found(uuid, number)
    if form == "png":
        return answer(request, seal_as_png(version), content_type="image/png", seconds=KEPT)
    return site.drawing(answer(request, seal_as_svg(version), content_type="image/svg+xml", seconds=KEPT))


@require_safe
def small_picture(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """The same for lists, 256 pixels wide."""
    return answer(request, seal_as_png(_found(uuid, number), SMALL), content_type="image/png", seconds=KEPT)


@require_safe
def card(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """The picture that networks show beside a link to the page, in the language of its address."""
    language = "en" if request.GET.get("lang") == "en" else "fr"
    return answer(request, card_as_png(_found(uuid, number), language), content_type="image/png", seconds=KEPT)


def _found(uuid: UUID, number: int) -> DesignVersion:
    version = published(uuid, number)
    if version is None:
        raise Http404
    return version


def _etag(request: HttpRequest, version: DesignVersion, drawn: tuple[Shown, object]) -> str:
    """What changes whenever the page would be drawn otherwise, for this reader."""
    choices = [request.COOKIES.get(name, "") for name in ("sceau_theme", settings.CSRF_COOKIE_NAME)]
    reader = [str(request.user.pk), get_language() or "", request.get_full_path(), *choices]
    about = [sceau.__version__, version.digest, repr(drawn), settings.MODE, *reader]
    return f'W/"{sha256(chr(10).join(about).encode()).hexdigest()[:32]}"'
