"""What django-allauth says of sign-ins, sessions and factors, heard in this one place and written into the journal.

Sceau sends no signals of its own; allauth has no other way to tell (docs/decisions/signing-in.md). The rows of factors
are heard when they are written, so that their acts stand or fall with them.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from allauth.usersessions.signals import on_user_logged_in
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import ModelSignal, post_delete, post_save
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.timezone import now

from sceau.accounts.models import User
from sceau.accounts.queries import SECOND, sessions_of
from sceau.accounts.refusals import note_refusal
from sceau.accounts.services import end_sessions, subject
from sceau.journal.services import record


def connect() -> None:
    """Hear everything; once, at start."""
    account.user_logged_in.disconnect(on_user_logged_in)  # it asks for every session, one by one
    heard: list[tuple[Signal | ModelSignal, Any, Any]] = [
        (account.user_logged_in, signed_in, None),
        (user_logged_out, signed_out, None),
        (account.password_set, password_changed, None),
        (account.password_changed, password_changed, None),
        (account.password_reset, password_changed, None),
        (account.email_changed, address_changed, None),
        (account.login_code_rejected, code_refused, None),
        (account.password_reset_code_rejected, code_refused, None),
        (account.email_verification_code_rejected, code_refused, None),
        (mfa.authenticator_added, factors_changed, None),
        (mfa.authenticator_removed, factors_changed, None),
        (post_save, factor_written, Authenticator),
        (post_delete, factor_deleted, Authenticator),
    ]
    for signal, receiver, sender in heard:
        signal.connect(receiver, sender=sender, weak=False, dispatch_uid=f"sceau.{receiver.__name__}")


def signed_in(*, request: HttpRequest, user: User, **_: object) -> None:
    """Keep the session for the list of the person's own, forget those that are over, write the act."""
    at = now()
    with transaction.atomic():
        UserSession.objects.filter(user=user).exclude(pk__in=sessions_of(user, now=at).values("pk")).delete()
        UserSession.objects.create_from_request(request)
        ways = [_way(each) for each in get_authentication_records(request, user)]
        record("session.opened", subject=subject(user), by=user.uuid, at=at, ways=ways)


def signed_out(*, request: HttpRequest, user: User | None, **_: object) -> None:
    """The person left."""
    if user is None:
        return
    with transaction.atomic():
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        record("session.ended", subject=subject(user), by=user.uuid, at=now(), reason="left", sessions=1)


def password_changed(*, signal: Signal, request: HttpRequest, user: User, **_: object) -> None:
    """Write the act; whoever was signed in elsewhere with the old password no longer is."""
    codes = {account.password_set: "set", account.password_changed: "changed", account.password_reset: "reset"}
    at = now()
    with transaction.atomic():
        record(f"password.{codes[signal]}", subject=subject(user), by=_actor(request, user), at=at)
        _end_others(request, user, why="password")


def address_changed(*, request: HttpRequest, user: User, **_: object) -> None:
    """Write the act, without either address."""
    record("account.address_changed", subject=subject(user), by=_actor(request, user), at=now())


def code_refused(*, user: User, last_attempt: bool, **_: object) -> None:
    """A code was tried as often as it may be."""
    if last_attempt:
        note_refusal(user=user, now=now())


def factor_written(*, instance: Authenticator, created: bool, **_: object) -> None:
    """A factor of a person: written with its row."""
    if created:
        _note_factor("added", instance)


def factor_deleted(*, instance: Authenticator, **_: object) -> None:
    """A factor of a person: taken away with its row."""
    _note_factor("removed", instance)


def factors_changed(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: object) -> None:
    """Whoever is signed in elsewhere as this person was let in with other factors: no longer."""
    if authenticator.type in SECOND:
        _end_others(request, user, why="factor")


def _note_factor(what: str, factor: Authenticator) -> None:
    request = context.request
    user = User.objects.get(pk=factor.user_id)
    by = _actor(request, None) if request is not None else None
    record(f"factor.{what}", subject=subject(user), by=by, at=now(), kind=str(factor.type))


def _end_others(request: HttpRequest, user: User, *, why: str) -> None:
    at = now()
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    end_sessions(user=user, sessions=list(others), by=user, why=why, now=at)


def _actor(request: HttpRequest, user: User | None) -> Any:
    """The uuid of whoever is signed in; of the user given when nobody is; None when there is neither."""
    signed = getattr(request, "user", None)
    if signed is not None and signed.is_authenticated:
        return signed.uuid
    return user.uuid if user is not None else None


def _way(entry: dict[str, Any]) -> str:
    """A step of the sign-in as one word: "code", "password", "mfa-totp", "mfa-webauthn"."""
    kind = entry.get("type")
    return f"{entry['method']}-{kind}" if kind else str(entry["method"])
