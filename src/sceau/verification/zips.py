"""ZIP files of strangers: their members, read in memory one after the other, within bounds; nothing is unpacked."""

from __future__ import annotations

import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import BinaryIO, Final
from urllib.parse import unquote

from sceau.engine.addresses import parts_of
from sceau.engine.errors import EngineError, Reason

MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06")
MOST_RESOURCE_BYTES: Final = 16 * 1024 * 1024  # of a document that lies beside a credential

ENCRYPTED = Reason(
    "source.encrypted",
    fr="ce fichier est chiffré dans le ZIP\u00a0: ouvrez le ZIP avec son mot de passe, et vérifiez ce qu’il contient",
    en="this file is encrypted in the ZIP: open the ZIP with its password, and verify what it holds",
)
DAMAGED = Reason("source.damaged", fr="ce fichier est abîmé dans le ZIP", en="this file is damaged in the ZIP")
DAMAGED_ZIP = Reason("source.damaged_zip", fr="ce ZIP est abîmé", en="this ZIP is damaged")
LONG_LIST = Reason(
    "source.long_list",
    fr="ce ZIP annonce bien trop de fichiers\u00a0: il n’a pas été ouvert",
    en="this ZIP announces far too many files: it was not opened",
)
OTHER_METHOD = Reason(
    "source.other_method",
    fr="ce fichier est compressé d’une façon que nous n’ouvrons pas ici\u00a0: refaites le ZIP avec les outils du "
    "système, ou présentez le fichier seul",
    en="this file is compressed in a way that we do not open here: make the ZIP again with the tools of the system, or "
    "present the file alone",
)
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
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_TAIL: Final = 66_000  # bytes: where the end of a ZIP stands, with the longest comment. source: APPNOTE 4.3.16
_USUAL: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NOTHING_BESIDE: Mapping[str, bytes] = MappingProxyType({})


