"""The clock of the worker, in a thread of its own so that long work does not make it look dead."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connections
from django.utils.timezone import now

from sceau.jobs import rounds
from sceau.jobs.loading import load_all
from sceau.jobs.models import Heartbeat
from sceau.jobs.queries import BEAT
from sceau.jobs.tasks import make_round

STEP = 1.0  # seconds
NAME = "worker"

log = logging.getLogger(__name__)


def beat(at: datetime) -> None:
    """Say that a worker lives."""
    Heartbeat.objects.update_or_create(worker=NAME, defaults={"at": at})


def tick(at: datetime) -> list[str]:
    """Queue the rounds whose turn has come; gives their names."""
    load_all()
    taken = rounds.take_due(at)
    for name in taken:
        make_round.enqueue(name)
    return taken


class Ticker(threading.Thread):
    """Beats and ticks until it is told to stop.

    also:  called with the moment at every beat, by the worker that has something of its own to look after
    """

    def __init__(self, also: Callable[[datetime], None] = lambda at: None) -> None:
        super().__init__(name="ticker", daemon=True)
        self._also = also
        self._stopped = threading.Event()

    def run(self) -> None:
        """The loop of the thread."""
        heard: datetime | None = None
        while True:
            at = now()
            try:
                close_old_connections()
                if heard is None or abs(at - heard) >= BEAT:  # backwards as well: the clock was put right
                    beat(at)
                    self._also(at)
                    heard = at
                tick(at)
            except DatabaseError as fault:  # away for a moment: the next step tries again
                log.warning("the ticker missed a step: %s", type(fault).__qualname__)
            except Exception:  # whatever it is, a worker without its clock would pass for dead
                log.exception("the ticker missed a step")
            if self._stopped.wait(STEP):
                break
        connections.close_all()

    def stop(self) -> None:
        """Ask it to end, and wait until it did."""
        self._stopped.set()
        self.join(timeout=10)
