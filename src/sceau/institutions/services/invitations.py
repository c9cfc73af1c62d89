"""A role offered to an address: used once, in time, or withdrawn."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from sceau.accounts.models import User
from sceau.accounts.queries import known_by
from sceau.institutions import acts, rules
from sceau.institutions.errors import AlreadyThere, InvitationOver, NotEntitled, NotNow, SomebodyElse, WrongValue
from sceau.institutions.grants import checked_alone, checked_end, checked_unit, require_grant, require_manager
from sceau.institutions.models import Institution, Invitation, Membership, Unit
from sceau.institutions.queries import memberships_of, standing
from sceau.institutions.roles import Role
from sceau.institutions.services.members import hold_role
from sceau.institutions.services.writing import held, write
from sceau.institutions.words import dated

DAYS = 14
MOST_OPEN = 500
BETWEEN_SENDINGS = timedelta(minutes=5)
_SALT = "sceau.institutions.invitation"


def token_of(invitation: Invitation) -> str:
    """What stands in the link: 43 signs of base64url, made anew from the row and the secret of the installation."""
    return _token(invitation.uuid.hex, invitation.nonce)


def invitation_for(token: str) -> Invitation | None:
    """The invitation of a link, whatever became of it; None for a link that we never made."""
    return (
        Invitation.objects.select_related("institution", "unit", "invited_by", "accepted_by")
        .filter(token_digest=_digest(token))
        .first()
    )


def invite(
    *,
    institution: Institution,
    email: str,
    role: str,
    unit: Unit | None = None,
    until: datetime | None = None,
    language: str = "fr",
    by: User,
    now: datetime,
    days: int = DAYS,
) -> Invitation:
    """Offer a role to an address. The mail follows from the act "member.invited".

    until:   the end of the role; an auditor needs one, within a year
    days:    how long the offer stands
    raises:  WrongValue, NotEntitled, AlreadyThere, NotNow
    """
    email = rules.email(email, required=True)
    if role not in Role.values:
        raise WrongValue(acts.NOT_OF_THIS_INSTITUTION, field="role")
    rules.languages([language])
    checked_end(role, until, now=now)
    try:
        with transaction.atomic():
            held(institution)
            require_grant(by=by, institution=institution, role=role, unit=unit, now=now)
            checked_unit(unit, institution)
            _require_room(institution, email, role, unit, now)
            nonce = secrets.token_hex(16)
            invitation = Invitation(
                institution=institution,
                email=email,
                role=role,
                unit=unit,
                until=until,
                language=language,
                nonce=nonce,
                invited_by=by,
                created_at=now,
                sent_at=now,
                expires_at=now + timedelta(days=days),
            )
            invitation.token_digest = _digest(token_of(invitation))
            invitation.save()
            _write("member.invited", invitation, by, now)
    except IntegrityError as error:  # somebody invited the same address in the same moment
        raise AlreadyThere(acts.ALREADY_INVITED, field="email") from error
    return invitation


def resend_invitation(*, invitation: Invitation, by: User, now: datetime, days: int = DAYS) -> Invitation:
    """A new link in a new mail; the one before opens nothing more. Also for an offer that is too old or was withdrawn.

    raises:  NotEntitled, AlreadyThere, NotNow, WrongValue when the end of the role has passed meanwhile
    """
    try:
        with transaction.atomic():
            held(invitation.institution)
            there = Invitation.objects.select_related("institution", "unit").get(pk=invitation.pk)
            require_grant(by=by, institution=there.institution, role=there.role, unit=there.unit, now=now)
            if there.accepted_at is not None:
                raise NotNow(acts.INVITATION_USED, institution=there.institution.name)
            if there.withdrawn_at is None and now < there.sent_at + BETWEEN_SENDINGS:
                raise NotNow(acts.SENT_JUST_NOW)
            checked_end(there.role, there.until, now=now)
            checked_unit(there.unit, there.institution)
            there.nonce = secrets.token_hex(16)
            there.token_digest = _digest(token_of(there))
            there.invited_by, there.sent_at, there.withdrawn_at = by, now, None
            there.expires_at = now + timedelta(days=days)
            there.save(update_fields=["nonce", "token_digest", "invited_by", "sent_at", "withdrawn_at", "expires_at"])
            _write("member.invited_again", there, by, now)
    except IntegrityError as error:  # the same offer was made again since this one was withdrawn
        raise AlreadyThere(acts.ALREADY_INVITED) from error
    return there


def withdraw_invitation(*, invitation: Invitation, by: User, now: datetime) -> Invitation:
    """The link opens nothing more; it can be sent again.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        held(invitation.institution)
        there = Invitation.objects.select_related("institution", "unit").get(pk=invitation.pk)
        own = by.is_platform_administrator and there.invited_by_id == by.pk
        if not own:
            mine = list(memberships_of(by, now=now).filter(institution=there.institution))
            require_manager(held=mine, unit=there.unit)
        if there.accepted_at is not None:
            raise NotNow(acts.INVITATION_USED, institution=there.institution.name)
        if there.withdrawn_at is None:
            there.withdrawn_at = now
            there.save(update_fields=["withdrawn_at"])
            _write("member.invitation_withdrawn", there, by, now)
    return there


