"""One-time links: a member without an account reads and signs with what came by mail."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from sceau.accounts.models import User
from sceau.assessment.composition import settings_for
from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.keepers import require_keeper
from sceau.assessment.models import Signature
from sceau.assessment.reasons import minutes as reasons
from sceau.assessment.services.answers import awaited, require_shown, signed, with_all
from sceau.assessment.services.writing import write
from sceau.assessment.states import MinutesState, SignatureWay
from sceau.intake.folding import fold

BETWEEN_LINKS: Final = timedelta(minutes=5)
_SALT: Final = "sceau.assessment.signing"
_READABLE: Final = (MinutesState.SIGNING, MinutesState.SEALED)


def send_link(*, signature: Signature, by: User, now: datetime) -> Signature:
    """Send the member a link to sign without an account; a former one is of no use any more. The mail follows.

    raises:  NotEntitled, NotNow, WrongValue without an address
    """
    with transaction.atomic():
        session, current = awaited(signature)
        require_keeper(by, session, now=now)
        if not current.seat.email:
            raise WrongValue(reasons.NO_ADDRESS, field="email", name=current.seat.name)
        if current.token_sent_at is not None and current.token_digest and now - current.token_sent_at < BETWEEN_LINKS:
            raise NotNow(reasons.SENT_JUST_NOW)
        current.token_sent_at = now
        current.token_expires_at = now + timedelta(days=settings_for(session).link_days)
        current.token_digest = _digest(token_of(current))
        current.save(update_fields=["token_sent_at", "token_expires_at", "token_digest"])
        write("minutes.link_sent", session, by=by, now=now, signature=str(current.uuid))
    return current


def withdraw_link(*, signature: Signature, by: User, now: datetime) -> Signature:
    """The link that was sent is of no use any more.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        session, current = awaited(signature)
        require_keeper(by, session, now=now)
        if not current.token_digest:
            raise NotNow(reasons.NO_LINK)
        current.token_digest, current.token_expires_at = "", None
        current.save(update_fields=["token_digest", "token_expires_at"])
        write("minutes.link_withdrawn", session, by=by, now=now, signature=str(current.uuid))
    return current


def token_of(signature: Signature) -> str:
    """What stands in the link: 43 signs of base64url, made anew from the row and the secret of the installation."""
    if signature.token_sent_at is None:
        return ""
    text = f"{signature.uuid.hex} {signature.token_sent_at.astimezone(UTC).isoformat()}"
    made = salted_hmac(_SALT, text, algorithm="sha256").digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def signature_for(token: str, *, now: datetime) -> Signature | None:
    """The signature that a link is for, signed already or not; None once the link is withdrawn or too old."""
    found = Signature.objects.filter(
        token_digest=_digest(token), token_expires_at__gt=now, minutes__state__in=_READABLE
    ).first()
    return None if found is None else with_all(found)


def sign_by_link(*, token: str, name: str, ticked: bool, shown: str, now: datetime) -> Signature:
    """Sign without an account: the name typed as the minutes have it, and the box ticked.

    raises:  NotNow once the link is of no use, WrongValue
    """
    found = signature_for(token, now=now)
    if found is None:
        raise NotNow(reasons.LINK_OVER)
    if fold(name) != fold(found.seat.name):
        raise WrongValue(reasons.OTHER_NAME, field="name", name=found.seat.name)
    if not ticked:
        raise WrongValue(reasons.TICK_NEEDED, field="ticked")
    require_shown(found.minutes, shown)
    with transaction.atomic():
        session, current = awaited(found)
        require_link(current, token, now)
        current.way = SignatureWay.LINK
        return signed(current, session, by=None, now=now)


def require_link(signature: Signature, token: str, now: datetime) -> None:
    """raises: NotNow once the link is of no use"""
    expires = signature.token_expires_at
    if not token or signature.token_digest != _digest(token) or expires is None or expires <= now:
        raise NotNow(reasons.LINK_OVER)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
