"""What this room needs from outside: a place where private keys stay."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from sceau.engine.ports import KeyRef, Signer


class KeyStore(Protocol):
    """Makes keys and signs with them. Nothing gives a private key: an HSM or a remote signer is one as well."""

    @property
    def name(self) -> str:
        """What its references are known by, at most 20 signs."""

    def create(self, algorithm: str, label: str) -> KeyRef:
        """A new key that nobody else has.

        algorithm:  "Ed25519" or "P-256"
        label:      the uuid of the key's row
        raises:     EngineError
        """

    def signer(self, ref: KeyRef) -> Signer:
        """What signs with a key of this store.

        raises:  EngineError when the store cannot open it
        """


@runtime_checkable
class SealingStore(KeyStore, Protocol):
    """A store that keeps its keys inside the references, sealed under a key that is changed now and then."""

    def is_current(self, ref: KeyRef) -> bool:
        """Whether the reference is sealed under the key in use."""

    def reseal(self, ref: KeyRef) -> KeyRef:
        """The same key under the key in use.

        raises:  EngineError when it cannot be opened
        """
