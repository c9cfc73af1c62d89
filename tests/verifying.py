"""What tests of verification share: an issuer with a key and a site, its credentials, and the question asked of them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from sceau.engine.checks.policy import Policy
from sceau.engine.checks.report import Check, Report
from sceau.engine.checks.verify import verify
from sceau.engine.keys import did_key, did_web
from sceau.engine.keys.multibase import encode_base64url
from sceau.engine.keys.private import PrivateKey, generate
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.proofs.jwt import sign_jwt
from sceau.engine.status.bitstring import StatusList
from sceau.engine.status.documents import status_entry, status_list_credential
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import OB_3_0_3, OB_EXTENSIONS, VC_2_0, shipped
from sceau.outside.fetchers import MemoryFetcher

SIGNED_AT = datetime(2026, 1, 15, 10, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BASE = "https://badges.example"
LIST_URL = f"{BASE}/status/3f1c6d2e-0f5e-4b7a-9d5c-2a61d0b7c001"
INDEX = 4_711


def credential(issuer_id: str, **members: Any) -> JsonObject:
    """An unsigned Open Badges 3.0 credential; members replace or, when None, remove."""
    document: JsonObject = {
        "@context": [VC_2_0, OB_3_0_3, OB_EXTENSIONS],
        "id": f"{BASE}/v/7F3AK91C2QXM4B",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer_id, "type": ["Profile"], "name": "Université des Causses"},
        "validFrom": "2026-01-15T10:00:00Z",
        "validUntil": "2031-01-15T10:00:00Z",
        "name": "Conduire un audit énergétique",
        "credentialSubject": {
            "id": "did:example:naima",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"{BASE}/m/audit/1",
                "type": ["Achievement"],
                "name": "Conduire un audit énergétique",
                "description": "Relever, modéliser, proposer, défendre.",
                "criteria": {"narrative": "Réussir l’audit d’un bâtiment réel."},
            },
        },
    }
    document.update(copy.deepcopy(members))
    return {name: value for name, value in document.items() if value is not None}


class Issuer:
    """An issuer with one key. The documents it publishes are in `site`, by address."""

    def __init__(self, seed: int = 1, *, host: str | None = "badges.example", algorithm: str = "Ed25519") -> None:
        self.key: PrivateKey = generate(algorithm, bytes([seed]) * 64)
        self.signer = self.key.signer()
        self.site: dict[str, Any] = {}
        if host is None:
            self.id = did_key.did_of(self.signer.public_key)
            self.method = did_key.method_of(self.signer.public_key)
        else:
            self.id = did_web.did_of(host)
            self.method = f"{self.id}#key-1"
            self.publish_key()

    def publish_key(self, **dates: datetime) -> None:
        """Publish the DID document; dates: expires, revoked."""
        keys = [did_web.PublishedKey(1, self.signer.public_key, **dates)]
        self.site[did_web.url_of(self.id)] = did_web.build_document(self.id, keys)

    def sign(self, document: JsonObject, **options: Any) -> JsonObject:
        """The document with a proof of this issuer."""
        settings: dict[str, Any] = {"verification_method": self.method, "created": SIGNED_AT, "contexts": shipped()}
        return secure(document, signer=self.signer, **(settings | options))

    def badge(self, **members: Any) -> JsonObject:
        """A signed credential."""
        return self.sign(credential(self.id, **members))

    def token(self, profile: str = "vc+jwt", **members: Any) -> str:
        """A credential as a JWT."""
        return sign_jwt(credential(self.id, **members), signer=self.signer, kid=self.method, profile=profile)

    def publish_list(
        self, url: str = LIST_URL, *, revoked: Mapping[int, int] = {}, size: int = 1, **options: Any
    ) -> None:
        """Publish a signed status list in which these indices have these values."""
        bits = StatusList.new(size=size)
        for index, value in revoked.items():
            bits.set(index, value)
        settings: dict[str, Any] = {"purpose": "revocation", "valid_from": SIGNED_AT}
        self.site[url] = self.sign(status_list_credential(url, self.id, bits, **(settings | options)))

    def badge_with_status(self, **members: Any) -> JsonObject:
        """A signed credential with an entry in the list."""
        return self.badge(credentialStatus=status_entry(LIST_URL, INDEX), **members)


def token_with(header: JsonObject, document: JsonObject, issuer: Issuer) -> str:
    """A compact JWS with any header, signed by the issuer."""
    parts = [encode_base64url(orjson.dumps(part)) for part in (header, document)]
    signature = issuer.signer.sign(".".join(parts).encode())
    return ".".join([*parts, encode_base64url(signature)])


def ask(anything: Any, *sites: Mapping[str, Any], now: datetime = NOW, fetcher: Any = None, **policy: Any) -> Report:
    """Verify with these sites within reach."""
    documents = {url: body for site in sites for url, body in site.items()}
    return verify(anything, policy=Policy(shipped(), **policy), fetcher=fetcher or MemoryFetcher(documents), now=now)


def answer(report: Report, question: str) -> Check:
    """The report's answer to a question, by its id."""
    found = [check for check in report.checks if check.id == question]
    assert len(found) == 1, (question, [check.id for check in report.checks])
    return found[0]


def said(report: Report) -> dict[str, str]:
    """Question → outcome and reason, for those that are not passed."""
    return {check.id: f"{check.outcome.name.lower()} {check.reason.code}" for check in report.checks if check.outcome}
