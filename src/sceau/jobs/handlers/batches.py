"""Batches: what is released, taken up again or tried again is signed soon."""

from __future__ import annotations

from sceau.jobs import issuing
from sceau.jobs.registry import follows
from sceau.journal.models import Act


@follows("batch.released", "batch.resumed", "batch.retried")
def sign_soon(act: Act) -> None:
    """Wake the worker; what is not due yet waits for the round."""
    issuing.ring()
