"""The doorbell: acts were written, so the worker is woken; a lost ring costs a minute, for a round looks too."""

from __future__ import annotations

from sceau.jobs.once import enqueue_once
from sceau.jobs.tasks import drain_outbox


def ring() -> None:
    """Have the outbox emptied soon; once is enough, however often this is called. Never raises."""
    enqueue_once(drain_outbox)
