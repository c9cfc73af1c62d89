"""Results that a quiz, a learning platform or a former register gave: taken in row by row, twice the same is once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import WrongValue
from sceau.assessment.marks_file import RowFinding, SourceRow
from sceau.assessment.models import Attempt, Mark, Marking, Session
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.reasons import marking as reasons
from sceau.assessment.rights import require
from sceau.assessment.services.results import ALONE, forget_agreements, settle_anew
from sceau.assessment.services.standing import criteria_of
from sceau.assessment.services.writing import held, require_state, write
from sceau.assessment.settling import ABSENT
from sceau.assessment.states import MarkingState, SessionState, Source
from sceau.assessment.ties import rules_in
from sceau.engine.marking.rules import AssessmentRules, Event
from sceau.institutions.roles import Right
from sceau.people.models import Address
from sceau.people.queries import records_of
from sceau.people.states import AddressKind


@dataclass(frozen=True, slots=True)
class Taken:
    """new, changed, same: how many people; findings: the rows that were left out, and why"""

    new: int
    changed: int
    same: int
    findings: list[RowFinding]


def take_in(
    *,
    session: Session,
    event: str,
    rows: Sequence[SourceRow],
    source: str,
    words: str = "",
    digest: str = "",
    assessed_on: date | None = None,
    dry: bool = False,
    by: User,
    now: datetime,
) -> Taken:
    """Take in what a source says of one event. A row with a fault is left out and told, the others go in.

    source:       "quiz", "lms" or "import"
    words:        the name of the system or of the file; digest: SHA-256 of the file
    assessed_on:  the day that the source tells
    dry:          only say what would be done
    raises:       NotEntitled, NotNow, WrongValue
    """
    if source not in ALONE:
        raise WrongValue(reasons.NOT_A_SOURCE, field="source")
    with transaction.atomic():
        there = held(session)
        require(by, Right.MANAGE_SESSIONS, there, now=now)
        require_state(there, SessionState.EVENTS)
        rules = rules_in(there)
        found = next((each for each in rules.events if each.id == event), None)
        if found is None:
            raise WrongValue(reasons.NO_SUCH_EVENT, field="event")
        plan = _Plan(there, rules, found)
        for row in rows:
            plan.add(row)
        if not dry and (plan.wanted or plan.replaced):
            _write(plan, _Origin(Source(source), words, digest, assessed_on), now)
            write(
                "marking.taken_in",
                there,
                by=by,
                now=now,
                event=event,
                source=source,
                digest=digest,
                new=plan.new,
                changed=plan.changed,
                left_out=len(plan.findings),
            )
    return Taken(plan.new, plan.changed, plan.same, sorted(plan.findings, key=lambda each: each.line))


@dataclass(frozen=True, slots=True)
class _Origin:
    source: Source
    words: str
    digest: str
    assessed_on: date | None


class _Plan:
    """What the rows come to: the grids to be written, those that they replace, and what is left out."""

    def __init__(self, session: Session, rules: AssessmentRules, event: Event) -> None:
        self.rules, self.event = rules, event
        self.wanted: dict[int, tuple[Attempt, SourceRow]] = {}
        self.replaced: list[Marking] = []
        self.findings: list[RowFinding] = []
        self.new = self.changed = self.same = 0
        attempts = list(attempts_of_round(session))
        self._by_number = {str(each.candidate.number): each for each in attempts}
        self._by_address = _by_address(attempts)
        self._standing: dict[int, list[Marking]] = defaultdict(list)
        there = Marking.objects.filter(attempt__in=[each.pk for each in attempts], event=event.id)
        for marking in there.exclude(state=MarkingState.SET_ASIDE).prefetch_related("marks"):
            self._standing[marking.attempt_id].append(marking)

    def add(self, row: SourceRow) -> None:
        attempt = self._attempt(row)
        if attempt is None:
            return
        criteria = criteria_of(self.event, attempt.scope)
        fault = self._fault(row, criteria, self._standing[attempt.pk])
        if attempt.pk in self.wanted:
            fault = RowFinding(row.line, reasons.ROW_TWICE, {"first": self.wanted[attempt.pk][1].line})
        if fault is not None:
            self.findings.append(fault)
            return
        levels = {name: row.levels[name] for name in criteria}
        told = [each for each in self._standing[attempt.pk] if each.source in ALONE]
        if any({mark.criterion: mark.level for mark in each.marks.all()} == levels for each in told):
            self.same += 1
            return
        self.changed += bool(told)
        self.new += not told
        self.replaced += self._standing[attempt.pk]
        self.wanted[attempt.pk] = (attempt, row)

    def _attempt(self, row: SourceRow) -> Attempt | None:
        who = row.who.strip().lower()
        found = self._by_address.get(who, []) if "@" in who else [self._by_number.get(who.lstrip("0") or who)]
        known = [each for each in found if each is not None]
        if len(known) == 1:
            return known[0]
        reason = reasons.ROW_AMBIGUOUS if known else reasons.ROW_UNKNOWN
        self.findings.append(RowFinding(row.line, reason, {"who": row.who[:80]}))
        return None

    def _fault(self, row: SourceRow, criteria: Sequence[str], standing: Sequence[Marking]) -> RowFinding | None:
        for name, level in row.levels.items():
            if name not in criteria:
                return RowFinding(row.line, reasons.UNKNOWN_CRITERION, {"criterion": name[:40]})
            if level != ABSENT and level not in self.rules.steps:
                return RowFinding(row.line, reasons.UNKNOWN_LEVEL, {"level": level[:40]})
        missing = [name for name in criteria if name not in row.levels]
        if missing or not criteria:
            return RowFinding(row.line, reasons.ROW_INCOMPLETE, {"criteria": ", ".join(missing)})
        if any(each.source not in ALONE and each.state != MarkingState.ASSIGNED for each in standing):
            return RowFinding(row.line, reasons.ROW_MARKED_BY_PEOPLE)
        return None


def _by_address(attempts: Sequence[Attempt]) -> Mapping[str, list[Attempt]]:
    """The attempts of those who have an e-mail address, also under a record that was merged into theirs."""
    standing = {each.pk: each.candidate.person.root_id or each.candidate.person_id for each in attempts}
    people = set(standing.values())
    rows = Address.objects.filter(person__in=records_of(people), kind=AddressKind.EMAIL, removed_at__isnull=True)
    known: dict[int, set[str]] = defaultdict(set)
    for person, root, value in rows.values_list("person", "person__root", "value"):
        known[root or person].add(value.lower())
    found: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        for value in known[standing[attempt.pk]]:
            found[value].append(attempt)
    return found


def _write(plan: _Plan, origin: _Origin, now: datetime) -> None:
    forget_agreements(each for each in plan.replaced if each.state == MarkingState.SUBMITTED)
    Marking.objects.filter(pk__in=[each.pk for each in plan.replaced]).update(state=MarkingState.SET_ASIDE)
    markings = Marking.objects.bulk_create(
        Marking(
            attempt=attempt,
            event=plan.event.id,
            place=1,
            observer=row.marker[:200],
            state=MarkingState.SUBMITTED,
            source=origin.source,
            source_words=" ".join(origin.words.split())[:300],
            source_digest=origin.digest,
            assessed_on=origin.assessed_on,
            revision=1,
            assigned_at=now,
            submitted_at=now,
        )
        for attempt, row in plan.wanted.values()
    )
    Mark.objects.bulk_create(
        Mark(marking=marking, criterion=name, level=row.levels[name], revision=1, marked_at=now)
        for marking, (attempt, row) in zip(markings, plan.wanted.values(), strict=True)
        for name in criteria_of(plan.event, attempt.scope)
    )
    settle_anew(plan.rules, [attempt for attempt, _row in plan.wanted.values()], now=now)
