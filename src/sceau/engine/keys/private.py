"""Private keys at hand: what makes a signature. A key that stays elsewhere is another Signer."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from sceau.engine.errors import MalformedKey
from sceau.engine.keys.public import COORDINATE_LENGTH, CURVES, ED25519_LENGTH, HASHES, PublicKey, public_key_of
from sceau.engine.keys.reasons import NOT_A_SECRET, NOT_DERIVED, SEED_TOO_SHORT, UNKNOWN_ALGORITHM, WRONG_LENGTH

NativeSecret = Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

SECRET_LENGTH = {"Ed25519": ED25519_LENGTH, **COORDINATE_LENGTH}
# FIPS 186-5, A.2.1: 64 bits more than the order, so that what remains of the division favours no key
SEED_LENGTH = {"Ed25519": 32, "P-256": 40, "P-384": 56}
_ORDERS = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
}


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A private key that is known to be well formed. It is not shown when printed.

    algorithm:   "Ed25519", "P-256", "P-384" or "RSA"
    secret:      the 32-byte seed (RFC 8032); the scalar, 32 or 48 bytes, big-endian; or the DER PKCS#8 of an RSA key
    public_key:  its public half
    """

    algorithm: str
    secret: bytes = field(repr=False)
    public_key: PublicKey

    @classmethod
    def from_secret(cls, algorithm: str, secret: bytes) -> PrivateKey:
        """The key with this secret.

        raises:  MalformedKey
        """
        return cls(algorithm, secret, public_key_of(_native(algorithm, secret).public_key()))

    @classmethod
    def from_native(cls, key: NativeSecret) -> PrivateKey:
        """The key that the cryptographic library holds.

        raises:  MalformedKey for a curve or a size that we do not use
        """
        public_key = public_key_of(key.public_key())
        if isinstance(key, Ed25519PrivateKey):
            secret = key.private_bytes_raw()
        elif isinstance(key, rsa.RSAPrivateKey):
            secret = key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        else:
            length = COORDINATE_LENGTH[public_key.algorithm]
            secret = key.private_numbers().private_value.to_bytes(length, "big")
        return cls(public_key.algorithm, secret, public_key)

    def native(self) -> NativeSecret:
        """The key as the cryptographic library holds it."""
        return _native(self.algorithm, self.secret)

    def signer(self) -> LocalSigner:
        """What signs with this key."""
        return LocalSigner(self)

    @property
    def secret_multibase(self) -> str:
        """The secretKeyMultibase of this key.

        raises:  MalformedKey for RSA, which has none
        """
        from sceau.engine.keys.multikey import encode_secret  # noqa: PLC0415 -- multikey needs this class

        return encode_secret(self)


class LocalSigner:
    """A Signer whose key is in memory."""

    def __init__(self, key: PrivateKey) -> None:
        self._algorithm = key.algorithm
        self._public_key = key.public_key
        self._native = key.native()

    @property
    def algorithm(self) -> str:
        """ "Ed25519", "P-256", "P-384" or "RSA"."""
        return self._algorithm

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        return self._public_key

    def sign(self, data: bytes) -> bytes:
        """The signature over data, always the same one for the same data.

        source:  RFC 8032 §5.1.6; RFC 6979 for ECDSA, given as r‖s; RFC 8017 §8.2.1
        """
        key = self._native
        if isinstance(key, Ed25519PrivateKey):
            return key.sign(data)
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        der = key.sign(data, ec.ECDSA(HASHES[self._algorithm], deterministic_signing=True))
        length = COORDINATE_LENGTH[self._algorithm]
        return b"".join(half.to_bytes(length, "big") for half in decode_dss_signature(der))


def generate(algorithm: str, seed: bytes) -> PrivateKey:
    """A new key, entirely determined by the seed.

    seed:    random bytes, SEED_LENGTH[algorithm] of them or more
    raises:  MalformedKey; also for RSA, whose primes are searched, not derived
    source:  RFC 8032 §5.1.5; FIPS 186-5 §A.2.1
    """
    if algorithm == "RSA":
        raise MalformedKey(NOT_DERIVED, algorithm=algorithm)
    if algorithm not in SEED_LENGTH:
        raise MalformedKey(UNKNOWN_ALGORITHM, found=algorithm)
    expected = SEED_LENGTH[algorithm]
    if len(seed) < expected:
        raise MalformedKey(SEED_TOO_SHORT, algorithm=algorithm, expected=expected, found=len(seed))
    if algorithm == "Ed25519":
        return PrivateKey.from_secret(algorithm, seed[:expected])
    scalar = int.from_bytes(seed, "big") % (_ORDERS[algorithm] - 1) + 1
    return PrivateKey.from_secret(algorithm, scalar.to_bytes(COORDINATE_LENGTH[algorithm], "big"))


def _native(algorithm: str, secret: bytes) -> NativeSecret:
    if algorithm == "RSA":
        return _rsa(secret)
    if algorithm not in SECRET_LENGTH:
        raise MalformedKey(UNKNOWN_ALGORITHM, found=algorithm)
    expected = SECRET_LENGTH[algorithm]
    if len(secret) != expected:
        raise MalformedKey(WRONG_LENGTH, algorithm=algorithm, expected=expected, found=len(secret))
    if algorithm == "Ed25519":
        return Ed25519PrivateKey.from_private_bytes(secret)
    try:
        return ec.derive_private_key(int.from_bytes(secret, "big"), CURVES[algorithm])
    except ValueError as error:
        raise MalformedKey(NOT_A_SECRET, algorithm=algorithm) from error


def _rsa(secret: bytes) -> rsa.RSAPrivateKey:
    try:
        key = serialization.load_der_private_key(secret, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise MalformedKey(NOT_A_SECRET, algorithm="RSA") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise MalformedKey(NOT_A_SECRET, algorithm="RSA")
    return key
