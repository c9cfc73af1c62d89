"""Multikey: a key as one word, its algorithm in front."""

from __future__ import annotations

from functools import lru_cache

from sceau.engine.errors import MalformedKey
from sceau.engine.keys.multibase import decode_base58, encode_base58
from sceau.engine.keys.private import PrivateKey
from sceau.engine.keys.public import PublicKey
from sceau.engine.keys.reasons import NO_MULTIKEY, NOT_MULTIBASE, UNKNOWN_CODEC

# W3C Controlled Identifiers 1.0, §2.2.2 "Multikey": the multicodec numbers as varints
_PUBLIC = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24"}
_SECRET = {"Ed25519": b"\x80\x26", "P-256": b"\x86\x26", "P-384": b"\x87\x26"}
_PUBLIC_NAMES = {codec: algorithm for algorithm, codec in _PUBLIC.items()}
_SECRET_NAMES = {codec: algorithm for algorithm, codec in _SECRET.items()}

LONGEST = 2 + 49  # the prefix and a P-384 point


def encode_public(key: PublicKey) -> str:
    """The publicKeyMultibase of the key: "z6Mk…", "zDn…" or "z82…".

    raises:  MalformedKey for RSA, which has none
    """
    return _encode(_PUBLIC, key.algorithm, key.raw)


@lru_cache(maxsize=1024)
def decode_public(text: str) -> PublicKey:
    """The key with this publicKeyMultibase.

    raises:  MalformedKey for another base than base58-btc, an unknown prefix, a wrong length, no point of the curve
    """
    return PublicKey(*_decode(_PUBLIC_NAMES, text))


def encode_secret(key: PrivateKey) -> str:
    """The secretKeyMultibase of the key.

    raises:  MalformedKey for RSA, which has none
    """
    return _encode(_SECRET, key.algorithm, key.secret)


def decode_secret(text: str) -> PrivateKey:
    """The key with this secretKeyMultibase.

    raises:  MalformedKey
    """
    return PrivateKey.from_secret(*_decode(_SECRET_NAMES, text))


def _encode(codecs: dict[str, bytes], algorithm: str, data: bytes) -> str:
    if algorithm not in codecs:
        raise MalformedKey(NO_MULTIKEY, algorithm=algorithm)
    return "z" + encode_base58(codecs[algorithm] + data)


def _decode(names: dict[bytes, str], text: str) -> tuple[str, bytes]:
    if not text.startswith("z"):
        raise MalformedKey(NOT_MULTIBASE, found=text[:1])
    data = decode_base58(text[1:], LONGEST)
    algorithm = names.get(data[:2])
    if algorithm is None:
        raise MalformedKey(UNKNOWN_CODEC, found=data[:2].hex())
    return algorithm, data[2:]
