"""People from a table: the same person is found when that is certain, and made anew when it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from sceau.accounts.models import User
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.models import Institution
from sceau.people import civil, rules
from sceau.people.civil import Civil
from sceau.people.errors import PeopleError, WrongValue
from sceau.people.models import Address, CivilStatus, Person
from sceau.people.queries import records_of
from sceau.people.services.addresses import add_address
from sceau.people.services.civil import complete_civil_status, first_civil_statuses
from sceau.people.services.matching import (
    How,
    IntakeValues,
    Row,
    read_row,
    who_they_are,
    who_they_are_to_a_partner,
)
from sceau.people.services.persons import NewPerson, checked_names, create_people
from sceau.people.states import AddressKind
from sceau.people.writing import held_institution

__all__ = ["How", "IntakeValues", "Row", "complete", "create", "find_or_create", "match", "new_person", "read_row"]


def find_or_create(
    *,
    institution: Institution,
    values: IntakeValues,
    by: User | None,
    now: datetime,
    box: SecretBox,
    brought: QuerySet[Person] | None = None,
) -> tuple[Person, How]:
    """The person whom a row of a table speaks of; see `matching` for what is certain.

    Everything else is a new person, whom `duplicates` then shows beside whoever looks alike. What the row knows and the
    record does not is added; nothing is overwritten.

    values:   as `sceau.intake` reads them, by field; civil status only where the file has it
    brought:  where somebody of another body typed them, the records made for what that body typed before: then nobody
              else is recognised but by an exact name and address, and no record that is there is added to
    raises:   WrongValue
    """
    row = read_row(values, institution, now=now)
    with transaction.atomic():
        [met] = match(institution, [row], brought=brought, box=box)
        if met is None:
            [person] = create(institution, [row], by=by, now=now, box=box)
            return person, How.CREATED
        for refusal in complete([(met[0], row)], by=by, now=now, box=box).values() if brought is None else ():
            raise refusal
    return met


def match(
    institution: Institution, rows: Sequence[Row], *, brought: QuerySet[Person] | None, box: SecretBox
) -> list[tuple[Person, How] | None]:
    """Whom each row means; nobody else finds or makes people there until the transaction ends."""
    held_institution(institution)  # two rows of two files at once are one person too
    if brought is None:
        return who_they_are(institution, rows, box=box)
    return who_they_are_to_a_partner(institution, rows, brought=brought, box=box)


def new_person(row: Row) -> NewPerson:
    """What a record made from a row would say. raises: WrongValue"""
    values = row.values
    native = (values.get("native_given_name", ""), values.get("native_family_name", ""))
    names = checked_names(
        given_name=row.given,
        family_name=row.family,
        native_name=" ".join(each for each in native if each),
        language=_language(values.get("language", "")),
        reference=values.get("identifier", ""),
    )
    reached = ((AddressKind.EMAIL, row.email), (AddressKind.PHONE, row.phone))  # `read_row` looked at both
    return NewPerson(names, tuple((kind, value) for kind, value in reached if value))


def create(
    institution: Institution, rows: Sequence[Row], *, by: User | None, now: datetime, box: SecretBox
) -> list[Person]:
    """Make a record for each row, in as many statements for fifty as for one. raises: WrongValue"""
    people = create_people(institution, [new_person(row) for row in rows], by=by, now=now)
    told = [(person, row.found) for person, row in zip(people, rows, strict=True) if row.found]
    first_civil_statuses(told, box=box, by=by, now=now)
    return people


def complete(
    met: Sequence[tuple[Person, Row]], *, by: User | None, now: datetime, box: SecretBox
) -> dict[int, PeopleError]:
    """Add to records what rows know and they do not; where nothing lacks, nothing is asked of each.

    returns:  primary key of a person → why nothing could be added
    """
    keys = {person.pk for person, _row in met}
    behind = Q(person__in=records_of(keys))
    addresses = Address.objects.filter(behind).values_list("person", "person__root", "kind", "value")
    known = {(root or person, kind, value) for person, root, kind, value in addresses}
    statuses: dict[int, list[CivilStatus]] = {}
    for each in CivilStatus.objects.filter(behind).select_related("person"):
        statuses.setdefault(each.person.root_id or each.person_id, []).append(each)
    refused: dict[int, PeopleError] = {}
    for person, row in met:
        told = ((AddressKind.EMAIL, row.email), (AddressKind.PHONE, row.phone))
        # one that was taken away is not put back by a file
        new = [(kind, value) for kind, value in told if value and (person.pk, kind.value, value) not in known]
        says_more = bool(row.found) and not _says_it(statuses.get(person.pk, ()), row, person, box=box)
        if new or says_more:
            try:
                _add(person, new, row.found if says_more else None, by=by, now=now, box=box)
            except PeopleError as refusal:
                refused[person.pk] = refusal
    return refused


def _add(
    person: Person,
    addresses: Sequence[tuple[AddressKind, str]],
    found: Civil | None,
    *,
    by: User | None,
    now: datetime,
    box: SecretBox,
) -> None:
    with transaction.atomic():
        for kind, value in addresses:
            add_address(person=person, kind=kind, value=value, by=by, now=now)
        if found is not None:
            complete_civil_status(person=person, values=civil.as_values(found), box=box, by=by, now=now)


def _says_it(statuses: Sequence[CivilStatus], row: Row, person: Person, *, box: SecretBox) -> bool:
    """Whether the one civil status of a record has every part that a row has; else it is looked at closely."""
    if len(statuses) != 1 or statuses[0].person_id != person.pk:
        return False
    filled: Mapping[str, Any] = civil.as_values(civil.unseal(statuses[0].sealed, person.uuid, box=box))
    return all(filled[name] for name, value in civil.as_values(row.found).items() if value)


def _language(typed: str) -> str:
    """A table that writes « français » does not lose its row for that."""
    try:
        return rules.language(typed)
    except WrongValue:
        return "fr"
