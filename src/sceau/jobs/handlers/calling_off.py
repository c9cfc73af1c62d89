"""What a batch that is called off leaves to be done is done in a task of its own, after shorter work."""

from __future__ import annotations

from datetime import datetime

from sceau.jobs.calling_off import follow_cancelled_batches, is_there_work
from sceau.jobs.registry import follows
from sceau.jobs.rounds import every
from sceau.journal.models import Act


@follows("batch.cancelled")
def follow_soon(act: Act) -> None:
    """Have the rest done; one too many finds nothing to do."""
    if is_there_work():
        follow_cancelled_batches.enqueue()


@every(minutes=2)
def cancelled_batches(now: datetime) -> None:
    """One whose worker was killed is taken up again."""
    if is_there_work():
        follow_cancelled_batches.enqueue()
