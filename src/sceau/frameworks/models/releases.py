"""What was loaded from where, and when."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReleaseState(models.TextChoices):
    """How far an import is."""

    WAITING = "waiting", _("en attente")
    READING = "reading", _("en cours")
    IN_USE = "in_use", _("en service")
    REPLACED = "replaced", _("remplacé")
    REFUSED = "refused", _("refusé")


class Release(models.Model):
    """One export that somebody published and that was, or is to be, loaded here.

    kind:         which feed: "fc_csv", "fc_xml_rncp", "fc_xml_rs", "esco", "rome", "own" (ours), or "free"
    framework:    the code of the framework for "free", "" otherwise
    file_name:    as it was given; path: of an upload that waits, "" once it was read
    sha256:       of the file in hexadecimal: the same one is not loaded twice
    export_on:    the day that the export is of; version: as its publisher counts
    name:         that somebody gave to a "free" one
    counts:       what was read and what changed, by name
    refusal:      {"code", "fr", "en"} when it was refused
    started_at:   when the last try began; beaten_at: when it was last known to go on; done_at: when it ended
    indexed_at:   when all that it changed could be searched for
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12)
    framework = models.CharField(max_length=40, blank=True, default="")
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=500, blank=True, default="")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    export_on = models.DateField(null=True)
    version = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=ReleaseState, default=ReleaseState.WAITING)
    forced = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beaten_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    indexed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "framework"], condition=Q(state="in_use"), name="one_release_of_a_kind_in_use"
            ),
            models.UniqueConstraint(fields=["state"], condition=Q(state="reading"), name="one_release_is_read_at_once"),
        ]
        indexes = [models.Index(fields=["sha256"], name="release_of_a_file")]

    def __str__(self) -> str:
        return f"{self.kind} {self.export_on}"
