"""What a reader asks of a credential: as of when, whom they trust, what they hold in hand, and how much work to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from sceau.engine.checks.trust import NOBODY, MalformedTrustList, TrustedIssuer, TrustList, read_trust_list
from sceau.engine.vocabularies.contexts import ContextLibrary

__all__ = [
    "NOBODY",
    "Audience",
    "ListThen",
    "MalformedTrustList",
    "Policy",
    "TrustList",
    "TrustedIssuer",
    "read_trust_list",
]


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom the outermost proof must have been made, where the reader asked for one.

    domain, challenge:  what the reader sent to whoever answers; None for what was not asked
    """

    domain: str | tuple[str, ...] | None = None
    challenge: str | None = None


@dataclass(frozen=True, slots=True)
class ListThen:
    """A status list as it was published at a past moment. since: when; body: the document, whose own proof is judged"""

    since: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class Policy:
    """What the reader asks.

    contexts:       the vocabularies that may be used; any other is refused
    at:             judge validity as of this moment; None is now
    list_then:      gives what a status list said at a past moment, where that is at hand; without it, today's is read
    trusted:        issuers whom the reader knows by other means
    holder:         who the holder should be (an e-mail address, a name…); None when it does not matter
    resources:      related documents that are at hand, by their id
    presented_to:   hold the proof to what the reader asked for, and judge whoever presents a presentation too; None
                    leaves that out
    existed_by:     independent evidence (a time stamp, a log) that the document existed by then; None without any
    confirmed:      keys that the reader knows to be the issuer's, as `publicKeyMultibase`: for what comes with its own
                    documents
    clock_skew:     how far ahead another's clock may be
    most_fetches:   documents asked of other people's servers for one verification
    most_bytes:     bytes taken from them in all
    most_parts:     credentials inside a credential (endorsements) or a presentation that are judged
    most_signatures:  signatures that are judged, with those of all that is inside
    """

    contexts: ContextLibrary
    at: datetime | None = None
    list_then: Callable[[str, datetime], ListThen | None] | None = None
    trusted: TrustList = NOBODY
    holder: str | None = None
    resources: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    presented_to: Audience | None = None
    existed_by: datetime | None = None
    confirmed: frozenset[str] = frozenset()
    clock_skew: timedelta = timedelta(minutes=5)
    most_fetches: int = 12
    most_bytes: int = 4 * 1024 * 1024
    most_parts: int = 20
    most_signatures: int = 64
