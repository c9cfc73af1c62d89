"""Reads of the status lists, which are everybody's."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sceau.issuing.models import Credential, StatusList, StatusSnapshot
from sceau.keyring.models import KeyState

BITS: Final = ("revocations", "notices", "seed")  # of a list, of which its documents say what is to be known


def list_at(uuid: UUID) -> StatusList | None:
    """A list with its signed documents, its bits left aside; None when there is none of that uuid."""
    return _published().filter(uuid=uuid).first()


def list_of(credential: Credential) -> StatusList | None:
    """The list in which a credential has its place, in the same way; at hand where `credential_at` found it."""
    if Credential.list.is_cached(credential):
        return credential.list
    return _published().filter(pk=credential.list_id).first()


@dataclass(frozen=True, slots=True)
class ListThen:
    """The two documents of a list as they were published at a past moment. since: when they were signed"""

    since: datetime
    revocations: bytes
    notices: bytes


def list_then(uuid: UUID, at: datetime) -> ListThen | None:
    """What a list of ours said at a moment; None when it is not ours, or nothing of that time is kept."""
    kept = StatusSnapshot.objects.filter(list__uuid=uuid, signed_at__lte=at).order_by("-signed_at", "-pk").first()
    if kept is None:
        return None
    return ListThen(kept.signed_at, zlib.decompress(kept.revocations), zlib.decompress(kept.notices))


def lists_to_sign(*, before: datetime) -> QuerySet[StatusList]:
    """Those with documents that lapse before a moment, that say less than what stands, or that nobody may believe."""
    stale = ~Q(signed_revision=F("revision")) | Q(valid_until__lte=before) | Q(key__state=KeyState.COMPROMISED)
    return _published().filter(stale, given__gt=0).order_by("pk")


def _published() -> QuerySet[StatusList]:
    return StatusList.objects.select_related("institution", "key").defer(*BITS)
