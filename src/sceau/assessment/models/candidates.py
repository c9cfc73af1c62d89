"""Candidates, their attempts, arrangements, the links to their files, identity and supervision."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.models.sessions import Cohort, Session, Slot
from sceau.assessment.states import CandidateState, Entry, Presence, ResultState
from sceau.people.models import Person


class Candidate(models.Model):
    """A person in a session.

    number:        1, 2, 3… in the session, shown where the name is not
    language:      of what is written to this person, BCP 47
    access_route, initiative, edof_number:  as the declaration to the State wants them (DOMAIN 5.1), "" when unknown
    prerequisites: answers by the place of the prerequisite in the design: [{"met": bool, "words": str}], with "waived",
                   the reason of the body, where it lets somebody in without; [] while nobody answered
    under_age:     whether somebody answers for this person; None while nobody looked
    motivation:    what somebody who applies by experience says of it
    trainer:       who trained this person, when somebody did: flagged if the same assesses
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    number = models.PositiveIntegerField()
    cohort = models.ForeignKey(Cohort, on_delete=models.SET_NULL, null=True, related_name="candidates")
    slots: models.ManyToManyField[Slot, Any] = models.ManyToManyField(Slot, related_name="candidates", blank=True)
    language = models.CharField(max_length=20, default="fr")
    entry = models.CharField(max_length=12, choices=Entry)
    state = models.CharField(max_length=10, choices=CandidateState)
    reason = models.CharField(max_length=500, blank=True, default="")
    by_experience = models.BooleanField(default=False)
    motivation = models.TextField(blank=True, default="")
    prerequisites: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    access_route = models.CharField(max_length=60, blank=True, default="")
    initiative = models.CharField(max_length=12, blank=True, default="")
    edof_number = models.CharField(max_length=13, blank=True, default="")
    enrolled_on = models.DateField(null=True)
    under_age = models.BooleanField(null=True)
    trainer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="a_person_once_a_session"),
            models.UniqueConstraint(fields=["session", "number"], name="one_candidate_a_number"),
        ]
        indexes = [models.Index(fields=["session", "state"], name="candidates_of_a_session")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.number}"


class Attempt(models.Model):
    """One passage of a candidate: the first over everything, a retake over what was missed only.

    round:     of the session, in which its marks and its decision are made; a retake before the jury sits is of the
               same round, and then the last attempt of the round is what is decided
    scope:     ids of the criteria to be marked in it; those left out are carried over from the attempt before
    state:     what is known now, of `sceau.engine.marking`; what was decided stands in Decision
    said:      "absent", "suspended" or "pending" when somebody said so, else ""
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    scope: models.JSONField[list[str]] = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ResultState, default=ResultState.TO_ASSESS)
    said = models.CharField(max_length=12, blank=True, default="")
    said_why = models.CharField(max_length=500, blank=True, default="")
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    assessed_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "number"], name="one_attempt_a_number"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="a_score_is_out_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}/{self.number}"


class Arrangement(models.Model):
    """What is arranged for somebody to sit the assessment. The reason is never kept.

    kind:  "extra_time" (with extra_percent), "breaks", "reader", "format", "room", "equipment", "other"
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="arrangements")
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=300, blank=True, default="")
    extra_percent = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, choices=[("asked", "asked"), ("granted", "granted"), ("refused", "refused")])
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.kind


class Control(models.Model):
    """Who checked the identity of a candidate at an event, and how it was supervised. No copy of a document is kept.

    event:        id of an event of the version
    supervision:  a code of Annex I, b ("unsup_noid", "sup_noid", "sup_online_id", "sup_onsite_id"), "" when not said
    method:       "onsite", "video", "service", "wallet", "known"; "" when identity was not looked at
    document:     the kind of document shown ("identity_card", "passport", "residence_permit", "other", "")
    outcome:      "verified", "doubtful", "refused", "" when it was not looked at
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="controls")
    event = models.CharField(max_length=20)
    presence = models.CharField(max_length=12, choices=Presence, default=Presence.EXPECTED)
    supervision = models.CharField(max_length=14, blank=True, default="")
    supervisor = models.CharField(max_length=200, blank=True, default="")
    method = models.CharField(max_length=8, blank=True, default="")
    document = models.CharField(max_length=20, blank=True, default="")
    outcome = models.CharField(max_length=10, blank=True, default="")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "event"], name="one_control_an_event")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.event}"


class Link(models.Model):
    """The secret address by which a candidate opens their own file: only its digest is kept."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.candidate_id}"
