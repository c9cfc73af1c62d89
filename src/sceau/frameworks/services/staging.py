"""Rows are written beside those in use, by chunks, each in a short transaction: who works meanwhile is not held up."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar

import orjson
from django.db import transaction

from sceau.frameworks.models import (
    Bloc,
    Concept,
    ConceptLink,
    Fiche,
    FicheBody,
    FicheCode,
    FicheLink,
    FicheSource,
    Framework,
    Release,
)
from sceau.frameworks.reading import sheets as shapes
from sceau.frameworks.reading.concepts import ConceptRow, LinkRow
from sceau.frameworks.reading.merging import Said, merged
from sceau.frameworks.reading.sheets import BodySheet, Sheet
from sceau.frameworks.reading.values import SIREN
from sceau.frameworks.services.insertion import insert

CHUNK = 250  # fiches: a transaction of a third of a second at most
CONCEPTS = 500
_LINKS = 2_000
_DAYS = ("effect_on", "decided_on", "ends_on", "last_award_on", "published_on", "journal_on")
_PLAIN = (
    "title incomplete level active registered_years validity_years partial_validation new_caledonia french_polynesia"
).split()
_TEXTS = (
    "abbreviation abbreviation_title state registered url activities abilities sectors jobs aims regulations "
    "entry_requirements award_requirements mastery renewal partial_scope"
).split()
_LONGEST = {"abbreviation": 60, "abbreviation_title": 250, "state": 60}
_BLOC = ("fiche_id", "code", "label", "skills", "assessment", "entry_requirements", "award_requirements")
_BODY = (
    "fiche_id", "right", "siret", "siren", "name", "trade_name", "website", "state", "since", "changed_on",
)  # fmt: skip
_CODE = ("fiche_id", "scheme", "code", "label")
_LINK = ("fiche_id", "other", "newer")
Beat = Callable[["Counts"], None]
AThing = TypeVar("AThing")


@dataclass(slots=True)
class Counts:
    """What was done so far.

    seen:    the numbers or codes that were read
    back:    those that were marked as gone, and are listed again
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    seen: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)

    def as_json(self) -> dict[str, int]:
        """For the row of the release."""
        return {"read": self.read, "new": self.new, "changed": self.changed, "unchanged": self.unchanged}


def stage_fiches(release: Release, sheets: Iterable[Sheet], *, source: str, on: date, beat: Beat) -> Counts:
    """Write what is new or changed; what says the same as before is left alone.

    source:  "csv", "xml" or "own"
    beat:    called after each chunk
    """
    counts = Counts()
    for chunk in _chunks(sheets, CHUNK):
        with transaction.atomic():
            _stage_chunk(release, chunk, source, on, counts)
        beat(counts)
    return counts


def stage_concepts(
    release: Release, framework: Framework, rows: Mapping[str, ConceptRow], *, languages: Sequence[str], beat: Beat
) -> Counts:
    """The same for concepts.

    languages:  those that the rows speak; what is known in the other one stays
    """
    counts = Counts()
    for chunk in _chunks(rows.values(), CONCEPTS):
        with transaction.atomic():
            _stage_concepts(release, framework, chunk, languages, counts)
        beat(counts)
    return counts


def stage_links(release: Release, framework: Framework, links: Iterable[LinkRow], known: set[str]) -> int:
    """Write links between concepts that are known; gives how many."""
    written = 0
    wanted = (link for link in links if link.source in known and link.target in known)
    for chunk in _chunks(wanted, _LINKS):
        with transaction.atomic():
            columns = ("framework_id", "release_id", "source", "target", "kind")
            rows = [(framework.pk, release.pk, each.source, each.target, each.kind) for each in chunk]
            insert(ConceptLink, columns, rows)
        written += len(chunk)
    return written


def _chunks(things: Iterable[AThing], size: int) -> Iterator[list[AThing]]:
    stream = iter(things)
    while chunk := list(islice(stream, size)):
        yield chunk


def _stage_chunk(release: Release, chunk: list[Sheet], source: str, on: date, counts: Counts) -> None:
    there = {
        number: (pk, gone)
        for pk, number, gone in Fiche.objects.filter(number__in=[each.number for each in chunk]).values_list(
            "pk", "number", "gone_on"
        )
    }
    held = {pk for pk, _ in there.values()}
    sources = FicheSource.objects.filter(fiche__in=held, kind=source).values_list("fiche_id", "digest")
    known = {pk: bytes(digest) for pk, digest in sources}
    changed: list[tuple[Sheet, bytes, bytes]] = []
    for sheet in chunk:
        counts.read += 1
        counts.seen.add(sheet.number)
        pk, gone = there.get(sheet.number, (0, None))
        if gone is not None:
            counts.back.add(sheet.number)
        data = shapes.as_bytes(sheet)
        digest = hashlib.sha256(data).digest()
        if known.get(pk) == digest:
            counts.unchanged += 1
        else:
            changed.append((sheet, data, digest))
            counts.changed += bool(pk)
            counts.new += not pk
    if changed:
        _write(release, changed, there, source, on)


