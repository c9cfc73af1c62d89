"""Who may do what with the people of an institution. A role held in a unit only gives nothing here.

People belong to the whole body. Whoever only works in a unit meets those of its sessions, through the room of sessions.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sceau.accounts.models import User
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import memberships_of, reach
from sceau.institutions.roles import Right
from sceau.people.errors import NotEntitled
from sceau.people.reasons import MAY_NOT


def has_right(user: User, right: Right, institution: Institution, *, now: datetime) -> bool:
    """Whether somebody may, about the people of an institution, at this moment."""
    if not user.is_active:
        return False
    return reach(memberships_of(user, now=now).filter(institution=institution), right) is None


def where_counts(memberships: Iterable[Membership], right: Right) -> frozenset[int]:
    """The institutions in which these memberships give the right as a whole, by primary key."""
    held = list(memberships)
    places = {each.institution_id for each in held}
    return frozenset(
        place for place in places if reach([each for each in held if each.institution_id == place], right) is None
    )


def require(user: User, right: Right, institution: Institution, *, now: datetime) -> None:
    """raises: NotEntitled"""
    if not has_right(user, right, institution, now=now):
        raise NotEntitled(MAY_NOT)
