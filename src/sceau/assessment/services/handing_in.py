"""A grid is handed in, and taken back as long as its author could see no other one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled, NotNow
from sceau.assessment.models import Mark, Marking
from sceau.assessment.reasons import marking as reasons
from sceau.assessment.services.comparing import tell_how_it_stands
from sceau.assessment.services.results import of_event, settle_anew
from sceau.assessment.services.standing import criteria_of, locked, standing_of, why_it_stays
from sceau.assessment.services.writing import write
from sceau.assessment.settling import ABSENT
from sceau.assessment.states import MarkingState, Source
from sceau.engine.marking.rules import AssessmentRules


def submit(*, marking: Marking, absent: bool = False, by: User, now: datetime) -> Marking:
    """Hand in a marking: each criterion has a level, and words where the level asked for is not reached.

    absent:  nobody came: every criterion is noted so
    raises:  NotEntitled, NotNow
    """
    if marking.assessor_id != by.pk:
        raise NotEntitled(reasons.NOT_YOURS)
    with transaction.atomic():
        there = locked(marking)
        rules, event, refusal = standing_of(there, by, now)
        if refusal is not None:
            raise NotNow(refusal)
        criteria = criteria_of(event, there.attempt.scope)
        if absent:
            _all_absent(there, criteria, now)
        _require_complete(there, rules, criteria)
        there.state, there.submitted_at = MarkingState.SUBMITTED, now
        there.save(update_fields=["state", "submitted_at", "revision"])
        session = there.attempt.candidate.session
        write(
            "marking.submitted",
            session,
            by=by,
            now=now,
            candidate=there.attempt.candidate,
            marking=str(there.uuid),
            event=there.event,
            place=there.place,
        )
        found = settle_anew(rules, [there.attempt], now=now)[there.attempt_id]
        tell_how_it_stands(session, there.attempt, of_event(found, event.id), by=by, now=now)
    return there


def take_back(*, marking: Marking, by: User, now: datetime) -> Marking:
    """Open one's own marking again, as long as nobody could have seen it. raises: NotEntitled, NotNow"""
    if marking.assessor_id != by.pk:
        raise NotEntitled(reasons.NOT_YOURS)
    with transaction.atomic():
        there = locked(marking)
        rules, event, refusal = standing_of(there, by, now)
        if refusal is not reasons.SUBMITTED:
            raise NotNow(refusal or reasons.NOT_SUBMITTED)
        stays = why_it_stays(there, event)
        if stays is not None:
            raise NotNow(stays)
        there.state, there.submitted_at = MarkingState.OPEN, None
        there.save(update_fields=["state", "submitted_at"])
        write(
            "marking.taken_back",
            there.attempt.candidate.session,
            by=by,
            now=now,
            candidate=there.attempt.candidate,
            marking=str(there.uuid),
        )
        settle_anew(rules, [there.attempt], now=now)
    return there


def save_marks(marks: Iterable[Mark]) -> None:
    """Write each mark, in the place of the one that stands on its criterion."""
    Mark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["marking", "criterion"],
        update_fields=["level", "comment", "device", "revision", "marked_at"],
    )


def _all_absent(marking: Marking, criteria: Sequence[str], now: datetime) -> None:
    marking.revision += 1
    known = {row.criterion: row for row in marking.marks.all()}
    rows = [known.get(name) or Mark(marking=marking, criterion=name) for name in criteria]
    for row in rows:
        row.level, row.device, row.revision, row.marked_at = ABSENT, None, marking.revision, now
    save_marks(rows)


def _require_complete(marking: Marking, rules: AssessmentRules, criteria: Sequence[str]) -> None:
    marks = {row.criterion: row for row in marking.marks.all()}
    missing = [name for name in criteria if name not in marks or not marks[name].level]
    if missing:
        raise NotNow(reasons.INCOMPLETE, criteria=", ".join(missing))
    if marking.source == Source.SCREEN:
        silent = [
            name
            for name in criteria
            if marks[name].level != ABSENT
            and not rules.is_acquired(name, marks[name].level)
            and not marks[name].comment.strip()
        ]
        if silent:
            raise NotNow(reasons.COMMENT_NEEDED, criteria=", ".join(silent))
