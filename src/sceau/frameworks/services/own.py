"""The small set that ships with Sceau, so that it can be tried before anything was imported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import orjson
from django.db import transaction

from sceau.frameworks.models import Framework, Release, ReleaseState
from sceau.frameworks.reading import kinds
from sceau.frameworks.reading.concepts import ConceptRow, LinkRow
from sceau.frameworks.reading.sheets import Sheet
from sceau.frameworks.services.indexing import index_concepts, index_fiches
from sceau.frameworks.services.staging import Counts, stage_concepts, stage_fiches, stage_links
from sceau.frameworks.services.sweeping import sweep
from sceau.frameworks.services.switching import switch_concepts, switch_fiches


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """A framework of the small set; the columns are those of `models.Framework`."""

    code: str
    name_fr: str
    name_en: str = ""
    publisher: str = ""
    version: str = ""
    licence: str = ""
    url: str = ""


def load_own(
    *,
    now: datetime,
    on: date,
    sheets: Sequence[Sheet] = (),
    concepts: Mapping[FrameworkRow, Iterable[ConceptRow]] | None = None,
    links: Mapping[str, Iterable[LinkRow]] | None = None,
) -> int:
    """Put the small set in use; gives how many fiches and concepts were read, 0 when this very set already is.

    A framework that was imported whole is left alone, and so is what a register says of a fiche.
    on:  the day that the set was made
    """
    found = 0
    if sheets:
        found += _load_sheets(list(sheets), on, now)
    for framework, rows in (concepts or {}).items():
        found += _load_concepts(framework, list(rows), list((links or {}).get(framework.code, ())), on, now)
    return found


def _load_sheets(sheets: list[Sheet], on: date, now: datetime) -> int:
    release = _release("", hashlib.sha256(orjson.dumps(sheets)).hexdigest(), on, now)
    if release is None:
        return 0
    with transaction.atomic():
        release.save()
        counts = stage_fiches(release, sheets, source=kinds.OWN, on=on, beat=_nothing)
        switch_fiches(release, counts, source=kinds.OWN, register="", on=on, now=now)
    index_fiches(release)
    _end(release, now)
    return counts.read


def _load_concepts(row: FrameworkRow, rows: list[ConceptRow], links: list[LinkRow], on: date, now: datetime) -> int:
    framework = Framework.objects.filter(code=row.code).first()
    if framework is not None and framework.whole:
        return 0
    release = _release(row.code, hashlib.sha256(orjson.dumps([row, rows, links])).hexdigest(), on, now)
    if release is None:
        return 0
    by_code = {each.code: each for each in rows}
    with transaction.atomic():
        release.save()
        fields = {name: getattr(row, name) for name in row.__slots__ if name != "code"}
        framework, _ = Framework.objects.update_or_create(code=row.code, defaults={**fields, "changed_at": now})
        counts = stage_concepts(release, framework, by_code, languages=("fr", "en"), beat=_nothing)
        written = stage_links(release, framework, links, set(by_code))
        switch_concepts(release, framework, counts, links=written, now=now)
    index_concepts(release, framework)
    _end(release, now)
    return counts.read


def _release(framework: str, digest: str, on: date, now: datetime) -> Release | None:
    """A release that is not saved; None when it is in use."""
    same = Release.objects.filter(kind=kinds.OWN, framework=framework, state=ReleaseState.IN_USE, sha256=digest)
    if same.filter(indexed_at__isnull=False).exists():
        return None
    return Release(
        kind=kinds.OWN,
        framework=framework,
        file_name="sceau",
        sha256=digest,
        export_on=on,
        state=ReleaseState.WAITING,
        asked_at=now,
        started_at=now,
    )


def _end(release: Release, now: datetime) -> None:
    sweep()
    release.indexed_at = now
    release.save(update_fields=["indexed_at"])


def _nothing(counts: Counts) -> None:
    """Nobody watches."""
