"""Closing an account, and opening it again: nothing of it is lost, and nobody signs in with it meanwhile."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from sceau.accounts.errors import AccountsError
from sceau.accounts.models import User
from sceau.accounts.services import end_sessions, subject
from sceau.engine.errors import Reason
from sceau.journal.services import record

NOT_YOURS_TO_CLOSE = Reason(
    "accounts.not_yours_to_close",
    fr="Seul qui administre la plateforme ferme ou rouvre un compte",
    en="Only those who administer the platform close or reopen an account",
)
OWN_ACCOUNT = Reason(
    "accounts.own_account",
    fr="Vous ne pouvez pas fermer votre propre compte : demandez-le à un autre administrateur de la plateforme",
    en="You cannot close your own account: ask another administrator of the platform",
)


class NotCloseable(AccountsError):
    """An account that whoever asks may not close or reopen."""


def close_account(*, user: User, by: User, now: datetime, why: str) -> bool:
    """Nobody signs in with it any more, and its sessions end at once. Roles and acts stay. False when it was closed.

    raises:  NotCloseable; one's own is never closed, so that somebody is always left to administer
    """
    _require_administrator(by)
    if user.pk == by.pk:
        raise NotCloseable(OWN_ACCOUNT)
    with transaction.atomic():
        there = User.objects.select_for_update().get(pk=user.pk)
        if not there.is_active:
            return False
        there.is_active = False
        there.save(update_fields=["is_active"])
        end_sessions(user=there, sessions=list(UserSession.objects.filter(user=there)), by=by, why="closed", now=now)
        record("account.closed", subject=subject(there), by=by.uuid, at=now, why=why)
    user.is_active = False
    return True


def reopen_account(*, user: User, by: User, now: datetime) -> bool:
    """The person signs in again, with what they had. False when it was open.

    raises:  NotCloseable
    """
    _require_administrator(by)
    with transaction.atomic():
        there = User.objects.select_for_update().get(pk=user.pk)
        if there.is_active:
            return False
        there.is_active = True
        there.save(update_fields=["is_active"])
        record("account.reopened", subject=subject(there), by=by.uuid, at=now)
    user.is_active = True
    return True


def _require_administrator(by: User) -> None:
    if not (by.is_platform_administrator and by.is_active):
        raise NotCloseable(NOT_YOURS_TO_CLOSE)
