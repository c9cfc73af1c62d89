"""Looking up what an outcome may be aligned to: skills, occupations, certifications and their blocs, by words.

What is published is public: whoever asks may see it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import Q

from sceau.engine.strict_json import JsonObject
from sceau.frameworks.models import Bloc, Concept, Fiche
from sceau.search.queries import Hit, find, nearest_words
from sceau.search.services import Entry

REGISTERS: Final = {"rncp": "fiche:rncp", "rs": "fiche:rs"}
BLOCS: Final = "bloc"
BLOC: Final = "bloc"  # as a framework one looks in
CONCEPTS: Final = "concept:"

TITLE, OTHER_TITLE, BESIDE, TEXT = 10, 8, 5, 1  # what a word weighs in each
ACTIVE: Final = 40  # percent by which a fiche that may be awarded comes before one that ended
LONGEST_CODE: Final = 16  # a URI is no word that anybody types

MOST_FOUND: Final = 50
MOST_FRAMEWORKS: Final = 20
ENOUGH: Final = 2  # words that a suggestion shares with a statement: one alone is chance
# as designs write them; the others are written by their code
NAMES: Final = {
    "esco": "ESCO",
    "rome": "ROME",
    "digcomp": "DigComp",
    "greencomp": "GreenComp",
    "lifecomp": "LifeComp",
    "rncp": "RNCP",
    "rs": "RS",
    BLOC: "RNCP_BLOC",
    "isced-f": "ISCED-F",
    "nsf": "NSF",
    "eqf": "EQF",
}
_NUMBER: Final = re.compile(r"\b(rncp|rs)\s+(\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that words led to.

    framework:  "esco", "rome", "rncp", "rs", "bloc", or the code of any framework
    name:       of the framework, as designs write it
    kind:       of a concept: "skill", "occupation"…; "" for a fiche
    notation:   what people know it by: « M1805 », « RNCP38596 »; "" for a concept that has only an address
    active:     of a fiche or a bloc on the day that was asked; None for a concept
    ends_on:    the last day on which it may be awarded, when there is one
    words:      how many of the asked words it has
    """

    framework: str
    name: str
    code: str
    label_fr: str
    label_en: str
    url: str = ""
    kind: str = ""
    notation: str = ""
    active: bool | None = None
    ends_on: date | None = None
    words: int = 0

    def label(self, language: str) -> str:
        """In "fr" or "en"; in the other when there is none."""
        first, second = (self.label_en, self.label_fr) if language == "en" else (self.label_fr, self.label_en)
        return first or second

    @property
    def alignment(self) -> JsonObject:
        """As an outcome of a design writes it (`sceau.design/1`)."""
        label = {language: text for language, text in (("fr", self.label_fr), ("en", self.label_en)) if text}
        identifier = self.url if self.framework == "esco" else self.code
        return {"framework": self.name, "id": identifier, "label": label, "relation": "closeMatch"}

    @property
    def classification(self) -> JsonObject:
        """As the classification of a design writes it."""
        label = {language: text for language, text in (("fr", self.label_fr), ("en", self.label_en)) if text}
        address = {"uri": self.url} if self.url else {}
        return {"code": self.code, **address, "label": label}


def look_up(words: str, *, frameworks: Sequence[str], on: date, limit: int = 20) -> list[Found]:
    """What these words lead to in these frameworks, the best first; the last word may be unfinished.

    frameworks:  "rncp", "rs", "bloc", or codes of frameworks; those that are not loaded hold nothing
    on:          the day for which a fiche is active or not
    """
    address = words.strip()
    if address.startswith(("http://", "https://")):
        return _at(address, frameworks)
    words = _NUMBER.sub(r"\1\2", words)
    hits = find(_collections(frameworks), words, limit=min(limit, MOST_FOUND))
    return _read(hits, on)


def suggest(statement: str, *, frameworks: Sequence[str] = ("esco",), on: date, limit: int = 5) -> list[Found]:
    """What an outcome's own words lead to: less than one thinks, rather than what only one word leads to."""
    hits = find(_collections(frameworks), statement, limit=min(limit, MOST_FOUND), typing=False)
    return _read([hit for hit in hits if hit.words >= ENOUGH], on)


def probably_meant(words: str, *, frameworks: Sequence[str]) -> str:
    """The words without their typing errors; "" when there is none, or nothing is near."""
    return nearest_words(_collections(frameworks), words)


def found_of(framework: str, code: str, *, on: date) -> Found | None:
    """What has this code; None when nothing in use has it."""
    if framework in REGISTERS:
        return next(iter(_fiches([code], on).values()), None)
    if framework == BLOC:
        return _blocs([code], on).get(code)
    return next(iter(_concepts({framework: [code]}).values()), None)


def collection_of(framework: str) -> str:
    """The collection of the search that holds the concepts of a framework."""
    return CONCEPTS + framework


def entries_of_concepts(concepts: Iterable[Concept]) -> Iterator[Entry]:
    """What is searched of concepts: labels in both languages, other labels, and a little of the description."""
    for each in concepts:
        others = each.alternatives if isinstance(each.alternatives, dict) else {}
        yield Entry(
            key=each.code,
            texts=(
                (each.label_fr, TITLE),
                (each.label_en, OTHER_TITLE),
                *((label, BESIDE) for labels in others.values() for label in labels),
                (each.notation, TITLE),
                (each.code if len(each.code) <= LONGEST_CODE else "", TITLE),
                (each.description_fr, TEXT),
            ),
            boost=-30 if each.retired else 0,
        )


