"""Reads of the status lists, which are everybody's."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sceau.issuing.models import Credential, StatusList
from sceau.issuing.queries.prepared import Prepared
from sceau.keyring.models import KeyState


def list_at(uuid: UUID) -> StatusList | None:
    """A list with its signed documents, its bits left aside; None when there is none of that uuid."""
    return _published().filter(uuid=uuid).first()


def list_of(credential: Credential) -> StatusList | None:
    """The list in which a credential has its place, in the same way."""
    return _OF.first(credential.list_id)


def lists_to_sign(*, before: datetime) -> QuerySet[StatusList]:
    """Those with documents that lapse before a moment, that say less than what stands, or that nobody may believe."""
    stale = ~Q(signed_revision=F("revision")) | Q(valid_until__lte=before) | Q(key__state=KeyState.COMPROMISED)
    return _published().filter(stale, given__gt=0).order_by("pk")


def _published() -> QuerySet[StatusList]:
    return StatusList.objects.select_related("institution", "key").defer("revocations", "notices", "seed")


_OF: Final = Prepared(lambda pk: _published().filter(pk=pk), stand_in=-1)
