"""Results from outside and past holders are taken over: a file with its hash, and two people of the body who decide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.errors import AlreadyThere, WrongValue
from sceau.assessment.known import WHOLE
from sceau.assessment.models import Attempt, Award, Candidate, Control, Decision, Deliberation, Session
from sceau.assessment.outside import PastResult, ReadFile, read_results
from sceau.assessment.ports import Files
from sceau.assessment.reasons.awards import ALREADY_HELD, EMPTY_FILE, NAME_THE_SOURCE, SAME_FILE, TWICE_IN_FILE
from sceau.assessment.services.proposing import open_deliberation
from sceau.assessment.services.sessions import open_session
from sceau.assessment.services.writing import held, move, write
from sceau.assessment.states import CandidateState, DeliberationKind, Entry, ResultState, SessionKind, SessionState
from sceau.design.models import DesignVersion
from sceau.engine.errors import Reason
from sceau.institutions.directories.ports import SecretBox
from sceau.intake.limits import MEGABYTE
from sceau.people.models import Person
from sceau.people.queries import behind
from sceau.people.services.importing import find_or_create

LARGEST = 20 * MEGABYTE  # a table of 100,000 people has 10


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was not taken over after all. first: the line that it repeats, for one that does"""

    line: int
    reason: Reason
    first: int = 0

    def sentence(self, language: str) -> str:
        """Why, for a person."""
        return self.reason.sentence(language, {"line": self.line, "first": self.first})


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that waits for the second person, and the rows that it leaves out."""

    deliberation: Deliberation
    left_out: tuple[LeftOut, ...]


def propose_takeover(
    *,
    version: DesignVersion,
    content: bytes,
    source: str,
    accepted: Collection[int] = (),
    by: User,
    now: datetime,
    files: Files,
    box: SecretBox,
) -> Proposed:
    """Propose to take over the results of a file, in a session of their own. Somebody else confirms.

    What the file does not say stays unknown: nothing of the design's plan takes its place.

    source:    where the results come from, in words
    accepted:  lines of doubtful rows that whoever proposes found to be right
    raises:    NotEntitled, WrongValue; AlreadyThere for a file that was taken over; IntakeError; EngineError of the
               place for files
    """
    if not source.strip():
        raise WrongValue(NAME_THE_SOURCE, field="source")
    found = read_results(version, content, today=localdate(now))
    _require_new(version, found)
    with transaction.atomic():
        session = begun(version, source, by=by, now=now)
        files.put(content, limit=LARGEST)
        people, left_out = _people(session, found.chosen(accepted), by=by, now=now, box=box)
        if not people:
            raise WrongValue(EMPTY_FILE, field="file")
        deliberation = open_deliberation(
            session,
            kind=DeliberationKind.ORDINARY,
            source=source.strip()[:300],
            source_digest=found.digest,
            by=by,
            now=now,
        )
        decide(deliberation, people, by=by, now=now)
        write(
            "results.takeover_proposed",
            session,
            by=by,
            now=now,
            deliberation=str(deliberation.uuid),
            digest=found.digest,
            count=len(people),
        )
    return Proposed(deliberation, tuple(left_out))


def _require_new(version: DesignVersion, found: ReadFile) -> None:
    same = Deliberation.objects.filter(
        source_digest=found.digest,
        session__version=version,
        session__kind=SessionKind.TAKEN_OVER,
        adjourned_at__isnull=True,
    ).select_related("session")
    there = same.first()
    if there is not None:
        raise AlreadyThere(SAME_FILE, field="file", code=there.session.code)


def begun(version: DesignVersion, source: str, *, by: User, now: datetime) -> Session:
    """A session in which nothing is sat: it goes through its stages at once."""
    session = held(
        open_session(version=version, kind=SessionKind.TAKEN_OVER, title=source.strip()[:200], by=by, now=now)
    )
    for stage in (SessionState.EVENTS, SessionState.MARKED, SessionState.DELIBERATION):
        move(session, stage, now=now)
    return session


def _people(
    session: Session, chosen: Sequence[PastResult], *, by: User, now: datetime, box: SecretBox
) -> tuple[list[tuple[PastResult, Person]], list[LeftOut]]:
    """Who the rows speak of, each once, without those who have it already."""
    found: dict[int, tuple[PastResult, Person]] = {}
    left_out: list[LeftOut] = []
    for past in chosen:
        person, _ = find_or_create(institution=session.institution, values=past.row.values, by=by, now=now, box=box)
        if person.pk in found:
            left_out.append(LeftOut(past.line, TWICE_IN_FILE, found[person.pk][0].line))
        elif _has_it(session, person, past.awarded_on or localdate(now)):
            left_out.append(LeftOut(past.line, ALREADY_HELD))
        else:
            found[person.pk] = (past, person)
    return list(found.values()), left_out


def _has_it(session: Session, person: Person, day: date) -> bool:
    held_already = Award.objects.filter(
        behind(person), version__design=session.version.design_id, awarded_on=day, withdrawn_at__isnull=True
    )
    return held_already.exists()


def decide(deliberation: Deliberation, people: list[tuple[PastResult, Person]], *, by: User, now: datetime) -> None:
    """A candidate, an attempt and a decision for each, numbered in this order; nothing is said that no row says."""
    session = deliberation.session
    candidates = Candidate.objects.bulk_create(
        Candidate(
            session=session,
            person=person,
            number=number,
            language=past.row.values.get("language", "") or person.language,
            entry=Entry.IMPORT,
            state=CandidateState.ENROLLED,
            enrolled_on=localdate(now),
            created_at=now,
            changed_at=now,
        )
        for number, (past, person) in enumerate(people, start=1)
    )
    session.last_candidate = len(candidates)
    session.save(update_fields=["last_candidate"])
    rows = [past for past, _ in people]
    attempts = Attempt.objects.bulk_create(
        Attempt(
            candidate=candidate,
            number=1,
            round=session.round,
            state=ResultState.ACQUIRED,
            score=past.score,
            assessed_on=past.assessed_on,
            opened_at=now,
            opened_by=by,
        )
        for candidate, past in zip(candidates, rows, strict=True)
    )
    Control.objects.bulk_create(
        Control(attempt=attempt, event=WHOLE, supervision=past.supervision, outcome=past.identity)
        for attempt, past in zip(attempts, rows, strict=True)
        if past.supervision or past.identity
    )
    Decision.objects.bulk_create(
        Decision(
            deliberation=deliberation,
            attempt=attempt,
            proposed=ResultState.ACQUIRED,
            outcome=ResultState.ACQUIRED,
            score=past.score,
            said_on=past.awarded_on or localdate(now),
            decided_by=by,
            decided_at=now,
        )
        for attempt, past in zip(attempts, rows, strict=True)
    )
