"""The test issuers: a did:key for each kind of key, made of one seed, gone with the process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha512
from typing import Final

from sceau.api.vc_api.server import server
from sceau.engine.keys import did_key
from sceau.engine.keys.private import LocalSigner, generate
from sceau.engine.proofs.suites import WRITTEN

JOSE: Final = "jose"
WITH_STATUS: Final = "bitstring-status-list"
_OF_STATUS: Final = "eddsa-rdfc-2022"  # what credentials with a place in a status list are signed with

# path → kinds of key; a caller who names none of the issuers is answered by the first
SUITES: Final[dict[str, tuple[str, ...]]] = {
    "eddsa-rdfc-2022": ("Ed25519",),
    "eddsa-jcs-2022": ("Ed25519",),
    "ecdsa-rdfc-2019": ("P-256", "P-384"),
    "ecdsa-jcs-2019": ("P-256", "P-384"),
    WITH_STATUS: ("Ed25519",),
    JOSE: ("Ed25519", "P-256", "P-384"),
}


@dataclass(frozen=True, slots=True)
class TestIssuer:
    """One of them. did: its identifier; method: the absolute URL of its key"""

    did: str
    method: str
    signer: LocalSigner


def issuer_for(suite: str, named: str) -> TestIssuer:
    """Who signs for a path.

    named:  the issuer that the caller's credential names: one of ours signs itself, for anybody else the first does
    """
    ours = [_issuer(algorithm) for algorithm in SUITES[suite]]
    return next((each for each in ours if each.did == named), ours[0])


def issuers_of(suite: str) -> list[TestIssuer]:
    """Every issuer of a path, the first first."""
    return [_issuer(algorithm) for algorithm in SUITES[suite]]


def cryptosuite_of(suite: str) -> str:
    """What the path signs with. suite: any of SUITES but "jose" """
    return suite if suite in WRITTEN else _OF_STATUS


@cache
def _issuer(algorithm: str) -> TestIssuer:
    signer = generate(algorithm, sha512(server().seed + algorithm.encode()).digest()).signer()
    return TestIssuer(did_key.did_of(signer.public_key), did_key.method_of(signer.public_key), signer)
