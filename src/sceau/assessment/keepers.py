"""Who keeps a jury: its president, and the office of the certifying body. A partner that organises does not.

Whoever presides holds the place *and* the right to preside, at the moment of the act: a seat outlives the role that it
was given for. Once the president no longer stands, what waits for them on minutes that are being signed is done by
whoever may release awards there; anything else waits for another president.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled
from sceau.assessment.models import Seat, Session
from sceau.assessment.reasons.jury import (
    KEEPER_ONLY,
    NO_LONGER_PRESIDES,
    PRESIDENT_GONE,
    PRESIDENT_GONE_MEANWHILE,
    PRESIDENT_ONLY,
)
from sceau.assessment.rights import may
from sceau.institutions.models import Delegation
from sceau.institutions.models.members import What
from sceau.institutions.queries import delegations_to, memberships_of, reach
from sceau.institutions.roles import Right


def seats_of(session: Session) -> list[Seat]:
    """The seats that stand: whoever presides first, then in the order in which they came."""
    standing = Seat.objects.filter(session=session, removed_at__isnull=True)
    return list(standing.select_related("user").order_by("-presides", "pk"))


def president_of(session: Session) -> Seat | None:
    """Who holds the president's place, whatever became of their role; None while nobody does."""
    presiding = Seat.objects.filter(session=session, presides=True, removed_at__isnull=True)
    return presiding.select_related("user").first()


def stands(president: Seat | None, session: Session, *, now: datetime) -> bool:
    """Whether whoever holds the president's place may preside now: an open account, and the right for this session."""
    return (
        president is not None
        and president.user is not None
        and may(president.user, Right.PRESIDE_JURY, session, now=now)
    )


def is_president(user: User, session: Session, *, now: datetime) -> bool:
    """Whether somebody presides over the jury of the session, with the right to."""
    seated = Seat.objects.filter(session=session, user=user, presides=True, removed_at__isnull=True).exists()
    return seated and may(user, Right.PRESIDE_JURY, session, now=now)


def keeps(user: User, session: Session, *, now: datetime) -> bool:
    """Whether somebody may compose the jury, note who is there and enter decisions."""
    if not user.is_active:
        return False
    if is_president(user, session, now=now):
        return True
    there = list(memberships_of(user, now=now).filter(institution=session.institution_id))
    if not there:
        return False
    where = reach(there, Right.MANAGE_SESSIONS)
    return where is None or session.unit_id in where


def require_keeper(user: User, session: Session, *, now: datetime) -> None:
    """raises: NotEntitled"""
    if not keeps(user, session, now=now):
        raise NotEntitled(KEEPER_ONLY)


def delegation_for(user: User, delegator: User | None, session: Session, *, now: datetime) -> Delegation | None:
    """The act under which somebody signs the minutes of this session for somebody else today; None without one."""
    if delegator is None:
        return None
    lent = delegations_to(user, What.MINUTES, on=localdate(now)).filter(
        delegator=delegator, institution=session.institution_id
    )
    return next((each for each in lent if each.unit_id is None or each.unit_id == session.unit_id), None)


def require_president(user: User, session: Session, *, now: datetime) -> Delegation | None:
    """The president; or somebody who signs for them, and then under which act.

    raises:  NotEntitled, which says what to do where the president no longer stands
    """
    president = president_of(session)
    if president is None:
        raise NotEntitled(PRESIDENT_ONLY)
    if not stands(president, session, now=now):
        if president.user_id == user.pk and user.is_active:
            raise NotEntitled(NO_LONGER_PRESIDES)
        raise NotEntitled(PRESIDENT_GONE, name=president.name)
    if president.user_id == user.pk:
        return None
    found = delegation_for(user, president.user, session, now=now) if user.is_active else None
    if found is None:
        raise NotEntitled(PRESIDENT_ONLY)
    return found


def require_attester(user: User, session: Session, *, now: datetime) -> Delegation | None:
    """Whoever attests signatures and takes minutes back: the president, or who signs for them.

    Where the president no longer stands, whoever may release awards, so that nobody's departure stops a session.

    raises:  NotEntitled
    """
    president = president_of(session)
    if president is None or stands(president, session, now=now):
        return require_president(user, session, now=now)
    if may(user, Right.RELEASE_AWARDS, session, now=now):
        return None
    if president.user_id == user.pk and user.is_active:
        raise NotEntitled(NO_LONGER_PRESIDES)
    raise NotEntitled(PRESIDENT_GONE_MEANWHILE, name=president.name)


def may_attest(user: User, session: Session, *, now: datetime) -> bool:
    """Whether somebody is one of those."""
    try:
        require_attester(user, session, now=now)
    except NotEntitled:
        return False
    return True
