"""A file is taken: looked at, dated, and written down as a release that waits."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from sceau.frameworks import reasons
from sceau.frameworks.errors import AlreadyLoaded, OlderThanInUse, UnderWay, WrongFile
from sceau.frameworks.models import Framework, Release, ReleaseState
from sceau.frameworks.reading import csv_export, esco, kinds, rome, xml_export
from sceau.frameworks.reading.limits import DEFAULT, Limits
from sceau.frameworks.reading.packages import Package, open_package
from sceau.journal.services import record

PUBLISHED = ("esco", "rome", "fiche", "bloc", "rncp", "rs", "own")  # names that a list of one's own may not have
_SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")


def take_file(
    *,
    path: Path,
    by: UUID | None,
    now: datetime,
    name: str = "",
    kind: str = "",
    framework: str = "",
    framework_name: str = "",
    day: date | None = None,
    forced: bool = False,
    keep: bool = False,
    limits: Limits = DEFAULT,
) -> Release:
    """Write down a file that is to be loaded; `carry_out` loads it.

    name:            of the file as it was given, when the path has another
    kind:            one of `kinds.ASKED`; "" to look at the file
    framework:       the short name of a list of one's own; framework_name: as people say it
    day:             of the export, when no name tells it
    forced:          take it though a newer one is in use
    keep:            the file is not ours: it is left where it is
    raises:          WrongFile, TooLarge, Hostile, AlreadyLoaded, OlderThanInUse, UnderWay; nothing is written then
    """
    package = open_package(path, name=name, limits=limits)
    found = kinds.kind_of(package, path, asked=kind)
    short = _short_name(framework) if found == kinds.FREE else ""
    export_on, version = _dated(package, found, day)
    with transaction.atomic():
        _refuse_the_same(package, found, short)
        in_use = Release.objects.filter(kind=found, framework=short, state=ReleaseState.IN_USE).first()
        if in_use is not None and not forced:
            _refuse_older(in_use, export_on, version)
        release = Release.objects.create(
            kind=found,
            framework=short,
            name=framework_name.strip()[:200],
            file_name=package.name[:200],
            path=str(path.resolve())[:500],
            size=package.size,
            sha256=package.sha256,
            export_on=export_on,
            version=version,
            forced=forced,
            counts={"ours": not keep},
            asked_by=by,
            asked_at=now,
        )
        subject = f"release:{release.uuid}"
        record("framework.import_asked", subject=subject, by=by, at=now, kind=found, sha256=package.sha256)
    return release


def _short_name(framework: str) -> str:
    if not _SHORT_NAME.fullmatch(framework):
        raise WrongFile(reasons.NEEDS_A_NAME)
    taken = Framework.objects.filter(code=framework).exclude(pk__in=_free_ones())
    if framework in PUBLISHED or taken.exists():
        raise WrongFile(reasons.TAKEN_NAME, name=framework)
    return framework


def _free_ones() -> list[int]:
    names = Release.objects.filter(kind=kinds.FREE).values_list("framework", flat=True)
    return list(Framework.objects.filter(code__in=set(names)).values_list("pk", flat=True))


def _dated(package: Package, kind: str, day: date | None) -> tuple[date | None, str]:
    if kind in kinds.FICHES:
        found = day or (csv_export if kind == kinds.FC_CSV else xml_export).export_day(package)
        if found is None:
            raise WrongFile(reasons.NO_DAY, file=package.name)
        return found, ""
    if kind == kinds.FREE:
        return day, ""
    return day, (esco if kind == kinds.ESCO else rome).version_of(package)


def _refuse_the_same(package: Package, kind: str, framework: str) -> None:
    same = Release.objects.filter(sha256=package.sha256, kind=kind, framework=framework)
    if same.filter(state=ReleaseState.IN_USE, indexed_at__isnull=False).exists():
        raise AlreadyLoaded(reasons.ALREADY_LOADED, file=package.name)
    if same.filter(state__in=[ReleaseState.WAITING, ReleaseState.READING]).exists():
        raise UnderWay(reasons.ALREADY_WAITING, file=package.name)


def _refuse_older(in_use: Release, export_on: date | None, version: str) -> None:
    older = bool(export_on and in_use.export_on and export_on < in_use.export_on)
    if version and in_use.version:
        older = older or _counted(version) < _counted(in_use.version)
    if older:
        shown, there = (version, in_use.version) if version else (export_on, in_use.export_on)
        raise OlderThanInUse(reasons.OLDER, day=_shown(shown), in_use=_shown(there))


def _counted(version: str) -> tuple[int, ...]:
    return tuple(int(figures) for figures in re.findall(r"\d+", version))


def _shown(day: date | str | None) -> str:
    return day.strftime("%d/%m/%Y") if isinstance(day, date) else str(day or "?")
