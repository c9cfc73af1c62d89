"""Whom rows of tables speak of, for many rows at a time: as many statements for one row as for fifty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet

from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.models import Institution
from sceau.people import civil, rules
from sceau.people.civil import Civil
from sceau.people.finding import folded_name
from sceau.people.models import Address, CivilStatus, Person, TraitOf
from sceau.people.queries import person_of, records_of
from sceau.people.states import AddressKind, Trait

IntakeValues = Mapping[str, str]
_WHOLE: Final = len("AAAA-MM-JJ")
_CIVIL: Final = ("birth_date", "sex", "birth_insee_code", "birth_postcode")  # names alone are no civil status
_KEPT_TOO: Final = ("phone", "identifier", "native_given_name", "native_family_name")  # besides names and one address


class How(StrEnum):
    """How the person of a row was found."""

    CIVIL_STATUS = "civil_status"  # the same birth name, first name and whole birth date
    EMAIL = "email"  # the same address and the same name
    CREATED = "created"


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of a table says of somebody, checked.

    found:      civil status, empty where the table has none
    digests:    by which the same birth name, first name and whole birth date are found
    email, phone:  as they are kept, "" for none
    """

    values: IntakeValues
    found: Civil
    digests: frozenset[bytes]
    email: str
    phone: str

    @property
    def given(self) -> str:
        """The given name."""
        return self.values.get("given_name", "")

    @property
    def family(self) -> str:
        """The name in use."""
        return self.values.get("usage_name", "") or self.values.get("birth_name", "")

    @property
    def folded(self) -> frozenset[str]:
        """The names in use and at birth, as they are compared."""
        return frozenset({folded_name(self.given, self.family), folded_name(self.given, self._birth)})

    @property
    def marks(self) -> frozenset[object]:
        """Two rows that share one of these may be the same person."""
        return frozenset({*self.digests, *((self.email, each) for each in self.folded if self.email)})

    @property
    def is_bare(self) -> bool:
        """Whether it brings nothing but a name and an address to write to."""
        return is_bare(self.values)

    @property
    def _birth(self) -> str:
        return self.values.get("birth_name", "")


def is_bare(values: IntakeValues) -> bool:
    """Whether a row brings nothing but a name and an address to write to: nothing else would be kept of it."""
    kept_too = any(values.get(name) for name in _KEPT_TOO)
    return bool(values.get("email")) and not (kept_too or any(values.get(name) for name in _CIVIL))


def read_row(values: IntakeValues, institution: Institution, *, now: datetime, today: date | None = None) -> Row:
    """Check what a row says.

    today:   the day of that moment, for who reads many rows
    raises:  WrongValue
    """
    found = civil_of(values, today=today or rules.day_of(now))
    digests: frozenset[bytes] = frozenset()
    if len(found.birth_date) == _WHOLE:
        digest = civil.identity_of(found, institution.uuid)
        digests = frozenset({digest} if digest else ())
    email, phone = (values.get(name, "") for name in ("email", "phone"))
    return Row(
        values,
        found,
        digests,
        rules.address(AddressKind.EMAIL, email) if email else "",
        rules.address(AddressKind.PHONE, phone) if phone else "",
    )


def who_they_are(institution: Institution, rows: Sequence[Row], *, box: SecretBox) -> list[tuple[Person, How] | None]:
    """The person whom each row speaks of for certain; None where nobody is, or several might be.

    Certain is the same birth name, first name and whole birth date, unless sex or place of birth say two people; or the
    same e-mail and the same names, unless civil status says two.
    """
    return _met(institution, rows, None, box=box)


def who_they_are_to_a_partner(
    institution: Institution, rows: Sequence[Row], *, brought: QuerySet[Person], box: SecretBox
) -> list[tuple[Person, How] | None]:
    """The same where somebody of another body typed the rows, who must not learn from the answer whom this one knows.

    Certain are those whom that body brought itself; of the others, only who is written to at that very address, under
    the very same name, in a row that brings nothing else: then nothing is shown or kept that was not typed.

    brought:  the records that were made for what that body typed before
    """
    found = _met(institution, rows, brought, box=box)
    at = _written_to(institution, [row for row, each in zip(rows, found, strict=True) if each is None and row.is_bare])
    return [each or at.get(_as_typed(row)) for row, each in zip(rows, found, strict=True)]


def _met(
    institution: Institution, rows: Sequence[Row], people: QuerySet[Person] | None, *, box: SecretBox
) -> list[tuple[Person, How] | None]:
    """people: the only records that count; None for all of the institution."""
    traits, addresses = _with_traits(rows, institution, people), _with_addresses(rows, institution, people)
    known = {each.pk: each for one in (traits, addresses) for people in one.values() for each in people.values()}
    statuses = _statuses(known, box=box)
    reached = {email for email, _name in addresses}
    found: list[tuple[Person, How] | None] = []
    for row in rows:
        met = [traits[each] for each in row.digests if each in traits]
        same = _certain(row, met, statuses) if met else None
        how = How.CIVIL_STATUS
        if same is None and row.email in reached:
            same = _certain(row, (addresses.get((row.email, each), {}) for each in row.folded), statuses)
            how = How.EMAIL
        found.append(None if same is None else (same, how))
    return found


