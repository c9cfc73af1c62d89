"""JSON Web Keys: public keys as JOSE writes them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import orjson
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from sceau.engine.errors import MalformedKey
from sceau.engine.keys.multibase import decode_base64url, encode_base64url
from sceau.engine.keys.public import COORDINATE_LENGTH, CURVES, PublicKey, public_key_of
from sceau.engine.keys.reasons import MALFORMED_JWK, NOT_A_POINT, NOT_FOR_SIGNATURES, PRIVATE_JWK, RSA_REFUSED

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject

# The JOSE algorithms of each key; the first one is the one we write (RFC 8037 §3.1, RFC 9864 §2.2, RFC 7518 §3.1)
JOSE_ALGORITHMS = {"Ed25519": ("EdDSA", "Ed25519"), "P-256": ("ES256",), "P-384": ("ES384",), "RSA": ("RS256",)}

_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_LONGEST_NUMBER = 1366  # base64url characters of 8192 bits


def to_jwk(key: PublicKey) -> JsonObject:
    """The public JWK of the key: only the members that say which key it is.

    source:  RFC 8037 §2; RFC 7518 §6.2.1, §6.3.1
    """
    native = key.native()
    if isinstance(native, rsa.RSAPublicKey):
        numbers = native.public_numbers()
        return {"kty": "RSA", "n": _text_of(numbers.n), "e": _text_of(numbers.e)}
    if isinstance(native, ec.EllipticCurvePublicKey):
        point, length = native.public_numbers(), COORDINATE_LENGTH[key.algorithm]
        x, y = (encode_base64url(coordinate.to_bytes(length, "big")) for coordinate in (point.x, point.y))
        return {"kty": "EC", "crv": key.algorithm, "x": x, "y": y}
    return {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(key.raw)}


def from_jwk(jwk: JsonObject) -> PublicKey:
    """The key that a public JWK stands for.

    raises:  MalformedKey; also when the JWK holds its private part, or says that it is not for verifying signatures
    source:  RFC 7517 §4; RFC 7518 §6; RFC 8037 §2
    """
    if not _PRIVATE_MEMBERS.isdisjoint(jwk):
        raise MalformedKey(PRIVATE_JWK)
    kind, curve = jwk.get("kty"), jwk.get("crv")
    if kind == "OKP" and curve == "Ed25519":
        key = PublicKey("Ed25519", _bytes_at(jwk, "x"))
    elif kind == "EC" and isinstance(curve, str) and curve in CURVES:
        key = _point(jwk, curve)
    elif kind == "RSA":
        key = _rsa(jwk)
    else:
        raise MalformedKey(MALFORMED_JWK, member="crv" if kind in ("OKP", "EC") else "kty")
    _refuse_other_use(jwk, key.algorithm)
    return key


def thumbprint(key: PublicKey) -> str:
    """The base64url SHA-256 thumbprint of the key.

    source:  RFC 7638 §3; RFC 8037 §2
    """
    return encode_base64url(sha256(orjson.dumps(to_jwk(key), option=orjson.OPT_SORT_KEYS)).digest())


def _refuse_other_use(jwk: JsonObject, algorithm: str) -> None:
    if jwk.get("use", "sig") != "sig":
        raise MalformedKey(NOT_FOR_SIGNATURES, member="use", found=jwk["use"])
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        raise MalformedKey(NOT_FOR_SIGNATURES, member="key_ops", found=operations)
    if jwk.get("alg", JOSE_ALGORITHMS[algorithm][0]) not in JOSE_ALGORITHMS[algorithm]:
        raise MalformedKey(NOT_FOR_SIGNATURES, member="alg", found=jwk["alg"])


def _point(jwk: JsonObject, curve: str) -> PublicKey:
    # RFC 7518 §6.2.1.2: a coordinate has the full length of the curve, zeros in front included
    length = COORDINATE_LENGTH[curve]
    x, y = _bytes_at(jwk, "x"), _bytes_at(jwk, "y")
    for member, coordinate in (("x", x), ("y", y)):
        if len(coordinate) != length:
            raise MalformedKey(MALFORMED_JWK, member=member)
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVES[curve], b"\x04" + x + y)
    except ValueError as error:
        raise MalformedKey(NOT_A_POINT, algorithm=curve) from error
    return public_key_of(point)


def _rsa(jwk: JsonObject) -> PublicKey:
    n, e = (int.from_bytes(_bytes_at(jwk, member), "big") for member in ("n", "e"))
    try:
        return public_key_of(rsa.RSAPublicNumbers(e, n).public_key())
    except (ValueError, OverflowError) as error:
        raise MalformedKey(RSA_REFUSED) from error


def _bytes_at(jwk: JsonObject, member: str) -> bytes:
    text = jwk.get(member)
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_NUMBER:
        raise MalformedKey(MALFORMED_JWK, member=member)
    try:
        return decode_base64url(text)
    except MalformedKey as error:
        raise MalformedKey(MALFORMED_JWK, member=member) from error


def _text_of(number: int) -> str:
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))
