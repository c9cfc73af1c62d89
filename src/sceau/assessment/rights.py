"""Who may do what with a session.

A session belongs to the certifying body. Where a partner organises it, those of the partner prepare and hold it; the
jury, the decisions and the awards stay with the certifying body. A role held in a unit counts for the sessions of that
unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled
from sceau.assessment.models import Session
from sceau.assessment.reasons.common import MAY_NOT
from sceau.institutions.models import Membership
from sceau.institutions.queries import memberships_of, reach
from sceau.institutions.roles import Right

# what a partner that organises does with a session that is another body's
OF_THE_ORGANISER = frozenset({Right.SEE_SESSIONS, Right.MANAGE_SESSIONS, Right.MANAGE_ARRANGEMENTS, Right.MARK})


def may(user: User, right: Right, session: Session, *, now: datetime) -> bool:
    """Whether somebody may, on this session, at this moment."""
    if not user.is_active:
        return False
    bodies = {session.institution_id}
    if right in OF_THE_ORGANISER:
        bodies.add(session.organiser_id)
    memberships = list(memberships_of(user, now=now).filter(institution__in=bodies).select_related(None))
    return any(
        _reaches([each for each in memberships if each.institution_id == body], right, session) for body in bodies
    )


def require(user: User, right: Right, session: Session, *, now: datetime) -> None:
    """raises: NotEntitled"""
    if not may(user, right, session, now=now):
        raise NotEntitled(MAY_NOT)


def sessions_within(memberships: Iterable[Membership], right: Right) -> Q:
    """The sessions on which these memberships of one institution give the right: its own, and those it organises."""
    seen = list(memberships)
    bodies = {each.institution_id for each in seen}
    where = reach(seen, right)
    units = Q() if where is None else Q(unit__in=where)
    of_body = Q(institution__in=bodies)
    if right in OF_THE_ORGANISER:
        of_body |= Q(organiser__in=bodies)
    return of_body & units


def _reaches(memberships: list[Membership], right: Right, session: Session) -> bool:
    if not memberships:
        return False
    where = reach(memberships, right)
    return where is None or session.unit_id in where
