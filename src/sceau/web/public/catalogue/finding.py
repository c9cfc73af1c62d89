"""What the catalogue has for whoever asks, and how many there would be with each further choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Count, F, FloatField, Min, Q, QuerySet
from django.db.models.functions import Cast

from sceau.design.models import CatalogueEntry, CatalogueTag, Facet
from sceau.search.queries import find, nearest_words
from sceau.web.public.catalogue.asking import HOURS, PRICES, Asked
from sceau.web.public.catalogue.registers import Pair, eligible_codes

COLLECTION: Final = "catalogue"
MOST_HITS: Final = 500  # of a search by words: nobody reads further
SKILLS_OFFERED: Final = 60


class Row(NamedTuple):
    """An entry in short: what is needed to count, to filter and to sort. hours, price: the names of their bands."""

    key: int
    sector: str
    level: str
    hours: str
    price: str
    cpf: str
    institution: str


@dataclass(frozen=True, slots=True)
class Found:
    """What answers.

    keys:      of the entries, in order; mended: the words that were probably meant
    eligible:  (code of a fiche, SIREN of a body) that the CPF may pay
    bodies:    short name → name, of those that offer something
    counts:    facet → value → how many
    """

    keys: list[int]
    mended: str
    eligible: frozenset[Pair]
    bodies: Mapping[str, str]
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
    rows, uuids, bodies, eligible = _rows(entries, _order(asked), today=today, named=places is not None)
    wanted = _wanted(asked)
    keys = [row.key for row in rows if not _refusing(row, wanted)]
    if places is not None and asked.sort in ("", "relevance"):
        keys.sort(key=lambda key: places[str(uuids[key])])
    tags = _tag_counts(None if asked.is_empty else keys)
    counts = {**_counts(rows, wanted), **_tag_numbers(tags)}
    return Found(keys, mended, eligible, bodies, counts, _cities(tags), _skills(tags))


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


def _rows(
    entries: QuerySet[CatalogueEntry], order: list[Any], *, today: date, named: bool
) -> tuple[list[Row], dict[int, Any], dict[str, str], frozenset[Pair]]:
    """The rows in order; the UUID of each by its key, when they are named; the bodies; what the CPF may pay."""
    columns = ["pk", "sector", "level", "hours", "euros", "registration"]
    columns += ["institution__siren", "institution__slug", "institution__name"]
    columns += ["design__uuid"] if named else []  # two thousand of them take longer to read than all the rest
    annotated = entries.annotate(euros=Cast("price", FloatField()))
    found = [(*values, None)[:10] for values in annotated.order_by(*order).values_list(*columns)]
    eligible = eligible_codes({(values[5], values[6]) for values in found if values[5]}, on=today)
    rows = [
        Row(
            key,
            sector,
            str(level or ""),
            _band(hours, HOURS),
            _band(price, PRICES),
            "1" if code and (code, siren) in eligible else "",
            slug,
        )
        for key, sector, level, hours, price, code, siren, slug, _name, _uuid in found
    ]
    uuids = {values[0]: values[9] for values in found}
    return rows, uuids, {values[7]: values[8] for values in found}, eligible


def _wanted(asked: Asked) -> dict[str, tuple[str, ...]]:
    """The values asked, for the facets of which something is asked."""
    wanted = {
        "sector": asked.sector,
        "level": asked.level,
        "hours": asked.hours,
        "price": asked.price,
        "cpf": ("1",) if asked.cpf else (),
        "institution": (asked.institution,) if asked.institution else (),
    }
    return {facet: values for facet, values in wanted.items() if values}


def _refusing(row: Row, wanted: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The facets by which a row does not answer."""
    return [facet for facet, values in wanted.items() if getattr(row, facet) not in values]


def _counts(rows: list[Row], wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Counter[str]]:
    """For each facet, how many have each value among those that answer to all the others."""
    refusing = [_refusing(row, wanted) for row in rows] if wanted else [[]] * len(rows)
    return {
        facet: Counter(
            getattr(row, facet)
            for row, refused in zip(rows, refusing, strict=True)
            if not refused or refused == [facet]
        )
        for facet in ("sector", "level", "hours", "price", "cpf", "institution")
    }


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
    counted = tags.values("facet", "value").annotate(number=Count("pk"), one=Min("pk")).order_by("-number", "value")
    rows = list(counted.values_list("facet", "value", "number", "one"))
    skills = [row for row in rows if row[0] == Facet.SKILL][:SKILLS_OFFERED]
    offered = [row for row in rows if row[0] != Facet.SKILL] + skills
    named = [one for facet, _value, _number, one in offered if facet in (Facet.CITY, Facet.SKILL)]
    labels = dict(CatalogueTag.objects.filter(pk__in=named).values_list("pk", "label"))
    return [(facet, value, labels.get(one, value), number) for facet, value, number, one in offered]


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
