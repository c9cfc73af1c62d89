"""Looking up what an outcome may be aligned to: skills, occupations, certifications and their blocs, by words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sceau.frameworks.models import Bloc, Concept, Fiche
from sceau.search.services import Entry

REGISTERS: Final = {"rncp": "fiche:rncp", "rs": "fiche:rs"}
BLOCS: Final = "bloc"

TITLE, OTHER_TITLE, BESIDE, TEXT = 10, 8, 5, 1  # what a word weighs in each
ACTIVE: Final = 40  # percent by which a fiche that may be awarded comes before one that ended
LONGEST_CODE: Final = 16  # a URI is no word that anybody types


def collection_of(framework: str) -> str:
    """The collection of the search that holds the concepts of a framework."""
    return f"concept:{framework}"


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
    """A code, and the figures that people type of it: « RNCP38596 » and « 38596 »."""
    figures = code.removeprefix("RNCP").removeprefix("RS")
    return f"{code} {figures} {figures.partition('BC')[0]}"