def _certain(row: Row, met: Iterable[Mapping[int, Person]], statuses: Mapping[int, Sequence[Civil]]) -> Person | None:
    people = {pk: person for each in met for pk, person in each.items()}
    same = [
        person
        for pk, person in people.items()
        if person.erased_at is None and not any(contradict(each, row.found) for each in statuses.get(pk, ()))
    ]
    return same[0] if len(same) == 1 else None


def _with_traits(rows: Sequence[Row], institution: Institution, people: QuerySet[Person] | None) -> dict[Any, Any]:
    wanted = {digest for row in rows for digest in row.digests}
    found: dict[bytes, dict[int, Person]] = defaultdict(dict)
    if wanted:
        met = TraitOf.objects.filter(institution=institution, kind=Trait.IDENTITY, digest__in=wanted)
        met = met.select_related("person__root", "person__institution")
        for each in (met if people is None else met.filter(person__in=people)).order_by("pk"):
            found[bytes(each.digest)][person_of(each.person).pk] = person_of(each.person)
    return found


def _with_addresses(rows: Sequence[Row], institution: Institution, people: QuerySet[Person] | None) -> dict[Any, Any]:
    wanted = {row.email for row in rows if row.email}
    found: dict[tuple[str, str], dict[int, Person]] = defaultdict(dict)
    if wanted:
        met = Address.objects.filter(
            kind=AddressKind.EMAIL,
            value__in=wanted,
            removed_at__isnull=True,
            person__institution=institution,
        ).select_related("person__root", "person__institution")
        for each in (met if people is None else met.filter(person__in=people)).order_by("pk"):
            found[each.value, each.person.folded][person_of(each.person).pk] = person_of(each.person)
    return found


def _statuses(known: Mapping[int, Person], *, box: SecretBox) -> dict[int, list[Civil]]:
    """By standing record, what all civil statuses of the person say."""
    found: dict[int, list[Civil]] = defaultdict(list)
    if known:
        rows = CivilStatus.objects.filter(person__in=records_of(known)).select_related("person")
        for each in rows:
            standing = each.person.root_id or each.person_id
            found[standing].append(civil.unseal(each.sealed, each.person.uuid, box=box))
    return found


def _written_to(institution: Institution, rows: Sequence[Row]) -> dict[Any, tuple[Person, How]]:
    """By name and address as typed, the one person who is written to there, under that name to the letter."""
    met: dict[Any, set[Person]] = defaultdict(set)
    if rows:
        preferred = Address.objects.filter(
            kind=AddressKind.EMAIL,
            value__in={row.email for row in rows},
            preferred=True,
            removed_at__isnull=True,
            person__institution=institution,
            person__root__isnull=True,
            person__erased_at__isnull=True,
        ).select_related("person__root", "person__institution")
        for each in preferred:
            met[each.person.given_name, each.person.family_name, each.value].add(each.person)
    wanted = {_as_typed(row) for row in rows}
    return {key: (next(iter(met[key])), How.EMAIL) for key in wanted if len(met[key]) == 1}


def _as_typed(row: Row) -> tuple[str, str, str] | None:
    if not row.is_bare:
        return None
    given, family = rules.name(row.given, field="given_name"), rules.name(row.family, field="family_name")
    return given, family, row.email


def may_be(person: Person, found: Civil, *, box: SecretBox) -> bool:
    """Whether nothing that both civil statuses say tells two people apart."""
    standing = person_of(person)
    said = _statuses({standing.pk: standing}, box=box)
    return not any(contradict(each, found) for each in said.get(standing.pk, ()))


def contradict(one: Civil, other: Civil) -> bool:
    """Whether two civil statuses say two people: homonyms born on one day exist."""
    if any(
        getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
        for name in ("sex", "insee_code", "postcode")
    ):
        return True
    shorter = min(len(one.birth_date), len(other.birth_date))
    return bool(shorter) and one.birth_date[:shorter] != other.birth_date[:shorter]


def civil_of(values: IntakeValues, *, today: date) -> Civil:
    """The civil status that a row says, empty where it has none. raises: WrongValue"""
    insee = values.get("birth_insee_code", "")
    if not any(values.get(name) for name in _CIVIL):
        return Civil()
    typed: dict[str, Any] = {
        "sex": values.get("sex", ""),
        "first_names": [values[key] for key in ("given_name", "given_name_2", "given_name_3") if values.get(key)],
        "birth_name": values.get("birth_name", ""),
        "used_name": values.get("usage_name", ""),
        "birth_date": values.get("birth_date", ""),
        "insee_code": insee,
        "postcode": "" if insee else values.get("birth_postcode", ""),
        "commune": values.get("birth_place", ""),
        "country_code": "" if insee else values.get("birth_country_code", ""),
        "country": values.get("birth_country", ""),
    }
    return civil.checked(typed, today=today)
