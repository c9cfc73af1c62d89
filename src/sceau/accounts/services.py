"""Every write of the accounts, but those of a lost second factor (`resets`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from sceau.accounts import reasons
from sceau.accounts.errors import AddressTaken, NoName, WrongAddress
from sceau.accounts.models import User
from sceau.accounts.queries import known_by
from sceau.journal.services import record

NAME = 200  # signs, as the table has it


def subject(user: User) -> str:
    """What the journal calls a user."""
    return f"user:{user.uuid}"


def create_account(
    *,
    email: str,
    name: str,
    language: str,
    now: datetime,
    by: User | None = None,
    is_platform_administrator: bool = False,
) -> User:
    """A person who signs in by a code sent to the address, which is taken as verified, until they choose better.

    by:      who makes it; None when the person makes it by an invitation, or the command does
    raises:  WrongAddress, NoName, AddressTaken
    """
    address, called = _address(email), _name(name)
    if known_by(address) is not None:
        raise AddressTaken(reasons.ADDRESS_TAKEN, field="email")
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                address, name=called, language=language, is_platform_administrator=is_platform_administrator
            )
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
            record(
                "account.created",
                subject=subject(user),
                by=by.uuid if by else None,
                at=now,
                administrator=is_platform_administrator,
            )
    except IntegrityError as error:  # two at once
        raise AddressTaken(reasons.ADDRESS_TAKEN, field="email") from error
    return user


def make_administrator(*, user: User, by: User | None, now: datetime) -> bool:
    """Let somebody who signs in already look after the installation; False when it was so."""
    if user.is_platform_administrator:
        return False
    with transaction.atomic():
        user.is_platform_administrator = True
        user.save(update_fields=["is_platform_administrator"])
        record("account.made_administrator", subject=subject(user), by=by.uuid if by else None, at=now)
    return True


def change_profile(*, user: User, name: str, language: str, now: datetime) -> None:
    """The name and the language of the person's own.

    raises: NoName
    """
    called = _name(name)
    changed = [field for field, value in (("name", called), ("language", language)) if getattr(user, field) != value]
    if not changed:
        return
    with transaction.atomic():
        user.name, user.language = called, language
        user.save(update_fields=["name", "language"])
        record("account.changed", subject=subject(user), by=user.uuid, at=now, fields=changed)


def choose_language(*, user: User, language: str, now: datetime) -> None:
    """The language of the person's pages and mail."""
    change_profile(user=user, name=user.name, language=language, now=now)


def end_sessions(*, user: User, sessions: Sequence[UserSession], by: User | None, why: str, now: datetime) -> int:
    """End sessions of a user at once; how many there were.

    why:  a code: "asked", "password", "factor", "reset"
    """
    if not sessions:
        return 0
    with transaction.atomic():
        for session in sessions:
            session.end()
        record(
            "session.ended",
            subject=subject(user),
            by=by.uuid if by else None,
            at=now,
            reason=why,
            sessions=len(sessions),
        )
    return len(sessions)


def forget_ended_sessions(*, now: datetime) -> int:
    """Forget from where and with which browser people were signed in, once those sessions are over; gives how many."""
    standing = Session.objects.filter(expire_date__gt=now).values("session_key")
    count, _ = UserSession.objects.exclude(session_key__in=standing).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    return int(count)


def _address(text: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise WrongAddress(reasons.WRONG_ADDRESS, field="email", value=text) from error
    return address


def _name(text: str) -> str:
    called = " ".join(text.split())[:NAME]
    if not any(sign.isalpha() for sign in called):
        raise NoName(reasons.NO_NAME, field="name")
    return called
