"""The roles that people hold."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.institutions import acts, rules
from sceau.institutions.errors import AlreadyThere, NotNow
from sceau.institutions.grants import (
    checked_alone,
    checked_end,
    checked_unit,
    require_grant,
    require_head_left,
    require_manager_of,
)
from sceau.institutions.models import Institution, Membership, Unit
from sceau.institutions.queries import standing
from sceau.institutions.services.writing import held, write


def change_role(
    *, membership: Membership, role: str, unit: Unit | None, until: datetime | None, why: str, by: User, now: datetime
) -> Membership:
    """Another role, unit or end instead of this one; what was held stays in the history.

    returns:  the membership that stands now
    raises:   NotEntitled, LastHead, WrongValue, AlreadyThere, NotNow
    """
    reason = rules.why(why)
    checked_end(role, until, now=now)
    institution = membership.institution
    with transaction.atomic():
        held(institution)
        there = _standing(membership, now)
        require_manager_of(by=by, membership=there, now=now)
        require_grant(by=by, institution=institution, role=role, unit=unit, now=now)
        checked_unit(unit, institution)
        if (there.role, there.unit_id, there.until) == (role, unit.pk if unit else None, until):
            raise NotNow(acts.NO_CHANGE)
        require_head_left(there, now=now)
        there.ended_at = now
        there.save(update_fields=["ended_at"])
        new = _hold(institution=institution, user=there.user, role=role, unit=unit, until=until, now=now)
        write(
            "member.role_changed",
            f"member:{new.uuid}",
            institution=institution,
            by=by,
            now=now,
            why=reason,
            user=str(there.user.uuid),
            before=str(there.role),
            role=str(new.role),
            unit=str(unit.uuid) if unit else None,
        )
    return new


def end_membership(*, membership: Membership, why: str = "", by: User, now: datetime) -> Membership:
    """The role is taken away, or given up by whoever holds it; it counts no more from the next request on.

    why:     asked unless one leaves by oneself
    raises:  NotEntitled, LastHead, WrongValue, NotNow
    """
    leaves = membership.user_id == by.pk
    reason = rules.paragraphs(why, field="why", most=500, required=not leaves)
    with transaction.atomic():
        held(membership.institution)
        there = _standing(membership, now)
        if not leaves:
            require_manager_of(by=by, membership=there, now=now)
        require_head_left(there, now=now)
        there.ended_at = now
        there.save(update_fields=["ended_at"])
        write(
            "member.left" if leaves else "member.ended",
            f"member:{there.uuid}",
            institution=there.institution,
            by=by,
            now=now,
            why=reason,
            user=str(there.user.uuid),
            role=str(there.role),
        )
    return there


def hold_role(
    *, institution: Institution, user: User, role: str, unit: Unit | None, until: datetime | None, now: datetime
) -> Membership:
    """The role that an invitation gave, in the transaction of whoever calls.

    returns:  the membership that stands, which may have stood before
    raises:   NotNow
    """
    there = Membership.objects.filter(standing(now), institution=institution, user=user, role=role, unit=unit).first()
    if there is not None:
        return there
    return _hold(institution=institution, user=user, role=role, unit=unit, until=until, now=now)


def _hold(
    *, institution: Institution, user: User, role: str, unit: Unit | None, until: datetime | None, now: datetime
) -> Membership:
    rows = Membership.objects.filter(institution=institution, user=user)
    # what ended by its date is closed, so that the same role may be held again
    rows.filter(ended_at=None, until__lte=now).update(ended_at=now)
    standing_roles = list(rows.filter(standing(now)).values_list("role", "unit"))
    checked_alone([each for each, _ in standing_roles], role)
    if (role, unit.pk if unit else None) in standing_roles:
        raise AlreadyThere(acts.ALREADY_MEMBER, field="role", name=user.name)
    return Membership.objects.create(institution=institution, user=user, role=role, unit=unit, since=now, until=until)


def _standing(membership: Membership, now: datetime) -> Membership:
    """The row as it stands, or a refusal when it no longer does."""
    there = (
        Membership.objects.select_related("institution", "user", "unit").filter(standing(now), pk=membership.pk).first()
    )
    if there is None:
        raise NotNow(acts.ROLE_ALREADY_ENDED)
    return there
