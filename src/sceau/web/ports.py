"""The world outside, as pages reach it: made by what `settings.SCEAU_PORTS` names, each part when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from sceau.assessment.ports import Files, Sealer
from sceau.engine.ports import Attachment, Fetcher, Reader
from sceau.institutions.directories.ports import SecretBox, Web
from sceau.institutions.ports import DnsReader
from sceau.keyring.ports import KeyStore


class Painter(Protocol):
    """Makes pictures of what we draw ourselves."""

    def __call__(self, svg: bytes, *, width: int, height: int = 0) -> bytes:
        """The PNG of an SVG image, so many pixels wide; square without a height."""


class Typesetter(Protocol):
    """Makes PDF pages from templates of ours and data, which is only ever text."""

    def page(self, template: str, variants: Sequence[Mapping[str, Any]], *, at: datetime) -> bytes:
        """The first variant that stands on one page. Raises EngineError when none does, or it takes too long."""

    def document(
        self, template: str, data: Mapping[str, Any], *, at: datetime, attachments: Sequence[Attachment] = ()
    ) -> bytes:
        """A document of many pages. See `sceau.assessment.ports.Typesetter`."""

    def legible(self, text: str) -> tuple[str, bool]:
        """A text as its letters can print it, and whether it is whole."""

    def printable(self, text: str) -> bool:
        """Whether the letters of `document` have every sign of a text."""

    def square_code(self, address: str) -> str:
        """The square that a telephone reads, as SVG."""

    def fingerprint(self, template: str) -> str:
        """What changes when a template does."""


class Ports(Protocol):
    """What a page may need that is not in the database.

    keys:     makes keys and signs with them
    fetcher:  other people's documents
    witnesses:  the same, asked while somebody waits for a verdict
    reader:   opens PDF and pictures of strangers
    box:      seals what must be kept and read again
    web:      the servers that institutions name
    dns:      what domains say of themselves
    painter, typesetter:  pictures and pages of paper
    sealer:   the seal of an institution on a PDF
    files:    files kept under their digest
    """

    @property
    def keys(self) -> KeyStore:
        """Where private keys stay."""

    @property
    def fetcher(self) -> Fetcher:
        """The way to other people's documents."""

    @property
    def witnesses(self) -> Fetcher:
        """The way to other people's documents, in a few seconds or not at all."""

    @property
    def reader(self) -> Reader:
        """Opens PDF and pictures of strangers."""

    @property
    def box(self) -> SecretBox:
        """For secrets that are not keys."""

    @property
    def web(self) -> Web:
        """The way to the directories of institutions."""

    @property
    def dns(self) -> DnsReader:
        """The way to the domain name system."""

    @property
    def painter(self) -> Painter:
        """For pictures."""

    @property
    def typesetter(self) -> Typesetter:
        """For PDF pages."""

    def press_room(self) -> AbstractContextManager[Typesetter]:
        """For many documents one after the other; it ends with the `with`."""

    @property
    def sealer(self) -> Sealer:
        """For the seal on a PDF."""

    @property
    def files(self) -> Files:
        """Where files are kept."""


def ports() -> Ports:
    """Those of this installation."""
    return cast(Ports, import_string(settings.SCEAU_PORTS)())
