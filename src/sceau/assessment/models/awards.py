"""Awards: the decisions that somebody has shown an achievement."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from sceau.assessment.models.jury import Decision
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution
from sceau.people.models import Person


class Award(models.Model):
    """One award. Nothing of it changes; a corrective decision withdraws it and makes another.

    basis:     of `sceau.engine.model.awards.Basis`: {"route", "people": [{"name", "role"}], "source", "digest",
               "taken_over_on"}; roles are words, in the language of the award
    evidence:  how it was assessed, as far as it is known: {"method": [types], "events": [ids], "sources": […],
               "assessors": n, "supervision", "identity_verified", "jury_on", "minutes"}; what is not known is absent
    marks:     criterion id → level; only where the body puts results into credentials, else {}
    withdrawn_by: the corrective decision
    taken_up:  a credential waits to be made of it, or was given: the room that issues says so in the transaction of
               each of its acts, so that what waits for a credential is found without reading what has one
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="awards")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="award")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="awards")
    language = models.CharField(max_length=20)
    awarded_on = models.DateField()
    assessed_on = models.DateField(null=True)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    marks: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    supervision = models.CharField(max_length=14, blank=True, default="")
    identity_verified = models.BooleanField(null=True)
    basis: models.JSONField[dict[str, Any]] = models.JSONField()
    evidence: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="withdrawals")
    taken_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="an_award_is_withdrawn_by_a_decision",
            )
        ]
        indexes = [
            models.Index(fields=["institution", "awarded_on"], name="awards_of_an_institution"),
            models.Index(
                fields=["institution", "-awarded_on", "-id"],
                condition=Q(taken_up=False, withdrawn_at__isnull=True),
                name="awards_that_wait",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
