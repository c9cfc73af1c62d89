"""A release that waits is read, staged, put in use, searched for; killed anywhere, it is begun again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Q

from sceau.frameworks import reasons
from sceau.frameworks.errors import FrameworksError, UnderWay, WrongFile
from sceau.frameworks.models import Release, ReleaseState
from sceau.frameworks.reading import csv_export, esco, free, kinds, rome, xml_export
from sceau.frameworks.reading.limits import DEFAULT, Limits
from sceau.frameworks.reading.packages import Package, open_package
from sceau.frameworks.reading.sheets import Oddities, Sheet
from sceau.frameworks.services.indexing import index_concepts, index_fiches
from sceau.frameworks.services.naming import framework_of
from sceau.frameworks.services.staging import Counts, stage_concepts, stage_fiches, stage_links
from sceau.frameworks.services.sweeping import sweep
from sceau.frameworks.services.switching import switch_concepts, switch_fiches
from sceau.journal.services import record

SILENT = timedelta(minutes=2)  # an import that said nothing for so long is dead
Clock = Callable[[], datetime]
_OPEN = Q(state__in=[ReleaseState.WAITING, ReleaseState.READING]) | Q(
    state=ReleaseState.IN_USE, indexed_at__isnull=True
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is.

    step:  "reading", "searching" or "done"
    read:  fiches or concepts
    """

    step: str
    read: int


Tell = Callable[[Progress], None]


def carry_out(
    *, release: Release, scratch: Path, clock: Clock, tell: Tell = lambda _: None, limits: Limits = DEFAULT
) -> Release:
    """Load a release.

    scratch:  a folder for files that may be thrown away
    clock:    read at each step
    raises:   UnderWay, when another import is at work; WrongFile and its like, and then nothing of it is left
    """
    release.refresh_from_db()
    if release.state in (ReleaseState.REFUSED, ReleaseState.REPLACED):
        return release
    if release.state != ReleaseState.IN_USE:
        _claim(release, clock())
        try:
            sweep(release)
            with tempfile.TemporaryDirectory(dir=scratch, prefix="import-") as folder:
                _load(release, Path(folder), clock, tell, limits)
        except UnderWay:  # another worker took us for dead: it is theirs now
            raise
        except FrameworksError as refusal:
            _refused(release, refusal, clock())
            raise
        except OSError as error:
            lost = WrongFile(reasons.FILE_GONE, file=release.file_name)
            _refused(release, lost, clock())
            raise lost from error
    if release.indexed_at is None:
        tell(Progress("searching", release.counts.get("read", 0)))
        _index(release)
        sweep()
        release.indexed_at = clock()
        release.save(update_fields=["indexed_at"])
        _throw_away(release)
    tell(Progress("done", release.counts.get("read", 0)))
    return release


def carry_out_waiting(*, scratch: Path, clock: Clock) -> int:
    """Load what waits, what was left half-way, and what is not searched for yet; gives how many were done.

    A refusal is kept on its row; when another worker is at it, nothing is done.
    """
    done = 0
    for release in Release.objects.filter(_OPEN).order_by("asked_at", "pk"):
        try:
            carry_out(release=release, scratch=scratch, clock=clock)
        except UnderWay:
            break
        except FrameworksError:
            continue
        done += 1
    return done


def unfinished() -> bool:
    """Whether anything waits, or was left half-way."""
    return Release.objects.filter(_OPEN).exists()


def _claim(release: Release, now: datetime) -> None:
    """Be the one who reads; the database lets there be one.

    raises:  UnderWay
    """
    dead = Q(beaten_at__isnull=True) | Q(beaten_at__lte=now - SILENT)
    try:
        with transaction.atomic():
            others = Release.objects.filter(dead, state=ReleaseState.READING).exclude(pk=release.pk)
            others.update(state=ReleaseState.WAITING)
            mine = Release.objects.filter(pk=release.pk).filter(
                Q(state=ReleaseState.WAITING) | (Q(state=ReleaseState.READING) & dead)
            )
            if not mine.update(state=ReleaseState.READING, started_at=now, beaten_at=now):
                raise UnderWay(reasons.UNDER_WAY)
    except IntegrityError as taken:
        raise UnderWay(reasons.UNDER_WAY) from taken
    release.refresh_from_db()


