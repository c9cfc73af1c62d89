"""The keys of the house and the key-encryption keys, for `sceau keyring`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sceau.config.opening import open_house
from sceau.config.wiring import ports
from sceau.engine.errors import EngineError
from sceau.institutions.directories.services import reseal_secrets
from sceau.keyring import care, selftest
from sceau.keyring.documents import ref_of
from sceau.keyring.models import HouseKey, KeyState, SigningKey
from sceau.people.services import reseal_civil_statuses


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as whoever runs the installation sees it.

    version:  of the key-encryption key that it is sealed under, "" in another store
    fault:    why it does not open; None when it opens, and for a former key, which need not
    """

    institution: str
    number: int
    purpose: str
    state: str
    store: str
    version: str
    fault: EngineError | None


@dataclass(frozen=True, slots=True)
class SealedAnew:
    """What came of it.

    keys, already:  how many were sealed anew, how many were so before
    failed:         the names of those that did not open
    secrets:        how many other secrets were sealed anew; None when one of them did not open
    current:        the version in use; idle: versions that nothing needs any more
    """

    keys: int
    already: int
    failed: tuple[str, ...]
    secrets: int | None
    current: int
    idle: tuple[int, ...]


class Keyring:
    """What the command may ask."""

    @staticmethod
    def listing() -> list[KeyRow]:
        """Every key, in order. raises: WrongSettings, UnusableKek"""
        open_house()
        keys = SigningKey.objects.select_related("institution").order_by("institution__slug", "number")
        return [_row(key) for key in keys]

    @staticmethod
    def check() -> list[selftest.Fault]:
        """What keeps the house closed. raises: WrongSettings, UnusableKek"""
        open_house()
        return selftest.faults(store=ports().keys)

    @staticmethod
    def reseal(*, now: datetime) -> SealedAnew:
        """Seal everything anew under the greatest version of the ring. raises: WrongSettings, UnusableKek"""
        open_house()
        there = ports()
        result = care.reseal_all(store=there.keys, now=now)
        try:
            secrets: int | None = reseal_secrets(box=there.box) + reseal_civil_statuses(box=there.box)
        except EngineError:
            secrets = None
        lost = SigningKey.objects.filter(uuid__in=result.failed).select_related("institution")
        failed = tuple(
            f"{key.institution.slug} #key-{key.number}" for key in lost.order_by("institution__slug", "number")
        )
        current = there.ring.current
        needed = {_version(each) for each in SigningKey.objects.filter(store=there.keys.name)}
        needed |= {_version(each) for each in HouseKey.objects.filter(store=there.keys.name)}
        others = there.ring.versions if secrets is not None else ()
        idle = tuple(each for each in others if each != current and str(each) not in needed)
        return SealedAnew(result.done, result.already, failed, secrets, current, idle)

    @staticmethod
    def lost() -> list[KeyRow]:
        """The keys in service that do not open. raises: WrongSettings, UnusableKek"""
        open_house()
        return [_row(key) for key, _fault in care.lost_keys(store=ports().keys)]

    @staticmethod
    def retire_lost(*, now: datetime) -> list[KeyRow]:
        """Take them out of service."""
        return [_row(key) for key in care.retire_lost(store=ports().keys, now=now)]


def _row(key: SigningKey) -> KeyRow:
    fault = None
    if key.state == KeyState.ACTIVE:
        try:
            ports().keys.signer(ref_of(key))
        except EngineError as error:
            fault = error
    return KeyRow(key.institution.slug, key.number, key.purpose, key.state, key.store, _version(key), fault)


def _version(key: SigningKey | HouseKey) -> str:
    return key.reference.partition(".")[0] if key.store == ports().keys.name else ""
