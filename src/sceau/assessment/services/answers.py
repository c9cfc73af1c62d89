"""What every way of answering minutes shares: the answer that is awaited, kept from others, and the signature given."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sceau.accounts.models import User
from sceau.assessment.errors import ChangedMeanwhile, NotNow
from sceau.assessment.models import Minutes, Session, Signature
from sceau.assessment.reasons import minutes as reasons
from sceau.assessment.services.minutes import to_be_signed
from sceau.assessment.services.writing import held, write


def signed(signature: Signature, session: Session, *, by: User | None, now: datetime, **details: Any) -> Signature:
    """Written, and told to the journal."""
    signature.digest, signature.signed_at = signature.minutes.digest, now
    signature.save()
    write(
        "minutes.signed",
        session,
        by=by,
        now=now,
        signature=str(signature.uuid),
        minutes=str(signature.minutes.uuid),
        way=signature.way,
        digest=signature.digest,
        **details,
    )
    return signature


def with_all(signature: Signature) -> Signature:
    """The signature with its minutes and their session."""
    rows = Signature.objects.select_related(
        "seat",
        "seat__user",
        "minutes",
        "minutes__institution",
        "minutes__deliberation",
        "minutes__deliberation__session",
        "minutes__deliberation__session__institution",
    )
    return rows.get(pk=signature.pk)


def awaited(signature: Signature) -> tuple[Session, Signature]:
    """The session and the signature as they stand, kept from others, while it is still awaited. raises: NotNow"""
    session = held(with_all(signature).minutes.deliberation.session)
    current = Signature.objects.select_for_update(of=("self",)).select_related("seat").get(pk=signature.pk)
    current.minutes = to_be_signed(current.minutes)
    current.minutes.deliberation.session = session
    if current.signed_at is not None or current.dissented_at is not None:
        raise NotNow(reasons.ANSWERED_ALREADY, name=current.seat.name)
    return session, current


def require_shown(minutes: Minutes, shown: str) -> None:
    """raises: ChangedMeanwhile when other minutes were on the screen"""
    if shown != minutes.digest:
        raise ChangedMeanwhile(reasons.OTHER_DIGEST)
