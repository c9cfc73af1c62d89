"""What a file of candidates says otherwise than is recorded is taken over, row by row or all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment import rows
from sceau.assessment.differing import Difference, Recorded, recorded
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, Cohort, ImportDraft, Session
from sceau.assessment.partners import is_held_by_a_partner
from sceau.assessment.rights import require
from sceau.assessment.rows import Line, RowState
from sceau.assessment.services.arrangements import ask_arrangement, wish_of
from sceau.assessment.services.cohorts import add_cohort
from sceau.assessment.services.enrolment import edit_enrolment
from sceau.assessment.services.importing import Refused
from sceau.assessment.services.writing import held
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.roles import Right
from sceau.intake.folding import fold
from sceau.people import civil
from sceau.people.errors import PeopleError
from sceau.people.models import Person
from sceau.people.rights import has_right
from sceau.people.services.addresses import add_address
from sceau.people.services.civil import complete_civil_status
from sceau.people.services.matching import civil_of
from sceau.people.services.persons import edit_person
from sceau.people.states import AddressKind

_OF_THE_ENROLMENT = ("language", "access_route", "initiative", "edof_number")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of changed rows. taken: how many; waiting: those that were too many for one call"""

    taken: int
    refused: tuple[Refused, ...]
    waiting: int


def may_change_people(user: User, session: Session, *, now: datetime) -> bool:
    """Whether what a file says of people themselves may be taken over by this user: never for a partner's session."""
    return not is_held_by_a_partner(session) and has_right(user, Right.EDIT_PEOPLE, session.institution, now=now)


def taken_of(line: Line, *, people_too: bool) -> list[Difference]:
    """Of what a row says otherwise, what can be taken over."""
    return [each for each in line.changes if each.kept is None and (people_too or not each.is_of_the_person)]


def take_changes(
    *, draft: ImportDraft, lines: Collection[int] | None, by: User, now: datetime, box: SecretBox, most: int
) -> TakenOver:
    """Take over what changed rows say, each row in a transaction; what may not be is left as it is recorded.

    lines:   None for every changed row
    most:    rows in this call; the next one does as many
    raises:  NotEntitled; UnmatchedColumns of intake
    """
    session = draft.session
    require(by, Right.MANAGE_SESSIONS, session, now=now)
    people_too = may_change_people(by, session, now=now)
    changed = rows.read(draft, today=localdate(now)).of(RowState.CHANGED)
    asked = [(each, taken_of(each, people_too=people_too)) for each in changed if lines is None or each.line in lines]
    asked = [(line, what) for line, what in asked if what]
    there = recorded(session, {line.person.pk for line, _what in asked[:most] if line.person})
    taken, refused = 0, list[Refused]()
    for line, what in asked[:most]:
        assert line.person is not None  # noqa: S101 -- a changed row means somebody
        try:
            with transaction.atomic():
                _take(line, {each.field: each for each in what}, there[line.person.pk], by=by, now=now, box=box)
        except (AssessmentError, PeopleError) as refusal:
            refused.append(Refused(line.line, refusal.reason, refusal.details))
        else:
            taken += 1
    return TakenOver(taken, tuple(refused), max(0, len(asked) - most))


def _take(
    line: Line, what: Mapping[str, Difference], there: Recorded, *, by: User, now: datetime, box: SecretBox
) -> None:
    session = held(there.candidate.session)  # always before the person: others take the two in this order
    require(by, Right.MANAGE_SESSIONS, session, now=now)
    _take_enrolment(what, there.candidate, by=by, now=now)
    if "arrangement" in what and (wish := wish_of(what["arrangement"].after)) is not None:
        ask_arrangement(candidate=there.candidate, by=by, now=now, **wish)
    assert line.person is not None  # noqa: S101 -- as above
    _take_names(what, line.person, by=by, now=now)
    if "email" in what:
        preferred = not there.confirmed  # where the person answered, the person is still written to
        _add(line.person, AddressKind.EMAIL, what["email"].after, preferred=preferred, by=by, now=now)
    if "phone" in what:
        _add(line.person, AddressKind.PHONE, what["phone"].after, preferred=True, by=by, now=now)
    if "civil_status" in what:
        found = civil_of(line.values, today=localdate(now))
        complete_civil_status(person=line.person, values=civil.as_values(found), box=box, by=by, now=now)


def _take_enrolment(what: Mapping[str, Difference], candidate: Candidate, *, by: User, now: datetime) -> None:
    if not {*_OF_THE_ENROLMENT, "cohort"} & what.keys():
        return
    said = {name: what[name].after if name in what else getattr(candidate, name) for name in _OF_THE_ENROLMENT}
    cohort = candidate.cohort
    if "cohort" in what:
        cohort = _cohort(candidate.session, what["cohort"].after, by=by, now=now)
    edit_enrolment(
        candidate=candidate,
        cohort=cohort,
        enrolled_on=candidate.enrolled_on,
        trainer=candidate.trainer,
        by=by,
        now=now,
        **said,
    )


def _cohort(session: Session, name: str, *, by: User, now: datetime) -> Cohort:
    known = {fold(each.name): each for each in Cohort.objects.filter(session=session)}
    return known.get(fold(name)) or add_cohort(session=session, name=name, by=by, now=now)


def _take_names(what: Mapping[str, Difference], person: Person, *, by: User, now: datetime) -> None:
    named = ("given_name", "family_name", "native_name", "reference")
    if set(named) & what.keys():
        values: dict[str, Any] = {name: what[name].after if name in what else getattr(person, name) for name in named}
        edit_person(person=person, language=person.language, by=by, now=now, **values)


def _add(person: Person, kind: AddressKind, value: str, *, preferred: bool, by: User, now: datetime) -> None:
    add_address(person=person, kind=kind.value, value=value, preferred=preferred, by=by, now=now)
