"""The outbox of the journal, emptied: each act is given to those who follow it, then leaves it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from sceau.jobs.loading import load_all
from sceau.jobs.models import Told
from sceau.jobs.registry import followers_of
from sceau.journal.models import Act
from sceau.journal.services import LEASE, due, fail, settle

CHUNK = 100  # acts taken in one go: most have nothing to follow them and leave in one statement
STOP_AFTER = LEASE / 2  # what is left of a chunk is then for the next turn, long before its lease ends

log = logging.getLogger(__name__)


def drain(*, clock: Callable[[], datetime], at_most: timedelta, limit: int = CHUNK) -> bool:
    """Do what follows the acts that wait, for a time.

    clock:    read once an act
    returns:  whether something may be left
    """
    load_all()
    started = clock()
    while clock() - started < at_most:
        acts = due(limit=limit, now=clock())
        if not acts:
            return False
        _handle(acts, clock)
    return True


def _handle(acts: list[Act], clock: Callable[[], datetime]) -> None:
    """Do what follows one chunk; a fault delays its own act alone."""
    started = clock()
    followed = [act for act in acts if followers_of(act.code)]
    settle(*(act for act in acts if not followers_of(act.code)))
    for act in followed:
        if clock() - started > STOP_AFTER:
            return
        try:
            for follow in followers_of(act.code):
                follow(act)
        except Exception as fault:
            # the text of a fault may name people: its class is enough to look for it
            log.warning("act %s (%s) is to be taken up again: %s", act.pk, act.code, type(fault).__qualname__)
            fail(act, fault, clock())
        else:
            with transaction.atomic():
                Told.objects.filter(act=act).delete()
                settle(act)
