"""What a row of a table says otherwise than what is recorded of somebody who is a candidate already.

A row speaks of what it fills in: an empty cell takes nothing away. A name all in capitals is how a file is typed; an
address that the person has, or that was taken away, says nothing new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Q

from sceau.assessment.errors import WrongValue
from sceau.assessment.models import Arrangement, Candidate, Control, Session
from sceau.assessment.partners import is_held_by_a_partner
from sceau.assessment.reasons import importing as reasons
from sceau.assessment.services.arrangements import wish_of
from sceau.engine.errors import Reason
from sceau.intake.folding import fold
from sceau.people.errors import PeopleError
from sceau.people.finding import figures_from_the_end
from sceau.people.models import Address, CivilStatus, Person
from sceau.people.queries import records_of
from sceau.people.services.matching import civil_of
from sceau.people.states import AddressKind, Part

OF_THE_PERSON: Final = frozenset(
    {"given_name", "family_name", "native_name", "reference", "email", "phone", "civil_status"}
)
OF_THE_NAME: Final = frozenset({"given_name", "family_name"})
_PART: Final = 500  # people asked for in one statement
_PLACED: Final = frozenset({Part.INSEE_CODE.value, Part.POSTCODE.value})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a row says otherwise.

    field:   of OF_THE_PERSON, or of the enrolment: "language", "access_route", "initiative", "edof_number", "cohort",
             "arrangement"
    before:  as it is recorded, "" for nothing
    after:   as the row says it; of "civil_status" the parts that would be added, between spaces: they are sealed
    kept:    why it is not taken over from a file, None where it is
    """

    field: str
    before: str
    after: str
    kept: Reason | None = None

    @property
    def is_of_the_person(self) -> bool:
        """Whether it stands in the record of the person and not in the enrolment."""
        return self.field in OF_THE_PERSON


@dataclass(slots=True)
class Recorded:
    """What is recorded of one candidate, as far as a table may say it.

    emails:     every address that the person has or had; phones: figures of those numbers, from their end
    preferred:  kind → where the person is reached
    confirmed:  somebody answered from the preferred e-mail
    civil:      parts of the civil status that are filled in
    wishes:     kind and words of what is arranged, asked or refused
    checked:    an identity was verified in this session, under the name that stands there
    """

    candidate: Candidate
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    preferred: dict[str, str] = field(default_factory=dict)
    confirmed: bool = False
    civil: frozenset[str] = frozenset()
    wishes: set[tuple[str, str]] = field(default_factory=set)
    checked: bool = False


def recorded(session: Session, people: Collection[int]) -> dict[int, Recorded]:
    """By standing record, what is recorded of these people who are in the session; nothing of others."""
    found: dict[int, Recorded] = {}
    wanted = sorted(people)
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        behind = Q(person__in=records_of(part))
        candidates = Candidate.objects.filter(behind, session=session).select_related("cohort", "person__root")
        here: dict[int, Recorded] = {}
        for each in candidates.order_by("-pk"):
            each.session = session
            here[each.person.root_id or each.person_id] = Recorded(each)
        by_candidate = {each.candidate.pk: each for each in here.values()}
        for wish in Arrangement.objects.filter(candidate__in=by_candidate):
            by_candidate[wish.candidate_id].wishes.add((wish.kind, wish.words))
        verified = Control.objects.filter(attempt__candidate__in=by_candidate, outcome="verified")
        for pk in verified.values_list("attempt__candidate", flat=True):
            by_candidate[pk].checked = True
        if not is_held_by_a_partner(session):  # who meets of somebody only what it brought compares nothing else
            _reached(here, behind)
            _civil(here, behind)
        found |= here
    return found


def differences(
    values: Mapping[str, str], own: Mapping[str, str], there: Recorded, *, is_chosen: bool, today: date
) -> tuple[Difference, ...]:
    """What a row says otherwise than is recorded.

    is_chosen:  somebody recognised the person in the row: what is sealed is not compared then
    """
    found = list(_of_the_enrolment(values, own, there))
    if not is_held_by_a_partner(there.candidate.session):
        person = there.candidate.person.root or there.candidate.person
        found = [*_of_the_names(values, person, there), *_of_the_addresses(values, there), *found]
        if not is_chosen:
            found += _of_the_civil_status(values, there, today)
    return tuple(found)


