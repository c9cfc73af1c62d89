"""A deliberation that is held while something changes in it."""

from __future__ import annotations

from datetime import datetime

from sceau.accounts.models import User
from sceau.assessment.errors import NotNow
from sceau.assessment.keepers import require_keeper
from sceau.assessment.models import Deliberation, Session
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.services.writing import held


def at_work(deliberation: Deliberation, *, by: User, now: datetime) -> Deliberation:
    """The deliberation as it stands, its row and the session's kept from others, for whoever keeps the jury.

    raises:  NotEntitled, NotNow
    """
    session = held(deliberation.session)
    there = held_deliberation(deliberation, session)
    require_keeper(by, session, now=now)
    if there.closed_at is not None:
        raise NotNow(reasons.CLOSED)
    if there.adjourned_at is not None:
        raise NotNow(reasons.ADJOURNED)
    return there


def held_deliberation(deliberation: Deliberation, session: Session) -> Deliberation:
    """Its row, kept from others; its session is the one that is held."""
    there = Deliberation.objects.select_for_update(of=("self",)).get(pk=deliberation.pk)
    there.session = session
    return there


def touch(deliberation: Deliberation, *fields: str) -> None:
    """One more change: screens that show an earlier revision are behind."""
    deliberation.revision += 1
    deliberation.save(update_fields=["revision", *fields])