def _load(release: Release, scratch: Path, clock: Clock, tell: Tell, limits: Limits) -> None:
    package = open_package(Path(release.path), name=release.file_name, limits=limits)
    if package.sha256 != release.sha256:
        raise WrongFile(reasons.FILE_GONE, file=release.file_name)

    ours = Release.objects.filter(pk=release.pk, state=ReleaseState.READING, started_at=release.started_at)

    def beat(counts: Counts) -> None:
        if not ours.update(beaten_at=clock(), counts={**release.counts, **counts.as_json()}):
            raise UnderWay(reasons.UNDER_WAY)
        tell(Progress("reading", counts.read))

    if release.kind in kinds.FICHES:
        oddities = Oddities()
        _load_fiches(release, _sheets(release, package, scratch, oddities, limits), beat, oddities, clock)
    else:
        _load_concepts(release, package, beat, clock, limits)


def _sheets(release: Release, package: Package, scratch: Path, oddities: Oddities, limits: Limits) -> Iterator[Sheet]:
    if release.kind == kinds.FC_CSV:
        return csv_export.sheets(package, scratch=scratch, oddities=oddities, limits=limits)
    return xml_export.sheets(package, oddities=oddities, limits=limits)


def _load_fiches(
    release: Release, sheets: Iterator[Sheet], beat: Callable[[Counts], None], oddities: Oddities, clock: Clock
) -> None:
    if release.export_on is None:
        raise WrongFile(reasons.NO_DAY, file=release.file_name)
    source = "csv" if release.kind == kinds.FC_CSV else "xml"
    counts = stage_fiches(release, sheets, source=source, on=release.export_on, beat=beat)
    release.counts = {**release.counts, "oddities": oddities.counts}
    register = release.kind.rpartition("_")[2]
    switch_fiches(release, counts, source=source, register=register, on=release.export_on, now=clock())


def _load_concepts(
    release: Release, package: Package, beat: Callable[[Counts], None], clock: Clock, limits: Limits
) -> None:
    oddities = Oddities()
    languages = esco.languages_of(package) if release.kind == kinds.ESCO else esco.LANGUAGES
    if release.kind == kinds.FREE:
        rows, links = free.concepts(Path(release.path), package.name), iter(())
    else:
        reader = esco if release.kind == kinds.ESCO else rome
        rows = reader.concepts(package, oddities=oddities, limits=limits)
        links = reader.links(package, limits=limits)
    framework = framework_of(release, clock())
    counts = stage_concepts(release, framework, rows, languages=languages, beat=beat)
    written = stage_links(release, framework, links, set(rows))
    release.counts = {**release.counts, "oddities": oddities.counts, "links": written}
    framework.whole = True
    framework.version = release.version or framework.version
    switch_concepts(release, framework, counts, links=written, now=clock())


def _index(release: Release) -> None:
    if release.kind in kinds.FICHES:
        index_fiches(release)
    else:
        index_concepts(release, framework_of(release, release.done_at or release.asked_at))


def _refused(release: Release, refusal: FrameworksError, now: datetime) -> None:
    """Nothing of it is left but the row that says why."""
    sweep(release)
    with transaction.atomic():
        release.state = ReleaseState.REFUSED
        release.refusal = refusal.as_json()
        release.done_at = now
        release.save(update_fields=["state", "refusal", "done_at"])
        record(
            "framework.refused",
            subject=f"release:{release.uuid}",
            by=release.asked_by,
            at=now,
            kind=release.kind,
            reason=refusal.reason.code,
        )
    _throw_away(release)


def _throw_away(release: Release) -> None:
    """The file that was uploaded; one that stays where it was is not ours."""
    if release.path and release.counts.get("ours"):
        Path(release.path).unlink(missing_ok=True)
    release.path = ""
    release.save(update_fields=["path"])
