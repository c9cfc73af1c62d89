"""Results are told to candidates, once somebody releases them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled, NotNow
from sceau.assessment.keepers import president_of, require_president, stands
from sceau.assessment.models import Deliberation
from sceau.assessment.reasons.awards import NOT_DECIDED_YET, RELEASED_ALREADY
from sceau.assessment.reasons.jury import NO_LONGER_PRESIDES
from sceau.assessment.rights import may, require
from sceau.assessment.services.awarding import is_complete
from sceau.assessment.services.writing import held, move, require_state, write
from sceau.assessment.states import Route, SessionState
from sceau.institutions.roles import Right


def release_results(*, deliberation: Deliberation, by: User, now: datetime, tell: bool = True) -> Deliberation:
    """Let the candidates of a deliberation read what was decided, and have them told by mail.

    By the president of the jury, or whoever signs for them; where the president has no account or the role no longer,
    and by every other route, by whoever may release awards.

    tell:    whether mail leaves; those of an old register may have been told years ago
    raises:  NotEntitled; NotNow before the decisions are final, or when they are released already
    """
    with transaction.atomic():
        session = held(deliberation.session)
        there = Deliberation.objects.select_for_update(of=("self",)).get(pk=deliberation.pk)
        there.session = session
        require_may_release(there, by=by, now=now)
        if there.released_at is not None:
            raise NotNow(RELEASED_ALREADY)
        if not is_complete(there):
            raise NotNow(NOT_DECIDED_YET)
        require_state(session, SessionState.DECIDED)
        there.released_at, there.released_by = now, by
        there.save(update_fields=["released_at", "released_by"])
        move(session, SessionState.RELEASED, now=now)
        write("results.released", session, by=by, now=now, deliberation=str(there.uuid), tell=tell)
    return there


def require_may_release(deliberation: Deliberation, *, by: User, now: datetime) -> None:
    """raises: NotEntitled"""
    session = deliberation.session
    if is_released_by_president(deliberation, now=now):
        require_president(by, session, now=now)
        return
    if not may(by, Right.RELEASE_AWARDS, session, now=now) and _presided(by, deliberation):
        raise NotEntitled(NO_LONGER_PRESIDES)
    require(by, Right.RELEASE_AWARDS, session, now=now)


def may_release(deliberation: Deliberation, *, by: User, now: datetime) -> bool:
    """Whether somebody may, once the decisions are final."""
    try:
        require_may_release(deliberation, by=by, now=now)
    except NotEntitled:
        return False
    return True


def is_released_by_president(deliberation: Deliberation, *, now: datetime) -> bool:
    """Whether it is for the president of the jury: a jury sat, and its president still stands."""
    session = deliberation.session
    return deliberation.route == Route.MINUTES and stands(president_of(session), session, now=now)


def _presided(by: User, deliberation: Deliberation) -> bool:
    president = president_of(deliberation.session) if deliberation.route == Route.MINUTES else None
    return president is not None and president.user_id == by.pk
