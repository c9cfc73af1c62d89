"""A person becomes known, changes name, is tied to an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.people import rules
from sceau.people.errors import AlreadyThere, WrongValue
from sceau.people.finding import folded_name, sort_name
from sceau.people.models import Address, Person
from sceau.people.reasons import NO_NAME, ONE_PERSON_AN_ACCOUNT
from sceau.people.states import AddressKind
from sceau.people.writing import held, make_findable, make_findable_first, note_change, write, write_all

NAMED: Final = ("given_name", "family_name", "native_name", "language", "reference")
SAID_OF_A_HOLDER: Final = frozenset({"given_name", "family_name", "native_name"})  # what a credential bears of these
_REFERENCE: Final = 80


def create_person(
    *,
    institution: Institution,
    given_name: str,
    family_name: str,
    native_name: str = "",
    language: str = "fr",
    reference: str = "",
    email: str = "",
    phone: str = "",
    user: User | None = None,
    by: User | None,
    now: datetime,
) -> Person:
    """Somebody whom the institution does not know yet. Nothing is looked up: `find_or_create` does that.

    family_name:  the used name when there is one
    user:         the account with which the person signs in here
    by:           None when the house itself acts
    raises:       WrongValue; AlreadyThere when the account is another person's
    """
    checked = checked_person(
        given_name=given_name,
        family_name=family_name,
        native_name=native_name,
        language=language,
        reference=reference,
        email=email,
        phone=phone,
    )
    try:
        with transaction.atomic():
            [person] = create_people(institution, [checked], user=user, by=by, now=now)
    except IntegrityError as error:
        raise AlreadyThere(ONE_PERSON_AN_ACCOUNT) from error
    return person


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What a record that is to be made says, checked. reached: kind and value of each address"""

    values: dict[str, str]
    reached: tuple[tuple[AddressKind, str], ...]


def checked_person(
    *,
    given_name: str,
    family_name: str,
    native_name: str = "",
    language: str = "fr",
    reference: str = "",
    email: str = "",
    phone: str = "",
) -> NewPerson:
    """The values of a record, as they are kept. raises: WrongValue"""
    values = checked_names(
        given_name=given_name,
        family_name=family_name,
        native_name=native_name,
        language=language,
        reference=reference,
    )
    reached = tuple(
        (kind, rules.address(kind, typed))
        for kind, typed in ((AddressKind.EMAIL, email), (AddressKind.PHONE, phone))
        if typed.strip()
    )
    return NewPerson(values, reached)


def create_people(
    institution: Institution, checked: Sequence[NewPerson], *, user: User | None = None, by: User | None, now: datetime
) -> list[Person]:
    """Records for people whom the institution does not know, in as many statements for fifty as for one.

    user:    the account of the one person, if any
    raises:  IntegrityError when that account is another person's
    """
    with transaction.atomic():
        people = Person.objects.bulk_create(
            Person(
                institution=institution,
                user=user,
                created_at=now,
                created_by=by,
                **each.values,
                **_compared(each.values),
            )
            for each in checked
        )
        made = list(zip(people, checked, strict=True))
        Address.objects.bulk_create(
            Address(person=person, kind=kind, value=value, preferred=True, created_at=now)
            for person, each in made
            for kind, value in each.reached
        )
        make_findable_first((person, each.reached) for person, each in made)
        write_all("person.created", people, by=by, now=now)
    return people


def edit_person(
    *,
    person: Person,
    given_name: str,
    family_name: str,
    native_name: str,
    language: str,
    reference: str,
    by: User | None,
    now: datetime,
) -> Person:
    """Another name, language or number; what stood there goes into the history.

    raises:  WrongValue; NotNow for a record that was erased or merged into another
    """
    values = checked_names(
        given_name=given_name,
        family_name=family_name,
        native_name=native_name,
        language=language,
        reference=reference,
    )
    with transaction.atomic():
        there = held(person)
        before = {name: getattr(there, name) for name in NAMED if getattr(there, name) != values[name]}
        if not before:
            return there
        for name, value in (values | _compared(values)).items():
            setattr(there, name, value)
        if SAID_OF_A_HOLDER & before.keys():
            there.named_at = now
        there.save(update_fields=[*values, "folded", "sort_name", "named_at"])
        make_findable(there)
        note_change(there, *sorted(before), by=by, now=now, before=before)
        write("person.changed", there, by=by, now=now, fields=sorted(before))
    return there


def link_account(*, person: Person, user: User | None, by: User | None, now: datetime) -> Person:
    """The account with which the person signs in here, None for none.

    raises:  AlreadyThere when the account is another person's; NotNow
    """
    try:
        with transaction.atomic():
            there = held(person)
            if there.user_id == (user.pk if user else None):
                return there
            there.user = user
            there.save(update_fields=["user"])
            note_change(there, "account", by=by, now=now)
            write("person.account_linked" if user else "person.account_unlinked", there, by=by, now=now)
    except IntegrityError as error:
        raise AlreadyThere(ONE_PERSON_AN_ACCOUNT) from error
    return there


def checked_names(
    *, given_name: str, family_name: str, native_name: str, language: str, reference: str
) -> dict[str, str]:
    """What a record says but for its addresses, as it is kept. raises: WrongValue"""
    values = {
        "given_name": rules.name(given_name, field="given_name"),
        "family_name": rules.name(family_name, field="family_name"),
        "native_name": rules.name(native_name, field="native_name"),
        "language": rules.language(language),
        "reference": rules.line(reference, field="reference", most=_REFERENCE),
    }
    if not (values["given_name"] or values["family_name"]):
        raise WrongValue(NO_NAME, field="family_name")
    return values


def _compared(values: dict[str, str]) -> dict[str, str]:
    given, family = values["given_name"], values["family_name"]
    return {"folded": folded_name(given, family), "sort_name": sort_name(given, family)}
