"""Other people's software, each as its own documentation calls it, on the same credential with the same key and moment.

A peer is absent when it cannot be imported; it is then said to be absent. Canonical forms and tokens are made again at
each call, as they are in ours; keys are loaded once where the software allows it.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from _subject import CONTEXTS, CREATED, ED25519, NOW, P256, benchmark_credential
from cryptography.hazmat.primitives import serialization

from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.multibase import decode_base58, encode_base58, encode_base64url
from sceau.engine.proofs.claims import claims_of

KNOWN = {url: CONTEXTS.get(url) for url in CONTEXTS.urls()}
STAMP = "2026-01-15T10:00:00Z"

Act = Callable[[], Any]


@dataclass
class Pair:
    """What a peer does in one way of securing: issue and verify.

    issue:   gives the secured credential, or the token
    verify:  of what issue gives; raises or answers False when it does not hold
    """

    way: str
    name: str
    issue: Act
    verify: Act


class Absent(Exception):
    """The peer is not installed."""


def pem(private: bool) -> bytes:
    """The benchmark's Ed25519 key as PEM."""
    key = ED25519.key.native()
    if private:
        return key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def pyld() -> list[Pair]:
    """PyLD for the canonical form, `cryptography` for the signature."""
    try:
        from pyld import jsonld
    except ImportError as error:
        raise Absent from error
    document = benchmark_credential()
    key = ED25519.key.native()

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": KNOWN[url], "contentType": "application/ld+json"}

    def digest(value: dict[str, Any]) -> bytes:
        options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
        return sha256(jsonld.normalize(value, options).encode()).digest()

    def issue() -> dict[str, Any]:
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": STAMP,
            "verificationMethod": ED25519.method,
            "proofPurpose": "assertionMethod",
        }
        data = digest({"@context": document["@context"], **proof}) + digest(document)
        return {**document, "proof": {**proof, "proofValue": "z" + encode_base58(key.sign(data))}}

    secured = issue()

    def verify() -> None:
        unsecured = {name: value for name, value in secured.items() if name != "proof"}
        proof = {name: value for name, value in secured["proof"].items() if name != "proofValue"}
        data = digest({"@context": unsecured["@context"], **proof}) + digest(unsecured)
        key.public_key().verify(decode_base58(secured["proof"]["proofValue"][1:], 64), data)

    return [Pair("eddsa-rdfc-2022", "PyLD + cryptography", issue, verify)]


def openvc() -> list[Pair]:
    """openvc-core: its Data Integrity suites and its VC-JWT."""
    try:
        from openvc.keys import Ed25519SigningKey, P256SigningKey
        from openvc.proof.data_integrity import DataIntegrityProofSuite
        from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
        from openvc.proof.di_jcs import EddsaJcsProofSuite
        from openvc.proof.vc_jwt import VcJwtProofSuite
    except ImportError as error:
        raise Absent from error
    name = "openvc-core"

    def data_integrity(way: str, suite: Any, kind: Any, party: Any, **words: Any) -> Pair:
        document, key = benchmark_credential(party), kind(party.key.native(), kid=party.method)
        jwk = to_jwk(party.key.public_key)

        def issue() -> dict[str, Any]:
            secured: dict[str, Any] = suite.add_proof(
                document, signing_key=key, verification_method=party.method, created=CREATED, **words
            )
            return secured

        secured = issue()
        return Pair(way, name, issue, lambda: suite.verify(secured, public_key_jwk=jwk, now=NOW, **words))

    document, key = benchmark_credential(), Ed25519SigningKey(ED25519.key.native(), kid=ED25519.method)
    suite, jwk = VcJwtProofSuite(), to_jwk(ED25519.key.public_key)
    token = suite.sign(document, signing_key=key)
    known = {"extra_contexts": KNOWN}
    return [
        data_integrity("eddsa-rdfc-2022", DataIntegrityProofSuite(), Ed25519SigningKey, ED25519, **known),
        data_integrity("eddsa-jcs-2022", EddsaJcsProofSuite(), Ed25519SigningKey, ED25519),
        data_integrity("ecdsa-rdfc-2019", EcdsaRdfcProofSuite(), P256SigningKey, P256, **known),
        Pair(
            "jwt", name, lambda: suite.sign(document, signing_key=key), lambda: suite.verify(token, public_key_jwk=jwk)
        ),
    ]


def openbadgeslib() -> list[Pair]:
    """openbadgeslib: its Data Integrity proofs and its tokens."""
    try:
        from openbadgeslib.ob3 import OB3Signer, OB3Verifier, add_data_integrity_proof, verify_data_integrity_proof
    except ImportError as error:
        raise Absent from error
    document, private, public = benchmark_credential(), pem(private=True), pem(private=False)

    def issue() -> dict[str, Any]:
        secured: dict[str, Any] = add_data_integrity_proof(
            document, private, ED25519.method, created=CREATED, extra_contexts=KNOWN
        )
        return secured

    secured = issue()
    signer, verifier = OB3Signer(private, "EdDSA"), OB3Verifier(public)
    payload = document | claims_of(document)
    token = signer.sign_payload(payload)
    return [
        Pair(
            "eddsa-rdfc-2022",
            "openbadgeslib",
            issue,
            lambda: verify_data_integrity_proof(secured, public, extra_contexts=KNOWN),
        ),
        Pair("jwt", "openbadgeslib", lambda: signer.sign_payload(payload), lambda: verifier.verify(token)),
    ]


def joserfc() -> list[Pair]:
    """joserfc: compact JWS, the credential read from and written to JSON around it."""
    try:
        from joserfc import jws
        from joserfc.jwk import OKPKey
    except ImportError as error:
        raise Absent from error
    warnings.simplefilter("ignore")  # it says that the name EdDSA is on its way out
    document = benchmark_credential()
    public = to_jwk(ED25519.key.public_key)
    secret = OKPKey.import_key({**public, "d": encode_base64url(ED25519.key.secret)})
    key = OKPKey.import_key(public)
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": ED25519.method}

    def issue() -> str:
        return jws.serialize_compact(header, json.dumps(document).encode(), secret, algorithms=["EdDSA"])

    token = issue()
    return [
        Pair(
            "jwt",
            "joserfc",
            issue,
            lambda: json.loads(jws.deserialize_compact(token, key, algorithms=["EdDSA"]).payload),
        )
    ]


def pyjwt() -> list[Pair]:
    """PyJWT, which comes with openvc-core."""
    try:
        import jwt
    except ImportError as error:
        raise Absent from error
    document, secret = benchmark_credential(), ED25519.key.native()
    public = secret.public_key()
    header = {"typ": "vc+jwt", "cty": "vc", "kid": ED25519.method}

    def issue() -> str:
        return jwt.encode(document, secret, algorithm="EdDSA", headers=header)

    token = issue()
    return [Pair("jwt", "PyJWT", issue, lambda: jwt.decode(token, public, algorithms=["EdDSA"]))]


PEERS = {
    "PyLD + cryptography": pyld,
    "openvc-core": openvc,
    "openbadgeslib": openbadgeslib,
    "joserfc": joserfc,
    "PyJWT": pyjwt,
}


def bakers() -> dict[str, tuple[Act, Act]]:
    """Other people's way into a PNG and out again, by name; the picture and the token are their arguments."""
    try:
        from openbadgeslib import baking
    except ImportError:
        return {}
    return {
        "openbadgeslib": (
            lambda image, token: baking.bake_png(image, token, keyword=baking.ITXT_KEYWORD_OB3),
            lambda image: baking.extract_png(image, keyword=baking.ITXT_KEYWORD_OB3),
        )
    }
