"""Marks as assessors write them: each write of a browser arrives once, in its order, whatever the network did.

The row of the session is taken first by every service that changes a mark and by the one that closes the marking: no
mark gets in after the close, and two writes of one grid never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled, WrongValue
from sceau.assessment.models import Mark, Marking, MarkWrite
from sceau.assessment.reasons import marking as reasons
from sceau.assessment.services.handing_in import save_marks, submit, take_back
from sceau.assessment.services.standing import criteria_of, locked, standing_of
from sceau.assessment.services.writing import write
from sceau.assessment.settling import ABSENT
from sceau.assessment.states import MarkingState
from sceau.engine.errors import Reason
from sceau.engine.marking.rules import AssessmentRules

__all__ = ["Answer", "Received", "Write", "receive", "submit", "take_back"]

APPLIED, SUPERSEDED, CONFLICT = "applied", "superseded", "conflict"
MOST_WRITES: Final = 500  # at once: an hour of marking without connection has fewer
LONGEST_COMMENT: Final = 4000
LONGEST_PAUSE: Final = 15 * 60  # seconds between two writes: beyond it nobody was marking
LONGEST_WORK: Final = int(timedelta(hours=24).total_seconds())  # on one grid
_LONGEST_CODE: Final = 20
_REASONS: Final = {
    reason.code: reason
    for reason in (
        reasons.UNKNOWN_LEVEL,
        reasons.UNKNOWN_CRITERION,
        reasons.COMMENT_TOO_LONG,
        reasons.SUBMITTED,
        reasons.SET_ASIDE,
        reasons.CLOSED,
        reasons.NOT_BEGUN,
        reasons.GONE,
        reasons.PAST_ATTEMPT,
        reasons.DECLARE_FIRST,
        reasons.NO_LONGER_ASSESSES,
        reasons.YOU_ARE_TIED,
    )
}


@dataclass(frozen=True, slots=True)
class Write:
    """One write of a mark as a browser queued it: the level and the comment of one criterion, as they stood then.

    uuid:      made by the browser
    device:    the browser's own; None for a plain form
    sequence:  its order in the queue of that browser
    base:      the revision of the marking that was last read
    seconds:   of work since the write before
    told_at:   by the clock of the browser: kept, never trusted
    """

    uuid: UUID
    criterion: str
    level: str
    comment: str = ""
    device: UUID | None = None
    sequence: int = 0
    base: int = 0
    seconds: int = 0
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one write.

    outcome:  "applied"; "superseded": a later one of the same browser came first; "conflict": another browser changed
              the mark, nothing was overwritten; "refused", with its reason
    """

    uuid: UUID
    outcome: str
    reason: Reason | None = None
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """answers: in the order of the writes; marks: all of the marking, as they stand now"""

    marking: Marking
    answers: list[Answer]
    marks: list[Mark]


def receive(*, marking: Marking, writes: Sequence[Write], by: User, now: datetime) -> Received:
    """Take what a browser has queued. What was taken already is answered as it was, and changes nothing.

    raises:  NotEntitled when the marking is somebody else's, WrongValue for too many at once; then nothing is written
    """
    if marking.assessor_id != by.pk:
        raise NotEntitled(reasons.NOT_YOURS)
    if len(writes) > MOST_WRITES:
        raise WrongValue(reasons.TOO_MANY_WRITES, most=MOST_WRITES)
    with transaction.atomic():
        there = locked(marking)
        if there.assessor_id != by.pk:
            raise NotEntitled(reasons.NOT_YOURS)
        known = {row.uuid: row for row in MarkWrite.objects.filter(uuid__in=[each.uuid for each in writes])}
        if any(row.marking_id != there.pk for row in known.values()):
            raise NotEntitled(reasons.NOT_YOURS)
        marks = {row.criterion: row for row in there.marks.all()}
        new = {each.uuid: each for each in writes if each.uuid not in known}
        rows = _apply(there, sorted(new.values(), key=lambda each: each.sequence), marks, by, now) if new else []
        known.update({row.uuid: row for row in rows})
    answers = [_answer(known[each.uuid]) for each in writes]
    return Received(there, answers, sorted(marks.values(), key=lambda mark: mark.criterion))


