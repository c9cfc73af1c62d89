"""The restricted archive: what is kept for a claim or a duplicate, and no longer shown in daily work.

Whoever manages retention opens it, and each opening is an act of the journal; everybody else is told since when and why
something lies there, and whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.people.models import Archived
from sceau.people.rights import has_right
from sceau.people.writing import write_of

_TOLD: Final = 50  # things named in one act: those of one page


def put_away(institution: Institution, kind: str, uuids: Sequence[UUID], *, now: datetime) -> int:
    """Archive things of a kind, in the caller's transaction; gives how many were not yet."""
    there = archived(kind, uuids)
    new = [uuid for uuid in dict.fromkeys(uuids) if uuid not in there]
    Archived.objects.bulk_create(Archived(institution=institution, kind=kind, uuid=uuid, at=now) for uuid in new)
    return len(new)


def forget(kind: str, uuids: Iterable[UUID]) -> None:
    """The things are gone: so is that they were archived."""
    Archived.objects.filter(kind=kind, uuid__in=list(uuids)).delete()


def archived(kind: str, uuids: Iterable[UUID]) -> frozenset[UUID]:
    """Of these things, those that are in the archive: a page shows them to whoever has Right.MANAGE_RETENTION only."""
    return frozenset(since(kind, uuids))


def since(kind: str, uuids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Of these things, those that are in the archive, and since when."""
    return dict(Archived.objects.filter(kind=kind, uuid__in=list(uuids)).values_list("uuid", "at"))


def archive_of(institutions: Iterable[int], kind: str) -> QuerySet[Archived, UUID]:
    """The uuids of all that these institutions have there of a kind, for a query of another room."""
    return Archived.objects.filter(institution__in=list(institutions), kind=kind).values_list("uuid", flat=True)


def opens(user: User, institution: Institution, *, now: datetime) -> bool:
    """Whether somebody may read what an institution has put away."""
    return has_right(user, Right.MANAGE_RETENTION, institution, now=now)


def note_opening(institution: Institution, kind: str, uuids: Iterable[UUID], *, by: User, now: datetime) -> None:
    """That somebody who may has read these things."""
    things = sorted(str(uuid) for uuid in uuids)
    write_of("archive.opened", institution, by=by, now=now, kind=kind, count=len(things), things=things[:_TOLD])
