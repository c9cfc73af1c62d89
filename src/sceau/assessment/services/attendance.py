"""Attendance by half-day: a sheet, a line for each person, signed on screen or on paper that is scanned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment import values
from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.models import Assessor, Attendance, Seat, Session, Sheet
from sceau.assessment.ports import Files
from sceau.assessment.queries.examday import HALVES, expected_on
from sceau.assessment.reasons import examday as reasons
from sceau.assessment.rights import require
from sceau.assessment.services.writing import held, require_state, write
from sceau.assessment.states import Presence, SessionState
from sceau.assessment.strokes import stroke
from sceau.institutions.roles import Right
from sceau.institutions.words import dated
from sceau.intake.limits import MEGABYTE
from sceau.intake.uploads import SCANS, examine

OPEN: Final = (SessionState.OPEN, SessionState.EVENTS, SessionState.MARKED, SessionState.DELIBERATION)
NOTED: Final = (Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED, Presence.EXPECTED)
LARGEST_SCAN: Final = 15 * MEGABYTE


def open_sheet(*, session: Session, day: date, half: str, by: User, now: datetime, place: str = "") -> Sheet:
    """The sheet of a half-day, with a line for each who is expected; opened again, it gains those who lack.

    raises:  NotEntitled, NotNow, WrongValue
    """
    if half not in HALVES:
        raise WrongValue(reasons.NO_SUCH_HALF, field="half")
    named = values.line(place, field="place", most=200)
    with transaction.atomic():
        there = _held(session, by=by, now=now)
        sheet = Sheet.objects.filter(session=there, day=day, half=half).first()
        if sheet is not None and sheet.closed_at is not None:
            raise NotNow(reasons.SHEET_CLOSED)
        lines = _lines(there, day, half)
        if not lines and sheet is None:
            raise WrongValue(reasons.NOBODY_EXPECTED, field="day")
        is_new = sheet is None
        if sheet is None:
            sheet = Sheet.objects.create(session=there, day=day, half=half, place=named or there.place)
        known = {(each.candidate_id, each.user_id, each.name) for each in sheet.lines.all()}
        more = [each for each in lines if (each.candidate_id, each.user_id, each.name) not in known]
        for each in more:
            each.sheet = sheet
        Attendance.objects.bulk_create(more)
        if is_new or more:
            write("assessment.sheet_opened", there, by=by, now=now, sheet=str(sheet.uuid), day=day, half=half)
    return sheet


def add_line(*, sheet: Sheet, name: str, quality: str, by: User, now: datetime) -> Attendance:
    """Somebody else who is there, such as whoever invigilates. raises: NotEntitled, NotNow, WrongValue"""
    named = values.line(name, field="name", most=200)
    if not named:
        raise WrongValue(reasons.SOMEBODY_NEEDED, field="name")
    what = values.line(quality, field="quality", most=120)
    with transaction.atomic():
        there, row = _held_sheet(sheet, by=by, now=now)
        line, is_new = Attendance.objects.get_or_create(
            sheet=row, candidate=None, user=None, name=named, defaults={"quality": what}
        )
        if is_new:
            write("assessment.sheet_line_added", there, by=by, now=now, sheet=str(row.uuid))
    return line


def note_presence(*, sheet: Sheet, noted: Mapping[int, str], by: User, now: datetime) -> int:
    """Who is there, absent or excused, by the primary keys of lines; gives how many lines changed.

    A line that was signed and is noted otherwise loses its signature: it was somebody else's, or a slip.

    raises:  NotEntitled, NotNow, WrongValue
    """
    if not set(noted.values()) <= set(NOTED):
        raise WrongValue(reasons.NO_SUCH_PRESENCE, field="presence")
    with transaction.atomic():
        there, row = _held_sheet(sheet, by=by, now=now)
        lines = list(row.lines.filter(pk__in=noted))
        if len(lines) != len(noted):
            raise WrongValue(reasons.OTHER_SESSION, field="presence")
        changed = [each for each in lines if each.presence != noted[each.pk]]
        for each in changed:
            each.presence, each.noted_by = noted[each.pk], by
            if each.presence != Presence.PRESENT:
                each.drawn, each.signed_at = "", None
        if not changed:
            return 0
        Attendance.objects.bulk_update(changed, ["presence", "noted_by", "drawn", "signed_at"], batch_size=200)
        write("assessment.presence_noted", there, by=by, now=now, sheet=str(row.uuid), count=len(changed))
    return len(changed)


def sign_line(*, line: Attendance, drawn: str, by: User, now: datetime) -> Attendance:
    """Somebody signs on the screen that whoever holds the sheet hands them: on that very day, by our clock.

    drawn:   see `sceau.assessment.strokes`
    raises:  NotEntitled, NotNow, WrongValue
    """
    path = stroke(drawn)
    with transaction.atomic():
        there, sheet = _held_sheet(line.sheet, by=by, now=now)
        if localdate(now) != sheet.day:
            raise NotNow(reasons.NOT_THE_DAY, **dated("day", sheet.day))
        row = Attendance.objects.select_for_update().get(pk=line.pk)
        row.presence, row.drawn, row.signed_at, row.noted_by = Presence.PRESENT, path, now, by
        row.save(update_fields=["presence", "drawn", "signed_at", "noted_by"])
        write("assessment.sheet_signed", there, by=by, now=now, sheet=str(sheet.uuid))
    return row


def attach_scan(*, sheet: Sheet, content: bytes, name: str, files: Files, by: User, now: datetime) -> Sheet:
    """The signed paper, as a PDF or a picture; another one takes its place until the sheet is closed.

    raises:  NotEntitled, NotNow; UnfitUpload for a file that is not what a scanner gives
    """
    upload = examine(content, name, limit=LARGEST_SCAN, allowed=SCANS)
    _held_outside(sheet, by=by, now=now)
    digest = files.put(content, limit=LARGEST_SCAN)
    with transaction.atomic():
        there, row = _held_sheet(sheet, by=by, now=now)
        row.scan_digest, row.scan_name, row.scanned_by = digest, upload.name[:200], by
        row.save(update_fields=["scan_digest", "scan_name", "scanned_by"])
        write("assessment.sheet_scanned", there, by=by, now=now, sheet=str(row.uuid), digest=digest)
    return row


def close_sheet(*, sheet: Sheet, by: User, now: datetime) -> Sheet:
    """The sheet says who was there, for good. raises: NotEntitled; NotNow while somebody is not noted"""
    with transaction.atomic():
        there, row = _held_sheet(sheet, by=by, now=now)
        unknown = row.lines.filter(presence=Presence.EXPECTED).count()
        if unknown:
            raise NotNow(reasons.STILL_EXPECTED, count=unknown)
        row.closed_at, row.closed_by = now, by
        row.save(update_fields=["closed_at", "closed_by"])
        write("assessment.sheet_closed", there, by=by, now=now, sheet=str(row.uuid))
    return row


def _lines(session: Session, day: date, half: str) -> list[Attendance]:
    """Candidates who are expected, those who assess on a day of events, the jury on the day when it sits."""
    candidates = [Attendance(candidate=each) for each in expected_on(session, day, half)]
    users: dict[int, Attendance] = {}
    others: list[Attendance] = []
    if candidates:
        for each in Assessor.objects.filter(session=session, removed_at__isnull=True).select_related("user"):
            users[each.user_id] = Attendance(user=each.user, name=each.user.name, quality="assessor")
    if day == session.deliberates_on:
        for seat in Seat.objects.filter(session=session, removed_at__isnull=True):
            line = Attendance(user_id=seat.user_id, name=seat.name, quality=seat.quality or "jury")
            if seat.user_id is None:
                others.append(line)
            else:
                users[seat.user_id] = line
    return [*candidates, *users.values(), *others]


def _held(session: Session, *, by: User, now: datetime) -> Session:
    there = held(session)
    require(by, Right.MANAGE_SESSIONS, there, now=now)
    require_state(there, *OPEN)
    return there


def _held_sheet(sheet: Sheet, *, by: User, now: datetime) -> tuple[Session, Sheet]:
    there = _held(sheet.session, by=by, now=now)
    row = Sheet.objects.select_related("session").get(pk=sheet.pk)
    if row.closed_at is not None:
        raise NotNow(reasons.SHEET_CLOSED)
    return there, row


def _held_outside(sheet: Sheet, *, by: User, now: datetime) -> None:
    """Refuse before anything is put into the store of files."""
    with transaction.atomic():
        _held_sheet(sheet, by=by, now=now)
