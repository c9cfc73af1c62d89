"""The faculties, sites and departments of an institution."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.institutions import acts, rules
from sceau.institutions.errors import AlreadyThere, NotNow
from sceau.institutions.models import Institution, Invitation, Membership, Unit
from sceau.institutions.queries import standing
from sceau.institutions.services.writing import held, write


def add_unit(*, institution: Institution, name: str, siret: str = "", city: str = "", by: User, now: datetime) -> Unit:
    """A new unit.

    raises:  WrongValue, AlreadyThere
    """
    values = _checked(institution, name, siret, city)
    _require_free(institution, values["name"])
    try:
        with transaction.atomic():
            unit = Unit.objects.create(institution=institution, **values)
            write("unit.added", f"unit:{unit.uuid}", institution=institution, by=by, now=now)
    except IntegrityError as error:  # another one took it since we looked
        raise AlreadyThere(acts.UNIT_NAME_TAKEN, field="name", name=values["name"]) from error
    return unit


def edit_unit(*, unit: Unit, name: str, siret: str, city: str, by: User, now: datetime) -> Unit:
    """Another name, number or place.

    raises:  WrongValue, AlreadyThere
    """
    values = _checked(unit.institution, name, siret, city)
    _require_free(unit.institution, values["name"], but=unit)
    try:
        with transaction.atomic():
            there = Unit.objects.select_for_update().get(pk=unit.pk)
            changed = sorted(field for field, value in values.items() if getattr(there, field) != value)
            if changed:
                for field in changed:
                    setattr(there, field, values[field])
                there.save(update_fields=changed)
                write("unit.changed", f"unit:{unit.uuid}", institution=unit.institution, by=by, now=now, fields=changed)
    except IntegrityError as error:  # another one took it since we looked
        raise AlreadyThere(acts.UNIT_NAME_TAKEN, field="name", name=values["name"]) from error
    return there


def close_unit(*, unit: Unit, why: str, by: User, now: datetime) -> Unit:
    """The unit takes no more roles; it can be reopened.

    raises:  NotNow while roles or invitations belong to it; WrongValue without a reason
    """
    reason = rules.why(why)
    with transaction.atomic():
        held(unit.institution)
        there = Unit.objects.get(pk=unit.pk)
        if there.closed_at is not None:
            return there
        count = (
            Membership.objects.filter(standing(now), unit=there).count()
            + Invitation.objects.filter(unit=there, accepted_at=None, withdrawn_at=None, expires_at__gt=now).count()
        )
        if count:
            raise NotNow(acts.UNIT_IN_USE, unit=there.name, count=count)
        there.closed_at = now
        there.save(update_fields=["closed_at"])
        write("unit.closed", f"unit:{unit.uuid}", institution=unit.institution, by=by, now=now, why=reason)
    return there


def reopen_unit(*, unit: Unit, by: User, now: datetime) -> Unit:
    """A closed unit stands again, with its history."""
    with transaction.atomic():
        there = Unit.objects.select_for_update().get(pk=unit.pk)
        if there.closed_at is not None:
            there.closed_at = None
            there.save(update_fields=["closed_at"])
            write("unit.reopened", f"unit:{unit.uuid}", institution=unit.institution, by=by, now=now)
    return there


def _checked(institution: Institution, name: str, siret: str, city: str) -> dict[str, str]:
    return {
        "name": rules.line(name, field="name", most=160, required=True),
        "siret": rules.siret(siret, siren=institution.siren),
        "city": rules.line(city, field="city", most=120),
    }


def _require_free(institution: Institution, name: str, but: Unit | None = None) -> None:
    others = institution.units.filter(name__iexact=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise AlreadyThere(acts.UNIT_NAME_TAKEN, field="name", name=name)
