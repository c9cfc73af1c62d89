"""The reference data of an installation, for the command: exports loaded, what is loaded shown, a code looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, now

from sceau.frameworks import queries, reasons, small_set
from sceau.frameworks.errors import WrongFile
from sceau.frameworks.models import Concept, Framework, Release
from sceau.frameworks.services import Progress, carry_out, take_file
from sceau.frameworks.standing import read_code


def load(
    path: Path,
    *,
    kind: str,
    framework: str,
    name: str,
    day: date | None,
    forced: bool,
    tell: Callable[[Progress], None],
) -> dict[str, Any]:
    """Load one export, in this process.

    raises:  FrameworksError, OSError
    """
    release = take_file(
        path=path,
        by=None,
        now=now(),
        kind=kind,
        framework=framework,
        framework_name=name,
        day=day,
        forced=forced,
        keep=True,
    )
    carry_out(release=release, scratch=settings.HOUSE, clock=now, tell=tell)
    release.refresh_from_db()
    return as_json(release)


def load_small_set() -> int:
    """Load what ships with Sceau; gives how many entries were new."""
    return small_set.load(now=now())


def listed() -> list[dict[str, Any]]:
    """What is loaded."""
    return [as_json(release) for release in queries.releases_in_use()]


def as_json(release: Release) -> dict[str, Any]:
    """A release, for machines and for the command's sentences."""
    return {
        "kind": release.kind,
        "framework": release.framework,
        "file": release.file_name,
        "export_on": release.export_on.isoformat() if release.export_on else None,
        "version": release.version,
        "state": release.state,
        "sha256": release.sha256,
        "counts": {name: value for name, value in release.counts.items() if name != "ours"},
    }


def told_of(code: str) -> dict[str, Any]:
    """What is known of a code: of a fiche or a bloc, of a concept.

    raises:  WrongFile, when no framework that is loaded has it
    """
    today = localdate()
    standing = queries.standing_of(code, on=today)
    if standing.known:
        eligibility = queries.eligibility_of(standing, on=today)
        cpf = {"eligible": eligibility.eligible, "fr": eligibility.fr, "en": eligibility.en}
        return {**asdict(standing), "cpf": cpf, "source": _source()}
    if read_code(code) is None:
        concept = Concept.objects.filter(code=code).select_related("framework").first()
        if concept is not None:
            return _concept(concept.framework, concept)
    raise WrongFile(reasons.UNKNOWN_CODE, code=code[:60])


def _concept(framework: Framework, concept: Concept) -> dict[str, Any]:
    return {
        "framework": framework.name_fr,
        "code": concept.code,
        "kind": concept.kind,
        "label": {"fr": concept.label_fr, "en": concept.label_en},
        "description": {"fr": concept.description_fr, "en": concept.description_en},
        "alternatives": concept.alternatives,
        "parents": concept.parents,
    }


def _source() -> str:
    day = queries.register_day()
    return f"France compétences, RNCP et RS, export du {day:%d/%m/%Y}" if day else "petit jeu fourni avec Sceau"
