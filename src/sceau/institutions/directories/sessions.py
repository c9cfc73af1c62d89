"""Sessions that came through a directory: asked again before five minutes are over, and ended when it says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from sceau.engine.errors import EngineError
from sceau.engine.strict_json import JsonObject
from sceau.institutions.directories import reasons
from sceau.institutions.directories.clients import client_of
from sceau.institutions.directories.discovery import Metadata, fetch_keys, fetch_metadata, read
from sceau.institutions.directories.errors import DirectoryError, NoLongerThere, Unanswered, Untrue
from sceau.institutions.directories.ports import SecretBox, Web
from sceau.institutions.directories.protocol import Client, Tokens, describe_person, renew
from sceau.institutions.directories.queries import domain_of, domains_in_force, open_sessions
from sceau.institutions.directories.tokens import UnknownKey, read_id_token, read_logout_token
from sceau.institutions.models import (
    Directory,
    DirectorySession,
    DirectoryState,
    SessionEnd,
    UsedLogoutToken,
)
from sceau.journal.services import record

TRUSTED = timedelta(minutes=5)  # a person removed from the directory is out after this, whatever happens
ASK_AFTER = timedelta(minutes=4)  # a page asks then, and has a minute to get an answer
SWEEP_AFTER = timedelta(minutes=3)  # the worker comes by each minute, so that pages seldom have to ask
LEASE = timedelta(seconds=20)  # longer than one question may take
READ_AGAIN = timedelta(days=1)  # what the directory publishes
KEYS_AGAIN = timedelta(minutes=1)  # and, for a key that we do not know, at most once in this time
GIVEN_UP = timedelta(minutes=30)  # a sign-in that never came to a page
TOLD = timedelta(hours=2)  # after this the person who is out is not told why any more
MOST_A_SWEEP = 500
SILENT = 2  # questions without an answer, after which a directory is left alone until the next sweep


@dataclass(frozen=True, slots=True)
class Swept:
    """What a round of the worker did."""

    there: int
    ended: int
    unanswered: int


def published_by(directory: Directory, *, web: Web, now: datetime, anew: bool = False) -> Metadata:
    """What the directory says of itself, read again each day; what was read before serves when it does not answer.

    anew:    read it now, unless it was read within the minute
    raises:  DirectoryError
    """
    age = None if directory.read_at is None else now - directory.read_at
    if age is None or age > READ_AGAIN or (anew and age > KEYS_AGAIN):
        try:
            published = fetch_metadata(directory.issuer, web=web)
            keys = fetch_keys(read(published, issuer=directory.issuer).jwks, web=web)
        except Unanswered:
            if directory.read_at is None:
                raise
        else:
            directory.metadata, directory.keys, directory.read_at = published, keys, now
            Directory.objects.filter(pk=directory.pk, issuer=directory.issuer).update(
                metadata=published, keys=keys, read_at=now
            )
    return read(directory.metadata, issuer=directory.issuer)


def verified_claims(directory: Directory, id_token: str, *, nonce: str | None, web: Web, now: datetime) -> JsonObject:
    """The claims of an id_token of this directory; its keys are read again when it has a new one.

    raises:  Untrue, Unanswered
    """
    wanted: dict[str, Any] = {
        "issuer": directory.issuer,
        "client_id": directory.client_id,
        "nonce": nonce,
        "now": now,
    }
    try:
        return read_id_token(id_token, keys=directory.keys, **wanted)
    except UnknownKey:
        published_by(directory, web=web, now=now, anew=True)
        return read_id_token(id_token, keys=directory.keys, **wanted)


def recheck_session(session: DirectorySession, *, client: Client, web: Web, box: SecretBox, now: datetime) -> bool:
    """Ask the directory whether the person is still there; end the session when not.

    returns:  whether it is known now: the directory answered, or the session is over. False: it could not be asked,
              or somebody else is asking at this moment
    """
    mine = DirectorySession.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now), pk=session.pk, ended_at__isnull=True
    ).update(lease_until=now + LEASE)
    session.refresh_from_db()
    if not mine:
        return session.ended_at is not None
    directory, user = session.bond.directory, session.bond.user
    if directory.state != DirectoryState.ACTIVE or domain_of(user.email) not in domains_in_force(directory):
        end_session(session, SessionEnd.TURNED_OFF, now=now)
        return True
    try:
        tokens = Tokens.of(box.open(session.tokens, context=session.seal_context))
        tokens = _asked(directory, session, tokens, client=client, web=web, now=now)
    except (NoLongerThere, Untrue):
        end_session(session, SessionEnd.REMOVED, now=now)
        return True
    except (DirectoryError, EngineError):  # it could not be asked: that says nothing of the person
        DirectorySession.objects.filter(pk=session.pk).update(lease_until=None)
        return False
    sealed = box.seal(tokens.kept(), context=session.seal_context)
    DirectorySession.objects.filter(pk=session.pk, ended_at__isnull=True).update(
        tokens=sealed, checked_at=now, lease_until=None
    )
    session.refresh_from_db()
    return True


def _asked(
    directory: Directory, session: DirectorySession, tokens: Tokens, *, client: Client, web: Web, now: datetime
) -> Tokens:
    """The tokens to keep, once the directory has answered for the person. Raises DirectoryError."""
    metadata = published_by(directory, web=web, now=now)
    subject = session.bond.subject
    if not tokens.refresh:
        describe_person(metadata, tokens.access, subject=subject, web=web)
        return tokens
    new = renew(metadata, client, tokens, web=web)
    if new.id_token:
        claims = verified_claims(directory, new.id_token, nonce=None, web=web, now=now)
        if claims["sub"] != subject:
            raise Untrue(reasons.OTHER_SUBJECT)
    return new


def end_session(session: DirectorySession, end: SessionEnd, *, now: datetime) -> None:
    """End a session, once. The person is told why at the next page they ask for."""
    with transaction.atomic():
        ended = DirectorySession.objects.filter(pk=session.pk, ended_at__isnull=True).update(
            ended_at=now, end=end, tokens="", lease_until=None
        )
        if ended and end != SessionEnd.LEFT:
            directory = session.bond.directory
            record(
                "directory.session_ended",
                subject=f"user:{session.bond.user.uuid}",
                by=None,
                at=now,
                institution=directory.institution.uuid,
                end=str(end.value),
            )
    session.refresh_from_db()


def end_all_sessions(directory: Directory, *, now: datetime) -> int:
    """End what came through a directory that is turned off or changed. Returns how many; the caller records it."""
    return DirectorySession.objects.filter(bond__directory=directory, ended_at__isnull=True).update(
        ended_at=now, end=SessionEnd.TURNED_OFF, tokens="", lease_until=None
    )


def obey_logout(*, directory: Directory, token: str, web: Web, now: datetime) -> int:
    """End the sessions that a logout token names. Returns how many.

    raises:  Untrue, also for a token that was obeyed already; Unanswered
    """
    wanted: dict[str, Any] = {"issuer": directory.issuer, "client_id": directory.client_id, "now": now}
    try:
        logout = read_logout_token(token, keys=directory.keys, **wanted)
    except UnknownKey:
        published_by(directory, web=web, now=now, anew=True)
        logout = read_logout_token(token, keys=directory.keys, **wanted)
    try:
        with transaction.atomic():
            UsedLogoutToken.objects.create(directory=directory, jti=logout.jti, forget_at=logout.forget_at)
            sessions = open_sessions().filter(bond__directory=directory)
            if logout.sid:
                sessions = sessions.filter(sid=logout.sid)
            if logout.subject:
                sessions = sessions.filter(bond__subject=logout.subject)
            found = list(sessions.select_related("bond__directory__institution", "bond__user"))
            for session in found:
                end_session(session, SessionEnd.LOGGED_OUT, now=now)
    except IntegrityError as error:
        raise Untrue(reasons.NOT_NOW) from error
    return len(found)


def sweep_sessions(*, web: Web, box: SecretBox, now: datetime) -> Swept:
    """Ask the directories about those whom nobody has asked about for three minutes, idle or not; tidy up.

    For the worker, each minute.
    """
    silent: Counter[int] = Counter()
    there = ended = unanswered = 0
    due = open_sessions().filter(checked_at__lte=now - SWEEP_AFTER).select_related("bond__directory__institution")
    for session in due.order_by("checked_at")[:MOST_A_SWEEP]:
        directory = session.bond.directory
        if _is_gone(session, now):
            end_session(session, SessionEnd.LEFT, now=now)
            continue
        if silent[directory.pk] >= SILENT:
            unanswered += 1
            continue
        try:
            client = client_of(directory, box=box)
            known = recheck_session(session, client=client, web=web, box=box, now=now)
        except DirectoryError:
            known = False
        if not known:
            silent[directory.pk] += 1
            unanswered += 1
        elif session.ended_at is None:
            there += 1
        else:
            ended += 1
    _forget(now)
    return Swept(there, ended, unanswered)


def _is_gone(session: DirectorySession, now: datetime) -> bool:
    """Whether the web session is no more: signed out, over, or never begun."""
    if not session.session_key:
        return now - session.started_at > GIVEN_UP
    return not _store().exists(session.session_key)


def _forget(now: datetime) -> None:
    """Drop what serves no more: used logout tokens, and the web sessions of those who were put out and never came."""
    UsedLogoutToken.objects.filter(forget_at__lt=now).delete()
    for session in DirectorySession.objects.filter(ended_at__lt=now - TOLD):
        if session.session_key:
            _store().delete(session.session_key)
        session.delete()


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore()
