"""Failures beyond the limit, in the journal: once in a while, so that an attack does not fill it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache

from sceau.accounts.models import User
from sceau.journal.services import record

QUIET = timedelta(minutes=15)  # the shorter window of the limits: one act for each


def note_refusal(*, user: User, now: datetime) -> bool:
    """Somebody tried too often to sign in as this user; False when that was said lately."""
    if not cache.add(f"sceau.refusal.{user.uuid}", now.timestamp(), timeout=QUIET.total_seconds()):
        return False
    record("sign_in.refused", subject=f"user:{user.uuid}", by=None, at=now)
    return True
