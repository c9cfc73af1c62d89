"""Which records are one person, and which were found not to be. Both are decisions of somebody."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sceau.people.models.persons import Person


class Merge(models.Model):
    """The decision that two records are one person; undone, it stays as history.

    other was pointed to kept; what other rooms hold of either did not move
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_away")
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at__isnull=True), name="one_merge_a_record_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(kept=F("other")), name="two_records_are_merged"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="a_merge_is_undone_by_somebody",
            ),
        ]


class Apart(models.Model):
    """The decision that two records that look alike are two people. one has the smaller primary key."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="apart_from_later")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="apart_from_earlier")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="two_people_are_told_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="the_earlier_record_comes_first"),
        ]
