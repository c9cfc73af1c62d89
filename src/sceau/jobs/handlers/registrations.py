"""Registrations that come to their end: told six months before, one month before, and once they have ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from django.db.models import Q
from django.utils.timezone import localdate

from sceau.design.models import CatalogueEntry, Design
from sceau.frameworks.queries import Standing, standings_of
from sceau.jobs.mail import address, send
from sceau.jobs.readers import colleagues, heads, uuid_of
from sceau.jobs.registry import follows
from sceau.jobs.rounds import every
from sceau.journal.models import Act
from sceau.journal.services import record

CODE = "design.registration_ends"
HALF_A_YEAR, A_MONTH = timedelta(days=183), timedelta(days=31)
_CHUNK = 500


@every(days=1)
def registrations(now: datetime) -> None:
    """Note what comes to its end; each stage of each registration is noted once for a design."""
    today = localdate(now)
    for chunk in _chunks(_resting()):
        standings = standings_of({code for _, _, code in chunk}, on=today)
        for institution, design, code in chunk:
            standing = standings[code]
            stage = stage_of(standing, on=today)
            if stage:
                _note(institution, design, standing, stage, now)


def stage_of(standing: Standing, *, on: date) -> str:
    """ "ended", "month", "half_year", or "" when there is time, or nobody can tell."""
    if not standing.known:
        return ""
    if not standing.registered:
        begins = standing.effect_on or standing.decided_on
        return "" if begins is not None and on < begins else "ended"
    if standing.ends_on is None:
        return ""
    left = standing.ends_on - on
    return "month" if left <= A_MONTH else "half_year" if left <= HALF_A_YEAR else ""


@follows(CODE)
def tell(act: Act) -> None:
    """The heads, and whoever wrote the design; unless it was put away meanwhile."""
    said = orjson.loads(act.details)
    design = Design.objects.select_related("institution").defer("draft").filter(uuid=uuid_of(act)).first()
    if design is None or design.archived_at is not None or design.deleted_at is not None:
        return
    authors = [each.user for each in design.authors.select_related("user")]
    readers = colleagues(design.institution, (*heads(design.institution), *authors))
    ends_on = date.fromisoformat(said["ends_on"]) if said["ends_on"] else None
    for reader in readers:
        send(
            act=act,
            to=reader,
            template="registration_ends",
            institution=design.institution,
            design=design.titles.get(reader.language) or next(iter(design.titles.values()), design.name),
            code=said["registration"],
            ends_on=ends_on,
            successor=said["successor"],
            stage=said["stage"],
            link=address("desk_design", design.institution.slug, design.uuid),
        )


def _resting() -> Iterator[tuple[Any, Any, str]]:
    """Institution, design and code, of every draft and of every design that is offered and names a registration."""
    alive = Q(archived_at__isnull=True, deleted_at__isnull=True)
    drafts = Design.objects.filter(alive, draft__registration__code__isnull=False)
    found = drafts.order_by("pk").values_list("institution__uuid", "uuid", "draft__registration__code")
    entries = CatalogueEntry.objects.exclude(registration="").filter(design__archived_at__isnull=True)
    offered = entries.order_by("pk").values_list("institution__uuid", "design__uuid", "registration")
    met: set[tuple[Any, str]] = set()
    for rows in (found, offered):
        for institution, design, code in rows.iterator(_CHUNK):
            if isinstance(code, str) and code and (design, code) not in met:
                met.add((design, code))
                yield institution, design, code


def _chunks(rows: Iterator[tuple[Any, Any, str]]) -> Iterator[list[tuple[Any, Any, str]]]:
    chunk: list[tuple[Any, Any, str]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _note(institution: Any, design: Any, standing: Standing, stage: str, now: datetime) -> None:
    details = {
        "registration": standing.code,
        "ends_on": standing.ends_on.isoformat() if standing.ends_on else "",
        "stage": stage,
        "successor": standing.successor,
    }
    subject = f"design:{design}"
    noted = Act.objects.filter(chain_id=institution, subject=subject, code=CODE).values_list("details", flat=True)
    same = [said for each in noted for said in [orjson.loads(each)]]
    if any(all(said[name] == details[name] for name in ("registration", "ends_on", "stage")) for said in same):
        return
    record(CODE, subject=subject, by=None, at=now, institution=institution, **details)
