"""Who works at an institution, as what, since when and until when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sceau.institutions.models.institution import Institution, Unit
from sceau.institutions.roles import Role


class Membership(models.Model):
    """A role that a user holds, or held.

    unit:      the role counts there only; None: in the whole institution
    until:     it ends by itself at this moment (always so for an auditor)
    ended_at:  it was taken away
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="memberships")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "user", "role"],
                condition=Q(ended_at__isnull=True, unit__isnull=True),
                name="one_role_once",
            ),
            models.UniqueConstraint(
                fields=["institution", "user", "role", "unit"],
                condition=Q(ended_at__isnull=True, unit__isnull=False),
                name="one_role_once_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.AUDITOR) | Q(until__isnull=False), name="an_auditor_is_here_for_a_time"
            ),
        ]


class Invitation(models.Model):
    """A role offered to an address. Used once, in time, or withdrawn.

    nonce:         what the link is made from, with the secret of the installation; a new one each time it is sent
    token_digest:  SHA-256 of the token in the link, hexadecimal: the link itself is in the mail only
    until:         the end of the role offered, None when it has none
    sent_at:       when it was last put in the mail
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True)
    language = models.CharField(max_length=2, default="fr")
    nonce = models.CharField(max_length=32)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="accepted_or_withdrawn_never_both",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_accepted_invitation_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=["institution", "email", "role"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True, unit__isnull=True),
                name="one_open_invitation",
            ),
            models.UniqueConstraint(
                fields=["institution", "email", "role", "unit"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True, unit__isnull=False),
                name="one_open_invitation_a_unit",
            ),
        ]


class What(models.TextChoices):
    """What is signed in another's name."""

    MINUTES = "minutes", _("signer les procès-verbaux")
    CREDENTIALS = "credentials", _("délivrer les preuves")
    DOCUMENTS = "documents", _("signer les documents")


class Delegation(models.Model):
    """A signature lent for a time, with the written act that lends it.

    act_file:    the PDF of the written act; act_digest: its SHA-256 in hexadecimal; act_name: what it was called
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="delegations")
    delegator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=What)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    act_file = models.BinaryField()
    act_name = models.CharField(max_length=200)
    act_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_delegation_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(delegator=F("delegate")), name="nobody_delegates_to_oneself"),
        ]
