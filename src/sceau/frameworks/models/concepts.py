"""Skills, occupations and whatever else others published with a code and a label. Written by imports only.

As for fiches, rows wait with `current` false until their release is put in use in one act.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sceau.frameworks.models.releases import Release


class Framework(models.Model):
    """A body of concepts that a learning outcome may be aligned to.

    code:      "esco", "rome", or a short name that somebody gave to a list of theirs
    name_fr, name_en, publisher, url, licence:  shown wherever a concept of it is
    version:   as its publisher counts: "1.2.1"
    whole:     False while only our small set is loaded
    """

    code = models.SlugField(max_length=40, unique=True)
    name_fr = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    publisher = models.CharField(max_length=200, blank=True, default="")
    version = models.CharField(max_length=40, blank=True, default="")
    licence = models.CharField(max_length=200, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    whole = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name_fr


class Concepts(models.Manager["Concept"]):
    """Those in use."""

    def get_queryset(self) -> models.QuerySet[Concept]:
        """See the class."""
        return super().get_queryset().filter(current=True)


class Concept(models.Model):
    """One skill, one occupation, one line of somebody's list.

    code:        unique in its framework among those in use: the URI for ESCO, « M1805 » or « ogr:12345 » for ROME
    url:         where it can be read; "" when it has no address
    kind:        "skill", "knowledge", "occupation", "job_title", "group", "language"… or ""
    notation:    a code that people know, "" when `code` is it: the ISCO code of an occupation
    parents:     codes of what it is a part of, in the same framework
    alternatives:  {"fr": ["…"], "en": ["…"]}
    reuse:       of an ESCO skill: "transversal", "cross-sector", "sector-specific", "occupation-specific"
    retired:     its publisher keeps it without using it
    gone_on:     the release from which it was absent: a design may still name it
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="concepts")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    current = models.BooleanField(default=False)
    code = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True, default="")
    kind = models.CharField(max_length=16, blank=True, default="")
    notation = models.CharField(max_length=40, blank=True, default="")
    label_fr = models.TextField(blank=True, default="")
    label_en = models.TextField(blank=True, default="")
    alternatives = models.JSONField(default=dict)
    description_fr = models.TextField(blank=True, default="")
    description_en = models.TextField(blank=True, default="")
    parents = models.JSONField(default=list)
    reuse = models.CharField(max_length=24, blank=True, default="")
    retired = models.BooleanField(default=False)
    gone_on = models.DateField(null=True)
    digest = models.BinaryField(max_length=32, default=b"")

    objects: ClassVar[Concepts] = Concepts()
    everything: ClassVar[models.Manager[Concept]] = models.Manager()

    class Meta:
        base_manager_name = "everything"
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], condition=Q(current=True), name="one_concept_a_code"),
            models.UniqueConstraint(fields=["release", "framework", "code"], name="one_concept_a_code_in_a_release"),
        ]
        indexes = [
            models.Index(fields=["framework", "kind"], condition=Q(current=True), name="concepts_by_kind"),
            models.Index(fields=["url"], condition=Q(current=True), name="concepts_by_url"),
            models.Index(fields=["current"], condition=Q(current=False), name="concepts_not_in_use"),
        ]

    def __str__(self) -> str:
        return self.label_fr or self.label_en

    def label(self, language: str) -> str:
        """In "fr" or "en"; in the other when there is none."""
        first, second = (self.label_en, self.label_fr) if language == "en" else (self.label_fr, self.label_en)
        return first or second


class ConceptLink(models.Model):
    """What an occupation asks for.

    source, target:  codes, in the same framework
    kind:            "essential" or "optional"
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="links")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=200)
    target = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)

    class Meta:
        indexes = [
            models.Index(fields=["framework", "source"], name="concept_links_from"),
            models.Index(fields=["framework", "target"], name="concept_links_to"),
        ]
