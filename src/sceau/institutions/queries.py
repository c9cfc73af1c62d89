"""Reads of the institutions, each with who may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone

from sceau.accounts.models import User
from sceau.institutions.models import Delegation, Habilitation, Institution, Invitation, Membership, Unit
from sceau.institutions.models.partners import HabilitationState
from sceau.institutions.roles import IN_A_UNIT, Right, Role, may, rights_of


def standing(now: datetime) -> Q:
    """What makes a membership count now."""
    return Q(ended_at__isnull=True) & (Q(until__isnull=True) | Q(until__gt=now))


def memberships_of(user: User, *, now: datetime) -> QuerySet[Membership]:
    """What a user is, and where, at this moment."""
    return Membership.objects.filter(standing(now), user=user).select_related("institution", "unit")


def institutions_of(user: User, *, now: datetime) -> QuerySet[Institution]:
    """Where a user has a desk at this moment."""
    return Institution.objects.filter(pk__in=memberships_of(user, now=now).values("institution")).order_by("name")


def rights_held(memberships: Iterable[Membership]) -> frozenset[Right]:
    """What somebody may do in the institution with these memberships of it."""
    held = list(memberships)
    return rights_of(
        (each.role for each in held if each.unit_id is None),
        in_units=(each.role for each in held if each.unit_id is not None),
    )


def reach(memberships: Iterable[Membership], right: Right) -> frozenset[int] | None:
    """Where a right counts: None for the whole institution, else the primary keys of units."""
    giving = [each for each in memberships if may(each.role, right)]
    if any(each.unit_id is None for each in giving):
        return None
    return frozenset(each.unit_id for each in giving if each.unit_id is not None and right in IN_A_UNIT)


def within(units: frozenset[int] | None) -> Q:
    """Rows of these units; of the whole institution and all its units for None."""
    return Q() if units is None else Q(unit__in=units)


def members_seen_by(memberships: Iterable[Membership], *, now: datetime) -> QuerySet[Membership]:
    """The roles that stand in an institution, for a colleague with these memberships of it.

    memberships:  those of whoever looks, in one institution; whoever is only of a unit sees that unit
    """
    seen = list(memberships)
    return (
        Membership.objects.filter(
            standing(now),
            within(reach(seen, Right.SEE_MEMBERS)),
            institution__in={each.institution_id for each in seen},
        )
        .select_related("user", "unit")
        .order_by("user__name", "user_id", "since", "pk")
    )


def open_invitations_seen_by(memberships: Iterable[Membership]) -> QuerySet[Invitation]:
    """What was offered and is neither taken nor withdrawn, even too late, so that it can be sent again."""
    seen = list(memberships)
    return (
        Invitation.objects.filter(
            within(reach(seen, Right.SEE_MEMBERS)),
            institution__in={each.institution_id for each in seen},
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .select_related("unit", "invited_by")
        .order_by("-sent_at", "-pk")
    )


def withdrawn_invitations_seen_by(memberships: Iterable[Membership], *, since: datetime) -> QuerySet[Invitation]:
    """What was withdrawn lately and can be offered again."""
    seen = list(memberships)
    return (
        Invitation.objects.filter(
            within(reach(seen, Right.SEE_MEMBERS)),
            institution__in={each.institution_id for each in seen},
            withdrawn_at__gte=since,
        )
        .select_related("unit")
        .order_by("-withdrawn_at", "-pk")
    )


def heads_of(institution: Institution, *, now: datetime) -> QuerySet[Membership]:
    """Those who answer for the whole institution, without an end."""
    return Membership.objects.filter(
        standing(now), institution=institution, role=Role.HEAD, unit=None, until=None, user__is_active=True
    )


def people_of(institution: Institution, *, now: datetime) -> QuerySet[User]:
    """Everybody who holds a role in an institution at this moment, once each."""
    there = Membership.objects.filter(standing(now), institution=institution)
    return User.objects.filter(pk__in=there.values("user"), is_active=True).order_by("name", "pk")


def open_units_of(institution: Institution) -> QuerySet[Unit]:
    """The units that stand."""
    return institution.units.filter(closed_at=None).order_by("name")


def delegations_seen_by(memberships: Iterable[Membership]) -> QuerySet[Delegation]:
    """The signatures lent in an institution, the file of the act left aside."""
    seen = list(memberships)
    return (
        Delegation.objects.filter(
            within(reach(seen, Right.SEE_DELEGATIONS)), institution__in={each.institution_id for each in seen}
        )
        .select_related("delegator", "delegate", "unit")
        .defer("act_file")
        .order_by("revoked_at", "-ends_on", "-pk")
    )


def delegates_of(user: User, what: str, *, on: date) -> QuerySet[Delegation]:
    """Who may sign in the name of a user that day, and under which act."""
    return _delegations_on(on).filter(delegator=user, what=what).select_related("delegate", "unit", "institution")


def delegations_to(user: User, what: str, *, on: date) -> QuerySet[Delegation]:
    """In whose name a user may sign that day, and under which act."""
    return _delegations_on(on).filter(delegate=user, what=what).select_related("delegator", "unit", "institution")


def _delegations_on(day: date) -> QuerySet[Delegation]:
    """Those in force that day: within their dates, not revoked before it ended, both people still there."""
    begins = datetime.combine(day, time.min, tzinfo=get_current_timezone())
    ends = begins + timedelta(days=1)

    def there(who: str) -> Exists:
        return Exists(
            Membership.objects.filter(
                Q(ended_at__isnull=True) | Q(ended_at__gte=ends),
                Q(until__isnull=True) | Q(until__gte=ends),
                institution=OuterRef("institution"),
                user=OuterRef(who),
                since__lt=ends,
            )
        )

    return (
        Delegation.objects.filter(
            Q(revoked_at__isnull=True) | Q(revoked_at__gte=ends),
            there("delegator"),
            there("delegate"),
            starts_on__lte=day,
            ends_on__gte=day,
        )
        .defer("act_file")
        .order_by("-ends_on", "pk")
    )


def habilitations_given_seen_by(memberships: Iterable[Membership]) -> QuerySet[Habilitation]:
    """Those that the institution gives its partners. Whoever is here for a centre only sees none of the others'."""
    seen = [
        each for each in memberships if each.role != Role.CENTRE_MANAGER and may(each.role, Right.SEE_HABILITATIONS)
    ]
    return (
        Habilitation.objects.filter(certifier__in={each.institution_id for each in seen})
        .select_related("partner")
        .order_by("partner__name", "-ends_on", "pk")
    )


def habilitations_held_seen_by(memberships: Iterable[Membership]) -> QuerySet[Habilitation]:
    """Those that the institution holds of others."""
    seen = [each for each in memberships if may(each.role, Right.SEE_HABILITATIONS)]
    return (
        Habilitation.objects.filter(partner__in={each.institution_id for each in seen})
        .select_related("certifier")
        .order_by("certifier__name", "-ends_on", "pk")
    )


def habilitations_on(day: date) -> QuerySet[Habilitation]:
    """Those under which a partner may act that day."""
    return Habilitation.objects.filter(state=HabilitationState.ACTIVE, starts_on__lte=day, ends_on__gte=day)
