"""How a person is reached: added, verified, preferred, taken away, put back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.people import rules
from sceau.people.errors import AlreadyThere
from sceau.people.models import Address, Person
from sceau.people.queries import behind
from sceau.people.reasons import ADDRESS_THERE
from sceau.people.writing import held, held_record, make_findable, note_change, write

UNDO: Final = timedelta(days=30)  # so long a removed address can be put back, before the retention takes it


def add_address(
    *,
    person: Person,
    kind: str,
    value: str,
    preferred: bool = False,
    verified_at: datetime | None = None,
    by: User | None,
    now: datetime,
) -> Address:
    """One more way to reach somebody; the first of its kind is the preferred one.

    kind:    an `AddressKind`
    raises:  WrongValue; AlreadyThere when this person has it; NotNow
    """
    kept = rules.address(kind, value)
    try:
        with transaction.atomic():
            there = held(person)
            others = Address.objects.filter(person=there, kind=kind, removed_at__isnull=True)
            first = not others.filter(preferred=True).exists()
            if preferred and not first:
                others.update(preferred=False)
            address = Address.objects.create(
                person=there,
                kind=kind,
                value=kept,
                preferred=preferred or first,
                verified_at=verified_at,
                created_at=now,
            )
            make_findable(there)
            note_change(there, f"{kind}_added", by=by, now=now)
            write("person.address_added", there, by=by, now=now, kind=kind)
    except IntegrityError as error:
        raise AlreadyThere(ADDRESS_THERE, field="value") from error
    return address


def verify_address(*, address: Address, by: User | None, now: datetime) -> Address:
    """Somebody answered from there."""
    with transaction.atomic():
        person = held_record(address.person)
        there = Address.objects.select_for_update().get(pk=address.pk)
        if there.verified_at is None:
            there.verified_at = now
            there.save(update_fields=["verified_at"])
            write("person.address_verified", person, by=by, now=now, kind=there.kind)
    return there


def prefer_address(*, address: Address, by: User | None, now: datetime) -> Address:
    """Among several of its kind, this one is used."""
    with transaction.atomic():
        person = held_record(address.person)
        there = Address.objects.select_for_update().get(pk=address.pk)
        if not there.preferred and there.removed_at is None:
            Address.objects.filter(behind(person), kind=there.kind).update(preferred=False)
            there.preferred = True
            there.save(update_fields=["preferred"])
            note_change(person, f"{there.kind}_preferred", by=by, now=now)
            write("person.address_preferred", person, by=by, now=now, kind=there.kind)
    return there


def remove_address(*, address: Address, by: User | None, now: datetime) -> Address:
    """Nobody is written to there any more; it can be put back for `UNDO`."""
    with transaction.atomic():
        person = held_record(address.person)
        there = Address.objects.select_for_update().get(pk=address.pk)
        if there.removed_at is None:
            was_preferred = there.preferred
            there.removed_at, there.preferred = now, False
            there.save(update_fields=["removed_at", "preferred"])
            others = Address.objects.filter(person=person, kind=there.kind, removed_at__isnull=True)
            if was_preferred and (heir := others.order_by("pk").first()) is not None:
                heir.preferred = True
                heir.save(update_fields=["preferred"])
            make_findable(person)
            note_change(person, f"{there.kind}_removed", by=by, now=now)
            write("person.address_removed", person, by=by, now=now, kind=there.kind)
    return there


def restore_address(*, address: Address, by: User | None, now: datetime) -> Address:
    """A removed address counts again.

    raises:  AlreadyThere when it was typed anew meanwhile; NotNow
    """
    try:
        with transaction.atomic():
            person = held_record(address.person)
            there = Address.objects.select_for_update().get(pk=address.pk)
            if there.removed_at is not None:
                there.removed_at = None
                there.preferred = not Address.objects.filter(
                    person=person, kind=there.kind, removed_at__isnull=True, preferred=True
                ).exists()
                there.save(update_fields=["removed_at", "preferred"])
                make_findable(person)
                note_change(person, f"{there.kind}_restored", by=by, now=now)
                write("person.address_restored", person, by=by, now=now, kind=there.kind)
    except IntegrityError as error:
        raise AlreadyThere(ADDRESS_THERE, field="value") from error
    return there
