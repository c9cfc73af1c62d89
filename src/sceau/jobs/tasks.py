"""The entry points of the queue: five lines each, arguments that are names, and each may run twice."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.timezone import now
from django_tasks import task

from sceau.frameworks.services import carry_out_waiting
from sceau.jobs import issuing, outbox, rounds
from sceau.jobs.loading import load_all

ONE_TURN = timedelta(seconds=5)  # then others have theirs; and it ends well within the patience of whoever stops us


@task()
def drain_outbox() -> None:
    """Do what follows the acts that wait."""
    if outbox.drain(clock=now, at_most=ONE_TURN):
        drain_outbox.enqueue()


@task(priority=issuing.PRIORITY)
def issue_batches() -> None:
    """Sign what is released, beside the other workers that do."""
    if issuing.is_there_work(now()):
        issuing.ring()  # at once: whoever is idle takes part, and a worker that dies in this turn leaves the next one
        issuing.sign(clock=now, at_most=ONE_TURN, share=settings.SIGNING_SHARE)


@task()
def make_round(name: str) -> None:
    """Do work that comes back by itself."""
    load_all()
    rounds.ROUNDS[name].work(now())


@task()
def load_exports() -> None:
    """Load the exports of reference data that wait, or that a killed worker left half-way."""
    carry_out_waiting(scratch=settings.HOUSE, clock=now)
