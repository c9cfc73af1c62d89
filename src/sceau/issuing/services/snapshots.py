"""What status lists said at a past moment: each publication is kept, for verdicts as of then.

The last month is kept whole; before, the last publication of each day, which is what a question about a day wants.
"""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sceau.issuing.models import StatusList, StatusSnapshot

KEPT_WHOLE: Final = timedelta(days=30)
_LEVEL: Final = 6
_A_LOT: Final = 500


def keep_snapshot(listed: StatusList, revocations: bytes, notices: bytes, *, at: datetime) -> None:
    """Keep the exact bytes that are published from now on, in the caller's transaction."""
    StatusSnapshot.objects.create(
        list=listed,
        signed_at=at,
        revocations=zlib.compress(revocations, _LEVEL),
        notices=zlib.compress(notices, _LEVEL),
    )


def thin_snapshots(*, now: datetime) -> int:
    """Delete those of before the last month that are not the last of their day (UTC); gives how many."""
    old = StatusSnapshot.objects.filter(signed_at__lt=now - KEPT_WHOLE).order_by("list_id", "signed_at", "pk")
    last: dict[tuple[int, date], int] = {}
    gone: list[int] = []
    for key, list_id, signed_at in old.values_list("pk", "list_id", "signed_at").iterator(chunk_size=10_000):
        day = (list_id, signed_at.astimezone(UTC).date())
        if day in last:
            gone.append(last[day])
        last[day] = key
    for start in range(0, len(gone), _A_LOT):
        StatusSnapshot.objects.filter(pk__in=gone[start : start + _A_LOT]).delete()
    return len(gone)
