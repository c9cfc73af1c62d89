"""The tables of the journal. Rows of Act are never changed nor deleted: the database refuses both (see guards)."""

from __future__ import annotations

import uuid

from django.db import models


class Chain(models.Model):
    """The acts of one institution, or of the installation itself; its head is what the next act is chained to.

    uuid:    the institution's, or PLATFORM
    length:  how many acts it has
    head:    the digest of the last one, 32 bytes; 32 zero bytes while it is empty
    """

    uuid = models.UUIDField(primary_key=True)
    length = models.BigIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=bytes(32))


class Act(models.Model):
    """Who did what, when; never any personal data, only opaque ids.

    id:       where the row is, and nothing about the act: no digest covers it
    number:   1, 2, 3… in its chain
    at:       microseconds since 1970, UTC
    actor:    the uuid of a user; None when the house itself acted
    code:     what was done, "room.what_was_done"
    subject:  what it was done to: "kind:uuid"
    details:  a JSON object of codes, numbers and uuids, as the exact text that is hashed
    why:      the digest of the reason's text with its salt, 32 bytes, or empty: the text itself can be erased
    digest:   SHA-256 over the digest before it and all the above
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="acts")
    number = models.BigIntegerField()
    at = models.BigIntegerField()
    actor = models.UUIDField(null=True)
    code = models.CharField(max_length=64)
    subject = models.CharField(max_length=96)
    details = models.TextField(default="{}")
    why = models.BinaryField(max_length=32, default=b"")
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_act_a_number")]
        indexes = [
            models.Index(fields=["subject"], name="acts_of_a_subject"),
            models.Index(fields=["chain", "actor", "number"], name="acts_of_somebody"),
            models.Index(fields=["chain", "code", "number"], name="acts_of_a_kind"),
            models.Index(fields=["chain", "at"], name="acts_of_a_time"),
        ]


class Why(models.Model):
    """The reason that a person typed for an act: kept apart, for it may have to be erased; it is never changed."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="reason", primary_key=True)
    salt = models.BinaryField(max_length=16)
    text = models.TextField()


class Pending(models.Model):
    """An act whose consequences are still to come; deleted once they came.

    tries:   how often they were tried, or are being tried
    due:     not before this moment: lent to a worker, or waiting after a fault; None: at once
    fault:   the class of the last fault, "" when there was none
    """

    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="pending", primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, default="", blank=True)


PLATFORM = uuid.UUID(int=0)
