"""Compact JSON Web Signatures: three parts of base64url, read in one way only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import orjson

from sceau.engine.errors import MalformedKey, ProofError, UnknownSuite
from sceau.engine.keys.jwk import JOSE_ALGORITHMS
from sceau.engine.keys.multibase import decode_base64url, encode_base64url
from sceau.engine.proofs.reasons import (
    CRITICAL_HEADER,
    KEY_DOES_NOT_FIT,
    MALFORMED_HEADER,
    NOT_A_JWT,
    TOO_LONG,
    UNKNOWN_ALGORITHM,
    UNSIGNED,
    WRONG_SIGNATURE,
)
from sceau.engine.strict_json import MAXIMUM_BYTES, parse_object

if TYPE_CHECKING:
    from sceau.engine.keys.public import PublicKey
    from sceau.engine.ports import Signer
    from sceau.engine.strict_json import JsonObject

MAXIMUM_LENGTH = MAXIMUM_BYTES * 4 // 3 + 8192  # the largest payload, a header and a signature
MAXIMUM_HEADER = 8192

# The keys that an algorithm of a header stands for
KEY_ALGORITHMS = {jose: key for key, names in JOSE_ALGORITHMS.items() for jose in names}


@dataclass(frozen=True, slots=True)
class Jws:
    """A JWS whose signature has not been verified.

    signing_input:  header, full stop, payload: the bytes that are signed
    """

    header: JsonObject
    payload: JsonObject
    signing_input: bytes
    signature: bytes


def sign_jws(payload: bytes, *, signer: Signer, **header: str) -> str:
    """The compact JWS over payload; `alg` is that of the signer.

    source:  RFC 7515 §5.1, §7.1
    """
    fields = tuple({"alg": JOSE_ALGORITHMS[signer.algorithm][0], **header}.items())
    signing_input = f"{_encoded_header(fields)}.{encode_base64url(payload)}"
    return f"{signing_input}.{encode_base64url(signer.sign(signing_input.encode('ascii')))}"


def read_jws(token: str) -> Jws:
    """The parts of a compact JWS with a JSON payload.

    raises:  ProofError: not three parts, not strict base64url, `alg: none`, a critical header; UnknownSuite for an
             algorithm that we do not have; MalformedJson, duplicate names among others
    source:  RFC 7515 §4.1, §5.2; RFC 8725 §3.1, §3.2
    """
    if len(token) > MAXIMUM_LENGTH:
        raise ProofError(TOO_LONG, size=len(token), limit=MAXIMUM_LENGTH)
    parts = token.split(".")
    if len(parts) != 3 or len(parts[0]) > MAXIMUM_HEADER:  # noqa: PLR2004 -- header, payload, signature
        raise ProofError(NOT_A_JWT)
    header = dict(_header(parts[0]))
    payload, signature = _decoded(parts[1]), _decoded(parts[2])
    signing_input = token[: len(parts[0]) + 1 + len(parts[1])].encode("ascii")
    return Jws(header, parse_object(payload), signing_input, signature)


def verify_jws(jws: Jws, key: PublicKey) -> None:
    """Check the signature with a key that the caller has reason to believe in.

    raises:  ProofError; also when the header's `alg` is not of this key
    source:  RFC 7515 §5.2; RFC 7518 §3.3, §3.4; RFC 8037 §3.1
    """
    algorithm = jws.header["alg"]
    if KEY_ALGORITHMS[algorithm] != key.algorithm:
        raise ProofError(KEY_DOES_NOT_FIT, found=key.algorithm, suite=algorithm)
    if not key.verify(jws.signature, jws.signing_input):
        raise ProofError(WRONG_SIGNATURE)


@lru_cache(maxsize=256)
def _encoded_header(fields: tuple[tuple[str, str], ...]) -> str:
    """The first part of a JWS: the same for all that one key signs."""
    return encode_base64url(orjson.dumps(dict(fields)))


@lru_cache(maxsize=256)
def _header(part: str) -> JsonObject:
    """The header that the first part stands for, checked: the same for all that one key signs."""
    header = parse_object(_decoded(part))
    _check_header(header)
    return header


def _decoded(part: str) -> bytes:
    try:
        return decode_base64url(part)
    except MalformedKey as error:
        raise ProofError(NOT_A_JWT) from error


def _check_header(header: JsonObject) -> None:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str):
        raise ProofError(MALFORMED_HEADER, member="alg")
    if algorithm.lower() == "none":
        raise ProofError(UNSIGNED)
    if algorithm not in KEY_ALGORITHMS:
        raise UnknownSuite(UNKNOWN_ALGORITHM, found=algorithm[:80])
    for member in ("crit", "b64", "zip", "enc"):
        if member in header:
            raise ProofError(CRITICAL_HEADER, found=member)
    for member, kind in (("kid", str), ("typ", str), ("cty", str), ("jwk", dict)):
        if not isinstance(header.get(member, kind()), kind):
            raise ProofError(MALFORMED_HEADER, member=member)
