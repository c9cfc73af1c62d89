"""What this room keeps: the lists of issuers that the installation trusts, and how often credentials were looked at."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from sceau.accounts.models import User


class KnownList(models.Model):
    """A list of issuers that somebody published, and that those who administer the installation took over.

    kind:       of `sceau.engine.checks.trust.Registry`
    file_name:  as it was given; sha256: of the file, in hexadecimal
    updated:    when its publisher says that it was last changed, as written there; "" when it does not say
    entries:    how many it has
    taken_at:   when it was put in use; None while it only waits to be looked at
    instead_of: of one that waits, the list whose entries it would replace; None for a new one
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    updated = models.CharField(max_length=300, blank=True, default="")
    entries = models.PositiveIntegerField()
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    instead_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="proposals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(taken_at__isnull=False), name="one_known_list_a_name"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(instead_of__isnull=True), name="a_list_in_use_replaces_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KnownIssuer(models.Model):
    """An issuer of a list.

    issuer_id:  a DID, or an https address; evidence: its address and place as the list has them
    until:      from when on the entry says nothing any more; None when the list does not say
    cleaned:    whether signs that nobody sees stood in the name or the evidence, and were left out
    """

    listed = models.ForeignKey(KnownList, on_delete=models.CASCADE, related_name="issuers")
    row = models.PositiveIntegerField()
    issuer_id = models.CharField(max_length=500)
    name = models.CharField(max_length=300)
    evidence = models.CharField(max_length=600, blank=True, default="")
    until = models.DateTimeField(null=True)
    cleaned = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer_id", "listed"], name="an_issuer_stands_once_in_a_list")]

    def __str__(self) -> str:
        return self.issuer_id


class Looks(models.Model):
    """How often a credential was looked at on a day: a number, and nothing of who looked.

    credential:  its uuid
    """

    credential = models.UUIDField()
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "day"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.credential} {self.day}"
