"""What was published: frozen, numbered, never changed by anybody (see guards)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sceau.design.models.designs import Design


class DesignVersion(models.Model):
    """One published version of a design.

    number:      1, 2, 3… without holes; part of the achievement's address
    document:    the complete sceau.design/1 object, without proof
    source:      the draft that it was made from, as it was reviewed; for the house alone
    digest:      SHA-256 in hexadecimal of its canonical form (RFC 8785)
    proof:       what seals it, when the institution had a key of credentials; None otherwise
    gate:        the report of the quality gate at that moment, as JSON; rules_of: the date of its rules
    facts:       SHA-256 of what the registers said then, "" without registration
    signatures:  who answers for it: [{"part": "author" | "reviewer" | "publisher", "name", "roles", "user", "at"}]
    retired_at:  no new session may be opened on it; retired_why: as it is told; archived_at: and it is put away
    """

    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    source = models.JSONField()
    digest = models.CharField(max_length=64)
    proof = models.JSONField(null=True)
    profile = models.CharField(max_length=20)
    languages = models.JSONField()
    titles = models.JSONField()
    gate = models.JSONField()
    rules_of = models.DateField()
    facts = models.CharField(max_length=64, blank=True, default="")
    signatures = models.JSONField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    retired_why = models.TextField(blank=True, default="")
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="one_version_a_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True, retired_why="")
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="a_retired_version_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["rules_of"], name="versions_by_rules")]

    def __str__(self) -> str:
        return f"{self.design_id}@{self.number}"

    @property
    def file(self) -> dict[str, object]:
        """The document as it leaves the house, with its proof when it has one."""
        return self.document if self.proof is None else {**self.document, "proof": self.proof}


class Reassessment(models.Model):
    """What the gate finds in a published version under newer rules, or since its fiche changed; the report stays.

    rules_of:  the date of the rules; facts: what the registers said
    findings:  those that the frozen report does not have, as JSON
    blocks:    whether it could not be published any more as it is
    """

    version = models.ForeignKey(DesignVersion, on_delete=models.CASCADE, related_name="reassessments")
    made_at = models.DateTimeField()
    rules_of = models.DateField()
    facts = models.CharField(max_length=64, blank=True, default="")
    findings = models.JSONField()
    blocks = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "rules_of", "facts"], name="one_reassessment_a_cause")
        ]
