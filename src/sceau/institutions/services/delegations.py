"""Signatures lent for a time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.institutions import acts, rules
from sceau.institutions.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.institutions.grants import checked_unit, require_right
from sceau.institutions.models import Delegation, Institution, Membership, Unit
from sceau.institutions.models.members import What
from sceau.institutions.queries import rights_held, standing
from sceau.institutions.roles import Right, Role
from sceau.institutions.services.writing import held, write
from sceau.institutions.words import dated, years_later
from sceau.institutions.written_acts import written_act

YEARS = 2


def create_delegation(
    *,
    institution: Institution,
    delegator: User,
    delegate: User,
    what: str,
    unit: Unit | None = None,
    starts_on: date,
    ends_on: date,
    act: bytes,
    act_name: str,
    by: User,
    now: datetime,
) -> Delegation:
    """Lend a signature, under a written act.

    starts_on, ends_on:  both days count; two years at most
    act:                 the PDF as it came, 5 MB at most; act_name: what the file was called
    raises:              NotEntitled, WrongValue, UnsafeAct, NotNow, AlreadyThere
    """
    if what not in What.values:
        raise WrongValue(acts.NOT_OF_THIS_INSTITUTION, field="what")
    if delegator.pk == delegate.pk:
        raise WrongValue(acts.DELEGATION_TO_ONESELF, field="delegate")
    _checked_dates(starts_on, ends_on, now)
    kept = written_act(act, act_name)
    with transaction.atomic():
        held(institution)
        require_right(by=by, institution=institution, right=Right.MANAGE_DELEGATIONS, now=now)
        checked_unit(unit, institution)
        _require_signatory(institution, delegator, now)
        _require_more_than_reading(institution, delegate, now)
        same = Delegation.objects.filter(
            institution=institution,
            delegator=delegator,
            delegate=delegate,
            what=what,
            unit=unit,
            revoked_at=None,
            starts_on__lte=ends_on,
            ends_on__gte=starts_on,
        )
        if same.exists():
            raise AlreadyThere(acts.DELEGATION_THERE, field="starts_on")
        delegation = Delegation.objects.create(
            institution=institution,
            delegator=delegator,
            delegate=delegate,
            what=what,
            unit=unit,
            starts_on=starts_on,
            ends_on=ends_on,
            act_file=kept.file,
            act_name=kept.name,
            act_digest=kept.digest,
            created_at=now,
        )
        write(
            "delegation.created",
            f"delegation:{delegation.uuid}",
            institution=institution,
            by=by,
            now=now,
            delegator=str(delegator.uuid),
            delegate=str(delegate.uuid),
            what=str(what),
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
            act=kept.digest,
        )
    return delegation


def revoke_delegation(*, delegation: Delegation, why: str, by: User, now: datetime) -> Delegation:
    """The signature is lent no more from this day on. Whoever lent it may always take it back.

    raises:  NotEntitled, WrongValue without a reason, NotNow when it is revoked already
    """
    reason = rules.why(why)
    with transaction.atomic():
        held(delegation.institution)
        if delegation.delegator_id != by.pk:
            require_right(by=by, institution=delegation.institution, right=Right.MANAGE_DELEGATIONS, now=now)
        there = Delegation.objects.defer("act_file").get(pk=delegation.pk)
        if there.revoked_at is not None:
            raise NotNow(acts.DELEGATION_REVOKED)
        there.revoked_at = now
        there.save(update_fields=["revoked_at"])
        write(
            "delegation.revoked",
            f"delegation:{there.uuid}",
            institution=delegation.institution,
            by=by,
            now=now,
            why=reason,
        )
    return there


def _checked_dates(starts_on: date, ends_on: date, now: datetime) -> None:
    if ends_on < starts_on:
        raise WrongValue(acts.DELEGATION_DATES, field="ends_on")
    if ends_on < localdate(now):
        raise WrongValue(acts.ENDS_IN_THE_PAST, field="ends_on")
    latest = years_later(starts_on, YEARS)
    if ends_on > latest:
        raise WrongValue(acts.DELEGATION_TOO_LONG, field="ends_on", **dated("latest", latest))


def _require_signatory(institution: Institution, user: User, now: datetime) -> None:
    """One lends what one has."""
    memberships = _of(institution, user, now)
    if not memberships:
        raise NotEntitled(acts.NOT_A_MEMBER, field="delegator")
    if Right.HOLD_KEY not in rights_held(memberships):
        raise NotEntitled(acts.DELEGATOR_CANNOT_SIGN, field="delegator", name=user.name)


def _require_more_than_reading(institution: Institution, user: User, now: datetime) -> None:
    memberships = _of(institution, user, now)
    if not memberships:
        raise NotEntitled(acts.NOT_A_MEMBER, field="delegate")
    if all(each.role == Role.AUDITOR for each in memberships):
        raise NotEntitled(acts.DELEGATE_ONLY_READS, field="delegate", name=user.name)


def _of(institution: Institution, user: User, now: datetime) -> list[Membership]:
    return list(Membership.objects.filter(standing(now), institution=institution, user=user))
