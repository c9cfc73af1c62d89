"""Civil status: written, and read by name only, each reading on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.frameworks.services.insertion import insert
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.roles import Right
from sceau.people import civil
from sceau.people.civil import Civil
from sceau.people.errors import NotNow
from sceau.people.models import Change, CivilStatus, Person, TraitOf
from sceau.people.queries import civil_status_of, is_oneself, person_of
from sceau.people.reasons import NO_CIVIL_STATUS
from sceau.people.rights import require
from sceau.people.writing import held, note_change, write, write_all


def set_civil_status(
    *, person: Person, values: Mapping[str, Any], box: SecretBox, by: User | None, now: datetime
) -> CivilStatus:
    """Write the whole civil status of a person. What stood there is kept sealed in the history.

    values:  by name of `sceau.people.civil.Civil`; what is left out is not known
    raises:  WrongValue, at its field; NotNow
    """
    found = civil.checked(values, today=localdate(now))
    with transaction.atomic():
        there = held(person)
        kept = CivilStatus.objects.select_for_update().filter(person=there).first()
        return _written(there, kept, found, box=box, by=by, now=now)


def first_civil_statuses(
    told: Sequence[tuple[Person, Civil]], *, box: SecretBox, by: User | None, now: datetime
) -> None:
    """The same of people who were made in this transaction, so that nobody else has written any; a few statements.

    told:  of one institution; what is said of each is checked
    """
    CivilStatus.objects.bulk_create(
        CivilStatus(person=person, sealed=civil.seal(found, person.uuid, box=box), parts=found.parts, changed_at=now)
        for person, found in told
    )
    _insert_traits(told)
    changed = [[each for each in civil.FIELDS if getattr(found, each) != getattr(Civil(), each)] for _, found in told]
    Change.objects.bulk_create(
        Change(person=person, by=by, at=now, fields=fields, before={}, sealed="")
        for (person, _found), fields in zip(told, changed, strict=True)
    )
    write_all(
        "person.civil_status_set",
        [person for person, _found in told],
        by=by,
        now=now,
        details=[{"fields": each} for each in changed],
    )


def _written(
    person: Person, kept: CivilStatus | None, found: Civil, *, box: SecretBox, by: User | None, now: datetime
) -> CivilStatus:
    former = civil.unseal(kept.sealed, person.uuid, box=box) if kept else Civil()
    if kept and former == found:
        return kept
    changed = [each for each in civil.FIELDS if getattr(former, each) != getattr(found, each)]
    status = CivilStatus(
        person=person, sealed=civil.seal(found, person.uuid, box=box), parts=found.parts, changed_at=now
    )
    status.save(force_insert=kept is None, force_update=kept is not None)
    if kept:
        TraitOf.objects.filter(person=person).delete()
    _insert_traits([(person, found)])
    note_change(person, *changed, by=by, now=now, sealed=kept.sealed if kept else "")
    write("person.civil_status_set", person, by=by, now=now, fields=changed)
    return status


def complete_civil_status(
    *, person: Person, values: Mapping[str, Any], box: SecretBox, by: User | None, now: datetime
) -> CivilStatus | None:
    """Fill in what lacks of a civil status, and overwrite nothing: what a file or the person brings later.

    raises:  WrongValue; NotNow
    """
    found = civil.checked(values, today=localdate(now))
    standing = person_of(Person.objects.select_related("root").get(pk=person.pk))
    kept = civil_status_of(standing)
    former = civil.unseal(kept.sealed, kept.person.uuid, box=box) if kept else Civil()
    placed = former.insee_code or former.postcode
    additions = {
        name: getattr(found, name)
        for name in civil.FIELDS
        if not getattr(former, name) and getattr(found, name) and not (placed and name in ("insee_code", "postcode"))
    }
    if not additions:
        return kept
    whole = replace(former, **additions)
    return set_civil_status(person=standing, values=civil.as_values(whole), box=box, by=by, now=now)


def read_civil_status(*, person: Person, by: User | None, now: datetime, box: SecretBox) -> Civil:
    """Open the civil status of a person; that it was read, by whom and when, is an act of the journal.

    by:      has the right to see it, or is the person; None: the person, whom a page knows by a secret link
    raises:  NotEntitled; NotNow when there is none; EngineError when it does not open
    """
    standing = person_of(person)
    if by is not None and not is_oneself(standing, by):
        require(by, Right.SEE_CIVIL_STATUS, standing.institution, now=now)
    kept = civil_status_of(standing)
    if kept is None:
        raise NotNow(NO_CIVIL_STATUS)
    found = civil.unseal(kept.sealed, kept.person.uuid, box=box)
    write("person.civil_status_read", standing, by=by, now=now)
    return found


def reseal_civil_statuses(*, box: SecretBox) -> int:
    """Seal anew, under the key in use, all civil statuses and their histories. Returns how many texts.

    The digests by which records are compared are made anew too, since the secret that keys them may have changed.
    raises:  EngineError
    """
    count = 0
    for status in CivilStatus.objects.select_related("person__institution").iterator(chunk_size=500):
        found = civil.unseal(status.sealed, status.person.uuid, box=box)
        sealed = civil.seal(found, status.person.uuid, box=box)
        with transaction.atomic():
            if CivilStatus.objects.filter(pk=status.pk, sealed=status.sealed).update(sealed=sealed):
                write_traits(status.person, found)
                count += 1
    return count + _reseal_history(box)


def write_traits(person: Person, found: Civil) -> None:
    """Write anew by what the record can be compared with others."""
    TraitOf.objects.filter(person=person).delete()
    _insert_traits([(person, found)])


def _insert_traits(told: Iterable[tuple[Person, Civil]]) -> None:
    rows = [
        (person.pk, person.institution_id, kind, digest)
        for person, found in told
        for kind, digest in sorted(civil.traits_of(found, person.institution.uuid))
    ]
    insert(TraitOf, ("person_id", "institution_id", "kind", "digest"), rows)


def _reseal_history(box: SecretBox) -> int:
    count = 0
    for change in Change.objects.exclude(sealed="").select_related("person").iterator(chunk_size=500):
        clear = box.open(change.sealed, context=civil.context_of(change.person.uuid))
        sealed = box.seal(clear, context=civil.context_of(change.person.uuid))
        count += Change.objects.filter(pk=change.pk, sealed=change.sealed).update(sealed=sealed)
    return count
