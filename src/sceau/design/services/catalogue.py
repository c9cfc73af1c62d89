"""What everybody finds, kept in step with what is published."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from sceau.design.models import CatalogueEntry, CatalogueTag, Design, DesignVersion, Facet
from sceau.engine.quality.lists import PARTICIPATION, SECTORS
from sceau.engine.strict_json import JsonObject
from sceau.intake.folding import fold
from sceau.search.services import Entry, forget, index

COLLECTION: Final = "catalogue"
_LONGEST_VALUE: Final = 250
_MODES: Final = {"work": "onsite", "lab": "onsite"}  # a place of work or a laboratory is somewhere


def refresh_entry(design: Design) -> CatalogueEntry | None:
    """Make the entry of a design anew from the version that is offered, or take it out; in the caller's transaction."""
    version = (
        DesignVersion.objects.filter(design=design, number=design.last_number, retired_at=None, archived_at=None)
        .select_related("design", "design__institution")
        .first()
    )
    CatalogueEntry.objects.filter(design=design).delete()
    if version is None:
        forget(COLLECTION, [str(design.uuid)])
        return None
    entry = CatalogueEntry.objects.create(design=design, version=version, **columns_of(version))
    CatalogueTag.objects.bulk_create(
        CatalogueTag(entry=entry, facet=facet, value=value, label=label)
        for (facet, value), label in tags_of(version.document).items()
    )
    index(COLLECTION, [searched(version)])
    return entry


def columns_of(version: DesignVersion) -> dict[str, Any]:
    """The columns of an entry, from a document that follows the schema."""
    document = version.document
    mandatory = document["annex1"]["mandatory"]
    language = document["language"]
    titles = words_of(document["title"], language)
    registration = document.get("registration") or {}
    return {
        "institution": version.design.institution,
        "number": version.number,
        "language": language,
        "languages": version.languages,
        "titles": titles,
        "summaries": words_of(document.get("summary"), language),
        "sort_title": fold(titles.get(language) or next(iter(titles.values())))[:_LONGEST_VALUE],
        "profile": version.profile,
        "sector": document.get("sector") or "",
        "level": mandatory["level"].get("eqf"),
        "hours": mandatory["notional_workload"].get("hours_total"),
        "price": price_of(document),
        "registration": registration.get("code", "") if registration.get("type", "none") != "none" else "",
        "ink": (document.get("look") or {}).get("ink", ""),
        "published_at": version.published_at,
    }


def tags_of(document: JsonObject) -> dict[tuple[str, str], Any]:
    """What an entry has several of, each with how it is written."""
    found: dict[tuple[str, str], Any] = {(Facet.LANGUAGE, each): each for each in document.get("languages") or []}
    delivery = document.get("delivery") or {}
    for mode in delivery.get("modes") or _modes_of(document):
        found[Facet.MODE, mode] = mode
    for place in delivery.get("places") or []:
        if place.get("city") and fold(place["city"]):
            found[Facet.CITY, fold(place["city"])[:_LONGEST_VALUE]] = place["city"]
    for alignment in _alignments(document):
        name = skill_of(alignment)
        if len(name) <= _LONGEST_VALUE:
            found[Facet.SKILL, name] = words_of(alignment["label"], document["language"])
    for funder in (document.get("price") or {}).get("funders") or []:
        found[Facet.FUNDER, funder] = funder
    return found


def skill_of(alignment: JsonObject) -> str:
    """By what a concept is told apart: its address, or its framework and code."""
    concept: str = alignment["id"]
    return concept if concept.startswith(("http://", "https://")) else f"{alignment['framework']}:{concept}"


def price_of(document: JsonObject) -> Decimal | None:
    """In euros; None when the design does not say."""
    amount = (document.get("price") or {}).get("amount")
    found = document.get("price_eur") if amount is None else amount
    return None if found is None else Decimal(str(found)).quantize(Decimal("0.01"))


def words_of(value: Any, language: str) -> dict[str, str]:
    """A text by language."""
    if isinstance(value, str):
        return {language: value}
    return dict(value) if isinstance(value, dict) else {}


def searched(version: DesignVersion) -> Entry:
    """What of a version is searched, and how much each text weighs."""
    document = version.document
    sector = SECTORS.get(document.get("sector") or "")
    cities = [place.get("city", "") for place in (document.get("delivery") or {}).get("places") or []]
    outcomes = document["annex1"]["mandatory"]["learning_outcomes"]
    language = document["language"]
    texts = (
        (_joined([document["title"]], language), 10),
        (_joined((each["label"] for each in _alignments(document)), language), 6),
        (_joined([document.get("summary")], language), 4),
        (version.design.institution.name, 4),
        (_joined((each["statement"] for each in outcomes), language), 3),
        (" ".join(cities), 2),
        (f"{sector.fr} {sector.en}" if sector else "", 2),
    )
    return Entry(key=str(version.design.uuid), texts=tuple(pair for pair in texts if pair[0]))


def _joined(values: Iterable[Any], language: str) -> str:
    return "\n".join(words for value in values for words in words_of(value, language).values())


def _alignments(document: JsonObject) -> Iterable[JsonObject]:
    for outcome in document["annex1"]["mandatory"]["learning_outcomes"]:
        yield from outcome.get("alignments") or []


def _modes_of(document: JsonObject) -> list[str]:
    """Of a design that does not say how it is delivered: from the form of participation."""
    form = document["annex1"]["mandatory"]["form_of_participation"]
    code = next((code for code, concept in PARTICIPATION.items() if concept.uri and concept.uri == form.get("elm")), "")
    mode = _MODES.get(code, code)
    return [mode] if mode in ("onsite", "online", "blended") else []
