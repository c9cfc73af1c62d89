"""An institution's own directory: where its people are known, and the sessions that it answers for."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from sceau.institutions.models.institution import Institution


class DirectoryState(models.TextChoices):
    """Whether people may sign in through a directory."""

    OFF = "off", _("éteint")
    ACTIVE = "active", _("en service")


class SessionEnd(models.TextChoices):
    """Why a session from a directory ended; what the person is told hangs on it."""

    LEFT = "left", _("la personne s’est déconnectée")
    REMOVED = "removed", _("l’annuaire ne connaît plus la personne")
    LOGGED_OUT = "logged_out", _("l’annuaire a mis fin à la session")
    TURNED_OFF = "turned_off", _("l’annuaire a été éteint ou changé")


class Directory(models.Model):
    """The OpenID Connect provider of an institution; one each.

    name:           as on the button « Se connecter avec l’annuaire de … »
    issuer:         exactly as the provider writes it, without the well-known part
    client_secret:  sealed by the key store, never shown; "" for a public client
    required:       people at its domains sign in no other way
    metadata, keys: what the provider published, as we last read it; read_at: when
    tested_at:      when a test last found nothing wrong; None since the last change
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, related_name="directory")
    name = models.CharField(max_length=120)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=250)
    client_secret = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=DirectoryState, default=DirectoryState.OFF)
    required = models.BooleanField(default=False)
    metadata = models.JSONField(default=dict)
    keys = models.JSONField(default=list)
    read_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="active") | Q(tested_at__isnull=False), name="a_directory_in_service_was_tested"
            ),
            models.CheckConstraint(
                condition=Q(required=False) | Q(state="active"), name="only_a_directory_in_service_is_required"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VouchedDomain(models.Model):
    """A mail domain whose addresses a directory vouches for. It counts while the institution's evidence of it holds.

    domain:  lower case; of one directory only in the whole installation
    """

    directory = models.ForeignKey(Directory, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(domain=Lower("domain")), name="a_vouched_domain_is_lower_case")
        ]

    def __str__(self) -> str:
        return self.domain


class Bond(models.Model):
    """Who a person of a directory is here: made at the first sign-in, undone by hand.

    subject:  the `sub` of the provider: it never gives it to somebody else, as it may an address
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    directory = models.ForeignKey(Directory, on_delete=models.CASCADE, related_name="bonds")
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bonds")
    created_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directory", "subject"], name="one_bond_a_subject"),
            models.UniqueConstraint(fields=["directory", "user"], name="one_bond_a_user"),
        ]


class DirectorySession(models.Model):
    """A session that came through a directory, which is asked again and again whether the person is still there.

    session_key:    of the web session, "" before the first page
    sid:            the provider's name of its own session, "" when it gives none
    tokens:         sealed; what the directory is asked with; "" once ended
    checked_at:     when the directory last said that the person is still there
    lease_until:    somebody is asking the directory now: a refresh token serves once
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    bond = models.ForeignKey(Bond, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, blank=True, default="")
    sid = models.CharField(max_length=255, blank=True, default="")
    tokens = models.TextField(blank=True, default="")
    started_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=12, choices=SessionEnd, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False, tokens="") & ~Q(end="")),
                name="an_ended_session_says_why_and_keeps_no_token",
            )
        ]
        indexes = [
            models.Index(fields=["checked_at"], condition=Q(ended_at__isnull=True), name="directory_session_to_check")
        ]

    @property
    def seal_context(self) -> str:
        """What the tokens are sealed for."""
        return f"directory-session:{self.uuid}"


class UsedLogoutToken(models.Model):
    """A logout token that was obeyed: it is not obeyed twice.

    forget_at:  after this moment the token would be too old anyway
    """

    directory = models.ForeignKey(Directory, on_delete=models.CASCADE, related_name="+")
    jti = models.CharField(max_length=255)
    forget_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directory", "jti"], name="a_logout_token_serves_once")]
