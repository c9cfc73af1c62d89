"""Who vouches for somebody that lost a second factor: a head of certification, or who administers the platform.

A head vouches for those who work for nobody else: taking away a factor opens every desk that a person has.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from sceau.accounts.models import FactorReset, User
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import standing
from sceau.institutions.roles import Role


def resets_in_care_of(by: User, *, now: datetime) -> QuerySet[FactorReset]:
    """The requests under way that this person may approve or refuse; never one's own."""
    waiting = (
        FactorReset.objects.filter(cancelled_at=None, carried_out_at=None)
        .exclude(user=by)
        .select_related("user", "approved_by")
        .order_by("asked_at", "pk")
    )
    if by.is_platform_administrator:
        return waiting
    mine = _headed_by(by, now=now)
    members = Membership.objects.filter(standing(now))
    return waiting.filter(
        user__is_platform_administrator=False, user__in=members.filter(institution__in=mine).values("user")
    ).exclude(user__in=members.exclude(institution__in=mine).values("user"))


def vouching_institution(by: User, user: User, *, now: datetime) -> Institution | None:
    """In whose name a head vouches for a user; None is the platform."""
    return (
        Institution.objects.filter(pk__in=_headed_by(by, now=now))
        .filter(pk__in=Membership.objects.filter(standing(now), user=user).values("institution"))
        .order_by("pk")
        .first()
    )


def told_of_a_reset(user: User, *, now: datetime) -> list[User]:
    """Everybody who hears that this person lost a factor: heads of their institutions, and the platform."""
    places = Membership.objects.filter(standing(now), user=user).values("institution")
    heads = Membership.objects.filter(standing(now), role=Role.HEAD, institution__in=places).values("user")
    return list(
        (User.objects.filter(pk__in=heads) | User.objects.filter(is_platform_administrator=True))
        .filter(is_active=True)
        .exclude(pk=user.pk)
        .order_by("pk")
    )


def _headed_by(by: User, *, now: datetime) -> QuerySet[Membership, int]:
    heads = Membership.objects.filter(standing(now), role=Role.HEAD, unit=None, user=by)
    return heads.values_list("institution", flat=True)
