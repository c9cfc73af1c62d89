"""Where credentials are found: a file, an address, standard input, a folder, a ZIP; within bounds, nothing unpacked."""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from sceau.engine.checks.carried import REASONS, NothingCarried, opened_file
from sceau.engine.checks.report import Outcome
from sceau.engine.errors import EngineError, Reason
from sceau.engine.images.baked import LARGEST_IMAGE
from sceau.engine.model.bundle import Bundle
from sceau.engine.ports import Contents
from sceau.outside.strangers.limits import MOST_BYTES as MOST_BYTES_OF_A_STRANGER
from sceau.outside.strangers.reader import StrangersReader
from sceau.verification.zips import (
    DAMAGED,
    DAMAGED_ZIP,
    MARKS,
    MOST_RESOURCE_BYTES,
    TOO_MANY_FILES,
    Beside,
    Bounds,
    members,
)

SUFFIXES = frozenset({".json", ".jsonld", ".jwt", ".png", ".svg", ".pdf", ".jpg", ".jpeg", ".webp"})
BUNDLE = "bundle.json"  # as a holder's ZIP has it
MOST_FILES = 10_000
MOST_BYTES = 1024 * 1024 * 1024  # of a ZIP, unpacked, in all
LARGEST_FILE = max(LARGEST_IMAGE, MOST_BYTES_OF_A_STRANGER)

FILE_UNREADABLE = Reason("source.unreadable", fr="ce fichier ne peut pas être lu", en="this file cannot be read")
OTHER_ADDRESS = Reason(
    "source.other_address",
    fr="{address} : seules les adresses https sont demandées ; enregistrez le fichier, puis donnez son chemin",
    en="{address}: only https addresses are asked for; save the file, then give its path",
)

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_OTHER_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NO_RESOURCES: Mapping[str, bytes] = {}


class Unreadable(EngineError):
    """Something that was named as a credential and cannot be read at all."""

    @property
    def outcome(self) -> Outcome:
        """Unknown where nobody saw what is inside; failed where it is known to be broken, or to be none."""
        if self.reason in (DAMAGED, DAMAGED_ZIP):
            return Outcome.FAILED
        return NothingCarried(self.reason).outcome if self.reason in REASONS else Outcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to verify.

    name:       how the reader knows it
    content:    its bytes, a text (an address), or why it cannot be read
    resources:  related documents that lie beside it, by the id that the credential gives them
    bundle:     the file that it stood in with the documents to verify it, where it did
    """

    name: str
    content: bytes | str | Unreadable
    resources: Mapping[str, bytes]
    bundle: Bundle | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What an argument of the command stands for.

    is_pile:  a folder or a ZIP, in which other things than credentials are to be expected
    """

    sources: Iterator[Source]
    is_pile: bool


def find(argument: str, standard_input: BinaryIO | None = None) -> Found:
    """What an argument stands for: an address, "-" for standard input, a folder, a ZIP, a file.

    raises:  OSError when it is none of them, Unreadable for an address of another kind
    """
    if argument == "-":
        stream = standard_input or sys.stdin.buffer
        return Found(opened(Source("-", stream.read(LARGEST_FILE + 1), _NO_RESOURCES)), is_pile=False)
    if _URL.fullmatch(argument):
        return Found(iter([Source(argument, argument, _NO_RESOURCES)]), is_pile=False)
    if _OTHER_ADDRESS.match(argument):
        raise Unreadable(OTHER_ADDRESS, address=argument[:80])
    path = Path(argument)
    if path.is_dir():
        return Found(_once(_in_folder(path)), is_pile=not (path / BUNDLE).is_file())
    with path.open("rb") as file:
        is_zip = file.read(4) in MARKS
    if not is_zip:
        return Found(opened(_file(path, str(path))), is_pile=False)
    return Found(_once(_in_zip(path)), is_pile=not _has_bundle(path))


def opened(source: Source) -> Iterator[Source]:
    """What stands in a PDF or a picture, each credential by itself; any other source as it is."""
    content = source.content
    if not isinstance(content, bytes):
        yield source
        return
    try:
        found = opened_file(content, _Strangers())
    except NothingCarried as nothing:
        yield Source(source.name, Unreadable(nothing.reason, pointer=nothing.pointer, **nothing.details), _NO_RESOURCES)
        return
    for held in found:
        where = f" › {held.where}" if held.where else ""
        resources = source.resources if held.resources is None else held.resources
        yield Source(source.name + where, held.content, resources, held.bundle)


def _once(sources: Iterator[Source]) -> Iterator[Source]:
    """The sources, without what a bundle before them holds too: its credential lies beside it, and in its papers."""
    known: set[bytes | str | Unreadable] = set()
    for source in sources:
        if source.bundle is not None:
            known.add(source.content)
        elif source.content in known:
            continue
        yield source


def _has_bundle(path: Path) -> bool:
    bounds = Bounds(files=1, largest=0, bytes=1)
    return any(member.name == BUNDLE for member in members(path, bounds, wanted=lambda name: name == BUNDLE))


class _Strangers:
    """Their reader, whose process starts with the first file that needs one."""

    def read(self, data: bytes) -> Contents:
        """What the file carries."""
        return _reader().read(data)


@cache
def _reader() -> StrangersReader:
    return StrangersReader(at_once=1)


def _in_folder(folder: Path) -> Iterator[Source]:
    count = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in SUFFIXES or not stat.S_ISREG(path.lstat().st_mode):
            continue  # links are not followed: they may lead anywhere
        count += 1
        if count > MOST_FILES:
            yield Source(str(folder), Unreadable(TOO_MANY_FILES, limit=MOST_FILES), _NO_RESOURCES)
            return
        yield from opened(_file(path, str(path.relative_to(folder))))


def _file(path: Path, name: str) -> Source:
    try:
        data = _read(path, LARGEST_FILE)
    except OSError:
        return Source(name, Unreadable(FILE_UNREADABLE), _NO_RESOURCES)

    def neighbour(other: str) -> bytes | None:
        place = path.with_name(other)
        try:
            return _read(place, MOST_RESOURCE_BYTES) if place.is_file() and place != path else None
        except OSError:
            return None

    return Source(name, data, Beside(path.stem, neighbour))


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as opened:
        return opened.read(limit + 1)


def _in_zip(path: Path) -> Iterator[Source]:
    """Each member that may be a credential."""
    bounds = Bounds(files=MOST_FILES, largest=LARGEST_FILE, bytes=MOST_BYTES)
    for member in members(path, bounds, wanted=lambda name: PurePosixPath(name).suffix.lower() in SUFFIXES):
        if isinstance(member.content, bytes):
            yield from opened(Source(member.name, member.content, member.beside))
        else:
            why = Unreadable(member.content.reason, pointer=member.content.pointer, **member.content.details)
            yield Source(member.name or str(path), why, _NO_RESOURCES)