class NotUnpacked(EngineError):
    """A member of a ZIP, or all of one, that cannot be read or is not looked at."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a ZIP is looked at.

    files:    members that are read
    largest:  bytes of one of them, once unpacked; a larger one is given with a byte more, and no further
    bytes:    of all of them together
    listed:   bytes of its own list of contents, which stands in memory; None for a ZIP of one's own
    beside:   bytes of all that is read beside credentials, where one file may be named a thousand times; None: no end
    is_wary:  only the usual two ways to compress, which take no memory
    """

    files: int
    largest: int
    bytes: int
    listed: int | None = None
    beside: int | None = None
    is_wary: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a ZIP.

    name:    as it is called there, "" for the ZIP itself
    content: its bytes, or why there are none
    beside:  what lies beside it, by the id that a credential gives it
    """

    name: str
    content: bytes | NotUnpacked
    beside: Mapping[str, bytes] = field(default_factory=lambda: NOTHING_BESIDE)


@dataclass(slots=True)
class Spent:
    """What may still be read beside credentials."""

    left: int | None


class Beside(Mapping[str, bytes]):
    """The documents that lie beside a credential, under the names that `sceau issue` gives them.

    For the id `https://…/annex-1.json` of the credential in `7F3AK.json`: `7F3AK.annex-1.json`, else `annex-1.json`.

    read:  the bytes of a neighbour by its file name; None when there is none
    """

    def __init__(self, stem: str, read: Callable[[str], bytes | None]) -> None:
        self._stem, self._read = stem, read

    def __getitem__(self, identifier: str) -> bytes:
        name = unquote(PurePosixPath(parts_of(identifier).path).name) if identifier.isprintable() else ""
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


def members(
    source: bytes | Path,
    bounds: Bounds,
    *,
    wanted: Callable[[str], bool],
    refused: Callable[[str], Reason | None] = lambda name: None,
) -> Iterator[Member]:
    """Each member that is wanted, in order; what was left out is told last. A name that points outside leads nowhere.

    wanted:   by its name; what is not is not told
    refused:  why one that is wanted is not read
    """
    try:
        file: BinaryIO = BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError:
        yield Member("", NotUnpacked(DAMAGED_ZIP))
        return
    with file:
        if bounds.listed is not None and _listed(file) > bounds.listed:
            yield Member("", NotUnpacked(LONG_LIST))
            return
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGED:
            yield Member("", NotUnpacked(DAMAGED_ZIP))
            return
        with archive:
            yield from _members(archive, bounds, wanted, refused)


def count_members(source: bytes, bounds: Bounds, *, wanted: Callable[[str], bool]) -> int:
    """How many `members` gives at most; one, for what is told of a ZIP that is not opened."""
    file = BytesIO(source)
    if bounds.listed is not None and _listed(file) > bounds.listed:
        return 1
    try:
        with zipfile.ZipFile(file) as archive:
            there = sum(not each.is_dir() and wanted(each.filename) for each in archive.infolist() if each.filename)
    except _DAMAGED:
        return 1
    return min(there, bounds.files)


def _members(
    archive: zipfile.ZipFile,
    bounds: Bounds,
    wanted: Callable[[str], bool],
    refused: Callable[[str], Reason | None],
) -> Iterator[Member]:
    left, spent = bounds.bytes, Spent(bounds.beside)
    there = [info for info in archive.infolist() if info.filename and not info.is_dir()]
    names = {info.filename: info for info in there}
    chosen = [info for info in there if wanted(info.filename)]
    for info in chosen[: bounds.files]:
        why = refused(info.filename)
        if why is not None:
            yield Member(info.filename, NotUnpacked(why))
            continue
        content = _unpack(archive, info, min(bounds.largest, left), is_wary=bounds.is_wary)
        left -= len(content) if isinstance(content, bytes) else 0
        read = partial(_neighbour, archive, names, info.filename, spent=spent, is_wary=bounds.is_wary)
        yield Member(info.filename, content, Beside(PurePosixPath(info.filename).stem, read))
        if left <= 0:
            yield Member("", NotUnpacked(TOO_MUCH, limit=bounds.bytes))
            return
    if len(chosen) > bounds.files:
        yield Member("", NotUnpacked(TOO_MANY_FILES, limit=bounds.files))


def _neighbour(
    archive: zipfile.ZipFile,
    names: Mapping[str, zipfile.ZipInfo],
    mine: str,
    other: str,
    *,
    spent: Spent,
    is_wary: bool,
) -> bytes | None:
    there = str(PurePosixPath(mine).with_name(other))
    limit = MOST_RESOURCE_BYTES if spent.left is None else min(MOST_RESOURCE_BYTES, spent.left)
    if there not in names or there == mine or limit <= 0:
        return None
    found = _unpack(archive, names[there], limit, is_wary=is_wary)
    if not isinstance(found, bytes):
        return None
    if spent.left is not None:
        spent.left -= len(found)
    return found if len(found) <= limit else None


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, *, is_wary: bool) -> bytes | NotUnpacked:
    """The bytes of a member, never more than one above the limit, whatever the ZIP says of its size."""
    if info.flag_bits & 0x1:
        return NotUnpacked(ENCRYPTED)
    if is_wary and info.compress_type not in _USUAL:
        return NotUnpacked(OTHER_METHOD)
    try:
        with archive.open(info) as opened:
            return opened.read(limit + 1)
    except _DAMAGED:
        return NotUnpacked(DAMAGED)


def _listed(file: BinaryIO) -> int:
    """The bytes of the list of contents, at most: of all that looks like the end of a ZIP, the largest that is told.

    A list of millions of members fills the memory of whoever reads it. source: APPNOTE 4.3.12, 4.3.14, 4.3.16
    """
    file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
    tail = file.read()
    file.seek(0)
    if _END_64 in tail:
        return 2**63
    ends = [found.start() for found in re.finditer(re.escape(_END), tail)]
    return max((int.from_bytes(tail[at + 12 : at + 16], "little") for at in ends), default=0)
