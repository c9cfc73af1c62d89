"""What an institution decides about its designs."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from sceau.design.states import FieldKind
from sceau.institutions.models import Institution

LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "all-rights-reserved")


class DesignSettings(models.Model):
    """The rules of an institution; without a row those below hold, with the languages that it speaks.

    languages:        in which designs are written, the main one first
    review_required:  nothing is published that nobody but its authors has read
    licence:          of a new design
    """

    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, related_name="design_settings")
    languages = models.JSONField(default=list)
    review_required = models.BooleanField(default=True)
    licence = models.CharField(max_length=20, default="all-rights-reserved")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(licence__in=LICENCES), name="design_settings_know_the_licence")
        ]


class CustomField(models.Model):
    """A field that an institution adds to its designs; what was published keeps the fields it had.

    code:        in documents, never used again for another field of the institution
    labels:      by language; helps: what one writes there, by language
    choices:     for a choice: [{"code", "label": by language}]
    required:    nothing is published without it; public: shown to everybody, and frozen into what is published
    removed_at:  asked no more
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="custom_fields")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=FieldKind)
    labels = models.JSONField()
    helps = models.JSONField(default=dict)
    choices = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="one_custom_field_a_code"),
            models.CheckConstraint(condition=Q(kind__in=FieldKind.values), name="a_custom_field_is_of_a_known_kind"),
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.code
