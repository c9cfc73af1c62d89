"""Who the institutions are, and what proves it."""

from __future__ import annotations

import unicodedata
from typing import Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from sceau.design.models import CatalogueEntry
from sceau.institutions.models import Institution
from sceau.institutions.models.evidence import EvidenceState
from sceau.institutions.queries import habilitations_on
from sceau.keyring.models import Purpose
from sceau.keyring.queries import keys_of
from sceau.web.public.catalogue.cards import cards_of
from sceau.web.templatetags.words import spoken
from sceau.web.words import number, shorten

PER_PAGE: Final = 25
LONGEST_DESCRIPTION: Final = 200  # of the pages that show a link: more is cut
SHOWN: Final = 12  # micro-certifications on the page of a body: the catalogue has the others


@require_safe
def issuers(request: HttpRequest) -> HttpResponse:
    """The institutions of this installation, those that answer to a few words first typed."""
    asked = request.GET.get("q", "").strip()[:100]
    found = Institution.objects.select_related("logo").defer("logo__png").order_by("name", "pk")
    if asked:
        found = found.filter(pk__in=matching(asked))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "public/issuers.html",
        {"page": page, "asked": asked, "total": counted(page.paginator.count), "current": "issuers"},
    )


@require_safe
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """One institution: who it is, what proves it, its keys, its partners. Nothing of the people who work there."""
    institution = get_object_or_404(Institution.objects.select_related("logo").defer("logo__png"), slug=slug)
    moment = now()
    shown = (EvidenceState.CONFIRMED, EvidenceState.LAPSED)
    evidence = list(institution.evidence.filter(state__in=shown).order_by("kind", "subject"))
    partnerships = habilitations_on(localdate(moment)).order_by("partner__name", "certifier__name", "pk")
    about, about_language = told(institution)
    offered = CatalogueEntry.objects.filter(institution=institution).order_by("-published_at", "-pk")[: SHOWN + 1]
    cards = cards_of(offered, language=spoken(), on=localdate(moment))
    return render(
        request,
        "public/issuer.html",
        {
            "institution": institution,
            "about": about,
            "about_language": about_language,
            "description": shorten(about, LONGEST_DESCRIPTION),
            "confirmed": [each for each in evidence if each.state == EvidenceState.CONFIRMED],
            "lapsed": [each for each in evidence if each.state == EvidenceState.LAPSED],
            "keys": [key for key in keys_of(institution) if key.purpose != Purpose.PERSON],
            "given": partnerships.filter(certifier=institution).select_related("partner"),
            "held": partnerships.filter(partner=institution).select_related("certifier"),
            "cards": cards[:SHOWN],
            "has_more": len(cards) > SHOWN,
            "base_url": settings.BASE_URL,
            "contact": settings.ADMIN_EMAIL,
            "current": "issuer",
        },
    )


def matching(asked: str) -> list[int]:
    """The keys of the institutions whose name, town or SIREN holds every word that is asked, accents and case apart."""
    words = folded(asked).split()
    figures = "".join(asked.split())
    rows = Institution.objects.values_list("pk", "name", "legal_name", "city", "siren")
    return [
        key
        for key, *texts, siren in rows
        if (siren and siren == figures) or all(word in folded(" ".join(texts)) for word in words)
    ]


def folded(text: str) -> str:
    """Without case, accents nor ligatures: « Œuvre d’Évian » and “oeuvre d'evian” are alike."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))


def told(institution: Institution) -> tuple[str, str]:
    """What an institution says of itself, in the reader's language when it does; and in which language that is."""
    texts = {"fr": institution.about_fr, "en": institution.about_en}
    mine = "en" if get_language() == "en" else "fr"
    other = "fr" if mine == "en" else "en"
    return (texts[mine], mine) if texts[mine] or not texts[other] else (texts[other], other)


def counted(count: int) -> str:
    """How many institutions, in words."""
    language = "en" if get_language() == "en" else "fr"
    return ngettext("%(number)s organisme", "%(number)s organismes", count) % {"number": number(count, language)}
