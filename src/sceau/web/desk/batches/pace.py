"""How long a batch will take, from how long others took here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import F

from sceau.issuing.models import Batch
from sceau.web.desk.batches.wording import MINUTE, length

LATEST: Final = 10  # batches that are looked at: the machine may have changed since
FEWEST: Final = 50  # lines: of a smaller batch the time is that of waking the worker
USUAL: Final = 1000.0  # lines a second where none was measured, half of what a bare installation does


@dataclass(frozen=True, slots=True)
class Pace:
    """Lines a second. measured: from batches of this installation, else what is usual"""

    lines_a_second: float
    measured: bool


def pace() -> Pace:
    """What the last batches of this installation that were not paused took. One statement."""
    done = (
        Batch.objects.filter(
            created__isnull=False, signed_at__isnull=False, signed_at__gt=F("created"), lines_signed__gte=FEWEST
        )
        .order_by("-signed_at")
        .values_list("lines_signed", "created", "not_before", "signed_at")
    )
    lines, spent = 0, timedelta(0)
    for signed, created, not_before, end in done[:LATEST]:
        begun = max(each for each in (created, not_before) if each is not None)
        if end is not None and end > begun:
            lines, spent = lines + signed, spent + (end - begun)
    seconds = spent.total_seconds()
    return Pace(lines / seconds, measured=True) if seconds > 0 else Pace(USUAL, measured=False)


def expected(lines: int, at: Pace) -> str:
    """About how long so many lines take, in words: a minute at least."""
    return length(max(lines / at.lines_a_second, MINUTE))
