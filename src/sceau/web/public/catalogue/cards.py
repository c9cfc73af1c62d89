"""An entry of the catalogue as a line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from sceau.design.models import CatalogueEntry, CatalogueTag, Facet
from sceau.engine.quality.lists import MODES
from sceau.engine.quality.wordings import claims_registration
from sceau.web.public.catalogue.registers import Pair, eligible_codes
from sceau.web.public.catalogue.saying import (
    NOTHING,
    Said,
    Speaker,
    hours_in_words,
    level_in_words,
    price_in_words,
)
from sceau.web.words import shorten

LONGEST_SUMMARY = 180
MOST_CITIES = 3
COLUMNS = (
    *("number", "language", "titles", "summaries", "level", "hours", "price", "registration"),
    *("design__uuid", "institution__name", "institution__slug", "institution__siren"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One line: a title, who awards it, a sentence, facts, a price, whether the CPF pays."""

    uuid: str
    number: int
    title: Said
    body: str
    slug: str
    summary: Said
    facts: tuple[str, ...]
    price: str
    cpf: bool
    cpf_word: str


def cards_of(
    entries: QuerySet[CatalogueEntry], *, language: str, on: date, eligible: frozenset[Pair] | None = None
) -> list[Card]:
    """The lines of these entries, in their order.

    eligible:  what the CPF may pay, where the caller knows it already
    """
    shown_tags = CatalogueTag.objects.filter(facet__in=(Facet.MODE, Facet.CITY))
    rows = list(
        entries.select_related("institution", "design")
        .prefetch_related(Prefetch("tags", queryset=shown_tags))
        .only(*COLUMNS)
    )
    if eligible is None:
        eligible = eligible_codes(
            {(row.registration, row.institution.siren) for row in rows if row.registration}, on=on
        )
    return [_card(entry, language, eligible) for entry in rows]


def _card(entry: CatalogueEntry, language: str, eligible: frozenset[Pair]) -> Card:
    speaker = Speaker(language, entry.language)
    summary = speaker.say(entry.summaries)
    tags = list(entry.tags.all())
    modes = [MODES[tag.value].to(language) for tag in tags if tag.facet == Facet.MODE and tag.value in MODES]
    cities = sorted(str(tag.label) for tag in tags if tag.facet == Facet.CITY)
    places = cities[:MOST_CITIES] + ([_("et ailleurs")] if len(cities) > MOST_CITIES else [])
    facts = (
        hours_in_words(entry.hours, language) if entry.hours else "",
        level_in_words(entry.level) if entry.level else "",
        ", ".join(modes),
        ", ".join(places),
    )
    pays = (entry.registration, entry.institution.siren) in eligible
    if not pays and claims_registration(summary.text):  # it was true when it was published
        summary = NOTHING
    return Card(
        str(entry.design.uuid),
        entry.number,
        speaker.say(entry.titles),
        entry.institution.name,
        entry.institution.slug,
        Said(shorten(summary.text, LONGEST_SUMMARY), summary.language),
        tuple(fact for fact in facts if fact),
        price_in_words(None if entry.price is None else float(entry.price), language),
        pays,
        _("Éligible au CPF, %(code)s") % {"code": entry.registration} if pays else _("Non éligible au CPF"),
    )