def _apply(
    marking: Marking, writes: Sequence[Write], marks: dict[str, Mark], by: User, now: datetime
) -> list[MarkWrite]:
    """Write each in the order of its queue; `marks` becomes what stands after."""
    rules, event, hindrance = standing_of(marking, by, now)
    criteria = criteria_of(event, marking.attempt.scope)
    latest = _latest(marking) if any(each.device for each in writes) else {}
    touched: dict[str, Mark] = {}
    rows: list[MarkWrite] = []
    before = marking.revision
    for each in writes:
        mark = marks.get(each.criterion)
        refusal = hindrance or _fault(each, rules, criteria)
        if refusal is not None:
            outcome = refusal.code
        elif latest.get((each.device, each.criterion), -1) > each.sequence:
            outcome = SUPERSEDED
        elif mark is not None and _changed_elsewhere(mark, each):
            outcome = CONFLICT
        else:
            outcome = APPLIED
            marking.revision += 1
            mark = mark or Mark(marking=marking, criterion=each.criterion)
            mark.level, mark.comment, mark.device = each.level, each.comment, each.device
            mark.revision, mark.marked_at = marking.revision, now
            marks[each.criterion] = touched[each.criterion] = mark
            if each.device is not None:
                latest[each.device, each.criterion] = each.sequence
        rows.append(_row(marking, each, outcome, by, now))
    MarkWrite.objects.bulk_create(rows)
    if marking.revision != before:
        save_marks(touched.values())
        _note_the_work(marking, writes, by, now)
    return rows


def _note_the_work(marking: Marking, writes: Sequence[Write], by: User, now: datetime) -> None:
    worked = sum(min(max(0, each.seconds), LONGEST_PAUSE) for each in writes)
    marking.seconds = min(marking.seconds + worked, LONGEST_WORK)
    begun = marking.state == MarkingState.ASSIGNED
    marking.state = MarkingState.OPEN
    marking.save(update_fields=["revision", "seconds", "state"])
    if begun:
        candidate = marking.attempt.candidate
        write("marking.begun", candidate.session, by=by, now=now, candidate=candidate, marking=str(marking.uuid))


def _latest(marking: Marking) -> dict[tuple[UUID | None, str], int]:
    """The last write of each browser on each criterion that was applied."""
    applied = MarkWrite.objects.filter(marking=marking, outcome=APPLIED, device__isnull=False)
    found = applied.values_list("device", "criterion").annotate(last=Max("sequence"))
    return {(device, criterion): last for device, criterion, last in found}


def _changed_elsewhere(mark: Mark, each: Write) -> bool:
    """Whether another browser wrote something else since this one read it."""
    if mark.revision <= each.base or (each.device is not None and mark.device == each.device):
        return False
    return (mark.level, mark.comment) != (each.level, each.comment)


def _fault(each: Write, rules: AssessmentRules, criteria: Sequence[str]) -> Reason | None:
    if each.criterion not in criteria:
        return reasons.UNKNOWN_CRITERION
    if each.level not in ("", ABSENT) and each.level not in rules.steps:
        return reasons.UNKNOWN_LEVEL
    return reasons.COMMENT_TOO_LONG if len(each.comment) > LONGEST_COMMENT else None


def _row(marking: Marking, each: Write, outcome: str, by: User, now: datetime) -> MarkWrite:
    return MarkWrite(
        uuid=each.uuid,
        marking=marking,
        criterion=each.criterion[:_LONGEST_CODE],
        level=each.level[:_LONGEST_CODE],
        comment=each.comment[:LONGEST_COMMENT],
        base=each.base,
        device=each.device,
        sequence=each.sequence,
        told_at=each.told_at,
        arrived_at=now,
        by=by,
        outcome=outcome,
    )


def _answer(row: MarkWrite) -> Answer:
    reason = _REASONS.get(row.outcome)
    if reason is None:
        return Answer(row.uuid, row.outcome)
    told = {"level": row.level, "criterion": row.criterion, "most": LONGEST_COMMENT}
    return Answer(row.uuid, "refused", reason, told)
