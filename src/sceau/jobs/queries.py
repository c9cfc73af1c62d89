"""What others may know of the worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max

from sceau.jobs.models import Heartbeat
from sceau.journal.models import Pending

BEAT = timedelta(seconds=10)
SILENT = 3 * BEAT  # a worker that was not heard for so long is dead, or as good as


def last_heartbeat() -> datetime | None:
    """When a worker last said that it lives; None when none ever did."""
    at: datetime | None = Heartbeat.objects.aggregate(at=Max("at"))["at"]
    return at


def worker_lives(*, now: datetime) -> bool:
    """Whether a worker was heard of lately; a moment far ahead is of a clock that was put right since."""
    heard = last_heartbeat()
    return heard is not None and abs(now - heard) < SILENT


def waiting_acts() -> int:
    """How many acts are in the outbox."""
    return Pending.objects.count()


def failing_acts() -> int:
    """How many acts of the outbox were tried and failed."""
    return Pending.objects.exclude(fault="").count()
