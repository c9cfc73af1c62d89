"""How many are there to decide, and how many it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sceau.assessment.models import AssessmentSettings, Deliberation, Seated
from sceau.assessment.states import Presence


@dataclass(frozen=True, slots=True)
class Quorum:
    """The figures of a quorum.

    seats:        of the jury
    present:      there, on the spot or from afar
    represented:  away, their proxy being there
    needed:       how many it takes: the share of the seats, rounded up
    """

    seats: int
    present: int
    represented: int
    needed: int
    percent: int
    proxies_count: bool

    @property
    def counted(self) -> int:
        """How many count: those present, and the represented ones where the institution says so."""
        return self.present + (self.represented if self.proxies_count else 0)

    @property
    def is_reached(self) -> bool:
        """Whether decisions may be taken; nobody present decides nothing."""
        return self.present > 0 and self.counted >= self.needed


def seated_in(deliberation: Deliberation) -> list[Seated]:
    """Whoever belongs to the jury of a deliberation, whoever presides first."""
    rows = Seated.objects.filter(deliberation=deliberation).select_related("seat", "seat__user", "proxy")
    return list(rows.order_by("-seat__presides", "seat__pk"))


def quorum_of(rows: Sequence[Seated], rules: AssessmentSettings, *, without: frozenset[int] = frozenset()) -> Quorum:
    """The figures for these rows.

    without:  seats whose holders withdraw from one decision: neither they count, nor whoever they vote for
    """
    there = {row.seat_id for row in rows if row.presence == Presence.PRESENT} - without
    represented = sum(
        row.presence == Presence.REPRESENTED and row.proxy_id in there and row.seat_id not in without for row in rows
    )
    return Quorum(
        seats=len(rows),
        present=len(there),
        represented=represented,
        needed=needed_of(len(rows), rules.quorum_percent),
        percent=rules.quorum_percent,
        proxies_count=rules.proxies_count,
    )


def needed_of(seats: int, percent: int) -> int:
    """So many per cent of the seats, rounded up; always somebody."""
    return max(1, -(-seats * percent // 100))
