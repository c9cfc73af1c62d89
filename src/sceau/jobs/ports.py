"""The world outside, as jobs reach it: made by what `settings.SCEAU_PORTS` names, each part when it is asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from sceau.assessment.ports import Files, Sealer, Typesetter
from sceau.engine.ports import Fetcher
from sceau.institutions.directories.ports import SecretBox, Web
from sceau.institutions.ports import DnsReader
from sceau.keyring.ports import KeyStore


class Ports(Protocol):
    """What work behind the pages may need that is not in the database.

    fetcher:  other people's documents
    dns:      what domains say of themselves
    box:      opens what was sealed
    web:      the servers that institutions name
    files:    files kept under their digest
    keys:     sign what the house signs by itself
    sealer:   the seal of an institution on a PDF
    """

    @property
    def fetcher(self) -> Fetcher:
        """The way to other people's documents."""

    @property
    def dns(self) -> DnsReader:
        """The way to the records of domains."""

    @property
    def box(self) -> SecretBox:
        """For secrets that are not keys."""

    @property
    def web(self) -> Web:
        """The way to the directories of institutions."""

    @property
    def files(self) -> Files:
        """Where files are kept."""

    @property
    def keys(self) -> KeyStore:
        """Where private keys stay."""

    @property
    def sealer(self) -> Sealer:
        """For the seal on a PDF."""

    def press_room(self) -> AbstractContextManager[Typesetter]:
        """For many documents one after the other; it ends with the `with`."""


def ports() -> Ports:
    """Those of this installation."""
    return cast(Ports, import_string(settings.SCEAU_PORTS)())
