"""Much in one house: designs published by many bodies, an export of the registers, a framework of skills."""

from __future__ import annotations

import random
import tempfile
import uuid
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

import _exports
import _finding
from django.utils.timezone import now

from sceau.design.models import Author, CatalogueEntry, CatalogueTag, Design, DesignVersion
from sceau.design.services.catalogue import COLLECTION, columns_of, searched, tags_of
from sceau.design.services.writing import titles_of
from sceau.design.steps import digest_of
from sceau.frameworks.models import Concept
from sceau.frameworks.reading.concepts import ConceptRow
from sceau.frameworks.services import FrameworkRow, carry_out, load_own, take_file
from sceau.institutions.models import Institution
from sceau.search.services import index

DESIGNS, FICHES, SKILLS = 2_000, 30_000, 14_000
AT_ONCE = 500


def fill_designs(count: int = DESIGNS) -> dict[str, int]:
    """Add published designs to the demonstration; gives how many there are then."""
    _add_designs(count)
    return {"designs": CatalogueEntry.objects.count()}


def fill_references(fiches: int = FICHES, skills: int = SKILLS) -> dict[str, int]:
    """Add an export of the registers and a framework; gives how many of each there are then."""
    _add_skills(skills)
    with tempfile.TemporaryDirectory() as folder:
        export = _exports.fiches(Path(folder) / "export-fiches-csv-2026-08-16.zip", fiches)
        carry_out(release=take_file(path=export, by=None, now=now(), keep=True), scratch=Path(folder), clock=now)
    return {"concepts": Concept.objects.count(), "fiches": fiches}


def _add_designs(count: int) -> None:
    models = list(DesignVersion.objects.filter(entry__isnull=False).select_related("design").order_by("pk"))
    bodies = list(Institution.objects.filter(kind="certifier").order_by("pk"))
    chance = random.Random(6)
    for first in range(0, count, AT_ONCE):
        made = [
            _version(models[n % len(models)], bodies[n % len(bodies)], n, chance) for n in range(first, count)[:AT_ONCE]
        ]
        Design.objects.bulk_create(version.design for version in made)
        Author.objects.bulk_create(
            Author(
                design=each.design, user=each.published_by, number=1, since=each.published_at, until=each.published_at
            )
            for each in made
        )
        DesignVersion.objects.bulk_create(made)
        entries = CatalogueEntry.objects.bulk_create(
            CatalogueEntry(design=each.design, version=each, **columns_of(each)) for each in made
        )
        CatalogueTag.objects.bulk_create(
            CatalogueTag(entry=entry, facet=facet, value=value, label=label)
            for entry, each in zip(entries, made, strict=True)
            for (facet, value), label in tags_of(each.document).items()
        )
        index(COLLECTION, (searched(each) for each in made))


def _version(model: DesignVersion, body: Institution, number: int, chance: random.Random) -> DesignVersion:
    """A version like another one, under another name and at another price."""
    document = deepcopy(model.document)
    name = f"{chance.choice(_finding.VERBS)} {chance.choice(_finding.NOUNS)} {chance.choice(_finding.ADJECTIVES)}"
    document |= {
        "uuid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "id": f"mesure-{number}",
        "version": 1,
        "title": {language: f"{name.capitalize()} {number}" for language in document["languages"]},
        "price": {"amount": chance.randrange(0, 1500, 10)},
        "delivery": {
            **(document.get("delivery") or {}),
            "places": [{"city": f"Ville {number % 200}", "postal_code": "05000"}],
        },
    }
    at = model.published_at - timedelta(minutes=number)
    source = model.design
    design = Design(
        uuid=document["uuid"], institution=body, name=document["id"], state="published", draft=document,
        titles=titles_of(document), score=source.score, last_number=1, origin={"kind": "blank"},
        created_by=source.created_by, created_at=at, changed_by=source.changed_by, changed_at=at,
    )  # fmt: skip
    return DesignVersion(
        design=design, number=1, document=document, source=document, digest=digest_of(document), profile=model.profile,
        languages=document["languages"], titles=titles_of(document), gate=model.gate, rules_of=model.rules_of,
        signatures=model.signatures, published_by=model.published_by, published_at=at,
    )  # fmt: skip


def _add_skills(count: int) -> None:
    load_own(
        now=now(),
        on=date(2026, 11, 1),
        concepts={FrameworkRow("mesure", "Compétences de mesure"): list(_skills(count))},
    )


def _skills(count: int) -> Iterator[ConceptRow]:
    for entry in _finding.skills(count):
        (french, _), (english, _), (other, _), _text = entry.texts
        yield ConceptRow(code=entry.key, label_fr=french, label_en=english, alternatives_fr=(other,))
