"""Who answers for somebody under age."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.people import rules
from sceau.people.errors import WrongValue
from sceau.people.models import Guardian, Person
from sceau.people.reasons import EMPTY
from sceau.people.states import AddressKind
from sceau.people.writing import held, held_record, note_change, write

_RELATION: Final = 80


def add_guardian(
    *,
    person: Person,
    name: str,
    relation: str,
    email: str = "",
    phone: str = "",
    consented_at: datetime | None = None,
    by: User | None,
    now: datetime,
) -> Guardian:
    """Somebody answers for this person.

    consented_at:  when the guardian agreed, if so
    raises:        WrongValue; NotNow
    """
    values = _checked(name, relation, email, phone)
    with transaction.atomic():
        there = held(person)
        guardian = Guardian.objects.create(person=there, consented_at=consented_at, created_at=now, **values)
        note_change(there, "guardian_added", by=by, now=now)
        write("person.guardian_added", there, by=by, now=now, guardian=guardian.uuid)
    return guardian


def edit_guardian(
    *, guardian: Guardian, name: str, relation: str, email: str, phone: str, by: User | None, now: datetime
) -> Guardian:
    """Another name, relation or address. raises: WrongValue; NotNow"""
    values = _checked(name, relation, email, phone)
    with transaction.atomic():
        person = held_record(guardian.person)
        there = Guardian.objects.select_for_update().get(pk=guardian.pk)
        if any(getattr(there, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(there, field, value)
            there.save(update_fields=list(values))
            note_change(person, "guardian_changed", by=by, now=now)
            write("person.guardian_changed", person, by=by, now=now, guardian=there.uuid)
    return there


def note_guardian_consent(*, guardian: Guardian, given: bool, by: User | None, now: datetime) -> Guardian:
    """The guardian agrees, or takes it back."""
    with transaction.atomic():
        person = held_record(guardian.person)
        there = Guardian.objects.select_for_update().get(pk=guardian.pk)
        stands = there.consented_at is not None and there.withdrawn_at is None
        if given == stands or (not given and there.consented_at is None):
            return there
        if given:
            there.consented_at, there.withdrawn_at = now, None
        else:
            there.withdrawn_at = now
        there.save(update_fields=["consented_at", "withdrawn_at"])
        code = "person.guardian_agreed" if given else "person.guardian_withdrew"
        note_change(person, code.removeprefix("person."), by=by, now=now)
        write(code, person, by=by, now=now, guardian=there.uuid)
    return there


def remove_guardian(*, guardian: Guardian, by: User | None, now: datetime) -> Guardian:
    """Somebody no longer answers for this person; it can be put back."""
    return _set_removed(guardian, now, by=by, now=now)


def restore_guardian(*, guardian: Guardian, by: User | None, now: datetime) -> Guardian:
    """Somebody who was taken away answers for this person again."""
    return _set_removed(guardian, None, by=by, now=now)


def _set_removed(guardian: Guardian, moment: datetime | None, *, by: User | None, now: datetime) -> Guardian:
    with transaction.atomic():
        person = held_record(guardian.person)
        there = Guardian.objects.select_for_update().get(pk=guardian.pk)
        if (there.removed_at is None) != (moment is None):
            there.removed_at = moment
            there.save(update_fields=["removed_at"])
            code = "person.guardian_restored" if moment is None else "person.guardian_removed"
            note_change(person, code.removeprefix("person."), by=by, now=now)
            write(code, person, by=by, now=now, guardian=there.uuid)
    return there


def _checked(name: str, relation: str, email: str, phone: str) -> dict[str, str]:
    found = {
        "name": rules.name(name, field="name"),
        "relation": rules.line(relation, field="relation", most=_RELATION, required=True),
        "email": rules.address(AddressKind.EMAIL, email, field="email") if email.strip() else "",
        "phone": rules.address(AddressKind.PHONE, phone, field="phone") if phone.strip() else "",
    }
    if not found["name"]:
        raise WrongValue(EMPTY, field="name")
    return found
