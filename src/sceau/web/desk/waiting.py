"""What waits for whoever looks, as the first page of the desk tells it; counted in one statement where it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.utils.functional import Promise

from sceau.institutions.models import Institution


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for whoever looks.

    url:   where it is decided
    kind:  of its mark
    """

    title: str
    text: str | Promise
    verb: str | Promise
    url: str
    kind: str


def counted(institution: Institution, found: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of these has, under the same names. One statement."""
    if not found:
        return {}
    every = Institution.objects.filter(pk=institution.pk)
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    each = {f"n_{name}": Subquery(rows.order_by().annotate(_n=count).values("_n")) for name, rows in found.items()}
    return {name.removeprefix("n_"): int(str(n)) for name, n in every.values(**each)[0].items()}
