"""Consents, history, and how long what is kept."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sceau.institutions.models import Institution
from sceau.people.models.persons import Person
from sceau.people.states import Asked, DataKind, Then


class Consent(models.Model):
    """Somebody agreed that something of theirs is public; nothing is without.

    subject:       what about: "achievement:<uuid>/<n>", the id of a credential…; opaque here
    by:            who wrote it down; None for the person's own click
    withdrawn_at:  the person took it back; the row stays as proof of both
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    subject = models.CharField(max_length=250)
    given_at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=Asked)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject"], condition=Q(withdrawn_at__isnull=True), name="one_consent_a_subject"
            )
        ]


class Change(models.Model):
    """What somebody changed of a person's record.

    by:      None for the house itself, and for the person
    fields:  what was changed, as codes of `sceau.people.history`
    before:  what stood there, of names only, so that a mistake can be read
    sealed:  what stood in the civil status, sealed for this person; "" when it was not touched
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    fields = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    sealed = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="changes_of_a_person")]


class RetentionRule(models.Model):
    """How long an institution keeps one kind of data; without a row, the default counts.

    active_months:  in use, from what `due` of the kind counts from; then: what becomes of it
    months:         after which, counted from the same day, it is deleted; None: it is kept as long as the body is
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="retention_rules")
    kind = models.CharField(max_length=20, choices=DataKind)
    active_months = models.PositiveSmallIntegerField()
    then = models.CharField(max_length=8, choices=Then)
    months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "kind"], name="one_rule_a_kind"),
            models.CheckConstraint(
                condition=Q(then=Then.RESTRICT) | Q(months__isnull=True), name="only_an_archive_ends_later"
            ),
        ]


class Archived(models.Model):
    """Something whose active use is over: it is only shown to whoever manages retention, until it is deleted.

    uuid:  of the thing, as its room knows it
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=DataKind)
    uuid = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "uuid"], name="a_thing_is_archived_once")]


class Keeping(models.Model):
    """What an institution decided about personal data as a whole.

    confirmed_at:  its schedule of retention was read and approved: from then the rounds carry it out; None: preview
    dpo, dpo_contact:  who protects personal data there, and how to write to that person
    previewed:     {"at": …, "counts": {kind: {step: n}}} of the last round, shown while nothing is confirmed
    """

    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, related_name="keeping", primary_key=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dpo = models.CharField(max_length=200, blank=True, default="")
    dpo_contact = models.CharField(max_length=300, blank=True, default="")
    ran_at = models.DateTimeField(null=True)
    previewed = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_schedule_is_confirmed_by_somebody",
            )
        ]


class Processing(models.Model):
    """A line that an institution adds to its register of processing activities (GDPR, article 30)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="processing_lines")
    name = models.CharField(max_length=200)
    purpose = models.TextField()
    basis = models.CharField(max_length=300)
    people = models.TextField(blank=True, default="")
    data = models.TextField(blank=True, default="")
    recipients = models.TextField(blank=True, default="")
    duration = models.CharField(max_length=300, blank=True, default="")
    security = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField()
