"""That an award is taken up, said on the award itself with each act that takes it up or sets it free.

A lot that is signed says nothing: its lines held their awards before, its credentials hold them after. In each act the
lines or the credentials are locked first, so that of two acts on one award the second reads what the first wrote.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from sceau.assessment.services.taking_up import set_free, take_up
from sceau.issuing.models import Batch, Line
from sceau.issuing.queries.batches import WAITING, nothing_holds


def keep_awards_of(batch: Batch) -> None:
    """Those of the lines that wait, in one statement however many there are."""
    take_up(Line.objects.filter(batch=batch, state__in=WAITING).values("award"))


def keep(awards: Collection[int]) -> None:
    """Those whose credentials count as given, though one of them had been called off before. awards: primary keys"""
    take_up(awards)


def let_go(awards: Collection[int] | QuerySet[Line, Any]) -> None:
    """Those of them that nothing holds any more, once the lines were dropped and the credentials called off.

    awards:  primary keys, or a query that gives them
    """
    set_free(awards, where=nothing_holds())
