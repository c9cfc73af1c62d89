"""Awards taken up by the room that issues, and set free by it: see `Award.taken_up`. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from sceau.assessment.models import Award


def take_up(awards: Collection[int] | QuerySet[Any, Any]) -> None:
    """awards: primary keys, or a query that gives them"""
    Award.objects.filter(pk__in=awards, taken_up=False).update(taken_up=True)


def set_free(awards: Collection[int] | QuerySet[Any, Any], *, where: Q) -> None:
    """where: what the room that issues asks of them besides"""
    Award.objects.filter(where, pk__in=awards, taken_up=True).update(taken_up=False)
