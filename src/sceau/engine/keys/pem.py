"""Public keys as PEM, the form in which Open Badges 2.0 publishes them."""

from __future__ import annotations

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sceau.engine.errors import MalformedKey, Reason
from sceau.engine.keys.public import PublicKey, public_key_of
from sceau.engine.keys.reasons import UNKNOWN_ALGORITHM

LONGEST_PEM = 16_384  # characters: an RSA key of 8192 bits has 1,400

NOT_PEM = Reason(
    "key.not_pem",
    fr="ce n’est pas une clé publique au format PEM",
    en="this is not a public key in PEM format",
)


def from_pem(text: str) -> PublicKey:
    """The public key that a PEM text holds.

    raises:  MalformedKey
    source:  RFC 7468, §13 "Textual Encoding of Subject Public Key Info"
    """
    if len(text) > LONGEST_PEM or not text.isascii():
        raise MalformedKey(NOT_PEM)
    try:
        key = serialization.load_pem_public_key(text.encode("ascii"))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise MalformedKey(NOT_PEM) from error
    if isinstance(key, Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        return public_key_of(key)
    raise MalformedKey(UNKNOWN_ALGORITHM, found=type(key).__name__)
