"""Reads of the people, each with who may see.

Two records that were merged are one person: `person_of` gives the record that stands, `everybody_behind` all records
that mean the same person now, for whoever keeps rows about any of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sceau.accounts.models import User
from sceau.engine.errors import Reason
from sceau.institutions.models import Institution, Membership
from sceau.institutions.roles import Right
from sceau.people import reasons
from sceau.people.finding import asked_of
from sceau.people.models import Address, Change, CivilStatus, Consent, Guardian, Merge, NameWord, Person
from sceau.people.rights import where_counts
from sceau.people.states import AddressKind, Part

PLACES = (Part.INSEE_CODE, Part.POSTCODE)
_AFTER_ALL = b"\xff"  # no UTF-8 text has this byte


@dataclass(frozen=True, slots=True)
class Missing:
    """Something of a civil status that a declaration to the State asks for.

    part:      a `Part`, or "birth_day", "birth_place"
    required:  without it nothing is declared; else it only helps to find the right person
    """

    part: str
    reason: Reason
    required: bool

    @property
    def code(self) -> str:
        """The stable name."""
        return self.part

    def words(self, language: str) -> str:
        """What lacks, as a noun, in "fr" or "en"."""
        return self.reason.sentence(language, {})


def people_seen_by(memberships: Iterable[Membership]) -> QuerySet[Person]:
    """The people of an institution, each once, for a colleague with these memberships of it, by name.

    Of those whose data were erased, the ones whose name stays in the register.
    A role held in a unit only shows nobody here: such a colleague meets people through the sessions of the unit.
    """
    places = where_counts(memberships, Right.SEE_PEOPLE)
    return (
        Person.objects.filter(institution__in=places, merged_into__isnull=True)
        .exclude(erased_at__isnull=False, folded="")
        .order_by("sort_name", "pk")
    )


def person_seen_by(memberships: Iterable[Membership], uuid: UUID) -> Person | None:
    """One person under any of their records' uuids, for a colleague who may see them: the record that stands."""
    places = where_counts(memberships, Right.SEE_PEOPLE)
    found = Person.objects.filter(institution__in=places, uuid=uuid).select_related("institution", "root").first()
    return person_of(found) if found else None


def person_of(person: Person) -> Person:
    """The record that stands for this one now: itself, or what it was merged into at last."""
    return person if person.root is None else person.root


def bring_roots(people: Iterable[Person]) -> None:
    """Read the records that stand for those of these people that were merged, all at once.

    Nearly nobody was: to join them to every row that is read costs a quarter of reading it.
    """
    merged = [each for each in people if each.root_id is not None]
    found = Person.objects.in_bulk({each.root_id for each in merged}) if merged else {}
    for each in merged:
        each.root = found[each.root_id]


def named_at(person: Person) -> datetime | None:
    """When what somebody is called changed for the last time, whichever record says it; None: never."""
    known = [each.named_at for each in (person, person_of(person)) if each.named_at is not None]
    return max(known, default=None)


def records_of(people: Collection[int]) -> QuerySet[Person]:
    """All records of these people, by the primary keys of those that stand: theirs, and what was merged into them.

    For a condition on rows of others: `person__in=records_of(people)` is found by indexes. "Of these, or of records
    merged into these" asked of such rows themselves is not: databases read all rows there are.
    """
    return Person.objects.filter(Q(pk__in=people) | Q(root__in=people)).order_by()


def everybody_behind(person: Person) -> list[Person]:
    """All records that mean this person now, the standing one first; rows of other rooms may be about any of them."""
    standing = person.root_id or person.pk
    found = list(Person.objects.filter(Q(pk=standing) | Q(root=standing)).order_by("pk"))
    return sorted(found, key=lambda each: (each.pk != standing, each.pk))


def behind(person: Person) -> Q:
    """The condition on rows with a `person` that they are about this person: `Candidate.objects.filter(behind(p))`."""
    standing = person.root_id or person.pk
    return Q(person__in=records_of({standing}))


def find(people: QuerySet[Person], institution: Institution, text: str) -> QuerySet[Person]:
    """Those of `people` who have every word typed: names in any order, beginnings of words, e-mail, end of a number.

    people:  as `people_seen_by` gives them; what is found under a merged record is found as the one that stands
    """
    for beginnings in asked_of(text):
        met = Q()
        for each in beginnings:  # one range of the index each
            words = NameWord.objects.filter(institution=institution, text__gte=each, text__lt=each + _AFTER_ALL)
            met |= Q(pk__in=words.values("standing"))
        people = people.filter(met)
    return people


