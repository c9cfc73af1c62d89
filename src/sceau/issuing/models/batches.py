"""Batches and their lines, and what an institution decided about issuing."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.models import Award
from sceau.institutions.models import Institution
from sceau.issuing.states import BatchState, Cause, LineState
from sceau.keyring.models import SigningKey


class IssuingSettings(models.Model):
    """What an institution decided about issuing.

    two_people:      a batch is released by somebody else than whoever prepared it
    cancel_minutes:  between the last signature of a batch and the first letter, during which it can be called off
    letters_a_minute: most letters that leave for this institution in a minute
    remind_days:     before a credential expires, when its holder and the institution are reminded; 0: never
    """

    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, related_name="issuing_settings")
    two_people = models.BooleanField(default=True)
    cancel_minutes = models.PositiveSmallIntegerField(default=15)
    letters_a_minute = models.PositiveSmallIntegerField(default=120)
    remind_days = models.PositiveSmallIntegerField(default=60)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"issuing settings of {self.institution_id}"


class Batch(models.Model):
    """Credentials that are issued together.

    number:        1, 2, 3… in the institution, shown to people
    name:          what people call it
    prepared_by:   None for the house itself (automatic issue)
    not_before:    the worker begins at this hour; None: at once
    key:           that signs all of it, chosen at the release; created: of every proof, then as well
    paused_at:     nothing goes on until it is taken up again; fault: the code of why the house stopped it, else ""
    signed_at:     when the last line was signed; cancel_until: then the window
    idempotency:   the name that a caller gave to its request; "" for none
    lines_total, lines_signed, lines_failed: counted along, so that a page of a big batch counts nothing
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.AWARDS)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.DRAFT)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, related_name="batches")
    created = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    cancel_until = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    idempotency = models.CharField(max_length=100, blank=True, default="")
    lines_total = models.PositiveIntegerField(default=0)
    lines_signed = models.PositiveIntegerField(default=0)
    lines_failed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="one_batch_a_number"),
            # the same call of a machine twice, or a form sent twice, is one batch
            models.UniqueConstraint(
                fields=["institution", "idempotency"], condition=~Q(idempotency=""), name="one_batch_a_request"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="batches_in_hand")]

    def __str__(self) -> str:
        return f"{self.institution_id}:{self.number}"


class Line(models.Model):
    """One award of a batch.

    number:     1, 2, 3… in the batch
    instead_of: the credential that this one replaces or renews; None for a first one
    name:       of the holder where a correction changes what the record of the person says; "" for the record's
    renewal:    that the body lets the award stand longer without assessing anew, as `sceau.issuing.renewals` writes it;
                {} otherwise
    code, details: why it failed, a `Reason` by its code and the values of its sentence; "" and {} otherwise
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="lines")
    instead_of = models.ForeignKey("Credential", on_delete=models.PROTECT, null=True, related_name="lines_after")
    name = models.CharField(max_length=300, blank=True, default="")
    renewal: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=LineState, default=LineState.WAITING)
    code = models.CharField(max_length=80, blank=True, default="")
    details: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_line_a_number"),
            # two batches prepared at once, or a double click: an award waits in one line at most
            models.UniqueConstraint(
                fields=["award"], condition=Q(state__in=["waiting", "failed"]), name="an_award_waits_in_one_line"
            ),
        ]
        indexes = [models.Index(fields=["batch", "state", "number"], name="lines_in_hand")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
