"""What an erasure takes away and what stays, said before and done after; every room above says its part.

Rooms above call `register` when they are ready. Nothing here knows them. What stays keeps its ground (GDPR, article
17(3)); an erasure changes no status list: what the person keeps verifies as before, and never shows as revoked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from sceau.accounts.models import User
from sceau.engine.errors import Reason
from sceau.institutions.roles import Right
from sceau.journal.models import Act
from sceau.journal.services import erase_reason
from sceau.people import rules
from sceau.people.errors import NotNow
from sceau.people.models import Address, Change, CivilStatus, Consent, Guardian, Merge, Person, TraitOf
from sceau.people.queries import everybody_behind, person_of
from sceau.people.reasons import (
    ERASED,
    ERASED_REASON,
    GOES_ADDRESSES,
    GOES_CIVIL_STATUS,
    GOES_CONSENTS,
    GOES_GUARDIANS,
    GOES_HISTORY,
    GOES_NAME,
    GOES_REASONS,
    STAYS_NAME,
    STAYS_TRACE,
    WHY_PROOF,
    WHY_REGISTER,
)
from sceau.people.rights import require
from sceau.people.writing import held_institution, make_findable, write


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known of a person, and what an erasure does to it.

    words:       what it is, as a noun group
    count:       how many; 0 is not shown
    ground:      why it stays (article 17(3)); None: it goes
    keeps_name:  it says nothing without the person's name, which stays with it
    """

    words: Reason
    count: int = 1
    ground: Reason | None = None
    keeps_name: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would do. keeps_name: the name stays in the register"""

    goes: tuple[Line, ...]
    stays: tuple[Line, ...]
    keeps_name: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What a room above holds about people.

    lines:  of all records of one person, what goes and what stays; it writes nothing
    apply:  carries out what goes, in the caller's transaction
    held:   of these records, by primary key, those of which the room holds anything at all
    """

    lines: Callable[[Sequence[Person]], Sequence[Line]]
    apply: Callable[[Sequence[Person], User | None, datetime], None]
    held: Callable[[Collection[int]], set[int]]


CHUNK: Final = 1000  # records asked about at a time
_PARTS: Final[dict[str, Part]] = {}


def register(
    name: str,
    *,
    lines: Callable[[Sequence[Person]], Sequence[Line]],
    apply: Callable[[Sequence[Person], User | None, datetime], None],
    held: Callable[[Collection[int]], set[int]],
) -> None:
    """Say what a room above holds; the same name again replaces what was said."""
    _PARTS[name] = Part(lines, apply, held)


def preview_of(person: Person) -> Preview:
    """What an erasure would take away and what would stay. Reads only."""
    records = everybody_behind(person)
    lines = [*_own_lines(records)]
    for part in _PARTS.values():
        lines += part.lines(records)
    keeps_name = any(line.keeps_name and line.count for line in lines)
    lines.append(Line(STAYS_NAME, ground=WHY_REGISTER) if keeps_name else Line(GOES_NAME))
    there = [line for line in lines if line.count]
    return Preview(
        goes=tuple(line for line in there if line.ground is None),
        stays=(*(line for line in there if line.ground is not None), Line(STAYS_TRACE, ground=WHY_PROOF)),
        keeps_name=keeps_name,
    )


def erase(*, person: Person, why: str, by: User, now: datetime) -> Person:
    """Take away all that nothing obliges to keep, on every record of the person. It cannot be undone.

    raises:  NotEntitled; WrongValue without a reason; NotNow when it was done already
    """
    institution = person.institution
    require(by, Right.MANAGE_RETENTION, institution, now=now)
    reason = rules.why(why)
    with transaction.atomic():
        held_institution(institution)
        standing = Person.objects.select_related("institution").get(pk=person_of(person).pk)
        if standing.erased_at is not None:
            raise NotNow(ERASED)
        wipe(standing, by=by, now=now)
        write("person.erased", standing, by=by, now=now, why=reason)
    standing.refresh_from_db()
    return standing


def wipe(standing: Person, *, by: User | None, now: datetime) -> None:
    """Carry out an erasure, in the caller's transaction, which has written why."""
    records = list(Person.objects.select_for_update().filter(pk__in=[each.pk for each in everybody_behind(standing)]))
    keeps_name = preview_of(standing).keeps_name
    for part in _PARTS.values():
        part.apply(records, by, now)
    for model in (Address, Guardian, CivilStatus, TraitOf, Change):
        model.objects.filter(person__in=records).delete()
    for act in _typed_about(records):
        erase_reason(act, by=by.uuid if by else None, now=now, ground=ERASED_REASON.sentence("fr", {}))
    Consent.objects.filter(person__in=records, withdrawn_at__isnull=True).update(withdrawn_at=now)
    Merge.objects.filter(other__in=records).update(why="")
    for each in records:
        each.native_name = each.reference = ""
        if not keeps_name:
            each.given_name = each.family_name = each.folded = each.sort_name = ""
        each.user, each.erased_at = None, now
        each.save()
        make_findable(each)


def idle(people: QuerySet[Person]) -> set[int]:
    """Of these records, those of which no room above holds anything, by primary key.

    None while no room above has spoken: silence is no proof that nothing is held.
    """
    if not _PARTS:
        return set()
    keys = list(people.values_list("pk", flat=True))
    found = set(keys)
    for start in range(0, len(keys), CHUNK):
        for part in _PARTS.values():
            found -= part.held(keys[start : start + CHUNK])
    return found


def _typed_about(records: Sequence[Person]) -> QuerySet[Act]:
    """The acts about a person for which somebody typed a reason, where a name may stand, but for the erasure itself."""
    subjects = [f"person:{each.uuid}" for each in records]
    return Act.objects.filter(subject__in=subjects, reason__isnull=False).exclude(code="person.erased").order_by("pk")


def _own_lines(records: Sequence[Person]) -> list[Line]:
    def counted(model: type, **conditions: object) -> int:
        return int(model.objects.filter(person__in=records, **conditions).count())  # type: ignore[attr-defined]  # a model

    return [
        Line(GOES_ADDRESSES, counted(Address)),
        Line(GOES_CIVIL_STATUS, counted(CivilStatus)),
        Line(GOES_GUARDIANS, counted(Guardian)),
        Line(GOES_HISTORY, counted(Change)),
        Line(GOES_REASONS, _typed_about(records).count()),
        Line(GOES_CONSENTS, counted(Consent, withdrawn_at__isnull=True)),
    ]
