"""The president of a jury is reminded that results wait for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotNow
from sceau.assessment.keepers import require_keeper
from sceau.assessment.models import Deliberation, Session
from sceau.assessment.reasons.awards import NOT_DECIDED_YET, NOT_THE_PRESIDENTS, RELEASED_ALREADY, REMINDED_TODAY
from sceau.assessment.services.awarding import is_complete
from sceau.assessment.services.releasing import is_released_by_president
from sceau.assessment.services.writing import held, write
from sceau.journal.models import Act
from sceau.journal.queries import Wanted, acts_of

BETWEEN_REMINDERS: Final = timedelta(days=1)


def remind_president(*, deliberation: Deliberation, by: User, now: datetime) -> Deliberation:
    """Have the president told by mail that results wait to be released; once a day at most.

    raises:  NotEntitled; NotNow when it is not for the president, or not to be released, or when it was asked today
    """
    with transaction.atomic():
        session = held(deliberation.session)
        there = Deliberation.objects.select_for_update(of=("self",)).get(pk=deliberation.pk)
        there.session = session
        require_keeper(by, session, now=now)
        if there.released_at is not None:
            raise NotNow(RELEASED_ALREADY)
        if not is_complete(there):
            raise NotNow(NOT_DECIDED_YET)
        if not is_released_by_president(there, now=now):
            raise NotNow(NOT_THE_PRESIDENTS)
        if last_reminder(session, now=now) is not None:
            raise NotNow(REMINDED_TODAY)
        write("results.release_asked", session, by=by, now=now, deliberation=str(there.uuid))
    return there


def last_reminder(session: Session, *, now: datetime) -> Act | None:
    """The act by which the president was reminded since this time yesterday; None when nobody did."""
    wanted = Wanted(
        codes=("results.release_asked",), subjects=(f"session:{session.uuid}",), since=now - BETWEEN_REMINDERS
    )
    return acts_of(session.institution.uuid, wanted).first()