def check_invitation(*, invitation: Invitation, now: datetime) -> None:
    """The offer may still be taken.

    raises:  InvitationOver; NotNow when its unit was closed
    """
    name = invitation.institution.name
    if invitation.accepted_at is not None:
        raise InvitationOver(acts.INVITATION_USED, institution=name)
    if invitation.withdrawn_at is not None:
        raise InvitationOver(acts.INVITATION_WITHDRAWN, institution=name)
    end = min(filter(None, (invitation.expires_at, invitation.until)))
    if now >= end:
        raise InvitationOver(acts.INVITATION_LATE, institution=name, **dated("date", end))
    checked_unit(invitation.unit, invitation.institution)
    if not _stands_behind(invitation, now):
        raise InvitationOver(acts.INVITER_GONE, institution=name)


def accept_invitation(*, invitation: Invitation, user: User, now: datetime) -> Membership:
    """The role becomes the user's. Whoever clicks twice holds it once.

    raises:  InvitationOver; SomebodyElse for another address than the one invited; NotNow
    """
    with transaction.atomic():
        held(invitation.institution)
        there = Invitation.objects.select_related("institution", "unit", "invited_by").get(pk=invitation.pk)
        require_invited(invitation=there, user=user)
        check_invitation(invitation=there, now=now)
        membership = hold_role(
            institution=there.institution, user=user, role=there.role, unit=there.unit, until=there.until, now=now
        )
        there.accepted_at, there.accepted_by = now, user
        there.save(update_fields=["accepted_at", "accepted_by"])
        write(
            "member.joined",
            f"member:{membership.uuid}",
            institution=there.institution,
            by=user,
            now=now,
            user=str(user.uuid),
            invitation=str(there.uuid),
            role=str(there.role),
            unit=str(there.unit.uuid) if there.unit else None,
        )
    return membership


def require_invited(*, invitation: Invitation, user: User) -> None:
    """The address that was invited is the user's own: the one of the account, or another that was verified.

    raises:  SomebodyElse
    """
    known = known_by(invitation.email)
    if known is None or known.pk != user.pk:
        raise SomebodyElse(acts.INVITED_AT_ANOTHER_ADDRESS, mine=user.email)


def _stands_behind(invitation: Invitation, now: datetime) -> bool:
    """Whoever offered the role may still do so; whoever looks after the installation offers it to several at once."""
    by = invitation.invited_by
    if by is None:
        return False
    if by.is_platform_administrator and by.is_active and invitation.role == Role.HEAD and invitation.unit is None:
        return True
    try:
        require_grant(by=by, institution=invitation.institution, role=invitation.role, unit=invitation.unit, now=now)
    except NotEntitled:
        return False
    return True


def _require_room(institution: Institution, email: str, role: str, unit: Unit | None, now: datetime) -> None:
    """The address neither holds the role nor was offered it, and not too many offers are open."""
    roles = list(
        Membership.objects.filter(standing(now), institution=institution, user__email=email).values_list(
            "role", "unit", "user__name"
        )
    )
    for each, where, name in roles:
        if (each, where) == (role, unit.pk if unit else None):
            raise AlreadyThere(acts.ALREADY_MEMBER, field="email", name=name)
    checked_alone([each for each, _, _ in roles], role)
    opened = Invitation.objects.filter(institution=institution, accepted_at=None, withdrawn_at=None)
    if opened.filter(email=email, role=role, unit=unit).exists():
        raise AlreadyThere(acts.ALREADY_INVITED, field="email")
    count = opened.count()
    if count >= MOST_OPEN:
        raise NotNow(acts.TOO_MANY_INVITATIONS, count=count)


def _token(uuid: str, nonce: str) -> str:
    made = salted_hmac(_SALT, f"{uuid}:{nonce}", algorithm="sha256").digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _write(code: str, invitation: Invitation, by: User, now: datetime) -> None:
    write(
        code,
        f"invitation:{invitation.uuid}",
        institution=invitation.institution,
        by=by,
        now=now,
        role=str(invitation.role),
        unit=str(invitation.unit.uuid) if invitation.unit else None,
    )
