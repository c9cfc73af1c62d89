"""Whom a directory may bring in: the rules that tie a person of a directory to an account here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.accounts.queries import known_by
from sceau.accounts.services import create_account
from sceau.engine.strict_json import JsonObject
from sceau.institutions.directories import reasons
from sceau.institutions.directories.errors import NotWelcome
from sceau.institutions.directories.ports import SecretBox, Web
from sceau.institutions.directories.protocol import Client, Tokens, describe_person, redeem
from sceau.institutions.directories.queries import domain_of, domains_in_force
from sceau.institutions.directories.sessions import published_by, verified_claims
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Bond, Directory, DirectorySession, Invitation
from sceau.institutions.services.invitations import check_invitation
from sceau.journal.services import record

LONGEST_PERSON_NAME = 200
MOST_OFFERS = 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody whom a directory has brought in.

    session:     to be tied to the web session
    invitation:  still open, for a person who had no account; None for the others
    """

    user: User
    session: DirectorySession
    invitation: Invitation | None


def bring_in(
    *,
    directory: Directory,
    client: Client,
    code: str,
    verifier: str,
    nonce: str,
    language: str,
    web: Web,
    box: SecretBox,
    now: datetime,
) -> Arrival:
    """Turn the code that the browser brought back into a person here.

    raises:  DirectoryError, and then nothing is written
    """
    metadata = published_by(directory, web=web, now=now)
    tokens = redeem(metadata, client, code=code, verifier=verifier, web=web)
    claims = verified_claims(directory, tokens.id_token, nonce=nonce, web=web, now=now)
    person: Mapping[str, object] = claims
    if not claims.get("email") and metadata.userinfo:
        person = describe_person(metadata, tokens.access, subject=claims["sub"], web=web)
    return _welcome(directory, claims, person, tokens, language=language, box=box, now=now)


def _welcome(
    directory: Directory,
    claims: JsonObject,
    person: Mapping[str, object],
    tokens: Tokens,
    *,
    language: str,
    box: SecretBox,
    now: datetime,
) -> Arrival:
    domains = domains_in_force(directory)
    email = _address(person, domains)
    with transaction.atomic():
        bond = Bond.objects.filter(directory=directory, subject=claims["sub"]).select_related("user").first()
        holder = User.objects.filter(email=email).first()
        invitation = None
        if bond is not None:
            if holder is not None and holder != bond.user:
                raise NotWelcome(reasons.ANOTHER_PERSON, email=email)
            user = bond.user
        else:
            if holder is None:
                if known_by(email) is not None:  # another address of an account that this directory may not open
                    raise NotWelcome(reasons.SECOND_ADDRESS, email=email)
                invitation = _invitation_to(email, now)
                holder = create_account(email=email, name=_name(person, email), language=language, now=now)
            elif Bond.objects.filter(directory=directory, user=holder).exists():
                raise NotWelcome(reasons.ANOTHER_PERSON, email=email)
            user = holder
        _refuse_wrong_account(user, domains)
        if bond is None:
            bond = Bond.objects.create(
                directory=directory, subject=claims["sub"], user=user, created_at=now, last_at=now
            )
            record(
                "directory.bond_made",
                subject=f"user:{user.uuid}",
                by=user.uuid,
                at=now,
                institution=directory.institution.uuid,
                new_account=invitation is not None,
            )
        else:
            Bond.objects.filter(pk=bond.pk).update(last_at=now)
        sid = claims.get("sid", "")
        session = DirectorySession(
            bond=bond, sid=sid[:255] if isinstance(sid, str) else "", started_at=now, checked_at=now
        )
        session.tokens = box.seal(tokens.kept(), context=session.seal_context)
        session.save()
    return Arrival(user, session, invitation)


def _address(person: Mapping[str, object], domains: frozenset[str]) -> str:
    """The address that the directory vouches for. Raises NotWelcome."""
    email = person.get("email")
    if not isinstance(email, str) or not domain_of(email):
        raise NotWelcome(reasons.NO_ADDRESS)
    email = email.strip().lower()
    if person.get("email_verified") not in (True, "true"):  # some providers write the word
        raise NotWelcome(reasons.UNVERIFIED_ADDRESS, email=email)
    if domain_of(email) not in domains:
        raise NotWelcome(reasons.FOREIGN_ADDRESS, email=email)
    return email


def _refuse_wrong_account(user: User, domains: frozenset[str]) -> None:
    """Refuse an account that this directory may not open. Raises NotWelcome."""
    if user.is_platform_administrator:
        raise NotWelcome(reasons.ADMINISTRATOR)
    if not user.is_active:
        raise NotWelcome(reasons.CLOSED_ACCOUNT)
    if domain_of(user.email) not in domains:  # the person has changed their address here since
        raise NotWelcome(reasons.FOREIGN_ADDRESS, email=user.email)


def _invitation_to(email: str, now: datetime) -> Invitation:
    """An invitation that still stands. Raises NotWelcome."""
    offered = Invitation.objects.filter(email=email, accepted_at__isnull=True, withdrawn_at__isnull=True)
    for invitation in offered.select_related("institution", "unit", "invited_by").order_by("created_at")[:MOST_OFFERS]:
        try:
            check_invitation(invitation=invitation, now=now)
        except InstitutionsError:  # too old, or nobody stands behind it any more
            continue
        return invitation
    raise NotWelcome(reasons.NOT_INVITED, email=email)


def _name(person: Mapping[str, object], email: str) -> str:
    """As the directory writes it; the start of the address when it does not."""
    name = person.get("name")
    parts = [name] if isinstance(name, str) else [person.get("given_name"), person.get("family_name")]
    written = " ".join(" ".join(part for part in parts if isinstance(part, str)).split())
    return written[:LONGEST_PERSON_NAME] or email.partition("@")[0]
