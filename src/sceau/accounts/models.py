"""The tables of those who sign in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

LANGUAGES = [("fr", "français"), ("en", "English")]


class UserManager(BaseUserManager["User"]):
    """Makes users; used by services and tests only."""

    def create_user(self, email: str, *, name: str, password: str | None = None, **fields: object) -> User:
        """A user with a verified form of the address; without password one signs in by code or passkey."""
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """By address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in.

    email:     lower case, the one that the person signs in with
    name:      as the person writes it
    language:  "fr" or "en": of the pages and of the mail
    is_platform_administrator:  looks after the installation; a member of no institution by that
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")
    is_active = models.BooleanField(default=True)
    is_platform_administrator = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(condition=models.Q(language__in=["fr", "en"]), name="user_speaks_french_or_english"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as Django asks for it."""
        return self.name


_OPEN = Q(cancelled_at__isnull=True, carried_out_at__isnull=True)


class FactorReset(models.Model):
    """Somebody lost the second factor, and asked for it to be taken away.

    ready_at:        not carried out before this moment, whoever approves
    approved_by:     a head of certification, or somebody who administers the installation; never the person
    cancelled_by:    the person, or whoever refused; None when it was cancelled by the link in the mail
    carried_out_at:  the factors are gone
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # two browsers asking at once meet this, not an `if`
            models.UniqueConstraint(fields=["user"], condition=_OPEN, name="one_open_factor_reset_a_user"),
            models.CheckConstraint(condition=Q(ready_at__gt=F("asked_at")), name="a_factor_reset_waits"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="an_approved_factor_reset_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("user")),
                name="nobody_approves_ones_own_factor_reset",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(carried_out_at__isnull=True),
                name="a_cancelled_factor_reset_is_not_carried_out",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True)
                | Q(approved_at__isnull=False, carried_out_at__gte=F("ready_at")),
                name="a_factor_reset_is_carried_out_approved_and_late",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by__isnull=True) | Q(cancelled_at__isnull=False),
                name="a_factor_reset_is_cancelled_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"factor reset {self.uuid}"

    @property
    def is_open(self) -> bool:
        """Neither cancelled nor carried out."""
        return self.cancelled_at is None and self.carried_out_at is None
