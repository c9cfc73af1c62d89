"""Whom the rows of a table of candidates mean: people whom the institution knows, for certain or by their name only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from sceau.assessment.models import Candidate, ImportDraft
from sceau.assessment.partners import brought_to, seen_by_the_partner_of
from sceau.intake.check import CheckedRow
from sceau.people import civil
from sceau.people.errors import PeopleError
from sceau.people.finding import folded_name
from sceau.people.models import Address, Person, TraitOf
from sceau.people.services.matching import is_bare
from sceau.people.states import AddressKind, Trait

_PART = 500  # values asked for in one statement: the number of its places has a limit


@dataclass(slots=True)
class Known:
    """Whom rows may mean.

    by_email:   address and folded names → primary keys of standing records; by_trait, by_name: the same
    written_to: address and names to the letter, where rows of a partner mean somebody by nothing else
    enrolled:   those who are in the session already
    chosen:     line → whom somebody recognised in it
    """

    by_email: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    written_to: dict[tuple[str, str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    by_trait: dict[bytes, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    people: dict[int, Person] = field(default_factory=dict)
    enrolled: set[int] = field(default_factory=set)
    chosen: dict[int, Person] = field(default_factory=dict)


def meant_by(
    row: CheckedRow, known: Known, draft: ImportDraft, *, today: date
) -> tuple[Person | None, tuple[Person, ...]]:
    """The person a row means for certain, as `find_or_create` will; else those of the same name."""
    if row.line in known.chosen:
        return known.chosen[row.line], ()
    given, family, birth = _names(row.values)
    names = {folded_name(given, family), folded_name(given, birth)}
    for digest in _digests(row.values, draft.session.institution.uuid, today):
        found = known.by_trait.get(digest, set())
        if len(found) == 1:
            return known.people[next(iter(found))], ()
    email = row.values.get("email", "").lower()
    same = {pk for name in names for pk in known.by_email.get((email, name), set())} if email else set()
    if len(same) == 1:
        return known.people[next(iter(same))], ()
    if known.written_to and (written_to := _written_to(row, known)) is not None:
        return written_to, ()
    alike = {pk for name in names if name for pk in known.by_name.get(name, set())}
    return None, tuple(known.people[pk] for pk in sorted(alike))


def known_people(draft: ImportDraft, rows: Sequence[CheckedRow], *, today: date) -> Known:
    """Whom the institution knows of those in a table: as many statements for three rows as for three hundred."""
    found, session = Known(), draft.session
    institution = session.institution
    emails = {row.values["email"].lower() for row in rows if row.values.get("email")}
    digests = {each for row in rows for each in _digests(row.values, institution.uuid, today)}
    names = set[str]()
    for row in rows:
        given, family, birth = _names(row.values)
        names |= {folded_name(given, family), folded_name(given, birth)}
    people = Person.objects.select_related("institution", "root").filter(
        institution=institution, erased_at__isnull=True
    )
    brought = brought_to(session)
    if brought is not None:  # nobody else of the body is met here
        people = people.filter(seen_by_the_partner_of(session))
    for person in _in_parts(people, "folded", names - {""}):
        standing = person.root or person
        found.people[standing.pk] = standing
        found.by_name[person.folded].add(standing.pk)
    addresses = Address.objects.select_related("person__root", "person__institution").filter(
        person__institution=institution, kind=AddressKind.EMAIL, removed_at__isnull=True
    )
    if brought is not None:
        addresses = addresses.filter(person__in=brought)
    for address in _in_parts(addresses, "value", emails):
        standing = address.person.root or address.person
        found.people[standing.pk] = standing
        found.by_email[address.value, address.person.folded].add(standing.pk)
    if brought is not None:
        _also_written_to(found, people, emails)
    traits = TraitOf.objects.select_related("person__root", "person__institution").filter(
        institution=institution, kind=Trait.IDENTITY
    )
    if brought is not None:
        traits = traits.filter(person__in=brought)
    for trait in _in_parts(traits, "digest", digests):
        standing = trait.person.root or trait.person
        found.people[standing.pk] = standing
        found.by_trait[bytes(trait.digest)].add(standing.pk)
    enrolled = Candidate.objects.filter(session=session).values_list("person", "person__root")
    found.enrolled = {root or person for person, root in enrolled}
    wanted = {uuid for uuid in draft.chosen.values() if uuid}
    chosen = {str(each.uuid): each.root or each for each in people.filter(uuid__in=wanted)} if wanted else {}
    found.chosen = {int(line): chosen[uuid] for line, uuid in draft.chosen.items() if uuid in chosen}
    return found


def _also_written_to(found: Known, people: QuerySet[Person], emails: set[str]) -> None:
    preferred = Address.objects.select_related("person__institution", "person__root").filter(
        person__in=people, kind=AddressKind.EMAIL, preferred=True, removed_at__isnull=True
    )
    for address in _in_parts(preferred, "value", emails):
        person = address.person
        found.people[(person.root or person).pk] = person.root or person
        found.written_to[person.given_name, person.family_name, address.value].add((person.root or person).pk)


def _written_to(row: CheckedRow, known: Known) -> Person | None:
    """Whom a row means that says a name and an address, and nothing else."""
    email = row.values.get("email", "").lower()
    given, family, _birth = _names(row.values)
    met = known.written_to.get((given, family, email), set())
    return known.people[next(iter(met))] if len(met) == 1 and is_bare(row.values) else None


def _in_parts(rows: Any, field_name: str, values: set[Any]) -> Iterator[Any]:
    """Rows with one of many values, asked some hundred at a time."""
    wanted = sorted(values)
    for start in range(0, len(wanted), _PART):
        yield from rows.filter(Q(**{f"{field_name}__in": wanted[start : start + _PART]}))


def _digests(values: Mapping[str, str], institution: Any, today: date) -> list[bytes]:
    if len(values.get("birth_date", "")) != len("AAAA-MM-JJ"):
        return []
    typed = {
        "first_names": [values["given_name"]] if values.get("given_name") else [],
        "birth_name": values.get("birth_name", ""),
        "birth_date": values["birth_date"],
    }
    try:
        status = civil.checked(typed, today=today)
    except PeopleError:
        return []
    digest = civil.identity_of(status, institution)
    return [digest] if digest else []


def _names(values: Mapping[str, str]) -> tuple[str, str, str]:
    birth = values.get("birth_name", "")
    return values.get("given_name", ""), values.get("usage_name", "") or birth, birth
