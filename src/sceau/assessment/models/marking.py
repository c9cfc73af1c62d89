"""Who assesses whom, what they declared, the marks of each, and the marks that count."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from sceau.accounts.models import User
from sceau.assessment.models.candidates import Attempt, Candidate
from sceau.assessment.models.sessions import Session
from sceau.assessment.states import Kept, MarkingState, Source


class Assessor(models.Model):
    """Somebody who may mark in a session.

    declared_at:  when this person said which candidates they know, or none; nothing is marked before
    professional: from the trade, when the design asks for some; external: from outside the body
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="assessors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assessing")
    professional = models.BooleanField(default=False)
    external = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="an_assessor_once_a_session")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.user_id}"


class Conflict(models.Model):
    """A tie between somebody who assesses or judges and a candidate.

    nature:  "relative", "trainer", "colleague" (same employer, hierarchy), "other"
    told_by: the person themselves, or who noted it
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=9)
    words = models.CharField(max_length=300, blank=True, default="")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "user"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_conflict_a_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}/{self.user_id}"


class Marking(models.Model):
    """One assessor's work on one event of one attempt: the grid that they fill in.

    event:     id of an event of the version
    place:     1 and 2 mark blindly where the design asks for two; 3 comes when they differ too much
    revision:  one more for each mark that arrives: what a browser compares with
    source, source_words, source_digest:  where the marks come from; digest of the file or of the scanned grid
    assessed_on:  the day that the paper or the file tells; None: the day of `submitted_at`
    seconds:   spent marking, as the browser counted them, bounded
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="markings")
    event = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField(default=1)
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="markings")
    observer = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=MarkingState, default=MarkingState.ASSIGNED)
    source = models.CharField(max_length=12, choices=Source, default=Source.SCREEN)
    source_words = models.CharField(max_length=300, blank=True, default="")
    source_digest = models.CharField(max_length=64, blank=True, default="")
    assessed_on = models.DateField(null=True)
    comment = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "event", "place"],
                condition=~Q(state=MarkingState.SET_ASIDE),
                name="one_marking_a_place",
            ),
            models.UniqueConstraint(
                fields=["attempt", "event", "assessor"],
                condition=Q(assessor__isnull=False) & ~Q(state=MarkingState.SET_ASIDE),
                name="an_assessor_marks_an_event_once",
            ),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=20), name="a_marking_has_a_place"),
        ]
        indexes = [models.Index(fields=["assessor", "state"], name="markings_of_an_assessor")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.event}/{self.place}"


class Mark(models.Model):
    """The level that an assessor gave on a criterion.

    level:     "" when only a comment stands; "ABS": absent, no mark
    revision:  of the marking, when this mark last changed; device: the browser that did it, None for a plain form
    """

    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True, default="")
    comment = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    device = models.UUIDField(null=True)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["marking", "criterion"], name="one_mark_a_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion} {self.level}"


class MarkWrite(models.Model):
    """One write of a mark as the browser queued it: arrives once, whatever is sent again; also the history.

    uuid:      made by the browser; sequence: its order in the queue of that browser, which is `device`
    base:      the revision of the marking that the browser had last read
    told_at:   by the clock of the browser, which may be wrong; arrived_at: ours
    outcome:   "applied", "superseded" (a later one of the same browser came first), "conflict" (another browser changed
               the mark since `base`), or the code of the reason for which it was refused
    """

    uuid = models.UUIDField(unique=True)
    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="writes")
    criterion = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True, default="")
    comment = models.TextField(blank=True, default="")
    base = models.PositiveIntegerField(default=0)
    device = models.UUIDField(null=True)
    sequence = models.PositiveBigIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.uuid} {self.outcome}"


class Proposal(models.Model):
    """A level that one of two assessors proposes to the other, where their marks differ a little.

    level:  between the two marks; "ABS" where one of them saw nobody
    agreed_by, agreed_at:  the other one; None until then
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="proposals")
    event = models.CharField(max_length=20)
    criterion = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "event", "criterion"], name="one_proposal_a_criterion"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("proposed_by")), name="two_people_agree"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.criterion} {self.level}"


class RetainedMark(models.Model):
    """The level that counts for a criterion of an attempt, once it is settled.

    level:       "" when nobody came to show it
    proposed_by, agreed_by: the two who agreed on it, where they did
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="retained")
    criterion = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True, default="")
    how = models.CharField(max_length=8, choices=Kept)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "criterion"], name="one_retained_mark_a_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion} {self.level} {self.how}"
