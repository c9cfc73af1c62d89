"""Reads of the accounts. Each is about the user it is given: nobody reads another's by these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from sceau.accounts.models import FactorReset, User

SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Factors:
    """What a user proves oneself with, besides the address.

    passkeys:  oldest first
    codes:     how many recovery codes are left; None when there are none to use
    """

    password: bool
    passkeys: tuple[Authenticator, ...]
    application: Authenticator | None
    codes: int | None

    @property
    def second(self) -> bool:
        """Whether there is a second factor: an application, or a passkey, which is two in one."""
        return bool(self.passkeys) or self.application is not None


def known_by(address: str) -> User | None:
    """Who signs in with this address, or has it as a verified one."""
    lower = address.strip().lower()
    found = EmailAddress.objects.filter(email=lower, verified=True).select_related("user").first()
    return found.user if found else User.objects.filter(email=lower).first()


def factors_of(user: User) -> Factors:
    """Everything at once, in one query."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        password=user.has_usable_password(),
        passkeys=tuple(row for row in rows if row.type == Authenticator.Type.WEBAUTHN),
        application=next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        codes=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def has_second_factor(user: User) -> bool:
    """Whether the user has an application or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND).exists())


def sessions_of(user: User, *, now: datetime) -> QuerySet[UserSession]:
    """The sessions that stand, newest first."""
    standing = Session.objects.filter(expire_date__gt=now).values("session_key")
    own: QuerySet[UserSession] = UserSession.objects.filter(user=user, session_key__in=standing)
    return own.order_by("-created_at", "-pk")


def open_reset_of(user: User) -> FactorReset | None:
    """The request to take the second factor away that is under way."""
    return FactorReset.objects.filter(user=user, cancelled_at=None, carried_out_at=None).first()
