"""Who may do what with what an institution issues.

These rights count in the institution as a whole: a role that is held in one unit only gives none of them, for what is
issued bears the name and the key of the institution.
"""

from __future__ import annotations

from datetime import datetime

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.queries import memberships_of, reach
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotEntitled
from sceau.issuing.reasons.common import MAY_NOT


def may(user: User, right: Right, institution: Institution, *, now: datetime) -> bool:
    """Whether somebody may, in this institution, at this moment."""
    if not user.is_active:
        return False
    return reach(memberships_of(user, now=now).filter(institution=institution).select_related(None), right) is None


def require(user: User, right: Right, institution: Institution, *, now: datetime) -> None:
    """raises: NotEntitled"""
    if not may(user, right, institution, now=now):
        raise NotEntitled(MAY_NOT)


def require_any(user: User, *rights: Right, institution: Institution, now: datetime) -> None:
    """At least one of these rights. raises: NotEntitled"""
    held = list(memberships_of(user, now=now).filter(institution=institution)) if user.is_active else []
    if not any(reach(held, right) is None for right in rights):
        raise NotEntitled(MAY_NOT)
