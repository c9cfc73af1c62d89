"""The files of a batch, made ready to be taken away together."""

from __future__ import annotations

from typing import Any

from django.db import models

from sceau.accounts.models import User
from sceau.issuing.models.batches import Batch
from sceau.issuing.models.credentials import Credential
from sceau.issuing.states import FilesState


class BatchFiles(models.Model):
    """How far the papers of a batch are. The papers themselves are rows of `Paper`, made here or asked for one by one.

    asked_by:       None for the house itself
    total, done:    credentials that there were when it was asked, and those that were gone through
    last:           the line of the last of them: whoever takes it up goes on after it
    signed:         of the batch, when all was ready: a line that is signed later makes it out of date
    moved_at:       when something was last done; claimed_until: so long it is one worker's, who says so again
    code, details:  why the house stopped, a `Reason` by its code and the values of its sentence; "" and {} otherwise
    """

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, primary_key=True, related_name="files")
    state = models.CharField(max_length=7, choices=FilesState, default=FilesState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    signed = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    code = models.CharField(max_length=80, blank=True, default="")
    details: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["state"], name="files_in_hand")]

    def __str__(self) -> str:
        return f"files of {self.batch_id}"


class FilesFault(models.Model):
    """A credential of which a paper could not be made, and why; another preparation begins without any.

    code, details:  a `Reason` by its code, and the values of its sentence
    """

    files = models.ForeignKey(BatchFiles, on_delete=models.CASCADE, related_name="faults")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="files_faults")
    code = models.CharField(max_length=80)
    details: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["files", "credential"], name="one_fault_a_credential")]

    def __str__(self) -> str:
        return f"{self.credential_id}: {self.code}"
