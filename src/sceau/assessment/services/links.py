"""The secret address by which a candidate opens their own file: made, used, withdrawn. Only its digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.core import signing
from django.core.cache import cache
from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.models import AssessmentSettings, Candidate, Link, Session
from sceau.assessment.queries.candidates import files_at
from sceau.assessment.rights import require
from sceau.assessment.services.writing import write
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.roles import Right
from sceau.journal.services import record

TOKEN_BYTES = 24  # 192 random bits, 32 signs
COPY_LASTS = timedelta(hours=1)  # from the letter to the download of all that is kept
_COPY_SALT = "sceau.assessment.copy"
_DAY = timedelta(days=1)


def make_link(candidate: Candidate, now: datetime) -> str:
    """A new link to a candidate's file; gives its token, which is kept nowhere. Those made before still open it.

    It lives `link_days` from its last use.
    """
    return make_links([candidate], now)[candidate.pk]


def make_links(candidates: Iterable[Candidate], now: datetime) -> dict[int, str]:
    """One link for each, in one statement: primary key of the candidate → token. All of one session."""
    found = list(candidates)
    if not found:
        return {}
    tokens = {each.pk: secrets.token_urlsafe(TOKEN_BYTES) for each in found}
    ends = now + timedelta(days=_days(found[0].session))
    Link.objects.bulk_create(
        Link(candidate=each, token_digest=digest_of(tokens[each.pk]), created_at=now, expires_at=ends) for each in found
    )
    return tokens


def open_link(token: str, *, now: datetime) -> Candidate | None:
    """The candidate whose file a token opens now, None for a token that opens nothing; using it keeps it alive."""
    link = (
        Link.objects.select_related("candidate__session")
        .filter(token_digest=digest_of(token), withdrawn_at__isnull=True, expires_at__gt=now)
        .first()
    )
    if link is None:
        return None
    if link.used_at is None or now - link.used_at > _DAY:
        ends = max(link.expires_at, now + timedelta(days=_days(link.candidate.session)))
        Link.objects.filter(pk=link.pk).update(used_at=now, expires_at=ends)
    return link.candidate


def withdraw_links(*, candidate: Candidate, by: User, now: datetime) -> int:
    """No link made so far opens this file any more; entries that are open in a browser end too. Gives how many.

    raises:  NotEntitled
    """
    with transaction.atomic():
        require(by, Right.MANAGE_SESSIONS, candidate.session, now=now)
        count = Link.objects.filter(candidate=candidate, withdrawn_at__isnull=True).update(withdrawn_at=now)
        if count:
            write("candidate.links_withdrawn", candidate.session, by=by, now=now, candidate=candidate, count=count)
    return count


def send_link(*, candidate: Candidate, by: User | None, now: datetime) -> None:
    """Have a new link mailed: it follows from the act "candidate.link_asked".

    by:      None when the person asked for it
    raises:  NotEntitled
    """
    if by is not None:
        require(by, Right.MANAGE_SESSIONS, candidate.session, now=now)
    write("candidate.link_asked", candidate.session, by=by, now=now, candidate=candidate)


def want_link(*, email: str, box: SecretBox, now: datetime) -> None:
    """Somebody types an address to get a link; whether anybody is known there is only found out behind the pages.

    The same is done for every address, so that neither the answer nor its time tells one from another. What was typed
    is kept sealed, for a day at most, until the act "candidate.link_wanted" is followed.
    """
    wish = uuid4()
    sealed = box.seal(email.strip().lower().encode(), context=_wished(wish))
    with transaction.atomic():
        cache.set(_wished(wish), sealed, timeout=_DAY.total_seconds())
        record("candidate.link_wanted", subject=f"wish:{wish}", by=None, at=now)


def grant_wish(wish: UUID, *, box: SecretBox, now: datetime) -> int:
    """Have a link mailed for every file at the address that was typed; gives how many. Once: then it is forgotten."""
    with transaction.atomic():
        sealed = cache.get(_wished(wish))
        if sealed is None:
            return 0
        found = files_at(box.open(sealed, context=_wished(wish)).decode(), now=now)
        for candidate in found:
            send_link(candidate=candidate, by=None, now=now)
        cache.delete(_wished(wish))
    return len(found)


def hand_over_link(*, candidate: Candidate, by: User, now: datetime) -> str:
    """A link for somebody who has no mailbox, shown once to be given by hand; gives its token. raises: NotEntitled"""
    with transaction.atomic():
        require(by, Right.MANAGE_SESSIONS, candidate.session, now=now)
        token = make_link(candidate, now)
        write("candidate.link_handed_over", candidate.session, by=by, now=now, candidate=candidate)
    return token


def ask_copy(*, candidate: Candidate, now: datetime) -> None:
    """The person wants all that is kept: a letter follows from the act "candidate.copy_asked"."""
    write("candidate.copy_asked", candidate.session, by=None, now=now, candidate=candidate)


def copy_token(candidate: Candidate, now: datetime) -> str:
    """What a letter carries to open that download: a link to the file, stamped, which nobody else can make."""
    return signing.TimestampSigner(salt=_COPY_SALT).sign(make_link(candidate, now))


def link_of_copy(token: str) -> str | None:
    """The token of the link in it; None for one that is older than `COPY_LASTS`, or not ours."""
    try:
        return signing.TimestampSigner(salt=_COPY_SALT).unsign(token, max_age=COPY_LASTS)
    except signing.BadSignature:
        return None


def still_opens(candidate: Candidate, *, digest: str, now: datetime) -> bool:
    """Whether the link of this digest, by which a browser came in, still opens this file."""
    return Link.objects.filter(
        candidate=candidate, token_digest=digest, withdrawn_at__isnull=True, expires_at__gt=now
    ).exists()


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _wished(wish: UUID) -> str:
    return f"assessment.link_wish:{wish}"


def _days(session: Session) -> int:
    found = AssessmentSettings.objects.filter(institution=session.institution_id).values_list("link_days", flat=True)
    return found.first() or AssessmentSettings._meta.get_field("link_days").default
