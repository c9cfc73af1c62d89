"""What the services of this room share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sceau.accounts.models import User
from sceau.frameworks.services.insertion import insert
from sceau.institutions.models import Institution
from sceau.journal.services import Deed, record, record_all
from sceau.people.errors import NotNow
from sceau.people.finding import words_of
from sceau.people.models import Address, Change, NameWord, Person
from sceau.people.reasons import ERASED, MERGED_AWAY


def write(code: str, person: Person, *, by: User | None, now: datetime, why: str = "", **details: Any) -> None:
    """One act about a person, in the chain of the institution: an opaque id, never a name."""
    record(
        code,
        subject=f"person:{person.uuid}",
        by=by.uuid if by else None,
        at=now,
        institution=person.institution.uuid,
        why=why,
        **details,
    )


def write_all(
    code: str,
    people: Sequence[Person],
    *,
    by: User | None,
    now: datetime,
    details: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    """The same act about each of several people of one institution, in one go. details: of each, in their order"""
    if not people:
        return
    said = details or [{}] * len(people)
    deeds = [Deed(code, f"person:{each.uuid}", dict(more)) for each, more in zip(people, said, strict=True)]
    record_all(deeds, by=by.uuid if by else None, at=now, institution=people[0].institution.uuid)


def write_of(code: str, institution: Institution, *, by: User | None, now: datetime, **details: Any) -> None:
    """One act about what an institution does with personal data as a whole."""
    record(
        code,
        subject=f"institution:{institution.uuid}",
        by=by.uuid if by else None,
        at=now,
        institution=institution.uuid,
        **details,
    )


def held(person: Person) -> Person:
    """The record that stands for this one, its row kept from others until the transaction ends.

    Rooms above keep the record that they were given, which may have been merged into another since.

    raises:  NotNow for one that was erased, or merged at this very moment
    """
    root = Person.objects.filter(pk=person.pk).values_list("root_id", flat=True).get()
    there = held_record(person if root is None else Person(pk=root))
    if there.merged_into_id is not None:
        raise NotNow(MERGED_AWAY)
    return there


def held_record(person: Person) -> Person:
    """This very record, also when it was merged into another: what hangs on it is still the person's.

    raises:  NotNow for one that was erased
    """
    assert transaction.get_connection().in_atomic_block  # noqa: S101 -- a lock lasts as long as its transaction
    there = Person.objects.select_for_update(of=("self",)).select_related("institution").get(pk=person.pk)
    if there.erased_at is not None:
        raise NotNow(ERASED)
    return there


def held_institution(institution: Institution) -> Institution:
    """The institution's row kept from whoever merges, erases or changes rules at the same time; not from readers."""
    return Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)


def note_change(
    person: Person,
    *fields: str,
    by: User | None,
    now: datetime,
    before: Mapping[str, str] | None = None,
    sealed: str = "",
) -> None:
    """A line of the person's history."""
    Change.objects.create(person=person, by=by, at=now, fields=list(fields), before=dict(before or {}), sealed=sealed)


def make_findable(person: Person) -> None:
    """Write anew the words by which the record is found."""
    wanted = _words(person)
    there = {bytes(row.text): row.pk for row in NameWord.objects.filter(person=person)}
    NameWord.objects.filter(pk__in=[pk for text, pk in there.items() if text not in wanted]).delete()
    _insert([(person, wanted - there.keys())])


def make_findable_first(made: Iterable[tuple[Person, Iterable[tuple[str, str]]]]) -> None:
    """The same for records that were just made, each with the kind and value of its addresses."""
    _insert((person, words_of(_names(person), addresses)) for person, addresses in made)


def _insert(words: Iterable[tuple[Person, Iterable[bytes]]]) -> None:
    rows = [
        (person.pk, person.root_id or person.pk, person.institution_id, text)
        for person, its in words
        for text in sorted(its)
    ]
    insert(NameWord, ("person_id", "standing_id", "institution_id", "text"), rows)


def _words(person: Person) -> set[bytes]:
    addresses = Address.objects.filter(person=person, removed_at__isnull=True).values_list("kind", "value")
    return words_of(_names(person), addresses)


def _names(person: Person) -> tuple[str, ...]:
    return person.given_name, person.family_name, person.native_name, person.reference
