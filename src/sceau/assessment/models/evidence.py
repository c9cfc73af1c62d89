"""What a candidate or an assessor puts in the file to show what somebody can do."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.models.candidates import Attempt


class Piece(models.Model):
    """A piece of evidence.

    kind:      "file" (kept by its hash, outside the database), "link", "text", "observation" (a note of an assessor)
    outcomes:  ids of the learning outcomes that it is for
    digest:    SHA-256 of the file in hexadecimal; media_type and size as sniffed, never as told
    sent_by:   None when the candidate sent it
    in_credential: whether the body chose to show it with the credential
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="pieces")
    kind = models.CharField(max_length=11)
    outcomes: models.JSONField[list[str]] = models.JSONField(default=list)
    name = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    url = models.URLField(max_length=1000, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    in_credential = models.BooleanField(default=False)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "digest"],
                condition=Q(removed_at__isnull=True) & ~Q(digest=""),
                name="one_file_once_an_attempt",
            )
        ]
        indexes = [models.Index(fields=["digest"], name="pieces_by_digest")]

    def __str__(self) -> str:
        return self.name
