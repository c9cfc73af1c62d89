"""What follows a batch that was called off, where it is long: lot by lot, by whichever worker comes by."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from django_tasks import task

from sceau.issuing.services.calling_off import batches_to_follow, follow

A_TURN = timedelta(seconds=5)  # then others have theirs


@task(priority=-20)
def follow_cancelled_batches() -> None:
    """Do some of what is left; what is left afterwards is asked for again."""
    started = now()
    for batch in batches_to_follow()[:10]:
        follow(batch, clock=now, at_most=A_TURN - (now() - started))
    if is_there_work():
        follow_cancelled_batches.enqueue()


def is_there_work() -> bool:
    """Whether anything of a batch that was called off is left to be done."""
    return batches_to_follow().exists()
