"""Many people of a table into a session: each chunk in one transaction, with as few statements for fifty as for one.

What becomes of each row is what `find_or_create`, then `enrol`, then `ask_arrangement` would make of it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, AssessmentError, NotNow
from sceau.assessment.models import Arrangement, Attempt, Candidate, Cohort, Control, Session
from sceau.assessment.partners import brought_to, is_held_by_a_partner
from sceau.assessment.reasons.candidates import ALREADY_CANDIDATE, FULL
from sceau.assessment.rights import require
from sceau.assessment.rows import Line
from sceau.assessment.services.arrangements import wish_of
from sceau.assessment.services.entering import ENTERED, checked_values
from sceau.assessment.services.writing import held, require_state
from sceau.assessment.states import CandidateState, Entry
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.roles import Right
from sceau.intake.folding import fold
from sceau.journal.services import Deed, record_all
from sceau.people.errors import PeopleError
from sceau.people.models import Person
from sceau.people.queries import person_of, records_of
from sceau.people.services.importing import Row, complete, create, match, new_person, read_row

Refusal: TypeAlias = AssessmentError | PeopleError


@dataclass(slots=True)
class Newcomer:
    """A row that may be enrolled, on its way.

    row:     None where somebody recognised the person, of whom the row then adds nothing
    person:  None for somebody who is to be made
    wish:    of an arrangement, as `Arrangement` keeps it; None for none
    """

    line: Line
    row: Row | None
    values: dict[str, str]
    wish: dict[str, Any] | None
    person: Person | None = None


@dataclass(slots=True)
class Gathered:
    """What became of a chunk: lines that are in the session now, and those that were refused, with why."""

    enrolled: list[int] = field(default_factory=list)
    refused: dict[int, Refusal] = field(default_factory=dict)


def gather(
    lines: Sequence[Line],
    *,
    session: Session,
    chosen: Mapping[str, str],
    rules: AssessmentRules,
    by: User,
    now: datetime,
    box: SecretBox,
    tell: bool,
) -> Gathered:
    """Enrol the people of some rows.

    chosen:  line → uuid of the person whom somebody recognised in it
    tell:    whether each gets a mail with the link to their file
    """
    told = Gathered()
    with transaction.atomic():
        for part in _parts(_read(lines, session, chosen, told, now=now)):
            try:
                _enrol(part, session, rules, told, by=by, now=now, box=box, tell=tell)
            except AssessmentError as refusal:  # the session closed, or the right ended: it holds for all of them
                told.refused |= {each.line.line: refusal for each in part}
    return told


def _read(
    lines: Iterable[Line], session: Session, chosen: Mapping[str, str], told: Gathered, *, now: datetime
) -> Iterator[Newcomer]:
    """The rows that are right so far."""
    for line in lines:
        recognised = line.person if str(line.line) in chosen else None
        try:
            row = read_row(line.values, session.institution, now=now) if recognised is None else None
            values = checked_values(
                access_route=line.own.get("access_route", ""),
                initiative=line.own.get("initiative", ""),
                edof_number=line.own.get("edof_number", ""),
                language=line.values.get("language", ""),
            )
            wish = wish_of(line.values.get("arrangement", ""))
        except (AssessmentError, PeopleError) as refusal:
            told.refused[line.line] = refusal
        else:
            yield Newcomer(line, row, values, wish, recognised)


def _parts(newcomers: Iterable[Newcomer]) -> Iterator[list[Newcomer]]:
    """In order, cut where a row may mean the person of one before it, who is to be known by then."""
    part, met = list[Newcomer](), set[object]()
    for each in newcomers:
        marks = each.row.marks if each.row else frozenset[object]()
        if marks & met:
            yield part
            part, met = [], set()
        part.append(each)
        met |= marks
    if part:
        yield part


def _enrol(
    part: Sequence[Newcomer],
    session: Session,
    rules: AssessmentRules,
    told: Gathered,
    *,
    by: User,
    now: datetime,
    box: SecretBox,
    tell: bool,
) -> None:
    with transaction.atomic():
        to_find = [(each, each.row) for each in part if each.row is not None]
        institution = session.institution
        met = match(institution, [row for _each, row in to_find], brought=brought_to(session), box=box)
        for (each, _row), found in zip(to_find, met, strict=True):
            each.person = found[0] if found else None
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, *ENTERED)
        admitted = _admitted(part, there, told)
        admitted = _known(admitted, there, told, by=by, now=now, box=box)
        made = _candidates(admitted, there, by=by, now=now)
        _attempts(made, rules, by=by, now=now)
        _record(list(zip(admitted, made, strict=True)), there, by=by, now=now, tell=tell)
        told.enrolled += [each.line.line for each in admitted]


def _admitted(part: Sequence[Newcomer], session: Session, told: Gathered) -> list[Newcomer]:
    """Those who are not in the session yet and have a place, one after the other."""
    inside = _numbers([each.person for each in part if each.person], session)
    taken = Candidate.objects.filter(session=session, state=CandidateState.ENROLLED).count() if session.capacity else 0
    admitted: list[Newcomer] = []
    for each in part:
        standing = person_of(each.person) if each.person else None
        try:
            if each.person is None and each.row is not None:
                new_person(each.row)
            if standing is not None and standing.pk in inside:
                raise AlreadyThere(ALREADY_CANDIDATE, field="person", number=inside[standing.pk])
            if session.capacity is not None and taken >= session.capacity:
                raise NotNow(FULL, capacity=session.capacity)
        except (AssessmentError, PeopleError) as refusal:
            told.refused[each.line.line] = refusal
            continue
        each.person = standing
        admitted.append(each)
        taken += 1
        if standing is not None:
            inside[standing.pk] = session.last_candidate + len(admitted)
    return admitted


def _numbers(people: Sequence[Person], session: Session) -> dict[int, int]:
    """The number of those who are in the session, under any of their records, by standing record."""
    keys = {each.root_id or each.pk for each in people}
    if not keys:
        return {}
    rows = Candidate.objects.filter(person__in=records_of(keys), session=session)
    return {each.person.root_id or each.person_id: each.number for each in rows.select_related("person")}


def _known(
    admitted: Sequence[Newcomer], session: Session, told: Gathered, *, by: User, now: datetime, box: SecretBox
) -> list[Newcomer]:
    """Those of whom there is a record now: made where it lacks, added to unless a partner typed the rows."""
    known = [(each.person, each.row) for each in admitted if each.person is not None and each.row is not None]
    refused = complete(known, by=by, now=now, box=box) if known and not is_held_by_a_partner(session) else {}
    told.refused |= {
        each.line.line: refused[each.person.pk] for each in admitted if each.person and each.person.pk in refused
    }
    new = [(each, each.row) for each in admitted if each.person is None and each.row is not None]
    people = create(session.institution, [row for _each, row in new], by=by, now=now, box=box) if new else []
    kept = [each for each in admitted if each.line.line not in told.refused]
    for (each, _row), person in zip(new, people, strict=True):
        each.person = person
    return kept


def _candidates(admitted: Sequence[Newcomer], session: Session, *, by: User, now: datetime) -> list[Candidate]:
    cohorts = _cohorts(admitted, session)
    made = []
    for number, each in enumerate(admitted, start=session.last_candidate + 1):
        assert each.person is not None  # noqa: S101 -- known or made by now
        language = each.line.values.get("language", "") or (
            "" if is_held_by_a_partner(session) else each.person.language
        )
        made.append(
            Candidate(
                session=session,
                person=each.person,
                number=number,
                state=CandidateState.ENROLLED,
                entry=Entry.IMPORT,
                cohort=cohorts.get(fold(each.line.own.get("cohort", ""))),
                by_experience=each.line.own.get("access_route") == "VAE",
                enrolled_on=localdate(now),
                under_age=each.line.under_age,
                created_at=now,
                changed_at=now,
                **each.values | {"language": language or "fr"},
            )
        )
    if made:
        session.last_candidate += len(made)
        session.save(update_fields=["last_candidate"])
    return Candidate.objects.bulk_create(made)


def _cohorts(admitted: Sequence[Newcomer], session: Session) -> dict[str, Cohort]:
    """Folded name → group; made where it lacks, as the first row writes it."""
    names = [name for each in admitted if (name := each.line.own.get("cohort", ""))]
    if not names:
        return {}
    known = {fold(each.name): each for each in Cohort.objects.filter(session=session)}
    for name in names:
        if fold(name) not in known:
            known[fold(name)] = Cohort.objects.create(session=session, name=name)
    return known


def _attempts(made: Sequence[Candidate], rules: AssessmentRules, *, by: User, now: datetime) -> None:
    """The first attempt of each, over every criterion, with a control for each event."""
    attempts = Attempt.objects.bulk_create(
        Attempt(
            candidate=each,
            number=1,
            round=each.session.round,
            scope=list(rules.criteria),
            opened_at=now,
            opened_by=by,
        )
        for each in made
    )
    Control.objects.bulk_create(
        Control(attempt=attempt, event=event.id) for attempt in attempts for event in rules.events
    )


def _record(
    made: Sequence[tuple[Newcomer, Candidate]], session: Session, *, by: User, now: datetime, tell: bool
) -> None:
    """What was asked to be arranged, and the acts."""
    Arrangement.objects.bulk_create(
        Arrangement(candidate=candidate, state="asked", asked_at=now, **each.wish)
        for each, candidate in made
        if each.wish is not None
    )
    of_it = {"session": str(session.uuid)}
    deeds: list[Deed] = []
    for each, candidate in made:
        subject = f"candidate:{candidate.uuid}"
        deeds.append(Deed("candidate.enrolled", subject, of_it | {"entry": str(candidate.entry), "tell": int(tell)}))
        if each.wish is not None:
            deeds.append(Deed("candidate.arrangement_asked", subject, of_it))
    record_all(deeds, by=by.uuid, at=now, institution=session.institution.uuid)
