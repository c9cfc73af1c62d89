"""Who sits on a jury, what it deliberates, what it decides; the other routes decide in the same tables.

A deliberation is the occasion on which decisions are taken. By the route "minutes" a jury sits; by "assessor" one
person proposes and another releases; by "automatic" a source says so and samples are audited; by "decision" named
people of the body decide on a file.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from sceau.accounts.models import User
from sceau.assessment.models.candidates import Attempt, Candidate
from sceau.assessment.models.sessions import Session
from sceau.assessment.states import DeliberationKind, Presence, ResultState, Route


class Seat(models.Model):
    """A place on the jury of a session, or a named person who decides.

    user:      None for somebody who has no account: they sign by link, on the tablet or on paper
    quality:   what this person is ("formatrice", "chef d’entreprise"), as the minutes say it
    external:  from outside the institution
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="seats")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=2, default="fr")
    quality = models.CharField(max_length=120, blank=True, default="")
    presides = models.BooleanField(default=False)
    external = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(presides=True, removed_at__isnull=True), name="one_president_a_session"
            ),
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=Q(user__isnull=False, removed_at__isnull=True),
                name="a_colleague_sits_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeatConflict(models.Model):
    """A tie between a member of the jury who has no account and a candidate; those with one have a `Conflict`."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="conflicts")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    nature = models.CharField(max_length=9)
    words = models.CharField(max_length=300, blank=True, default="")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "candidate"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_conflict_a_seat",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}/{self.seat_id}"


class Deliberation(models.Model):
    """An occasion on which decisions are taken.

    round:      of the session; number: 1, 2, 3… in the session
    corrects:   the deliberation that this one corrects, for a corrective one; why: the mistake, in words
    revision:   one more for each change made in it
    source, source_digest:  the system or file that says so, by the routes "automatic" and "decision"
    opened_by:  who opened or proposed; closed_by: the president, or who released, never the same where two are asked
    released_at: when candidates were told
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="deliberations")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=DeliberationKind, default=DeliberationKind.ORDINARY)
    route = models.CharField(max_length=10, choices=Route)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    why = models.CharField(max_length=1000, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    source_digest = models.CharField(max_length=64, blank=True, default="")
    mode = models.CharField(max_length=8, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    remarks = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adjourned_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_deliberation_a_number"),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(closed_at__isnull=True, adjourned_at__isnull=True),
                name="one_open_deliberation_a_session",
            ),
            models.CheckConstraint(
                condition=~Q(route__in=[Route.ASSESSOR, Route.DECISION])
                | Q(closed_by__isnull=True)
                | ~Q(closed_by=F("opened_by")),
                name="whoever_proposes_does_not_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.number}"


class Seated(models.Model):
    """Whether the holder of a seat was there. proxy: the seat that votes for an absent one"""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="seated")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="seated")
    presence = models.CharField(max_length=12, choices=Presence, default=Presence.EXPECTED)
    proxy = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deliberation", "seat"], name="a_seat_once_a_deliberation")]

    def __str__(self) -> str:
        return f"{self.deliberation_id}/{self.seat_id}"


class Decision(models.Model):
    """What was decided for one attempt.

    proposed:  what the marks give, at the time
    outcome:   what was decided; "" while the jury has not looked
    reason:    needed where outcome differs from proposed
    marks:     criterion id → level, as retained at the close; lines: the explanation, as the engine gives it
    kept:      criteria kept by a partial validation, until kept_until
    revision:  that of the deliberation when this decision was last changed
    said_on:   the day on which it was awarded elsewhere or before, for a result that is taken over from a file
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="decisions")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="decisions")
    proposed = models.CharField(max_length=12, choices=ResultState)
    outcome = models.CharField(max_length=12, choices=ResultState, blank=True, default="")
    reason = models.CharField(max_length=1000, blank=True, default="")
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    marks: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    lines: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    kept: models.JSONField[list[str]] = models.JSONField(default=list)
    kept_until = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)
    said_on = models.DateField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "attempt"], name="one_decision_an_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.outcome}"


class MarkChange(models.Model):
    """A mark that the jury changed: nowhere else, and never without a reason."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="changes")
    criterion = models.CharField(max_length=20)
    before = models.CharField(max_length=20, blank=True, default="")
    after = models.CharField(max_length=20)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.criterion} {self.before} {self.after}"


class AuditCheck(models.Model):
    """A result said by a system that a person looked at again. agrees: None until then"""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="audit")
    drawn_at = models.DateTimeField()
    agrees = models.BooleanField(null=True)
    words = models.CharField(max_length=500, blank=True, default="")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"audit of {self.decision_id}"
