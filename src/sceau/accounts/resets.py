"""A lost second factor: asked by the person, approved by another, carried out after a delay, cancelled at any time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction

from sceau.accounts import reasons
from sceau.accounts.errors import AlreadyAsked, NoSecondFactor, NotApproved, OwnReset, ResetOver, TooEarly
from sceau.accounts.models import FactorReset, User
from sceau.accounts.queries import has_second_factor, sessions_of
from sceau.accounts.services import end_sessions
from sceau.journal.models import PLATFORM
from sceau.journal.services import record

DELAY = timedelta(hours=24)  # long enough that a working day's mail is read before anything happens
FORGOTTEN = timedelta(days=14)  # nobody approved: the request lapses, so that an old one is no open door

_SALT = "sceau.accounts.factor_reset.cancel"


def ask(*, user: User, now: datetime) -> FactorReset:
    """Ask that one's second factor be taken away; the caller has seen a code sent to the person's address.

    raises: NoSecondFactor, AlreadyAsked
    """
    if not has_second_factor(user):
        raise NoSecondFactor(reasons.NO_SECOND_FACTOR)
    try:
        with transaction.atomic():
            reset = FactorReset.objects.create(user=user, asked_at=now, ready_at=now + DELAY)
            _note("asked", reset, by=user, at=now)
    except IntegrityError as error:
        raise AlreadyAsked(reasons.ALREADY_ASKED) from error
    return reset


def approve(*, reset: FactorReset, by: User, now: datetime, institution: UUID = PLATFORM) -> FactorReset:
    """Say that the person is who they say; carried out at once when the delay is over, by the worker otherwise.

    by:           found through `institutions.second_factors.resets_in_care_of`
    institution:  in whose name; it is in its journal
    raises:       ResetOver, OwnReset
    """
    if by.pk == reset.user_id:
        raise OwnReset(reasons.OWN_RESET)
    with transaction.atomic():
        reset = _open(reset)
        if reset.approved_at is None:
            reset.approved_at, reset.approved_by = now, by
            reset.save(update_fields=["approved_at", "approved_by"])
            _note("approved", reset, by=by, at=now, institution=institution)
        if now >= reset.ready_at:
            reset = carry_out(reset=reset, now=now)
    return reset


def cancel(*, reset: FactorReset, by: User | None, now: datetime, institution: UUID = PLATFORM) -> FactorReset:
    """Stop it: by the person, or refused by who could have approved; None is whoever has the link of the mail.

    raises: ResetOver
    """
    with transaction.atomic():
        reset = _open(reset)
        reset.cancelled_at, reset.cancelled_by = now, by
        reset.save(update_fields=["cancelled_at", "cancelled_by"])
        refused = by is not None and by.pk != reset.user_id
        _note("refused" if refused else "cancelled", reset, by=by, at=now, institution=institution)
    return reset


def carry_out(*, reset: FactorReset, now: datetime) -> FactorReset:
    """Take all second factors and recovery codes away, and end every session of the person.

    raises: ResetOver, NotApproved, TooEarly; nothing is written then
    """
    with transaction.atomic():
        reset = _open(reset)
        if reset.approved_at is None:
            raise NotApproved(reasons.NOT_APPROVED)
        if now < reset.ready_at:
            raise TooEarly(reasons.TOO_EARLY, hours=DELAY // timedelta(hours=1))
        reset.carried_out_at = now
        reset.save(update_fields=["carried_out_at"])
        Authenticator.objects.filter(user=reset.user).delete()
        end_sessions(user=reset.user, sessions=list(sessions_of(reset.user, now=now)), by=None, why="reset", now=now)
        _note("carried_out", reset, by=None, at=now)
    return reset


def carry_out_due(*, now: datetime) -> int:
    """Carry out what is approved and ripe, let lapse what nobody approved; how many were carried out."""
    waiting = FactorReset.objects.filter(cancelled_at=None, carried_out_at=None)
    for reset in waiting.filter(approved_at=None, asked_at__lte=now - FORGOTTEN):
        with transaction.atomic():
            lapsed = _open(reset)
            lapsed.cancelled_at = now
            lapsed.save(update_fields=["cancelled_at"])
            _note("lapsed", lapsed, by=None, at=now)
    ripe = list(waiting.filter(approved_at__isnull=False, ready_at__lte=now))
    for reset in ripe:
        carry_out(reset=reset, now=now)
    return len(ripe)


def forget(*, user: User, now: datetime) -> None:
    """Take the factors away at once: for whoever has the machine, when nobody is left to vouch.

    raises: NoSecondFactor
    """
    if not has_second_factor(user):
        raise NoSecondFactor(reasons.NO_SECOND_FACTOR)
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user=user, sessions=list(sessions_of(user, now=now)), by=None, why="reset", now=now)
        record("factor_reset.by_command", subject=f"user:{user.uuid}", by=None, at=now)


def cancel_token(reset: FactorReset) -> str:
    """What the link in the mail carries; made again at will, so that nothing secret is kept."""
    return Signer(salt=_SALT).sign(reset.uuid.hex)


def reset_of_token(token: str) -> FactorReset | None:
    """The request that a link is about; None when we never made such a link."""
    try:
        number = UUID(Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    return FactorReset.objects.select_related("user").filter(uuid=number).first()


def _open(reset: FactorReset) -> FactorReset:
    """The row as it stands now, held until the transaction ends.

    raises: ResetOver
    """
    now = FactorReset.objects.select_for_update(of=("self",)).select_related("user").get(pk=reset.pk)
    if not now.is_open:
        raise ResetOver(reasons.RESET_OVER)
    return now


def _note(what: str, reset: FactorReset, *, by: User | None, at: datetime, institution: UUID = PLATFORM) -> None:
    record(
        f"factor_reset.{what}",
        subject=f"factor_reset:{reset.uuid}",
        by=by.uuid if by else None,
        at=at,
        institution=institution,
        user=str(reset.user.uuid),
    )
