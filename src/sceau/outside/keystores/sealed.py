"""Keys sealed in the database: AES-256-GCM under a key that is kept elsewhere.

A sealed text is `version.base64url(nonce ‖ ciphertext ‖ tag)`, the version being that of the key-encryption key. What
it was sealed for is authenticated with it, so that a text that is moved to another row does not open there.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Callable
from dataclasses import replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sceau.engine.errors import EngineError, Reason
from sceau.engine.keys.private import SEED_LENGTH, PrivateKey, generate
from sceau.engine.ports import KeyRef, Signer
from sceau.outside.keystores.kek import KekRing, UnusableKek, new_kek

__all__ = ["NAME", "CannotOpen", "KekRing", "SealedBox", "SealedStore", "UnusableKek", "new_kek"]

NAME = "sealed"
NONCE = 12  # bytes: NIST SP 800-38D, §8.2.2; random, for far fewer than 2^32 sealings under one key
LONGEST = 65_536  # characters of a sealed text
_SEALED = re.compile(r"([1-9][0-9]{0,5})\.([A-Za-z0-9_-]+)")

NOT_SEALED = Reason(
    "sealed.not_sealed",
    fr="ce que contient la base n’est pas un texte scellé : restaurez une sauvegarde",
    en="what the database holds is not a sealed text: restore a backup",
)
NO_SUCH_KEK = Reason(
    "sealed.no_such_kek",
    fr="ceci est scellé sous la clé de chiffrement n° {version}, absente du trousseau ({known}) : "
    "remettez-la dans SCEAU_KEK_FILE ; si elle est perdue, suivez « Clé de chiffrement perdue » dans la documentation",
    en="this is sealed under key-encryption key no. {version}, which is not in the ring ({known}): "
    "put it back into SCEAU_KEK_FILE; if it is lost, follow “A key-encryption key is lost” in the documentation",
)
DOES_NOT_OPEN = Reason(
    "sealed.does_not_open",
    fr="ceci ne s’ouvre pas sous la clé de chiffrement n° {version} : la clé n’est pas la bonne, "
    "ou le texte a été modifié ou déplacé dans la base",
    en="this does not open under key-encryption key no. {version}: it is another key, "
    "or the text was altered or moved inside the database",
)
OTHER_KEY = Reason(
    "sealed.other_key",
    fr="la clé scellée n’est pas celle dont la base publie la moitié publique",
    en="the sealed key is not the one whose public half the database publishes",
)
OTHER_STORE = Reason(
    "sealed.other_store",
    fr="cette clé est gardée par « {found} », et non par le coffre « sealed »",
    en="this key is kept by “{found}”, and not by the store “sealed”",
)


class CannotOpen(EngineError):
    """A sealed text that does not open here."""


class SealedBox:
    """Seals any bytes for a place, and opens them there only."""

    def __init__(self, ring: KekRing, *, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """random: so many unpredictable bytes"""
        self.ring = ring
        self._random = random

    def seal(self, clear: bytes, *, context: str) -> str:
        """The bytes sealed under the current key. context: what they are and where they stand, such as "key:uuid"."""
        version, nonce = self.ring.current, self._random(NONCE)
        sealed = self._cipher(version).encrypt(nonce, clear, _associated(context, version))
        return f"{version}.{base64.urlsafe_b64encode(nonce + sealed).rstrip(b'=').decode()}"

    def open(self, sealed: str, *, context: str) -> bytes:
        """The bytes.

        raises:  CannotOpen
        """
        match = _SEALED.fullmatch(sealed) if len(sealed) <= LONGEST else None
        if match is None:
            raise CannotOpen(NOT_SEALED)
        version = int(match[1])
        try:
            data = base64.b64decode(match[2] + "=" * (-len(match[2]) % 4), altchars=b"-_", validate=True)
            return self._cipher(version).decrypt(data[:NONCE], data[NONCE:], _associated(context, version))
        except binascii.Error as error:
            raise CannotOpen(NOT_SEALED) from error
        except (InvalidTag, ValueError) as error:  # ValueError: too short for a nonce and a tag
            raise CannotOpen(DOES_NOT_OPEN, version=version) from error

    def is_current(self, sealed: str) -> bool:
        """Whether the text is under the key that seals now."""
        return sealed.partition(".")[0] == str(self.ring.current)

    def _cipher(self, version: int) -> AESGCM:
        key = self.ring.key(version)
        if key is None:
            known = ", ".join(str(each) for each in self.ring.versions)
            raise CannotOpen(NO_SUCH_KEK, version=version, known=known)
        return AESGCM(key)


class SealedStore:
    """Makes keys, seals them, and opens them to sign with."""

    name = NAME

    def __init__(self, ring: KekRing, *, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """random: so many unpredictable bytes"""
        self._box = SealedBox(ring, random=random)
        self._random = random

    def create(self, algorithm: str, label: str) -> KeyRef:
        """A new key.

        algorithm:  "Ed25519", "P-256" or "P-384"
        label:      the uuid of its row, which alone opens it
        raises:     MalformedKey
        """
        key = generate(algorithm, self._random(SEED_LENGTH.get(algorithm, 0)))
        return KeyRef(NAME, self._box.seal(key.secret, context=_context(label, algorithm)), label, key.public_key)

    def signer(self, ref: KeyRef) -> Signer:
        """What signs with the key.

        raises:  CannotOpen
        """
        return self._opened(ref).signer()

    def is_current(self, ref: KeyRef) -> bool:
        """Whether the key is sealed under the key-encryption key in use."""
        return self._box.is_current(ref.reference)

    def reseal(self, ref: KeyRef) -> KeyRef:
        """The same key, under the key-encryption key in use; unchanged when it is so already.

        raises:  CannotOpen
        """
        key = self._opened(ref)
        if self.is_current(ref):
            return ref
        return replace(ref, reference=self._box.seal(key.secret, context=_context(ref.label, key.algorithm)))

    def _opened(self, ref: KeyRef) -> PrivateKey:
        if ref.store != NAME:
            raise CannotOpen(OTHER_STORE, found=ref.store)
        algorithm = ref.public_key.algorithm
        secret = self._box.open(ref.reference, context=_context(ref.label, algorithm))
        key = PrivateKey.from_secret(algorithm, secret)
        if key.public_key != ref.public_key:
            raise CannotOpen(OTHER_KEY)
        return key


def _context(label: str, algorithm: str) -> str:
    return f"signing key {algorithm} {label}"


def _associated(context: str, version: int) -> bytes:
    return f"sceau sealed 1\n{version}\n{context}".encode()
