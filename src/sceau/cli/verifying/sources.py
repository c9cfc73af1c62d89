"""Where credentials are found: a file, an address, standard input, a folder, a ZIP; within bounds, nothing unpacked."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from sceau.engine.checks.carried import REASONS, NothingCarried, opened_file
from sceau.engine.checks.report import Outcome
from sceau.engine.errors import EngineError, Reason
from sceau.engine.images.baked import LARGEST_IMAGE
from sceau.engine.ports import Contents
from sceau.outside.strangers.limits import MOST_BYTES as MOST_BYTES_OF_A_STRANGER
from sceau.outside.strangers.reader import StrangersReader

SUFFIXES = frozenset({".json", ".jsonld", ".jwt", ".png", ".svg", ".pdf", ".jpg", ".jpeg", ".webp"})
MOST_FILES = 10_000
MOST_BYTES = 1024 * 1024 * 1024  # of a ZIP, unpacked, in all
LARGEST_FILE = max(LARGEST_IMAGE, MOST_BYTES_OF_A_STRANGER)
MOST_RESOURCE_BYTES = 16 * 1024 * 1024

FILE_UNREADABLE = Reason("source.unreadable", fr="ce fichier ne peut pas être lu", en="this file cannot be read")
ENCRYPTED = Reason(
    "source.encrypted",
    fr="ce fichier est chiffré dans le ZIP\u00a0: ouvrez le ZIP avec son mot de passe, et vérifiez ce qu’il contient",
    en="this file is encrypted in the ZIP: open the ZIP with its password, and verify what it holds",
)
DAMAGED = Reason("source.damaged", fr="ce fichier est abîmé dans le ZIP", en="this file is damaged in the ZIP")
DAMAGED_ZIP = Reason("source.damaged_zip", fr="ce ZIP est abîmé", en="this ZIP is damaged")
TOO_MANY_FILES = Reason(
    "source.too_many_files",
    fr="plus de {limit} fichiers\u00a0: les suivants n’ont pas été examinés",
    en="more than {limit} files: the rest were not looked at",
)
TOO_MUCH = Reason(
    "source.too_much",
    fr="plus de {limit} octets une fois décompressé\u00a0: la suite n’a pas été examinée",
    en="more than {limit} bytes once unpacked: the rest was not looked at",
)

OTHER_ADDRESS = Reason(
    "source.other_address",
    fr="{address} : seules les adresses https sont demandées ; enregistrez le fichier, puis donnez son chemin",
    en="{address}: only https addresses are asked for; save the file, then give its path",
)

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_OTHER_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# all that the standard library says of a damaged ZIP; a name that ends in nothing is an IndexError there
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    IndexError,
    MemoryError,
)
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
    """

    name: str
    content: bytes | str | Unreadable
    resources: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Found:
    """What an argument of the command stands for.

    is_pile:  a folder or a ZIP, in which other things than credentials are to be expected
    """

    sources: Iterator[Source]
    is_pile: bool


class Beside(Mapping[str, bytes]):
    """The documents that lie beside a credential, under the names that `sceau issue` gives them.

    For the id `https://…/annex-1.json` of the credential in `7F3AK.json`: `7F3AK.annex-1.json`, else `annex-1.json`.

    read:  the bytes of a neighbour by its file name; None when there is none
    """

    def __init__(self, stem: str, read: Callable[[str], bytes | None]) -> None:
        self._stem, self._read = stem, read

    def __getitem__(self, identifier: str) -> bytes:
        name = unquote(PurePosixPath(urlsplit(identifier).path).name) if identifier.isprintable() else ""
        if not name or not re.fullmatch(r"[\w][\w. -]{0,99}", name):
            raise KeyError(identifier)
        for choice in (f"{self._stem}.{name}", name):
            data = self._read(choice)
            if data is not None:
                return data
        raise KeyError(identifier)

    def __iter__(self) -> Iterator[str]:
        return iter(())  # nobody lists what is there: a credential asks by name

    def __len__(self) -> int:
        return 0


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
        return Found(_in_folder(path), is_pile=True)
    with path.open("rb") as file:
        is_zip = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    return Found(_in_zip(path), is_pile=True) if is_zip else Found(opened(_file(path, str(path))), is_pile=False)


def opened(source: Source) -> Iterator[Source]:
    """What stands in a PDF or a picture, each credential by itself; any other source as it is."""
    content = source.content
    if not isinstance(content, bytes):
        yield source
        return
    try:
        found = opened_file(content, _Strangers())
    except NothingCarried as nothing:
        yield Source(source.name, Unreadable(nothing.reason), _NO_RESOURCES)
        return
    for held in found:
        where = f" › {held.where}" if held.where else ""
        yield Source(source.name + where, held.content, source.resources if held.resources is None else held.resources)


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
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGED:
        yield Source(str(path), Unreadable(DAMAGED_ZIP), _NO_RESOURCES)
        return
    with archive:
        yield from _members_of(archive, str(path))


def _members_of(archive: zipfile.ZipFile, name: str) -> Iterator[Source]:
    """Each member that may be a credential, read in memory: a name that points outside has nowhere to lead."""
    left = MOST_BYTES
    members = [info for info in archive.infolist() if info.filename and not info.is_dir()]
    names = {info.filename: info for info in members}
    wanted = [info for info in members if PurePosixPath(info.filename).suffix.lower() in SUFFIXES]
    for info in wanted[:MOST_FILES]:
        content = _unpack(archive, info, min(LARGEST_FILE, left))
        left -= len(content) if isinstance(content, bytes) else 0
        place = PurePosixPath(info.filename)

        def neighbour(other: str, place: PurePosixPath = place, mine: str = info.filename) -> bytes | None:
            there = str(place.with_name(other))
            found = _unpack(archive, names[there], MOST_RESOURCE_BYTES) if there in names and there != mine else None
            return found if isinstance(found, bytes) else None

        yield from opened(Source(info.filename, content, Beside(place.stem, neighbour)))
        if left <= 0:
            yield Source(name, Unreadable(TOO_MUCH, limit=MOST_BYTES), _NO_RESOURCES)
            return
    if len(wanted) > MOST_FILES:
        yield Source(name, Unreadable(TOO_MANY_FILES, limit=MOST_FILES), _NO_RESOURCES)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes | Unreadable:
    """The bytes of a member, never more than one above the limit, whatever the ZIP says of its size."""
    if info.flag_bits & 0x1:
        return Unreadable(ENCRYPTED)
    try:
        with archive.open(info) as opened:
            return opened.read(limit + 1)
    except _DAMAGED:
        return Unreadable(DAMAGED)
