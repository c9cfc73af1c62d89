"""What a reader asks of a credential: as of when, whom they trust, what they hold in hand, and how much work to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sceau.engine.errors import EngineError, Reason
from sceau.engine.strict_json import parse_object
from sceau.engine.vocabularies.contexts import ContextLibrary

TRUST_LIST_VERSION = 1
MOST_TRUSTED = 100_000
MAXIMUM_TRUST_LIST = 32 * 1024 * 1024

NOT_A_TRUST_LIST = Reason(
    "trust.unknown_shape",
    fr='ce n’est pas une liste de confiance que nous lisons\u00a0: {{"version":1,"issuers":[…]}}',
    en='this is not a trust list that we read: {{"version":1,"issuers":[…]}}',
)
NOT_AN_ISSUER = Reason(
    "trust.not_an_issuer",
    fr="cette entrée n’a pas un «\u00a0id\u00a0» (DID ou origine https) et un «\u00a0name\u00a0»",
    en="this entry lacks an “id” (a DID or an https origin) or a “name”",
)


class MalformedTrustList(EngineError):
    """A trust list that cannot be read."""


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """An issuer whom the reader knows.

    id:        a DID, or an https origin for all issuers on that host
    name:      how the reader calls it
    evidence:  why, in a sentence or a link; "" when not said
    """

    id: str
    name: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class TrustList:
    """The issuers whom a reader knows, by id."""

    issuers: Mapping[str, TrustedIssuer] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, *issuers: TrustedIssuer) -> TrustList:
        """The list of these issuers."""
        return cls(MappingProxyType({issuer.id: issuer for issuer in issuers}))

    def find(self, issuer_id: str) -> TrustedIssuer | None:
        """The entry for this issuer: its own, or that of the origin under which its https id stands."""
        if found := self.issuers.get(issuer_id):
            return found
        if issuer_id.startswith("https://"):
            return self.issuers.get("/".join(issuer_id.split("/", 3)[:3]))
        return None

    def __bool__(self) -> bool:
        return bool(self.issuers)


NOBODY = TrustList()


def read_trust_list(text: bytes | str) -> TrustList:
    """The trust list in a file: ``{"version": 1, "issuers": [{"id", "name", "evidence"}]}``.

    raises:  MalformedJson, MalformedTrustList; a shape that we do not know is refused rather than half read
    """
    document = parse_object(text, limit=MAXIMUM_TRUST_LIST)
    entries = document.get("issuers")
    if document.get("version") != TRUST_LIST_VERSION or not isinstance(entries, list) or len(entries) > MOST_TRUSTED:
        raise MalformedTrustList(NOT_A_TRUST_LIST)
    return TrustList.of(*(_issuer_of(entry, f"/issuers/{index}") for index, entry in enumerate(entries)))


def _issuer_of(entry: Any, pointer: str) -> TrustedIssuer:
    members = entry if isinstance(entry, dict) else {}
    issuer_id, name, evidence = members.get("id"), members.get("name"), members.get("evidence", "")
    if not isinstance(issuer_id, str) or not isinstance(name, str) or not isinstance(evidence, str):
        raise MalformedTrustList(NOT_AN_ISSUER, pointer=pointer)
    issuer_id = issuer_id.rstrip("/") if issuer_id.startswith("https://") else issuer_id
    if not issuer_id.startswith(("did:", "https://")) or not name.strip():
        raise MalformedTrustList(NOT_AN_ISSUER, pointer=pointer)
    return TrustedIssuer(issuer_id, name, evidence)


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom the outermost proof must have been made, where the reader asked for one.

    domain, challenge:  what the reader sent to whoever answers; None for what was not asked
    """

    domain: str | tuple[str, ...] | None = None
    challenge: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What the reader asks.

    contexts:       the vocabularies that may be used; any other is refused
    at:             judge validity as of this moment; None is now
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
