"""Appeals against a decision."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.models.jury import Decision
from sceau.assessment.states import AppealEffect, AppealState


class Appeal(models.Model):
    """What a candidate contests, and what was answered.

    noted_by:  None when the candidate wrote it themselves
    due_at:    until when an answer is owed: the end of the last day
    answered_at, answered_by:  also when and by whom it was withdrawn; nobody when the candidate did it themselves
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.OPEN)
    words = models.TextField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    effect = models.CharField(max_length=12, choices=AppealEffect, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state=AppealState.OPEN), name="one_open_appeal_a_decision"
            ),
            models.CheckConstraint(
                condition=~Q(state=AppealState.ANSWERED)
                | (~Q(answer="") & ~Q(effect="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answered_appeal_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.uuid}"
