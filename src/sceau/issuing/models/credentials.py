"""Credentials, their exact bytes, their papers, and where they stand in status lists."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from sceau.accounts.models import User
from sceau.assessment.models import Award
from sceau.engine.model.validity import day_of
from sceau.institutions.models import Institution
from sceau.issuing.models.batches import Line
from sceau.issuing.models.packed import PackedField
from sceau.issuing.states import Cause, CredentialState
from sceau.keyring.models import SigningKey


class StatusList(models.Model):
    """A pair of published lists: revocations at /status/{uuid}, notices at /status/{uuid}/notices.

    seed:        draws the order in which places are given out, so that neighbours in a batch are none here
    given:       how many places are given out
    revocations, notices:  the bits, as `sceau.engine.status` has them
    revision:    one more at each change of bits; changed_at: of the last one
    signed_revision, signed_at:  what the two documents say, and since when; they are signed anew before `valid_until`
    signed_revocations, signed_notices:  the exact bytes that are served; key: that signed them
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="status_lists")
    seed = models.BinaryField(max_length=32)
    given = models.PositiveIntegerField(default=0)
    revocations = models.BinaryField()
    notices = models.BinaryField()
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    signed_revision = models.IntegerField(default=-1)
    signed_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    signed_revocations = models.BinaryField(default=b"")
    signed_notices = models.BinaryField(default=b"")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.uuid)


class StatusSnapshot(models.Model):
    """The two documents of a list as they were published from a moment on, until the next ones were.

    revocations, notices:  the exact bytes, each a zlib stream
    """

    list = models.ForeignKey(StatusList, on_delete=models.CASCADE, related_name="snapshots")
    signed_at = models.DateTimeField()
    revocations = models.BinaryField()
    notices = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["list", "signed_at"], name="snapshots_of_a_list")]

    def __str__(self) -> str:
        return f"{self.list_id} {self.signed_at}"


class Credential(models.Model):
    """A signed document about an award. Its bytes never change; how it stands does.

    code:          14 characters: its address is {base}/v/{code}
    edition:       1 for the first credential of an award, then one more for each that stands instead
    line:          where it was made: one credential a line, whatever dies in between
    list, index:   its place in the status lists
    digest:        SHA-256 of its bytes, 64 hexadecimal figures; leaf: its number in the ledger, where no digest
                   stands twice
    opening:       what the holder's own link and the code on the holder's own paper carry, to open its page
    replaces:      the one that this one stands instead of; each is replaced once, but for what was called off
    state_at, state_by, why: since when it stands so, who said so (None: the house), and why, in words for people
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=14, unique=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="credentials")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="credentials")
    edition = models.PositiveSmallIntegerField(default=1)
    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="credential")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="credentials")
    list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="credentials")
    index = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    leaf = models.BigIntegerField(unique=True)
    opening = models.CharField(max_length=43)
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=CredentialState, default=CredentialState.VALID)
    state_at = models.DateTimeField(null=True)
    state_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True, default="")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "edition"], name="one_credential_an_edition"),
            # of an award, one credential stands; the others were replaced, called off or erased
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(state__in=["valid", "suspended", "revoked"]),
                name="one_standing_credential_an_award",
            ),
            models.UniqueConstraint(fields=["list", "index"], name="one_credential_a_place"),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False) & ~Q(state="cancelled"),
                name="a_credential_is_replaced_once",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "issued_at"], name="credentials_of_an_institution"),
            models.Index(
                fields=["valid_until"],
                condition=Q(state="valid", valid_until__isnull=False),
                name="credentials_that_expire",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def last_day(self) -> date | None:
        """The last day on which it is valid, whatever the reader's time zone; None when it has no end."""
        return None if self.valid_until is None else day_of(self.valid_until)

    @property
    def renews(self) -> bool:
        """Whether it stands for another term of the one that it stands instead of, rather than correcting it."""
        return self.replaces_id is not None and self.line.batch.cause != Cause.CORRECTION

    @property
    def replaced_by(self) -> Credential | None:
        """The one that stands instead of it, if any; one that was called off does not."""
        return self.replacements.exclude(state=CredentialState.CANCELLED).select_related("line__batch").first()


class Content(models.Model):
    """The exact bytes of a credential; an erasure removes the row.

    body:    the credential with its proof, as it is served
    record:  the file of its Annex I record
    """

    credential = models.OneToOneField(Credential, on_delete=models.PROTECT, primary_key=True, related_name="content")
    body = PackedField()
    record = PackedField()


class Paper(models.Model):
    """A PDF that was made of a credential: made once, then the same bytes for whoever asks.

    kind:    "certificate" or "parchment"
    digest:  of the file, in the store of files
    """

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=11)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "kind"], name="one_paper_a_kind")]


class Turn(models.Model):
    """One change of how a credential stands; rows are added only.

    why:   in words for people, typed by whoever did it; "" when nothing was typed
    """

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="turns")
    state = models.CharField(max_length=9, choices=CredentialState)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True, default="")
    details: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