def _of_the_names(values: Mapping[str, str], person: Person, there: Recorded) -> Iterator[Difference]:
    kept = reasons.IDENTITY_CHECKED if there.checked else None
    family, birth = values.get("usage_name", ""), values.get("birth_name", "")
    if not family and fold(birth) == fold(person.family_name):  # else the record has the name in use, the row has not
        family = birth
    native = " ".join(each for each in (values.get("native_given_name"), values.get("native_family_name")) if each)
    said = (
        ("given_name", person.given_name, values.get("given_name", ""), kept),
        ("family_name", person.family_name, family, kept),
        ("native_name", person.native_name, native, None),
        ("reference", person.reference, values.get("identifier", ""), None),
    )
    for name, before, after, why in said:
        if after and after != before and not (name in OF_THE_NAME and _is_only_typed_so(before, after)):
            yield Difference(name, before, after, why)


def _is_only_typed_so(before: str, after: str) -> bool:
    return before.casefold() == after.casefold() and (after.isupper() or after.islower())


def _of_the_addresses(values: Mapping[str, str], there: Recorded) -> Iterator[Difference]:
    email, phone = values.get("email", "").lower(), values.get("phone", "")
    if email and email not in there.emails:
        yield Difference("email", there.preferred.get(AddressKind.EMAIL, ""), email)
    if phone and figures_from_the_end(phone) not in there.phones:
        yield Difference("phone", there.preferred.get(AddressKind.PHONE, ""), phone)


def _of_the_civil_status(values: Mapping[str, str], there: Recorded, today: date) -> list[Difference]:
    try:
        parts = civil_of(values, today=today).parts
    except PeopleError:  # it could not be kept
        return []
    placed = _PLACED if there.civil & _PLACED else frozenset[str]()
    added = [each for each in parts if each not in there.civil and each not in placed]
    return [Difference("civil_status", "", " ".join(added))] if added else []


def _of_the_enrolment(values: Mapping[str, str], own: Mapping[str, str], there: Recorded) -> Iterator[Difference]:
    candidate = there.candidate
    group = candidate.cohort.name if candidate.cohort else ""
    said = (
        ("language", candidate.language, values.get("language", "")),
        ("access_route", candidate.access_route, own.get("access_route", "")),
        ("initiative", candidate.initiative, own.get("initiative", "")),
        ("edof_number", candidate.edof_number, own.get("edof_number", "")),
        ("cohort", group, "" if fold(own.get("cohort", "")) == fold(group) else own.get("cohort", "")),
    )
    for name, before, after in said:
        if after and after != before:
            yield Difference(name, before, after)
    try:
        wish = wish_of(values.get("arrangement", ""))
    except WrongValue:
        return
    if wish is not None and (wish["kind"], wish["words"]) not in there.wishes:
        yield Difference("arrangement", "", values["arrangement"])


def _reached(here: Mapping[int, Recorded], behind: Q) -> None:
    addresses = Address.objects.filter(behind).order_by("-preferred", "pk")
    for person, root, kind, value, preferred, verified, removed in addresses.values_list(
        "person", "person__root", "kind", "value", "preferred", "verified_at", "removed_at"
    ):
        there = here.get(root or person)
        if there is None:
            continue
        if kind == AddressKind.EMAIL:
            there.emails.add(value)
        elif kind == AddressKind.PHONE:
            there.phones.add(figures_from_the_end(value))
        if removed is None and kind not in there.preferred:
            there.preferred[kind] = value
            there.confirmed |= kind == AddressKind.EMAIL and preferred and verified is not None


def _civil(here: Mapping[int, Recorded], behind: Q) -> None:
    statuses: dict[int, dict[int, list[str]]] = defaultdict(dict)
    rows = CivilStatus.objects.filter(behind).order_by("-changed_at")
    for person, root, parts in rows.values_list("person", "person__root", "parts"):
        statuses[root or person].setdefault(person, parts)
    for standing, its in statuses.items():
        if standing in here:  # as `civil_status_of` has it: of the record that stands, else the last changed
            here[standing].civil = frozenset(its.get(standing) or next(iter(its.values())))
