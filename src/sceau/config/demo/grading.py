"""What the assessors of the demonstration gave: the levels of the file, and second marks where two are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Final
from uuid import uuid4

from sceau.accounts.models import User
from sceau.assessment.marks_file import SourceRow
from sceau.assessment.models import Assessor, Attempt, Marking, Session
from sceau.assessment.services.assigning import assign
from sceau.assessment.services.comparing import agree, propose
from sceau.assessment.services.keying import key_in
from sceau.assessment.services.marking import Write, receive, submit
from sceau.assessment.services.taking_in import take_in
from sceau.assessment.states import MarkingState, Route
from sceau.config.demo.records import DEMO, Passage, second_levels
from sceau.engine.marking.rules import AssessmentRules

BELOW: Final = "Voir la fiche d’observation de la session."  # what a level below the one asked for is said with
RESULTS: Final = DEMO / "results_long.csv"
ON_SCREEN: Final = "mc-gestion-projet-agile"  # whose assessors mark on the screen; grids of others are keyed in
SECOND: Final = 2  # place of the second assessor, blind to the first
QUIZ: Final = "Questionnaire de la plateforme de formation"
MINUTES: Final = (6, 9, 12, 15)  # that a grid took


def take_in_files(
    session: Session, rules: AssessmentRules, sat: Sequence[tuple[Passage, Attempt]], *, by: User, now: datetime
) -> None:
    """What a system marked at the events that have no assessor; and by a jury, what the former register tells."""
    for event in rules.events:
        if event.assessors and not is_from_register(session):
            continue
        rows = [
            SourceRow(
                0,
                str(attempt.candidate.number),
                {each: passage.marks[each] for each in event.criteria if each in attempt.scope},
            )
            for passage, attempt in sat
            if passage.marks and any(each in attempt.scope for each in event.criteria)
        ]
        source = ("import", RESULTS.name, _digest()) if event.assessors else ("quiz", QUIZ, "")
        if rows:
            kind, words, digest = source
            take_in(session=session, event=event.id, rows=rows, source=kind, words=words, digest=digest, by=by, now=now)


def is_from_register(session: Session) -> bool:
    """Whether the marks of assessors come from the file, one agreed mark each; else their assessors give them."""
    return session.route == Route.MINUTES and session.version.design.name != ON_SCREEN


@cache
def _digest() -> str:
    return sha256(RESULTS.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Grading:
    """Who marks what in a session, and when.

    by:  runs the session, and keys in the grids that were filled in on paper
    """

    session: Session
    rules: AssessmentRules
    by: User
    now: datetime

    def hand_in(self, passage: Passage, attempt: Attempt) -> None:
        """Hand in every marking of a passage, and settle what two assessors saw in another way."""
        if is_from_register(self.session):
            return
        scale = sorted(self.rules.steps, key=self.rules.steps.__getitem__)
        for event in self.rules.events:
            wanted = [criterion for criterion in event.criteria if criterion in attempt.scope]
            levels = {criterion: passage.marks[criterion] for criterion in wanted if criterion in passage.marks}
            if not levels or not event.assessors:
                continue
            markings = list(
                Marking.objects.filter(attempt=attempt, event=event.id)
                .exclude(state=MarkingState.SET_ASIDE)
                .select_related("assessor")
                .order_by("place")
            )
            others = second_levels(passage, event.id, scale) if len(markings) > 1 else {}
            for marking in markings:
                given = {each: others[each][0] for each in levels} if marking.place == SECOND else levels
                self._mark(marking, given, attempt)
            if len(markings) == SECOND:
                self._settle(markings, levels, {criterion: others[criterion][1] for criterion in levels}, attempt)

    def _mark(self, marking: Marking, levels: Mapping[str, str], attempt: Attempt) -> None:
        assessor = _assessor(marking)
        if self.session.version.design.name != ON_SCREEN:
            key_in(attempt=attempt, event=marking.event, levels=levels, assessor=assessor, by=self.by, now=self.now)
            return
        write_marks(marking, levels, now=self.now)

    def _settle(
        self, markings: list[Marking], levels: Mapping[str, str], ways: Mapping[str, str], attempt: Attempt
    ) -> None:
        """Agree on the level of the file, or have the third assessor find it whom two steps apart ask for."""
        first, second = map(_assessor, markings)
        event = markings[0].event
        if "third" in ways.values():
            there = Assessor.objects.filter(session=self.session, removed_at__isnull=True)
            third = there.exclude(user__in=(first, second)).select_related("user").order_by("pk")[0].user
            marking = assign(session=self.session, attempt=attempt, event=event, user=third, by=self.by, now=self.now)
            self._mark(marking, levels, attempt)
            return
        for criterion in (each for each, way in ways.items() if way == "agreed"):
            level = levels[criterion]
            propose(attempt=attempt, event=event, criterion=criterion, level=level, by=first, now=self.now)
            agree(attempt=attempt, event=event, criterion=criterion, level=level, by=second, now=self.now)


def write_marks(marking: Marking, levels: Mapping[str, str], *, now: datetime, submitted: bool = True) -> None:
    """Give levels on the screen, as the assessor of the marking does, and hand it in."""
    assessor = _assessor(marking)
    spent = MINUTES[(marking.pk or 0) % len(MINUTES)] * 60 // len(levels)
    writes = [
        Write(uuid4(), criterion, level, BELOW, sequence=place, seconds=spent)
        for place, (criterion, level) in enumerate(levels.items(), start=1)
    ]
    receive(marking=marking, writes=writes, by=assessor, now=now)
    if submitted:
        submit(marking=marking, by=assessor, now=now)


def _assessor(marking: Marking) -> User:
    if marking.assessor is None:
        raise ValueError(f"{marking} has no assessor")
    return marking.assessor
