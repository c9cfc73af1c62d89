"""The files of batches made ready by the worker: short turns, after shorter work; what is left is asked for again."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from django_tasks import task

from sceau.issuing.queries.files import in_hand
from sceau.issuing.services.filing import carry_on
from sceau.issuing.services.papers import Press
from sceau.jobs.once import enqueue_once
from sceau.jobs.ports import ports

A_TURN = timedelta(seconds=5)  # then others have theirs
AT_ONCE = 10  # batches


@task(priority=-20)
def prepare_files() -> None:
    """Make some of what is missing, a few seconds of each batch in turn; what is left is asked for again."""
    here, started = ports(), now()
    waiting = list(in_hand(now=started).values_list("pk", flat=True)[:AT_ONCE])
    if not waiting:
        return
    with here.press_room() as typesetter:  # it starts with the first paper that has to be set
        press = Press(typesetter, here.sealer, here.keys, here.files)
        for place, batch in enumerate(waiting):
            left = A_TURN - (now() - started)
            if left <= timedelta(0):
                break
            carry_on(batch, press=press, clock=now, at_most=left / (len(waiting) - place))
    if is_there_work():
        enqueue_once(prepare_files)


def is_there_work() -> bool:
    """Whether files wait that nobody has in hand."""
    return in_hand(now=now()).exists()
