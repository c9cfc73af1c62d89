"""How long what this room holds is kept: see `sceau.people.retention`.

Requests for a correction that were answered or taken back go, words and all. One stays whose answer is still to be read
by its holder, or whose batch may still be called off, for it would then wait again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sceau.institutions.models import Institution
from sceau.issuing.models import CorrectionRequest, Letter
from sceau.issuing.states import BatchState, Kind, LetterState, RequestState
from sceau.people import retention
from sceau.people.states import DataKind, Step

_OVER: Final = (BatchState.DONE, BatchState.CANCELLED)
_UNREAD: Final = (LetterState.WAITING, LetterState.TO_PRINT)


def register() -> None:
    """Tell the room of people."""
    retention.register("issuing.requests", DataKind.REQUESTS, due=requests_due, apply=end_requests)


def requests_due(institution: Institution, step: Step, before: datetime) -> list[UUID]:
    """Requests that were dealt with before that moment, and of which nothing more is expected."""
    if step != Step.DELETE:
        return []
    over = _over(institution).filter(answered_at__lt=before)
    return list(over.order_by("answered_at", "pk").values_list("uuid", flat=True))


def end_requests(institution: Institution, step: Step, uuids: Sequence[UUID], now: datetime) -> int:
    """Forget them; the journal keeps that there was one, and nothing of what it said."""
    return _over(institution).filter(uuid__in=uuids).delete()[0] if step == Step.DELETE else 0


def _over(institution: Institution) -> QuerySet[CorrectionRequest]:
    unread = Letter.objects.filter(credential=OuterRef("credential"), kind=Kind.ANSWERED, state__in=_UNREAD)
    dealt_with = CorrectionRequest.objects.filter(~Exists(unread)).exclude(state=RequestState.OPEN)
    settled = Q(batch__isnull=True) | Q(batch__state__in=_OVER)
    return dealt_with.filter(settled, credential__institution=institution)
