"""Public keys: what verifies a signature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from sceau.engine.errors import MalformedKey
from sceau.engine.keys.reasons import NOT_A_POINT, RSA_REFUSED, UNKNOWN_ALGORITHM, WRONG_LENGTH

NativeKey = Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey

ED25519_LENGTH = 32
CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
HASHES: dict[str, hashes.HashAlgorithm] = {"P-256": hashes.SHA256(), "P-384": hashes.SHA384()}
COORDINATE_LENGTH = {"P-256": 32, "P-384": 48}

RSA_BITS = range(2048, 8193)  # below, too weak to prove anything; above, too slow to be honest
LARGEST_EXPONENT = 2**32

# The points of small order: under such a "key" one signature fits many messages (RFC 8032, §8.8 leaves it open).
# With either sign bit, and with y written as y or y + p where both fit in 255 bits.
_WEAK_POINTS = frozenset(
    bytes.fromhex(head)[:31] + bytes([int(head[-2:], 16) | sign])
    for head in (
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
    for sign in (0x00, 0x80)
)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that is known to be well formed.

    algorithm:  "Ed25519", "P-256", "P-384" or "RSA"
    raw:        32 bytes; the compressed point, 33 or 49 bytes; or the DER SubjectPublicKeyInfo of an RSA key
    raises:     MalformedKey when made from anything else
    """

    algorithm: str
    raw: bytes

    def __post_init__(self) -> None:
        self.native()

    def native(self) -> NativeKey:
        """The key as the cryptographic library holds it."""
        return _native(self.algorithm, self.raw)

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Whether the signature over data was made with the private half.

        signature:  Ed25519 64 bytes; ECDSA r‖s, 64 or 96 bytes, over SHA-256 or SHA-384 of data;
                    RSASSA-PKCS1-v1_5 with SHA-256
        source:     RFC 8032 §5.1.7; FIPS 186-5 §6.4.2; RFC 8017 §8.2.2
        """
        key = self.native()
        try:
            if isinstance(key, Ed25519PublicKey):
                key.verify(signature, data)
            elif isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
            else:
                half = COORDINATE_LENGTH[self.algorithm]
                if len(signature) != 2 * half:
                    return False
                r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
                key.verify(encode_dss_signature(r, s), data, ec.ECDSA(HASHES[self.algorithm]))
        except InvalidSignature:
            return False
        return True


def public_key_of(key: NativeKey) -> PublicKey:
    """The key that the cryptographic library holds, as a value.

    raises:  MalformedKey for a curve or a size that we do not use
    """
    if isinstance(key, Ed25519PublicKey):
        return PublicKey("Ed25519", key.public_bytes_raw())
    if isinstance(key, rsa.RSAPublicKey):
        der = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        return PublicKey("RSA", key.public_bytes(*der))
    algorithm = next((name for name, curve in CURVES.items() if curve.name == key.curve.name), None)
    if algorithm is None:
        raise MalformedKey(UNKNOWN_ALGORITHM, found=key.curve.name)
    point = serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    return PublicKey(algorithm, key.public_bytes(*point))


@lru_cache(maxsize=1024)
def _native(algorithm: str, raw: bytes) -> NativeKey:
    """Decompressing a point costs more than a signature: a key met again is not read again."""
    if algorithm == "Ed25519":
        return _ed25519(raw)
    if algorithm in CURVES:
        return _point(algorithm, raw)
    if algorithm == "RSA":
        return _rsa(raw)
    raise MalformedKey(UNKNOWN_ALGORITHM, found=algorithm)


def _ed25519(raw: bytes) -> Ed25519PublicKey:
    if len(raw) != ED25519_LENGTH:
        raise MalformedKey(WRONG_LENGTH, algorithm="Ed25519", expected=ED25519_LENGTH, found=len(raw))
    if raw in _WEAK_POINTS:
        raise MalformedKey(NOT_A_POINT, algorithm="Ed25519")
    return Ed25519PublicKey.from_public_bytes(raw)


def _point(algorithm: str, raw: bytes) -> ec.EllipticCurvePublicKey:
    expected = COORDINATE_LENGTH[algorithm] + 1
    if len(raw) != expected:
        raise MalformedKey(WRONG_LENGTH, algorithm=algorithm, expected=expected, found=len(raw))
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVES[algorithm], raw)
    except ValueError as error:
        raise MalformedKey(NOT_A_POINT, algorithm=algorithm) from error


def _rsa(raw: bytes) -> rsa.RSAPublicKey:
    try:
        key = serialization.load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise MalformedKey(RSA_REFUSED) from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise MalformedKey(RSA_REFUSED)
    exponent = key.public_numbers().e
    if key.key_size not in RSA_BITS or exponent % 2 == 0 or exponent > LARGEST_EXPONENT:
        raise MalformedKey(RSA_REFUSED)
    return key
