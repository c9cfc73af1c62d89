"""Records that may be one person, with the reasons; a human decides. Homonyms and twins are never merged by us."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from sceau.institutions.models import Institution
from sceau.people.models import Address, Apart, Person, TraitOf
from sceau.people.states import AddressKind, Likeness, Trait

MOST_ALIKE: Final = 12  # records with one trait: more than that say nothing of two of them, as a shared office address
CHUNK: Final = 500  # values asked for at a time
_ORDER: Final = list(Likeness)
M = TypeVar("M", bound=Model)
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two records that stand, and why they may be one person.

    one, other:  the earlier record first
    reasons:     the strongest first
    apart:       somebody said that they are two people
    """

    one: Person
    other: Person
    reasons: tuple[Likeness, ...]
    apart: bool = False

    @property
    def strength(self) -> int:
        """0 for the strongest."""
        return _ORDER.index(self.reasons[0])


def suspected_duplicates(institution: Institution, *, dismissed: bool = False) -> list[Suspicion]:
    """Every pair of an institution that somebody should look at, the surest first; as many queries whoever is there.

    dismissed:  instead, those of which somebody said that they are two people
    """
    found = _alike(institution.pk)
    return _suspicions(found, _apart_in(Q(one__institution=institution)), dismissed=dismissed)


def duplicates_of(person: Person) -> list[Suspicion]:
    """The pairs that this person is one of, those dismissed last."""
    standing = person.root_id or person.pk
    found = _alike(person.institution_id, near=Person.objects.filter(Q(pk=standing) | Q(root=standing)))
    pairs = {pair: reasons for pair, reasons in found.items() if standing in pair}
    apart = _apart_in(behind_pair(person))
    return _suspicions(pairs, apart, dismissed=False) + _suspicions(pairs, apart, dismissed=True)


def behind_pair(person: Person) -> Q:
    """The condition on `Apart` rows that one of the two is this person."""
    standing = person.root_id or person.pk
    return Q(one=standing) | Q(one__root=standing) | Q(other=standing) | Q(other__root=standing)


def _alike(institution: int, near: QuerySet[Person] | None = None) -> dict[Pair, set[Likeness]]:
    """Pairs of standing records and their reasons.

    near:  only what these records share with others
    """
    found: dict[Pair, set[Likeness]] = defaultdict(set)
    for source in (_by_traits, _by_email, _by_name):
        for pair, reason in source(institution, near):
            found[pair].add(reason)
    for reasons in found.values():
        _leave_out_the_weaker(reasons)
    return found


def _leave_out_the_weaker(reasons: set[Likeness]) -> None:
    """What follows from a stronger reason is not said."""
    if Likeness.IDENTITY in reasons:
        reasons -= {Likeness.SWAPPED, Likeness.NAMED}
    if reasons & {Likeness.IDENTITY, Likeness.SWAPPED, Likeness.NAMED}:
        reasons.discard(Likeness.YEAR)


def _by_traits(institution: int, near: QuerySet[Person] | None) -> Iterator[tuple[Pair, Likeness]]:
    rows = TraitOf.objects.filter(institution=institution)
    mine = None if near is None else TraitOf.objects.filter(person__in=near)
    groups: dict[tuple[str, bytes], set[int]] = defaultdict(set)
    for met in _sharing(rows, mine, "digest"):
        standing = met.annotate(standing=Coalesce("person__root", "person"))
        for kind, digest, person in standing.values_list("kind", "digest", "standing"):
            groups[kind, bytes(digest)].add(person)
    for (kind, _digest), records in groups.items():
        yield from ((pair, Likeness(kind)) for pair in _pairs(records))


def _by_email(institution: int, near: QuerySet[Person] | None) -> Iterator[tuple[Pair, Likeness]]:
    emails = Address.objects.filter(kind=AddressKind.EMAIL, removed_at__isnull=True)
    mine = None if near is None else emails.filter(person__in=near)
    groups: dict[str, set[int]] = defaultdict(set)
    for met in _sharing(emails.filter(person__institution=institution), mine, "value"):
        standing = met.annotate(standing=Coalesce("person__root", "person"))
        for value, person in standing.values_list("value", "standing"):
            groups[value].add(person)
    for records in groups.values():
        yield from ((pair, Likeness.EMAIL) for pair in _pairs(records))


def _by_name(institution: int, near: QuerySet[Person] | None) -> Iterator[tuple[Pair, Likeness]]:
    """Same names, where one of the two has no year of birth that would tell them apart."""
    named = Person.objects.filter(institution=institution, erased_at__isnull=True).exclude(folded="")
    groups: dict[str, dict[int, bool]] = defaultdict(dict)
    dated = TraitOf.objects.filter(kind=Trait.YEAR, person=OuterRef("pk"))
    for met in _sharing(named, near, "folded"):
        standing = met.annotate(standing=Coalesce("root_id", "pk"), dated=Exists(dated))
        for folded, person, is_dated in standing.values_list("folded", "standing", "dated"):
            groups[folded][person] = groups[folded].get(person, False) or is_dated
    for records in groups.values():
        for one, other in _pairs(records):
            if not (records[one] and records[other]):
                yield (one, other), Likeness.NAME


def _sharing(rows: QuerySet[M], mine: QuerySet[M] | None, column: str) -> Iterator[QuerySet[M]]:
    """The rows that have a value of the column in common with another, some values at a time.

    mine:  only values that these rows have
    """
    found = rows if mine is None else rows.filter(**{f"{column}__in": list(mine.values_list(column, flat=True))})
    counted = found.order_by().values(column).annotate(n=Count("pk")).filter(n__gt=1, n__lte=MOST_ALIKE)
    shared = list(counted.values_list(column, flat=True))
    for start in range(0, len(shared), CHUNK):
        yield rows.filter(**{f"{column}__in": shared[start : start + CHUNK]})


def _pairs(records: Collection[int]) -> Iterator[Pair]:
    return combinations(sorted(records), 2)


def _apart_in(condition: Q) -> set[Pair]:
    """The pairs of standing records that somebody told apart: what is said of a record is said of its person."""
    rows = Apart.objects.filter(condition).annotate(
        first=Coalesce(F("one__root"), F("one")), second=Coalesce(F("other__root"), F("other"))
    )
    return {(min(pair), max(pair)) for pair in rows.values_list("first", "second")}


def _suspicions(found: dict[Pair, set[Likeness]], apart: Iterable[Pair], *, dismissed: bool) -> list[Suspicion]:
    told = set(apart)
    wanted = {pair: reasons for pair, reasons in found.items() if (pair in told) == dismissed}
    people = Person.objects.in_bulk({key for pair in wanted for key in pair})
    made = [
        Suspicion(people[one], people[other], tuple(sorted(reasons, key=_ORDER.index)), apart=dismissed)
        for (one, other), reasons in wanted.items()
    ]
    return sorted(made, key=lambda each: (each.strength, each.one.sort_name, each.one.pk, each.other.pk))
