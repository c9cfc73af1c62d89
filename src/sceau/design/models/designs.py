"""A design and the work on it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sceau.design.states import Decision, State
from sceau.institutions.models import Institution, Unit


class Design(models.Model):
    """What can be earned, as it is being written; what was published stands in its versions.

    uuid:         the design for the world, part of the achievement's address
    unit:         whose it is in the institution; None: of the whole institution
    name:         short and local, in the rows of files; one a design in an institution
    state:        of the work; draft: a sceau.design/1 object, incomplete; once published, that of the last version
    revision:     1, 2, 3…: one more each time the draft changes
    touched:      who changed each step last, and when: {step: [primary key of the user, ISO 8601]}
    titles:       the title by language, so that a list reads no draft
    score:        of the quality gate when the draft was last changed, 0 to 100; blockers: how many things it refused
    last_number:  of the last version published, 0 before the first
    origin:       {"kind": "blank" | "fiche" | "design" | "file", …}: where it came from
    archived_at:  put away: nothing happens to it any more until it is taken out
    deleted_at:   thrown away, never published; kept a while, so that it can be taken back
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="designs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="designs")
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    draft = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    touched = models.JSONField(default=dict)
    titles = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(default=0)
    blockers = models.PositiveSmallIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    origin = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="one_design_a_name"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_design_is_in_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(last_number__gt=0), name="a_published_design_has_a_version"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(last_number=0), name="what_was_published_is_not_thrown_away"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "deleted_at", "archived_at", "-changed_at"], name="designs_at_work")
        ]

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    """Somebody who wrote in a version, or in the draft of the next one.

    number:  of the version; 0: of the draft, until it is published
    """

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["design", "number", "user"], name="one_author_once_a_version")]


class Review(models.Model):
    """A draft that somebody reads before it is published.

    revision, digest:  what is read: SHA-256 in hexadecimal of the draft's canonical form (RFC 8785)
    for_number:        the version that it would become
    reviewer:          who is asked; None: anybody who may
    decided_by:        who decided, or withdrew
    note:              what whoever decided wrote for the authors; message: what the authors wrote for the reviewer
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="reviews")
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    for_number = models.PositiveIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    message = models.TextField(blank=True, default="")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=14, choices=Decision, default=Decision.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")
    comments = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["design"], condition=Q(decision=Decision.WAITING), name="one_review_waiting_a_design"
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision=Decision.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_review_is_decided_by_somebody",
            ),
        ]
