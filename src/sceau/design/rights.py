"""Who may do what with a design. A role held in a unit counts for the designs of that unit.

Such a role also shows what belongs to the institution as a whole, and changes nothing there.
"""

from __future__ import annotations

from datetime import datetime

from sceau.accounts.models import User
from sceau.design.errors import NotEntitled
from sceau.design.models import Design
from sceau.design.reasons import MAY_NOT
from sceau.institutions.models import Institution, Unit
from sceau.institutions.queries import memberships_of, reach
from sceau.institutions.roles import Right


def has_right(user: User, right: Right, *, institution: Institution, unit_id: int | None, now: datetime) -> bool:
    """Whether the right counts there at this moment; unit_id None: for the institution as a whole."""
    if not user.is_active:
        return False
    where = reach(memberships_of(user, now=now).filter(institution=institution), right)
    return where is None or unit_id in where


def may(user: User, right: Right, design: Design, *, now: datetime) -> bool:
    """Whether somebody may, on this design, at this moment."""
    return has_right(user, right, institution=design.institution, unit_id=design.unit_id, now=now)


def require(user: User, right: Right, design: Design, *, now: datetime) -> None:
    """raises: NotEntitled"""
    if not may(user, right, design, now=now):
        raise NotEntitled(MAY_NOT)


def require_in(user: User, right: Right, institution: Institution, unit: Unit | None, *, now: datetime) -> None:
    """raises: NotEntitled"""
    unit_id = unit.pk if unit else None
    if not has_right(user, right, institution=institution, unit_id=unit_id, now=now):
        raise NotEntitled(MAY_NOT)
