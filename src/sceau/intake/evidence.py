"""Evidence that comes as a ZIP beside a table: unfolded within bounds, each file matched to a row by its name."""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from sceau.intake import reasons
from sceau.intake import upload_reasons as uploads
from sceau.intake.archives import refuse_long_list, refuse_overlaps
from sceau.intake.errors import TooLarge, UnfitUpload, UnreadableFile
from sceau.intake.folding import fold
from sceau.intake.limits import MEGABYTE

_ENCRYPTED: Final = 0x1
_PIECE: Final = 1 << 16
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_NOISE: Final = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")  # what systems put into archives
_LONGEST_NAME: Final = 300


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is taken of one archive.

    files:  in it; file: bytes of one of them; total: bytes of all, once unfolded
    """

    files: int = 2_000
    file: int = 50 * MEGABYTE
    total: int = 1_000 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive. size: as the archive says; content: None when it is larger than one may be"""

    name: str
    size: int
    content: bytes | None


def read_archive(source: BinaryIO, bounds: Bounds) -> Iterator[Member]:
    """The files of a ZIP, one after the other; never more of one in memory than it may have.

    What an archive says of its sizes is not believed: what comes out is counted.

    raises:  UnreadableFile when it is no ZIP, is damaged or has a password; TooLarge beyond the bounds
    """
    try:
        refuse_long_list(source)
        source.seek(0, os.SEEK_SET)
        with zipfile.ZipFile(source) as archive:
            members = [each for each in archive.infolist() if not each.is_dir() and not _is_noise(each.filename)]
            if len(members) > bounds.files:
                raise TooLarge(reasons.TOO_MANY_PIECES, limit=bounds.files)
            if any(each.flag_bits & _ENCRYPTED for each in members):
                raise UnreadableFile(reasons.LOCKED_ARCHIVE)
            refuse_overlaps(archive.infolist())
            left = bounds.total
            for member in members:
                content = _unfolded(archive, member, min(bounds.file, left))
                if content is None and left < bounds.file:
                    raise TooLarge(reasons.ARCHIVE_UNFOLDS_TOO_MUCH)
                left -= len(content or b"")
                yield Member(
                    _name(member.filename), max(member.file_size, bounds.file + 1 if content is None else 0), content
                )
    except UnfitUpload as error:
        reason = reasons.ARCHIVE_UNFOLDS_TOO_MUCH if error.reason is uploads.UNFOLDS_TOO_MUCH else error.reason
        raise TooLarge(reason, **error.details) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise UnreadableFile(reasons.NOT_AN_ARCHIVE) from error


def match_names(names: Iterable[str], rows: Iterable[tuple[int, Mapping[str, str]]]) -> dict[str, int]:
    """Name of a file → line of the one row that it names; a name that means no row, or several, is left out.

    rows:  line and values, gone through once. A file is of a row when the row names it (`evidence_file`), or when its
           name is or begins with the row's number, address, or family and first name in either order
    """
    wanted: dict[str, list[str]] = {}
    said: dict[str, list[str]] = {}
    for name in names:
        said.setdefault(_folded(name), []).append(name)
        for beginning in _beginnings(name):
            wanted.setdefault(beginning, []).append(name)
    lines: dict[str, set[int]] = {}
    told: dict[str, set[int]] = {}
    for line, values in rows:
        if (given := values.get("evidence_file")) and (key := _folded(given)) in said:
            told.setdefault(key, set()).add(line)
        for key in _keys(values):
            if key in wanted:
                lines.setdefault(key, set()).add(line)
    found: dict[str, int] = {}
    for name in (name for each in said.values() for name in each):
        of_name = told.get(_folded(name), set())
        keys = sorted((key for key in _beginnings(name) if key in lines), key=len, reverse=True)
        meant = of_name or (lines[keys[0]] if keys else set())
        if len(meant) == 1:
            found[name] = next(iter(meant))
    return found


def _unfolded(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes | None:
    if member.file_size > limit:
        return None
    content = bytearray()
    with archive.open(member) as file:
        while piece := file.read(_PIECE):
            content += piece
            if len(content) > limit:
                return None
    return bytes(content)


def _is_noise(name: str) -> bool:
    folded = name.lower()
    return folded.startswith(_NOISE[0]) or folded.rsplit("/", 1)[-1].startswith("._") or folded.endswith(_NOISE[1:])


def _name(name: str) -> str:
    """The path in the archive, without what steers a terminal or a page."""
    kept = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    return kept[-_LONGEST_NAME:]


def _folded(name: str) -> str:
    return fold(PurePosixPath(name.replace("\\", "/")).name)


def _beginnings(name: str) -> list[str]:
    """The words of a name without its ending, from the first on: « haddad », « haddad naima »…"""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    words = fold(_CAMEL.sub(" ", stem)).split()
    return list(dict.fromkeys([fold(stem), *(" ".join(words[:end]) for end in range(1, len(words) + 1))]))


def _keys(values: Mapping[str, str]) -> set[str]:
    given = fold(values.get("given_name", ""))
    keys = {fold(values.get("identifier", "")), fold(values.get("email", ""))}
    for family in (values.get("birth_name", ""), values.get("usage_name", "")):
        if family and given:
            keys |= {f"{fold(family)} {given}", f"{given} {fold(family)}"}
    return keys - {""}
