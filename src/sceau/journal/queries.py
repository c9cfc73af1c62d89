"""Reads of the journal. Whose journal may be read is asked at the door: a chain is an institution's, or PLATFORM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sceau.journal.digests import NOTHING, microseconds
from sceau.journal.models import Act, Chain

RECHECKED = "journal.rechecked"


@dataclass(frozen=True, slots=True)
class Head:
    """What sums up a chain at a moment: noted elsewhere, it tells later whether what came before was rewritten.

    length:  how many acts there are
    digest:  of the last one, 32 bytes; NOTHING when there is none
    """

    chain: UUID
    length: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts are wanted; what is left out is not asked.

    actors:    the uuids of users; an empty tuple is nobody
    by_house:  those that nobody did
    codes:     any of these
    since:     this moment or later
    before:    before this moment
    subjects:  done to any of these, "kind:uuid"
    """

    actors: tuple[UUID, ...] | None = None
    by_house: bool = False
    codes: tuple[str, ...] | None = None
    since: datetime | None = None
    before: datetime | None = None
    subjects: tuple[str, ...] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether no act is left out."""
        return self == Wanted()


def head_of(chain: UUID) -> Head:
    """Of this chain; of an empty one when it has no act yet."""
    row = Chain.objects.filter(uuid=chain).first()
    return Head(chain, row.length, bytes(row.head)) if row else Head(chain, 0, NOTHING)


def heads() -> list[Head]:
    """Of every chain, that of the installation first."""
    return [Head(row.uuid, row.length, bytes(row.head)) for row in Chain.objects.order_by("uuid")]


def acts_of(chain: UUID, wanted: Wanted | None = None) -> QuerySet[Act]:
    """The acts of a chain that are wanted, the latest first, with their reason."""
    wanted = wanted or Wanted()
    acts = Act.objects.filter(chain_id=chain).select_related("reason").order_by("-number")
    if wanted.by_house:
        acts = acts.filter(actor__isnull=True)
    if wanted.actors is not None:
        acts = acts.filter(actor__in=wanted.actors)
    if wanted.codes is not None:
        acts = acts.filter(code__in=wanted.codes)
    if wanted.since:
        acts = acts.filter(at__gte=microseconds(wanted.since))
    if wanted.before:
        acts = acts.filter(at__lt=microseconds(wanted.before))
    if wanted.subjects is not None:
        acts = acts.filter(subject__in=wanted.subjects)
    return acts


def last_recheck_of(chain: UUID) -> Act | None:
    """The act by which the chain was last rechecked."""
    return Act.objects.filter(chain_id=chain, code=RECHECKED).order_by("-number").first()
