"""What somebody decided of the columns of a source is remembered for its next file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from sceau.assessment.models import ColumnsKnown
from sceau.institutions.models import Institution


def remembered(institution: Institution, kind: str, headers: Iterable[str]) -> dict[str, str | None]:
    """What somebody decided of these columns the last time, in whatever order they stood."""
    there = ColumnsKnown.objects.filter(institution=institution, kind=kind, headers=_digest(headers)).first()
    return there.mapping if there is not None else {}


def remember(
    institution: Institution, kind: str, headers: Iterable[str], mapping: Mapping[str, str | None], *, now: datetime
) -> None:
    """Keep what was decided for the next file of these columns."""
    ColumnsKnown.objects.update_or_create(
        institution=institution,
        kind=kind,
        headers=_digest(headers),
        defaults={"mapping": dict(mapping), "changed_at": now},
    )


def _digest(headers: Iterable[str]) -> str:
    return sha256("\x1f".join(sorted(headers)).encode("utf-8", "surrogatepass")).hexdigest()
