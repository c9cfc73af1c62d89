"""An institution of these tests: what it publishes on a site of this machine, and the credentials that it issues."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from interop.keys import KEYS
from interop.site import Site
from sample_awards import sample_award, sample_design, sample_issuer
from sceau.engine.checks.policy import Policy, TrustedIssuer, TrustList
from sceau.engine.checks.report import Report
from sceau.engine.checks.verify import verify
from sceau.engine.errors import OutOfReach, Reason
from sceau.engine.keys import did_key, did_web
from sceau.engine.model.awards import StatusPlace
from sceau.engine.model.code import make_code
from sceau.engine.model.describe import describe
from sceau.engine.ports import Fetched
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.status.bitstring import StatusList
from sceau.engine.status.documents import status_list_credential
from sceau.engine.vocabularies.contexts import shipped

CREATED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
NOT_THERE = Reason("test.not_there", fr="{url} n’existe pas", en="{url} does not exist")
GOOD, REVOKED = 94_567, 31_337


class Institution:
    """A did:web or a did:key with one key, its status list published where its credentials point to.

    did:     "web" or "key"
    method:  the id of its key
    """

    def __init__(self, site: Site, did: str, *, algorithm: str = "Ed25519", slug: str = "greta") -> None:
        self.site = site
        self.signer = KEYS[algorithm].signer()
        public_key = self.signer.public_key
        if did == "web":
            self.did = did_web.did_of(site.host, ["i", slug])
            self.method = f"{self.did}#key-1"
            document = did_web.build_document(self.did, [did_web.PublishedKey(1, public_key)])
            site.publish(did_web.url_of(self.did), document)
        else:
            self.did, self.method = did_key.did_of(public_key), did_key.method_of(public_key)
        self.list_url = f"{site.origin}/status/{did}-{algorithm}-{slug}"
        self.publish_statuses()

    def publish_statuses(self) -> None:
        """Sign and serve the status list, in which one credential is revoked."""
        bits = StatusList.new()
        bits.set(REVOKED, 1)
        unsigned = status_list_credential(self.list_url, self.did, bits, purpose="revocation", valid_from=CREATED)
        self.site.publish(self.list_url, self.secured(unsigned))

    def described(self, design_id: str, *, index: int = GOOD) -> dict[str, Any]:
        """An unsigned credential of the demonstration."""
        design = sample_design(design_id)
        issuer = replace(sample_issuer(design), did=self.did, base=self.site.origin)
        code = make_code(index.to_bytes(9, "big"))
        return describe(design, issuer, sample_award(design, code=code, status=StatusPlace(self.list_url, index)))

    def secured(self, document: dict[str, Any], suite: str = "") -> dict[str, Any]:
        """The document with the institution's proof."""
        default = "eddsa-rdfc-2022" if self.signer.algorithm == "Ed25519" else "ecdsa-rdfc-2019"
        return secure(
            document,
            signer=self.signer,
            verification_method=self.method,
            created=CREATED,
            contexts=shipped(),
            cryptosuite=suite or default,
        )


class FetcherOfSite:
    """A Fetcher that finds what a site serves, without asking it."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        body = self.site.documents.get(url.removeprefix(self.site.origin))
        if body is None:
            raise OutOfReach(NOT_THERE, url=url)
        return Fetched(url, 200, accept.split(",", maxsplit=1)[0], body)

    def json(self, url: str) -> Any:
        """The document at a URL, as a value."""
        return orjson.loads(self.fetch(url).body)


def judged(anything: dict[str, Any] | str, institution: Institution, now: datetime = NOW) -> Report:
    """Our own verification, by a reader who knows the institution."""
    policy = Policy(shipped(), trusted=TrustList.of(TrustedIssuer(institution.did, "Institut")))
    return verify(anything, policy=policy, fetcher=FetcherOfSite(institution.site), now=now)
