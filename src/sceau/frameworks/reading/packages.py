"""A file, an archive or a folder, as members that can be opened one by one, within bounds."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sceau.frameworks import reasons
from sceau.frameworks.errors import Hostile, TooLarge, WrongFile
from sceau.frameworks.reading.limits import DEFAULT, SMALLEST_SUSPECT, Limits
from sceau.intake.limits import MEGABYTE

_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800  # PKWARE APPNOTE 4.4.4, bit 11
_READ = ("csv", "xml", "json")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Member:
    """One file that can be opened.

    name:  without its folders, in NFC
    size:  in bytes once open
    """

    name: str
    size: int
    path: Path
    inside: str = ""

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Its bytes, from the beginning.

        raises:  WrongFile, when the archive turns out to be damaged
        """
        try:
            if not self.inside:
                with self.path.open("rb") as file:
                    yield file
            else:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.inside) as packed:
                    yield cast(BinaryIO, packed)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise WrongFile(reasons.DAMAGED_ARCHIVE, file=self.name) from error


@dataclass(frozen=True, slots=True)
class Package:
    """What was given.

    name:     of the file or the folder, in NFC
    members:  the CSV, XML and JSON files in it
    sha256:   in hexadecimal, of the file; of the names and contents in order for a folder
    """

    name: str
    members: tuple[Member, ...]
    sha256: str
    size: int


def open_package(path: Path, *, name: str = "", limits: Limits = DEFAULT) -> Package:
    """Look at a file, an archive or a folder.

    name:    as it was given, when the path has another
    raises:  WrongFile, TooLarge, Hostile, OSError
    """
    shown = unicodedata.normalize("NFC", name or path.name)
    if path.is_dir():
        members = tuple(
            Member(unicodedata.normalize("NFC", each.name), each.stat().st_size, each)
            for each in sorted(path.iterdir())
            if each.is_file() and _is_read(each.name)
        )
        size = sum(each.size for each in members)
        _within(size, limits)
        return Package(shown, members, _digest_of_folder(members), size)
    size = path.stat().st_size
    if not size:
        raise WrongFile(reasons.EMPTY, file=shown)
    if size > limits.file_bytes:
        raise TooLarge(reasons.TOO_LARGE, file=shown, limit=limits.file_bytes // MEGABYTE)
    with path.open("rb") as file:
        is_archive = file.read(4) == _ZIP
    members = _members(path, shown, limits) if is_archive else (Member(shown, size, path),)
    return Package(shown, members, digest_of(path), size)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of_folder(members: tuple[Member, ...]) -> str:
    digest = hashlib.sha256()
    for member in members:
        digest.update(f"{member.name}\0{digest_of(member.path)}\n".encode())
    return digest.hexdigest()


def _members(path: Path, shown: str, limits: Limits) -> tuple[Member, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [each for each in archive.infolist() if not each.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise WrongFile(reasons.DAMAGED_ARCHIVE, file=shown) from error
    if len(listed) > limits.members:
        raise Hostile(reasons.TOO_MANY_MEMBERS, file=shown, count=len(listed), limit=limits.members)
    members: dict[str, Member] = {}
    whole = 0
    for each in listed:
        name = _name(each)
        if _climbs(name):
            raise Hostile(reasons.CLIMBING_NAME, file=shown, name=_short(name))
        last = name.rpartition("/")[2]
        if not _is_read(last) or name.startswith("__MACOSX/"):
            continue
        if last in members:
            raise Hostile(reasons.CLIMBING_NAME, file=shown, name=_short(last))
        if each.flag_bits & _ENCRYPTED:
            raise WrongFile(reasons.LOCKED_ARCHIVE, file=shown)
        ratio = each.file_size // max(each.compress_size, 1)
        if each.file_size > SMALLEST_SUSPECT and ratio > limits.ratio:
            raise Hostile(reasons.UNFOLDS_TOO_MUCH, file=last, ratio=ratio, limit=limits.ratio)
        whole += each.file_size
        _within(whole, limits, shown)
        members[last] = Member(last, each.file_size, path, each.filename)
    if not members:
        raise WrongFile(reasons.NOT_KNOWN_KIND, file=shown)
    return tuple(members.values())


def _within(size: int, limits: Limits, shown: str = "") -> None:
    if size > limits.open_bytes:
        raise TooLarge(reasons.OPENS_TOO_LARGE, file=shown, limit=limits.open_bytes // MEGABYTE)


def _name(member: zipfile.ZipInfo) -> str:
    """The name in NFC; one in UTF-8 without its flag was read as cp437 (APPNOTE, annex D): it is read again."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = member.filename
    return unicodedata.normalize("NFC", name)


def _climbs(name: str) -> bool:
    return (
        name.startswith("/")
        or "\\" in name
        or "\0" in name
        or bool(re.match(r"[A-Za-z]:", name))
        or (".." in name.split("/"))
    )


def _is_read(name: str) -> bool:
    return name.rpartition(".")[2].lower() in _READ and not name.startswith(".")


def _short(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:80])
