"""Credentials of the demonstration: some are with their holders, some wait for a second person, most are to be issued.

What is signed here is signed as everything else is: with the key of the body, by the lots that the worker signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from sceau.accounts.models import User
from sceau.assessment.models import Session
from sceau.config.wiring import ports
from sceau.institutions.models import Institution
from sceau.issuing.models import Batch
from sceau.issuing.queries.batches import awards_to_issue
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.services.finishing import move_batch_on
from sceau.issuing.services.letters import claim, settle
from sceau.issuing.services.preparing import prepare_batch
from sceau.issuing.services.releasing import ask_release, release_batch
from sceau.issuing.services.signing import issue_next_lines
from sceau.issuing.states import LetterState

DELIVERED: Final = 2  # sessions whose credentials are with their holders
MOST: Final = 200  # lines and letters of one batch of the demonstration


def deliver(institution: Institution, *, prepares: User, releases: User, clock: Iterator[datetime]) -> None:
    """One batch of the past, to its end: its holders were written to then, and nobody is today.

    clock:  later at each step
    """
    sessions = _sessions(institution)[:DELIVERED]
    batch = _prepared(institution, sessions, prepares, next(clock))
    at = next(clock)
    release_batch(batch=batch, by=releases, now=at, keys=ports().keys)
    while issue_next_lines(batch.pk, limit=MOST, keys=ports().keys, now=at):
        continue
    _as_it_stands(batch, at)
    over = at + timedelta(minutes=settings_of(institution).cancel_minutes)
    _as_it_stands(batch, over)
    for letter in claim(limit=MOST, now=over, chance=Random(0)):  # noqa: S311 -- an order, no secret
        settle(letter, LetterState.SENT, now=over)
    _as_it_stands(batch, over)


def wait_for_a_second_person(institution: Institution, *, prepares: User, now: datetime) -> None:
    """One batch that somebody prepared and somebody else releases."""
    _prepared(institution, _sessions(institution)[:1], prepares, now)


def _sessions(institution: Institution) -> list[Session]:
    """Those with awards to be issued, the oldest first."""
    awards = awards_to_issue(institution).order_by("awarded_on", "pk")
    return list({each.decision.deliberation.session_id: each.decision.deliberation.session for each in awards}.values())


def _prepared(institution: Institution, sessions: Sequence[Session], by: User, now: datetime) -> Batch:
    awards = awards_to_issue(institution).filter(decision__deliberation__session__in=sessions)
    name = f"{'Sessions' if len(sessions) > 1 else 'Session'} {', '.join(each.code for each in sessions)}"
    batch = prepare_batch(institution=institution, awards=awards, name=name, by=by, now=now)
    return ask_release(batch=batch, by=by, now=now)


def _as_it_stands(batch: Batch, now: datetime) -> None:
    move_batch_on(Batch.objects.get(pk=batch.pk), now=now)
