"""The world outside, as pages reach it: made by what `settings.SCEAU_PORTS` names, each part when it is asked for."""

from __future__ import annotations

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from sceau.engine.ports import Fetcher
from sceau.institutions.directories.ports import SecretBox, Web
from sceau.institutions.ports import DnsReader
from sceau.keyring.ports import KeyStore


class Ports(Protocol):
    """What a page may need that is not in the database.

    keys:     makes keys and signs with them
    fetcher:  other people's documents
    box:      seals what must be kept and read again
    web:      the servers that institutions name
    dns:      what domains say of themselves
    """

    @property
    def keys(self) -> KeyStore:
        """Where private keys stay."""

    @property
    def fetcher(self) -> Fetcher:
        """The way to other people's documents."""

    @property
    def box(self) -> SecretBox:
        """For secrets that are not keys."""

    @property
    def web(self) -> Web:
        """The way to the directories of institutions."""

    @property
    def dns(self) -> DnsReader:
        """The way to the domain name system."""


def ports() -> Ports:
    """Those of this installation."""
    return cast(Ports, import_string(settings.SCEAU_PORTS)())
