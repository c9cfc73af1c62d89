"""What the catalogue has for whoever asks, and how many there would be with each further choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from sceau.design.models import CatalogueEntry, CatalogueTag, Facet
from sceau.search.queries import find, nearest_words
from sceau.web.public.catalogue.asking import HOURS, PRICES, Asked
from sceau.web.public.catalogue.registers import eligible_codes

COLLECTION: Final = "catalogue"
MOST_HITS: Final = 500  # of a search by words: nobody reads further
SKILLS_OFFERED: Final = 60


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in short: what is needed to count, to filter and to sort."""

    key: int
    uuid: str
    institution: int
    sector: str
    level: str
    hours: float | None
    price: float | None
    registration: str


@dataclass(frozen=True, slots=True)
class Found:
    """keys: of the entries, in order; mended: the words that were probably meant; counts: facet → value → how many."""

    keys: list[int]
    mended: str
    counts: Mapping[str, Mapping[str, int]]
    cities: tuple[tuple[str, str], ...]
    skills: tuple[tuple[str, Any], ...]


def find_entries(asked: Asked, *, today: date) -> Found:
    """The entries that answer to everything that is asked."""
    places: dict[str, int] | None = None
    mended = ""
    if asked.words:
        hits = find(COLLECTION, asked.words, limit=MOST_HITS)
        places = {hit.key: place for place, hit in enumerate(hits)}
        meant = nearest_words(COLLECTION, asked.words)
        mended = meant if meant.casefold() != asked.words.casefold() else ""
    tagged = _tagged(asked)
    entries = CatalogueEntry.objects.filter(tagged)
    if places is not None:
        entries = entries.filter(design__uuid__in=list(places))
    if asked.institution:
        entries = entries.filter(institution__slug=asked.institution)
    rows = _rows(entries, _order(asked))
    codes = eligible_codes({(row.registration, row.institution) for row in rows if row.registration}, on=today)
    kept = [row for row in rows if _answers(row, asked, codes)]
    if places is not None and asked.sort in ("", "relevance"):
        kept.sort(key=lambda row: places[row.uuid])
    keys = [row.key for row in kept]
    tags = _tag_counts(None if asked.is_empty else keys)
    return Found(keys, mended, {**_counts(rows, asked, codes), **_tag_numbers(tags)}, _cities(tags), _skills(tags))


def _tagged(asked: Asked) -> Q:
    """Those that have one of the values asked, in each facet of several values."""
    wanted = {
        Facet.MODE: asked.mode,
        Facet.LANGUAGE: asked.language,
        Facet.CITY: (asked.city,) if asked.city else (),
        Facet.SKILL: (asked.skill,) if asked.skill else (),
    }
    found = Q()
    for facet, values in wanted.items():
        if values:
            having = CatalogueTag.objects.filter(facet=facet, value__in=values).values("entry")
            found &= Q(pk__in=having)
    return found


def _order(asked: Asked) -> list[Any]:
    known: dict[str, list[Any]] = {
        "title": ["sort_title", "pk"],
        "price": [F("price").asc(nulls_last=True), "sort_title", "pk"],
        "hours": [F("hours").asc(nulls_last=True), "sort_title", "pk"],
    }
    return known.get(asked.sort, ["-published_at", "-pk"])


def _rows(entries: QuerySet[CatalogueEntry], order: list[Any]) -> list[Row]:
    columns = ("pk", "design__uuid", "institution_id", "sector", "level", "hours", "price", "registration")
    return [
        Row(key, str(uuid), body, sector, str(level or ""), hours, None if price is None else float(price), code)
        for key, uuid, body, sector, level, hours, price, code in entries.order_by(*order).values_list(*columns)
    ]


def _tests(asked: Asked, codes: frozenset[tuple[str, int]]) -> dict[str, Callable[[Row], bool]]:
    """Whether a row answers, facet by facet."""
    return {
        "sector": lambda row: not asked.sector or row.sector in asked.sector,
        "level": lambda row: not asked.level or row.level in asked.level,
        "hours": lambda row: not asked.hours or _band(row.hours, HOURS) in asked.hours,
        "price": lambda row: not asked.price or _band(row.price, PRICES) in asked.price,
        "cpf": lambda row: not asked.cpf or (row.registration, row.institution) in codes,
    }


def _answers(row: Row, asked: Asked, codes: frozenset[tuple[str, int]]) -> bool:
    return all(test(row) for test in _tests(asked, codes).values())


def _counts(rows: Iterable[Row], asked: Asked, codes: frozenset[tuple[str, int]]) -> dict[str, Counter[str]]:
    """For each facet, how many have each value among those that answer to all the others."""
    tests = _tests(asked, codes)
    value_of: dict[str, Callable[[Row], str]] = {
        "sector": lambda row: row.sector,
        "level": lambda row: row.level,
        "hours": lambda row: _band(row.hours, HOURS),
        "price": lambda row: _band(row.price, PRICES),
        "cpf": lambda row: "1" if (row.registration, row.institution) in codes else "",
    }
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in value_of}
    for row in rows:
        failed = [facet for facet, test in tests.items() if not test(row)]
        for facet, value in value_of.items():
            if not failed or failed == [facet]:
                counts[facet][value(row)] += 1
    return counts


def _band(value: float | None, bands: Mapping[str, tuple[float | None, float | None]]) -> str:
    """The name of the band in which a value is; "" for none."""
    if value is None:
        return ""
    for name, (low, high) in bands.items():
        if (low is None or value >= low) and (high is None or value < high):
            return name
    return ""


def _tag_counts(keys: list[int] | None) -> list[tuple[str, str, Any, int]]:
    """(facet, value, label, how many), the most frequent first; keys: None for all."""
    tags = CatalogueTag.objects.filter(facet__in=(Facet.MODE, Facet.LANGUAGE, Facet.CITY, Facet.SKILL))
    if keys is not None:
        tags = tags.filter(entry__in=keys)
    counted = tags.values("facet", "value").annotate(number=Count("pk")).order_by("-number", "value")
    rows = [(row["facet"], row["value"], row["number"]) for row in counted]
    offered = [row for row in rows if row[0] != Facet.SKILL] + [row for row in rows if row[0] == Facet.SKILL][
        :SKILLS_OFFERED
    ]
    named = [value for facet, value, _number in offered if facet in (Facet.CITY, Facet.SKILL)]
    labels = {
        (facet, value): label
        for facet, value, label in CatalogueTag.objects.filter(value__in=named).values_list("facet", "value", "label")
    }
    return [(facet, value, labels.get((facet, value), value), number) for facet, value, number in offered]


def _tag_numbers(tags: Iterable[tuple[str, str, Any, int]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {
        facet: Counter() for facet in (Facet.MODE, Facet.LANGUAGE, Facet.CITY, Facet.SKILL)
    }
    for facet, value, _label, number in tags:
        counts[facet][value] = number
    return counts


def _cities(tags: Iterable[tuple[str, str, Any, int]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((value, str(label)) for facet, value, label, _number in tags if facet == Facet.CITY))


def _skills(tags: Iterable[tuple[str, str, Any, int]]) -> tuple[tuple[str, Any], ...]:
    return tuple((value, label) for facet, value, label, _number in tags if facet == Facet.SKILL)
