"""Every write of the lists of issuers: brought, looked at, then taken over, or left; and removed.

A list waits until somebody has seen what it would change. What replaces another keeps its name, its place and its
address: of two lists that know the same issuer, the one that was there first counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.engine.checks.trust import Registry, read_registry
from sceau.journal.services import record
from sceau.verification.errors import GONE, NAME_TAKEN, NO_NAME, SAME, VerificationError
from sceau.verification.models import KnownIssuer, KnownList

LARGEST: Final = 8 * 1024 * 1024  # bytes of a file
MOST: Final = 20_000  # entries: the registries that are published have some hundreds
LONGEST_NAME: Final = 120
LONGEST_FILE: Final = 200
WAITS: Final = timedelta(days=1)  # for somebody to look at it and decide
_A_LOT: Final = 500


def bring(
    *, content: bytes, file_name: str, name: str, instead_of: KnownList | None, by: User | None, now: datetime
) -> KnownList:
    """Read a file, and keep it until somebody decides; nobody is known by it before.

    name:        of a new list; what replaces another takes its name
    instead_of:  the list in use whose entries it would replace; None for a new one
    by:          None for the command
    raises:      VerificationError, MalformedJson, MalformedTrustList, and then nothing is kept
    """
    registry = read_registry(content, limit=LARGEST, most=MOST)
    name, digest = " ".join(name.split()) if instead_of is None else instead_of.name, sha256(content).hexdigest()
    if not name or len(name) > LONGEST_NAME:
        raise VerificationError(NO_NAME)
    if instead_of is not None and instead_of.sha256 == digest:
        raise VerificationError(SAME)
    if instead_of is None and KnownList.objects.filter(name=name, taken_at__isnull=False).exists():
        raise VerificationError(NAME_TAKEN, name=name)
    with transaction.atomic():
        KnownList.objects.filter(taken_at=None, brought_at__lt=now - WAITS).delete()
        waiting = KnownList.objects.create(
            name=name,
            kind=registry.kind,
            file_name=file_name[-LONGEST_FILE:],
            sha256=digest,
            updated=registry.updated,
            entries=len(registry.issuers),
            brought_at=now,
            brought_by=by,
            instead_of=instead_of,
        )
        KnownIssuer.objects.bulk_create(_rows(waiting, registry), batch_size=_A_LOT)
    return waiting


def take(*, waiting: KnownList, by: User | None, now: datetime) -> KnownList:
    """Put in use a list that waits, as it was shown.

    returns:  the list in use: the former one, with new entries, where it replaces it
    raises:   VerificationError, and then nothing changes
    """
    try:
        with transaction.atomic():
            there = KnownList.objects.select_for_update().filter(pk=waiting.pk, taken_at=None).first()
            if there is None:
                raise VerificationError(GONE)
            kept = _replaced(there, now=now) if there.instead_of is not None else there
            kept.taken_at = now
            kept.save()
            code = "known_list.taken" if kept == there else "known_list.replaced"
            record(
                code,
                subject=f"known_list:{kept.uuid}",
                by=by.uuid if by else None,
                at=now,
                sha256=kept.sha256,
                kind=kept.kind,
                entries=kept.entries,
            )
    except IntegrityError as clash:  # another list took the name meanwhile
        raise VerificationError(NAME_TAKEN, name=waiting.name) from clash
    return kept


def leave(*, waiting: KnownList) -> None:
    """Leave a list that waits; nobody was known by it. One that is in use stays."""
    KnownList.objects.filter(pk=waiting.pk, taken_at=None).delete()


def remove(*, listed: KnownList, by: User | None, now: datetime, why: str) -> None:
    """Know nobody by a list any more."""
    with transaction.atomic():
        there = KnownList.objects.select_for_update().filter(pk=listed.pk, taken_at__isnull=False).first()
        if there is None:
            raise VerificationError(GONE)
        record(
            "known_list.removed",
            subject=f"known_list:{there.uuid}",
            by=by.uuid if by else None,
            at=now,
            why=why,
            sha256=there.sha256,
            entries=there.entries,
        )
        there.delete()


def _replaced(waiting: KnownList, *, now: datetime) -> KnownList:
    """The list in use, with what the waiting one says; the waiting one is gone."""
    former = KnownList.objects.select_for_update().get(proposals=waiting)
    former.issuers.all().delete()
    waiting.issuers.update(listed=former)
    for name in ("kind", "file_name", "sha256", "updated", "entries", "brought_at", "brought_by"):
        setattr(former, name, getattr(waiting, name))
    waiting.delete()
    return former


def _rows(listed: KnownList, registry: Registry) -> Iterator[KnownIssuer]:
    for row, each in enumerate(registry.issuers, start=1):
        yield KnownIssuer(
            listed=listed,
            row=row,
            issuer_id=each.id,
            name=each.name,
            evidence=each.evidence,
            until=each.until,
            cleaned=each.id in registry.cleaned,
        )