def _write(
    release: Release,
    changed: list[tuple[Sheet, bytes, bytes]],
    there: Mapping[str, tuple[int, date | None]],
    source: str,
    on: date,
) -> None:
    pks = [there[sheet.number][0] for sheet, *_ in changed if sheet.number in there]
    others: dict[int, list[FicheSource]] = {}
    for other in FicheSource.objects.filter(fiche__in=pks).exclude(kind=source):
        others.setdefault(other.fiche_id, []).append(other)
    fiches, sources, whole = [], [], []
    for sheet, data, digest in changed:
        beside = others.get(there.get(sheet.number, (0, None))[0], [])
        said = [Said(source, on, sheet)]
        said += [Said(each.kind, each.on, shapes.from_bytes(zlib.decompress(each.sheet))) for each in beside]
        whole.append(merged(said) if beside else sheet)
        fiches.append(fiche_of(whole[-1], release))
        mine = (source, on.isoformat(), digest, zlib.compress(data, 1))
        sources.append([mine, *((each.kind, each.on.isoformat(), each.digest, each.sheet) for each in beside)])
    Fiche.everything.bulk_create(fiches)
    pairs = [(fiche.pk, sheet) for fiche, sheet in zip(fiches, whole, strict=True)]
    kept = [(fiche.pk, *each) for fiche, several in zip(fiches, sources, strict=True) for each in several]
    insert(FicheSource, ("fiche_id", "kind", "on", "digest", "sheet"), kept)
    insert(Bloc, _BLOC, [(pk, *_values(each, _BLOC)) for pk, sheet in pairs for each in sheet.blocs or ()])
    insert(FicheBody, _BODY, [_body(pk, each) for pk, sheet in pairs for each in sheet.bodies or ()])
    insert(FicheCode, _CODE, [(pk, *_values(each, _CODE)) for pk, sheet in pairs for each in sheet.codes or ()])
    insert(FicheLink, _LINK, [(pk, *_values(each, _LINK)) for pk, sheet in pairs for each in sheet.links or ()])


def _values(item: object, columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(item, column) for column in columns[1:])


def _body(pk: int, each: BodySheet) -> tuple[object, ...]:
    return (
        pk,
        each.right,
        each.siret,
        each.siret[:SIREN],
        each.name,
        each.trade_name,
        each.website,
        each.state,
        each.since or None,
        each.changed_on or None,
    )


def fiche_of(sheet: Sheet, release: Release) -> Fiche:
    """The row of a sheet, not in use."""
    fields: dict[str, Any] = {name: _day(getattr(sheet, name)) for name in _DAYS}
    fields |= {name: getattr(sheet, name) for name in _PLAIN}
    fields |= {name: (getattr(sheet, name) or "")[: _LONGEST.get(name)] for name in _TEXTS}
    return Fiche(
        number=sheet.number,
        register=sheet.register,
        release=release,
        routes=[{"code": each.code, "jury": each.jury} for each in sheet.routes or ()],
        statistics=list(sheet.statistics or ()),
        equivalences=list(sheet.equivalences or ()),
        **fields,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _stage_concepts(
    release: Release, framework: Framework, chunk: list[ConceptRow], languages: Sequence[str], counts: Counts
) -> None:
    codes = [row.code for row in chunk]
    there = {each.code: each for each in Concept.objects.filter(framework=framework, code__in=codes)}
    waiting = []
    for given in chunk:
        counts.read += 1
        counts.seen.add(given.code)
        known = there.get(given.code)
        row = given.completed(_other_languages(known, languages)) if known is not None else given
        digest = hashlib.sha256(orjson.dumps(row)).digest()
        if known is not None and known.gone_on is not None:
            counts.back.add(given.code)
        if known is not None and bytes(known.digest) == digest:
            counts.unchanged += 1
            continue
        counts.changed += known is not None
        counts.new += known is None
        waiting.append(_concept_of(row, release, framework, digest))
    Concept.everything.bulk_create(waiting)


def _other_languages(concept: Concept, languages: Sequence[str]) -> ConceptRow:
    """What a row in use says in the languages that an import leaves out."""
    french, english = "fr" not in languages, "en" not in languages
    return ConceptRow(
        code=concept.code,
        label_fr=concept.label_fr if french else "",
        label_en=concept.label_en if english else "",
        alternatives_fr=tuple(concept.alternatives.get("fr", ())) if french else (),
        alternatives_en=tuple(concept.alternatives.get("en", ())) if english else (),
        description_fr=concept.description_fr if french else "",
        description_en=concept.description_en if english else "",
    )


def _concept_of(row: ConceptRow, release: Release, framework: Framework, digest: bytes) -> Concept:
    return Concept(
        framework=framework,
        release=release,
        code=row.code,
        url=row.url,
        kind=row.kind,
        notation=row.notation,
        label_fr=row.label_fr,
        label_en=row.label_en,
        alternatives={
            language: list(each)
            for language, each in (("fr", row.alternatives_fr), ("en", row.alternatives_en))
            if each
        },
        description_fr=row.description_fr,
        description_en=row.description_en,
        parents=list(row.parents),
        reuse=row.reuse,
        retired=row.retired,
        digest=digest,
    )
