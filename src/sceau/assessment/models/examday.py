"""The day of the assessment: convocations, attendance by half-day, incidents."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.models.candidates import Candidate
from sceau.assessment.models.sessions import Session
from sceau.assessment.states import Presence


class Convocation(models.Model):
    """That a candidate was called, when and how.

    way:     "mail", "print"
    round:   of the session
    digest:  SHA-256 in hexadecimal of the days, hours and places that were told: other ones are to be told again
    calendar_sequence: one more each time, so that calendars replace what they have (RFC 5545, §3.8.7.4)
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="convocations")
    round = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=6)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    calendar_sequence = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "round", "calendar_sequence"], name="one_convocation_a_sequence"
            )
        ]

    def __str__(self) -> str:
        return f"convocation of {self.candidate_id}"


class Sheet(models.Model):
    """An attendance sheet: one half-day of a session.

    half:         "am", "pm"
    scan_digest:  SHA-256 of the signed sheet that was scanned, "" when it was signed on screen or not at all
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sheets")
    day = models.DateField()
    half = models.CharField(max_length=2, choices=[("am", "am"), ("pm", "pm")])
    place = models.CharField(max_length=200, blank=True, default="")
    scan_digest = models.CharField(max_length=64, blank=True, default="")
    scan_name = models.CharField(max_length=200, blank=True, default="")
    scanned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "day", "half"], name="one_sheet_a_half_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.half}"


class Attendance(models.Model):
    """One line of a sheet: a candidate, or somebody who assesses or sits on the jury.

    drawn:  the signature as drawn on screen: SVG path data of at most 4,000 signs, numbers and M, L, Q only
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="lines")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, null=True, related_name="attendance")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True, default="")
    quality = models.CharField(max_length=120, blank=True, default="")
    presence = models.CharField(max_length=12, choices=Presence, default=Presence.EXPECTED)
    drawn = models.TextField(blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "candidate"], condition=Q(candidate__isnull=False), name="a_candidate_once_a_sheet"
            ),
            models.UniqueConstraint(
                fields=["sheet", "user"], condition=Q(user__isnull=False), name="a_colleague_once_a_sheet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.pk}"


class Incident(models.Model):
    """Something that happened during an assessment, as somebody wrote it down; never rewritten.

    candidate:  None when it concerns everybody
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="incidents")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, null=True, related_name="incidents")
    happened_at = models.DateTimeField()
    words = models.TextField()
    measures = models.TextField(blank=True, default="")
    in_minutes = models.BooleanField(default=True)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"incident {self.uuid}"