def entries_of_fiches(fiches: Iterable[Fiche]) -> Iterator[Entry]:
    """What is searched of fiches: number and title, then the trades that they lead to."""
    for each in fiches:
        yield Entry(
            key=each.number,
            texts=(
                (each.title, TITLE),
                (_numbers(each.number), TITLE),
                (each.abbreviation, OTHER_TITLE),
                (each.jobs, TEXT),
            ),
            boost=ACTIVE if each.active else 0,
        )


def entries_of_blocs(blocs: Iterable[Bloc]) -> Iterator[Entry]:
    """What is searched of blocs: code and label, then their skills. The fiche of each is read with it."""
    for each in blocs:
        yield Entry(
            key=each.full_code,
            texts=((each.label, TITLE), (_numbers(each.full_code), TITLE), (each.skills, TEXT)),
            boost=ACTIVE if each.fiche.active else 0,
        )


def _numbers(code: str) -> str:
    """A code, and the figures of its fiche, which people type too: « RNCP38596 » and « 38596 »."""
    return f"{code} {code.removeprefix('RNCP').removeprefix('RS').partition('BC')[0]}"


def _collections(frameworks: Sequence[str]) -> list[str]:
    places = {**REGISTERS, BLOC: BLOCS}
    return [places.get(each) or collection_of(each) for each in list(dict.fromkeys(frameworks))[:MOST_FRAMEWORKS]]


def _read(hits: Sequence[Hit], on: date) -> list[Found]:
    """The rows of what was found, in the order in which it was; what went away meanwhile is left out."""
    keys: dict[str, list[str]] = {}
    for hit in hits:
        keys.setdefault(hit.collection, []).append(hit.key)
    concepts = {name.removeprefix(CONCEPTS): codes for name, codes in keys.items() if name.startswith(CONCEPTS)}
    numbers = [number for collection in REGISTERS.values() for number in keys.get(collection, ())]
    rows: dict[tuple[str, str], Found] = {
        (collection_of(each), code): one for (each, code), one in _concepts(concepts).items()
    }
    rows |= {(REGISTERS[one.framework], number): one for number, one in _fiches(numbers, on).items()}
    rows |= {(BLOCS, code): one for code, one in _blocs(keys.get(BLOCS, []), on).items()}
    return [
        replace(rows[hit.collection, hit.key], words=hit.words) for hit in hits if (hit.collection, hit.key) in rows
    ]


def _at(address: str, frameworks: Collection[str]) -> list[Found]:
    """The concept that has an address, which somebody pasted."""
    rows = Concept.objects.filter(url=address, framework__code__in=frameworks).select_related("framework")[:1]
    return [_of_concept(each) for each in rows]


def _concepts(codes: dict[str, list[str]]) -> dict[tuple[str, str], Found]:
    """By framework and code."""
    if not codes:
        return {}
    asked = Q()
    for framework, each in codes.items():
        asked |= Q(framework__code=framework, code__in=each)
    rows = Concept.objects.filter(asked).select_related("framework").defer("description_fr", "description_en")
    return {(row.framework.code, row.code): _of_concept(row) for row in rows}


def _of_concept(row: Concept) -> Found:
    framework = row.framework.code
    shown = row.notation or (row.code if len(row.code) <= LONGEST_CODE else "")
    return Found(
        framework, NAMES.get(framework, framework), row.code, row.label_fr, row.label_en, row.url, row.kind, shown
    )


def _fiches(numbers: Sequence[str], on: date) -> dict[str, Found]:
    """By number."""
    if not numbers:
        return {}
    columns = ("number", "register", "title", "active", "ends_on", "last_award_on")
    return {row.number: _of_fiche(row, on) for row in Fiche.objects.filter(number__in=numbers).only(*columns)}


def _of_fiche(row: Fiche, on: date) -> Found:
    last = _last_day(row)
    return Found(
        row.register,
        NAMES[row.register],
        row.number,
        row.title,
        "",
        row.page,
        notation=row.number,
        active=_may_be_awarded(row, on),
        ends_on=last,
    )


def _blocs(codes: Sequence[str], on: date) -> dict[str, Found]:
    """By whole code."""
    if not codes:
        return {}
    numbers = {code.partition("BC")[0] for code in codes}
    columns = (
        "code",
        "label",
        *(f"fiche__{each}" for each in ("number", "register", "active", "ends_on", "last_award_on")),
    )
    rows = Bloc.objects.filter(fiche__number__in=numbers).select_related("fiche").only(*columns)
    return {row.full_code: _of_bloc(row, on) for row in rows if row.full_code in codes}


def _of_bloc(row: Bloc, on: date) -> Found:
    return Found(
        BLOC,
        NAMES[BLOC],
        row.full_code,
        row.label or row.full_code,
        "",
        row.fiche.page,
        notation=row.full_code,
        active=_may_be_awarded(row.fiche, on),
        ends_on=_last_day(row.fiche),
    )


def _last_day(fiche: Fiche) -> date | None:
    return max((day for day in (fiche.ends_on, fiche.last_award_on) if day), default=None)


def _may_be_awarded(fiche: Fiche, on: date) -> bool:
    last = _last_day(fiche)
    return fiche.active if last is None else on <= last
