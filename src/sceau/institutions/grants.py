"""Who may give or take which role: never more than one has, never beyond where it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sceau.accounts.models import User
from sceau.institutions import acts
from sceau.institutions.errors import LastHead, NotEntitled, NotNow, WrongValue
from sceau.institutions.models import Institution, Membership, Unit
from sceau.institutions.queries import heads_of, memberships_of, reach
from sceau.institutions.roles import MAY, Right, Role

LONGEST_AUDIT = timedelta(days=366)


def require_grant(*, by: User, institution: Institution, role: str, unit: Unit | None, now: datetime) -> None:
    """Whoever gives the role holds all that it allows, where it will count.

    Whoever looks after the installation names the first head of an institution, and only while it has none.

    raises:  NotEntitled
    """
    held = _held(by, institution, now)
    if not held and by.is_platform_administrator and role == Role.HEAD and unit is None:
        if heads_of(institution, now=now).exists():
            raise NotEntitled(acts.HEAD_IS_THERE)
        return
    require_manager(held=held, unit=unit)
    here = [each for each in held if each.unit_id is None or (unit is not None and each.unit_id == unit.pk)]
    if not MAY[Role(role)] <= frozenset().union(*(MAY[Role(each.role)] for each in here)):
        raise NotEntitled(acts.MAY_NOT_GRANT, field="role")


def require_manager(*, held: Sequence[Membership], unit: Unit | None) -> None:
    """These memberships allow to manage the members of a unit, or of the whole institution for None.

    raises:  NotEntitled
    """
    where = reach(held, Right.MANAGE_MEMBERS)
    if where is not None and (unit is None or unit.pk not in where):
        raise NotEntitled(acts.MAY_NOT_MANAGE)


def require_manager_of(*, by: User, membership: Membership, now: datetime) -> None:
    """Whoever takes or changes a role could have given it.

    raises:  NotEntitled
    """
    held = _held(by, membership.institution, now)
    require_manager(held=held, unit=membership.unit)


def require_head_left(membership: Membership, *, now: datetime) -> None:
    """Somebody else answers for the whole institution, without an end.

    raises:  LastHead
    """
    heads = heads_of(membership.institution, now=now)
    if heads.filter(pk=membership.pk).exists() and not heads.exclude(pk=membership.pk).exists():
        raise LastHead(acts.LAST_HEAD)


def require_right(*, by: User, institution: Institution, right: Right, now: datetime) -> None:
    """A right that counts in the whole institution.

    raises:  NotEntitled
    """
    if reach(_held(by, institution, now), right) is not None:
        raise NotEntitled(acts.MAY_NOT_MANAGE)


def checked_end(role: str, until: datetime | None, *, now: datetime) -> None:
    """The end of a role is to come, and an auditor has one.

    raises:  WrongValue
    """
    if until is not None and until <= now:
        raise WrongValue(acts.ENDS_IN_THE_PAST, field="until")
    if role == Role.AUDITOR and (until is None or until > now + LONGEST_AUDIT):
        raise WrongValue(acts.AUDITOR_NEEDS_AN_END, field="until")


def checked_unit(unit: Unit | None, institution: Institution) -> None:
    """The unit is one of the institution's, and stands.

    raises:  WrongValue, NotNow
    """
    if unit is None:
        return
    if unit.institution_id != institution.pk:
        raise WrongValue(acts.NOT_OF_THIS_INSTITUTION, field="unit")
    if unit.closed_at is not None:
        raise NotNow(acts.UNIT_CLOSED, field="unit", unit=unit.name)


def checked_alone(roles_there: Sequence[str], role: str) -> None:
    """An auditor holds no other role.

    raises:  NotNow
    """
    others = {each for each in roles_there if each != role}
    if others and (role == Role.AUDITOR or Role.AUDITOR in others):
        raise NotNow(acts.AUDITOR_STANDS_ALONE, field="role")


def _held(by: User, institution: Institution, now: datetime) -> list[Membership]:
    return list(memberships_of(by, now=now).filter(institution=institution)) if by.is_active else []
