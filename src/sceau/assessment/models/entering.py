"""What comes before somebody is a candidate: an application that nobody confirmed yet, a file that is being checked."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from sceau.accounts.models import User
from sceau.assessment.models.candidates import Candidate
from sceau.assessment.models.sessions import Session


class Application(models.Model):
    """What somebody typed on a public page; it counts once the address has answered.

    sealed:      the values typed, sealed for this row; "" once they became a candidate
    nonce:       with the secret of the installation it gives the link that was mailed; only its digest is looked up
    candidate:   what became of it
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="applications")
    language = models.CharField(max_length=20, default="fr")
    sealed = models.TextField(blank=True, default="")
    nonce = models.CharField(max_length=32)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    candidate = models.ForeignKey(Candidate, on_delete=models.SET_NULL, null=True, related_name="applications")

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="applications_by_end")]

    def __str__(self) -> str:
        return f"application {self.uuid}"


class ImportDraft(models.Model):
    """A table of candidates between its upload and its confirmation; deleted once it was used.

    digest:    SHA-256 of the file
    headers, rows:  as the file has them, corrected in place; each row is [line, [cell, …]]
    mapping:   header → field or None, as somebody decided
    settled:   lines whose doubt somebody settled
    left:      lines left aside by somebody
    chosen:    line → uuid of the person whom somebody recognised in it
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    headers: models.JSONField[list[str]] = models.JSONField()
    rows: models.JSONField[list[list[Any]]] = models.JSONField()
    mapping: models.JSONField[dict[str, str | None]] = models.JSONField(default=dict)
    settled: models.JSONField[list[int]] = models.JSONField(default=list)
    left: models.JSONField[list[int]] = models.JSONField(default=list)
    chosen: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"import {self.uuid}"
