"""What holders say is wrong on their credentials."""

from __future__ import annotations

import uuid

from django.db import models

from sceau.accounts.models import User
from sceau.issuing.models.batches import Batch
from sceau.issuing.models.credentials import Credential
from sceau.issuing.states import About, RequestState


class CorrectionRequest(models.Model):
    """One request for a correction of one credential.

    asked_by:  the holder's account; None for whoever had the holder's link
    name:      as it should be, where the name is wrong; "" otherwise
    words:     what else was said; an erasure empties both
    answer:    to the holder, in words; "" until there is one, and where the correction says enough
    batch:     in which the correction is made; None until then, and where none is
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="requests")
    about = models.CharField(max_length=8, choices=About)
    name = models.CharField(max_length=300, blank=True, default="")
    words = models.TextField(blank=True, default="")
    state = models.CharField(max_length=9, choices=RequestState, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True, default="")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="requests")

    class Meta:
        constraints = [
            # a form sent twice, or two tabs: one request waits
            models.UniqueConstraint(
                fields=["credential"], condition=models.Q(state="open"), name="one_open_request_a_credential"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)
