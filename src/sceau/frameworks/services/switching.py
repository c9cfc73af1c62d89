"""The one act by which what was staged is in use, and what it replaces is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from sceau.frameworks import reasons
from sceau.frameworks.errors import UnderWay
from sceau.frameworks.models import Concept, ConceptLink, Fiche, Framework, Release, ReleaseState
from sceau.frameworks.services.staging import Counts
from sceau.journal.services import record

_BATCH = 500


def switch_fiches(release: Release, counts: Counts, *, source: str, register: str, on: date, now: datetime) -> Counts:
    """Put the fiches of a release in use, and mark those that it no longer lists.

    The CSV lists all fiches; an XML those of one register, and it only tells of fiches that no CSV told of.
    """
    with transaction.atomic():
        gone = list(_not_seen(_told_by(source, register), counts.seen))
        staged = Fiche.everything.filter(release=release, current=False)
        Fiche.objects.filter(number__in=staged.values("number")).update(current=False)
        staged.update(current=True)
        for batch in _batches(sorted(counts.back)):
            Fiche.objects.filter(number__in=batch).update(gone_on=None, release=release)
        for batch in _batches(gone):
            Fiche.objects.filter(number__in=batch).update(gone_on=on)
        _put_in_use(release, counts, len(gone), now)
    return counts


def switch_concepts(release: Release, framework: Framework, counts: Counts, *, links: int, now: datetime) -> Counts:
    """The same for the concepts of a framework; without links of its own a release keeps those that are there."""
    with transaction.atomic():
        gone = list(_not_seen(Concept.objects.filter(framework=framework, gone_on=None), counts.seen, field="code"))
        staged = Concept.everything.filter(release=release, framework=framework, current=False)
        Concept.objects.filter(framework=framework, code__in=staged.values("code")).update(current=False)
        staged.update(current=True)
        for batch in _batches(sorted(counts.back)):
            Concept.objects.filter(framework=framework, code__in=batch).update(gone_on=None, release=release)
        for batch in _batches(gone):
            Concept.objects.filter(framework=framework, code__in=batch).update(
                gone_on=release.export_on or localdate(now)
            )
        if not links:
            ConceptLink.objects.filter(framework=framework).update(release=release)
        framework.changed_at = now
        framework.save()
        _put_in_use(release, counts, len(gone), now)
    return counts


def _told_by(source: str, register: str) -> QuerySet[Fiche]:
    told = Fiche.objects.filter(gone_on=None, sources__kind=source)
    if source == "xml":
        told = told.filter(register=register).exclude(sources__kind="csv")
    return told


def _not_seen(rows: QuerySet[Fiche] | QuerySet[Concept], seen: set[str], field: str = "number") -> Iterator[str]:
    return (each for each in rows.values_list(field, flat=True).iterator() if each not in seen)


def _put_in_use(release: Release, counts: Counts, gone: int, now: datetime) -> None:
    """raises: UnderWay when another worker took this import over meanwhile; nothing is put in use then"""
    there = Release.objects.select_for_update().get(pk=release.pk)
    if (there.state, there.started_at) != (release.state, release.started_at):
        raise UnderWay(reasons.UNDER_WAY)
    others = Release.objects.filter(kind=release.kind, framework=release.framework, state=ReleaseState.IN_USE)
    others.exclude(pk=release.pk).update(state=ReleaseState.REPLACED)
    release.state = ReleaseState.IN_USE
    release.done_at = now
    release.counts = {**release.counts, **counts.as_json(), "gone": gone}
    release.save(update_fields=["state", "done_at", "counts"])
    record(
        "framework.loaded",
        subject=f"release:{release.uuid}",
        by=release.asked_by,
        at=now,
        kind=release.kind,
        framework=release.framework,
        export_on=release.export_on,
        read=counts.read,
        new=counts.new,
        changed=counts.changed,
        gone=gone,
    )


def _batches(things: Iterable[str]) -> Iterator[list[str]]:
    stream = iter(things)
    while batch := list(islice(stream, _BATCH)):
        yield batch
