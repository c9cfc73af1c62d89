"""What an erasure does to candidates: see `sceau.people.erasure`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sceau.accounts.models import User
from sceau.assessment.models import (
    Appeal,
    Arrangement,
    Attempt,
    Attendance,
    Award,
    Candidate,
    Conflict,
    Control,
    Convocation,
    Decision,
    Incident,
    Link,
    Mark,
    Marking,
    Piece,
    SeatConflict,
)
from sceau.assessment.personal.retention import TOLD_CONTROL, forget
from sceau.assessment.personal.theday import strip
from sceau.assessment.reasons import personal as reasons
from sceau.people import archive, erasure
from sceau.people.erasure import Line
from sceau.people.models import Person
from sceau.people.states import DataKind


def register() -> None:
    """Tell the room of people."""
    erasure.register("assessment", lines=lines, apply=apply, held=held)


def held(keys: Collection[int]) -> set[int]:
    """Of these records, those who are or were candidates or hold an award."""
    wanted = list(keys)
    candidates = Candidate.objects.filter(person__in=wanted).values_list("person_id", flat=True)
    return set(candidates) | set(Award.objects.filter(person__in=wanted).values_list("person_id", flat=True))


def lines(records: Sequence[Person]) -> list[Line]:
    """What goes, then what stays and why."""
    mine = Q(attempt__candidate__person__in=records)
    own = Q(candidate__person__in=records)
    built = _built_on(records).count()
    pieces = Piece.objects.filter(mine)
    words = Candidate.objects.filter(person__in=records).exclude(motivation="", prerequisites=[])
    claims, register = reasons.WHY_CLAIMS, reasons.WHY_REGISTER
    return [
        Line(reasons.UNFINISHED, Candidate.objects.filter(person__in=records).count() - built),
        Line(reasons.PIECES, pieces.filter(in_credential=False).count()),
        Line(reasons.ARRANGEMENTS, Arrangement.objects.filter(own).count()),
        Line(reasons.LINKS, Link.objects.filter(own).count() + Convocation.objects.filter(own).count()),
        Line(reasons.WORDS, words.count()),
        Line(reasons.CONTROLS, _told_controls(records).count()),
        Line(reasons.SHOWN_PIECES, pieces.filter(in_credential=True).count(), ground=register, keeps_name=True),
        Line(reasons.ENROLMENTS, built, ground=claims, keeps_name=True),
        Line(reasons.ATTENDANCE, Attendance.objects.filter(own).count(), ground=claims, keeps_name=True),
        Line(reasons.INCIDENTS, Incident.objects.filter(own).count(), ground=claims, keeps_name=True),
        Line(
            reasons.TIES,
            Conflict.objects.filter(own).count() + SeatConflict.objects.filter(own).count(),
            ground=claims,
        ),
        Line(
            reasons.MARKS, Mark.objects.filter(marking__attempt__candidate__person__in=records).count(), ground=claims
        ),
        Line(
            reasons.APPEALS,
            Appeal.objects.filter(decision__attempt__candidate__person__in=records).count(),
            ground=claims,
        ),
        Line(reasons.DECISIONS, Decision.objects.filter(mine).count(), ground=register, keeps_name=True),
        Line(reasons.AWARDS, Award.objects.filter(person__in=records).count(), ground=register, keeps_name=True),
    ]


def apply(records: Sequence[Person], by: User | None, now: datetime) -> None:
    """Carry it out, in the caller's transaction. No award, decision or mark is touched."""
    mine = Q(attempt__candidate__person__in=records)
    pieces = Piece.objects.filter(mine, in_credential=False)
    archive.forget(DataKind.ANSWERS, list(pieces.values_list("uuid", flat=True)))
    pieces.delete()
    _told_controls(records).update(method="", document="", supervisor="", checked_by=None)
    built = set(_built_on(records).values_list("pk", flat=True))
    for candidate in Candidate.objects.filter(person__in=records):
        if candidate.pk in built or not forget(candidate):
            strip(candidate)


def _built_on(records: Sequence[Person]) -> QuerySet[Candidate]:
    """Those on whom something stands: marks, a decision, a line of a sheet, an incident."""
    attempts = Attempt.objects.filter(candidate=OuterRef("pk"))
    return (
        Candidate.objects.filter(person__in=records)
        .filter(
            Exists(Marking.objects.filter(attempt__candidate=OuterRef("pk")))
            | Exists(attempts.filter(decisions__isnull=False))
            | Exists(Attendance.objects.filter(candidate=OuterRef("pk")))
            | Q(incidents__isnull=False)
        )
        .distinct()
    )


def _told_controls(records: Sequence[Person]) -> QuerySet[Control]:
    return Control.objects.filter(TOLD_CONTROL, attempt__candidate__person__in=records)
