"""The world outside, made from the settings once for each process; each part when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings

from sceau.assessment.ports import Files
from sceau.config.bucket import bucket_place
from sceau.config.wary import WaryWeb
from sceau.outside.asking import WebClient
from sceau.outside.dns import SystemDns
from sceau.outside.exchange import Bounds
from sceau.outside.files import FILES, DiskFiles
from sceau.outside.http import HttpFetcher
from sceau.outside.keystores.sealed import KekRing, SealedBox, SealedStore
from sceau.outside.pictures import picture_of
from sceau.outside.press import PressRoom
from sceau.outside.sealing import PdfSealer
from sceau.outside.strangers.reader import StrangersReader
from sceau.outside.typesetter import TypstTypesetter

READERS = 3  # of strangers' files; one address has two of them at most, see `sceau.web.public.verifying.turns`


class World:
    """What pages, jobs and the command reach the outside with. See `sceau.web.ports`."""

    @cached_property
    def ring(self) -> KekRing:
        """The key-encryption keys of the installation. Raises UnusableKek."""
        return KekRing.read(settings.KEK_RING)

    @cached_property
    def keys(self) -> SealedStore:
        """Where private keys stay."""
        return SealedStore(self.ring)

    @cached_property
    def box(self) -> SealedBox:
        """For secrets that are not keys."""
        return SealedBox(self.ring)

    @cached_property
    def fetcher(self) -> HttpFetcher:
        """The way to other people's documents."""
        return HttpFetcher()

    @cached_property
    def witnesses(self) -> HttpFetcher:
        """The same, for somebody who waits for a verdict."""
        return HttpFetcher(Bounds(seconds=4.0, patience=3.0))

    @cached_property
    def reader(self) -> StrangersReader:
        """Opens PDF and pictures of strangers, in processes that end with this one."""
        return StrangersReader(at_once=READERS)

    @cached_property
    def web(self) -> WaryWeb:
        """The way to the directories of institutions."""
        return WaryWeb(WebClient())

    @cached_property
    def dns(self) -> SystemDns:
        """The way to the domain name system."""
        return SystemDns()

    @cached_property
    def painter(self) -> Callable[..., bytes]:
        """For pictures of what we draw."""
        return picture_of

    @property
    def _fonts(self) -> str:
        return str(settings.ENVIRONMENT.fonts or "")

    @cached_property
    def typesetter(self) -> TypstTypesetter:
        """For PDF pages."""
        return TypstTypesetter(self._fonts)

    def press_room(self) -> PressRoom:
        """For many documents one after the other."""
        return PressRoom(fonts=self._fonts)

    @cached_property
    def sealer(self) -> PdfSealer:
        """For the seal on a PDF."""
        return PdfSealer()

    @cached_property
    def files(self) -> Files:
        """Where files are kept: in the folder of this installation, or in the bucket that it names."""
        bucket = settings.ENVIRONMENT.files.get_secret_value()
        if bucket:
            from sceau.outside.bucket import BucketFiles  # noqa: PLC0415 -- most houses do without

            return BucketFiles(bucket_place(bucket))
        return DiskFiles(Path(settings.HOUSE) / FILES)


@cache
def ports() -> World:
    """Those of this process."""
    return World()