def addresses_of(person: Person) -> QuerySet[Address]:
    """How the person is reached now, the preferred ones first."""
    return (
        Address.objects.filter(behind(person), removed_at__isnull=True)
        .select_related("person")
        .order_by("kind", "-preferred", "pk")
    )


def email_of(person: Person) -> str:
    """Where to write to the person, "" when nowhere: the preferred e-mail, else the oldest."""
    return (
        addresses_of(person)
        .filter(kind=AddressKind.EMAIL)
        .order_by("-preferred", "pk")
        .values_list("value", flat=True)
        .first()
        or ""
    )


def guardians_of(person: Person) -> QuerySet[Guardian]:
    """Who answers for the person, when under age."""
    return Guardian.objects.filter(behind(person), removed_at__isnull=True).order_by("pk")


def consents_of(person: Person) -> QuerySet[Consent]:
    """What the person agreed to, and took back."""
    return Consent.objects.filter(behind(person)).select_related("by").order_by("-given_at", "-pk")


def has_consented(person: Person, subject: str) -> bool:
    """Whether the person agrees now that this is public. Nothing is without."""
    return Consent.objects.filter(behind(person), subject=subject, withdrawn_at__isnull=True).exists()


def changes_of(person: Person) -> QuerySet[Change]:
    """Who changed what of the person's records, the last first."""
    return Change.objects.filter(behind(person)).select_related("by").order_by("-at", "-pk")


def merges_of(person: Person) -> QuerySet[Merge]:
    """The merges that made this person of several records, and those undone, the last first."""
    standing = person.root_id or person.pk
    return (
        Merge.objects.filter(Q(kept=standing) | Q(kept__root=standing) | Q(other=standing))
        .select_related("kept", "other", "by", "undone_by")
        .order_by("-at", "-pk")
    )


def civil_status_of(person: Person) -> CivilStatus | None:
    """The civil status that counts: that of the record that stands, else the last changed of those merged into it."""
    standing = person.root_id or person.pk
    found = list(CivilStatus.objects.filter(behind(person)).order_by("-changed_at"))
    return next((each for each in found if each.person_id == standing), found[0] if found else None)


def missing_for_declaration(person: Person) -> tuple[Missing, ...]:
    """What of the civil status a declaration to the State would lack, known without opening it."""
    kept = civil_status_of(person)
    return missing_of(kept.parts if kept else ())


def missing_of(parts: Iterable[str]) -> tuple[Missing, ...]:
    """The same from `CivilStatus.parts`, for lists that have read them.

    source:  flux CPF, XSD 1.1.2, identificationTitulaire/titulaire: nomNaissance, prenom1, anneeNaissance and sexe have
             a value; month, day and postcode may be nil
    """
    filled = set(parts)
    asked = (
        (Part.SEX.value, reasons.LACKS_SEX, True, Part.SEX in filled),
        (Part.BIRTH_NAME.value, reasons.LACKS_BIRTH_NAME, True, Part.BIRTH_NAME in filled),
        (Part.FIRST_NAMES.value, reasons.LACKS_FIRST_NAMES, True, Part.FIRST_NAMES in filled),
        (Part.BIRTH_YEAR.value, reasons.LACKS_BIRTH_YEAR, True, Part.BIRTH_YEAR in filled),
        ("birth_day", reasons.LACKS_BIRTH_DAY, False, {Part.BIRTH_MONTH, Part.BIRTH_DAY} <= filled),
        ("birth_place", reasons.LACKS_BIRTH_PLACE, False, bool(filled & set(PLACES))),
    )
    return tuple(Missing(part, reason, required) for part, reason, required, there in asked if not there)


def person_with_account(institution: Institution, user: User) -> Person | None:
    """Who an account is in an institution."""
    found = Person.objects.filter(institution=institution, user=user, erased_at__isnull=True)
    person = found.select_related("root").order_by(F("merged_into").asc(nulls_first=True), "pk").first()
    return person_of(person) if person else None


def is_oneself(person: Person, user: User) -> bool:
    """Whether an account is this person's own, on any of the records."""
    standing = person.root_id or person.pk
    return Person.objects.filter(Q(pk=standing) | Q(root=standing), user=user).exists()
