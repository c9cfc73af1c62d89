"""Files on a disk, each under the SHA-256 of its bytes: files/ab/cd/abcd….

A file is whole or not there, whenever the process or the machine stops. What is read is checked against its name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from filelock import FileLock

from sceau.engine.errors import EngineError, Reason

FILES: Final = "files"  # the folder's name among the data of an installation
COMING: Final = ".coming"  # the folder of what is being written
FORGOTTEN: Final = timedelta(days=1)  # after which nobody is still writing
MEGABYTE: Final = 1_000_000
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")

TOO_LARGE = Reason(
    "files.too_large",
    "ce fichier pèse plus de {limit_fr} Mo : allégez-le, ou déposez-le en plusieurs parties",
    "this file is larger than {limit_en} MB: make it lighter, or hand it in by parts",
)
ABSENT = Reason("files.absent", "ce fichier n’est plus conservé ici", "this file is no longer kept here")
DAMAGED = Reason(
    "files.damaged",
    "ce fichier n’est plus celui qui a été déposé, il n’est donc pas donné : prévenez qui administre l’installation, "
    "qui le reprendra d’une sauvegarde",
    "this file is no longer the one that was handed in, so it is not given: tell whoever administers the "
    "installation, who will take it from a backup",
)
NOT_KEPT = Reason(
    "files.not_kept",
    "ce fichier n’a pas pu être gardé, rien n’est perdu chez vous : réessayez dans quelques minutes",
    "this file could not be kept, nothing is lost on your side: try again in a few minutes",
)


class FileTooLarge(EngineError):
    """More bytes than it may have."""


class NoSuchFile(EngineError):
    """There is no file of this digest."""


class DamagedFile(EngineError):
    """The bytes on the disk are not those that were put."""


class NotKept(EngineError):
    """The disk took nothing: full, or not to be written."""


class DiskFiles:
    """Files under a folder that only the account of Sceau reads; several processes may use it at once.

    folder:  made when the first file comes; the one above it is there
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes | Iterable[bytes], *, limit: int) -> str:
        """Keep bytes, given whole or piece by piece; gives their digest. Twice the same is once, dated anew.

        raises:  FileTooLarge, NotKept, and then nothing is kept
        """
        pieces = (content,) if isinstance(content, bytes) else content
        draft = self._folder / COMING / uuid4().hex
        try:
            for folder in (self._folder, draft.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            digest = _write(draft, pieces, limit)
            target = self._place(digest)
            for folder in (target.parent.parent, target.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            with self._alone():  # a sweep must not take away what has just come back
                draft.replace(target)
            for folder in (target.parent, target.parent.parent, self._folder):
                _flush_folder(folder)
        except OSError as error:
            raise NotKept(NOT_KEPT) from error
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        return digest

    def open(self, digest: str) -> BinaryIO:
        """The file, for reading from its start; its bytes were checked.

        raises:  NoSuchFile, DamagedFile
        """
        try:
            file = self._place(digest).open("rb")
        except OSError as error:
            raise NoSuchFile(ABSENT) from error
        try:
            if file_digest(file, "sha256").hexdigest() != digest:
                raise DamagedFile(DAMAGED)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def read(self, digest: str) -> bytes:
        """All its bytes. raises: NoSuchFile, DamagedFile"""
        with self.open(digest) as file:
            return file.read()

    def has(self, digest: str) -> bool:
        """Whether it is kept; its bytes are not looked at."""
        return _DIGEST.fullmatch(digest) is not None and self._place(digest).is_file()

    def remove(self, digest: str) -> None:
        """Forget a file, which no row may name any more. That it is not there is no error."""
        if _DIGEST.fullmatch(digest):
            self._place(digest).unlink(missing_ok=True)

    def sweep(self, known: Collection[str], *, older_than: datetime) -> int:
        """Forget files that no row names and that were put before a moment; gives how many.

        older_than:  aware, well before now: a file is put before the row that names it is written
        """
        return sum(self._forget_old(path, older_than) for path in self._all() if path.name not in known) + sum(
            self._forget_old(path, older_than - FORGOTTEN) for path in self._folder.glob(f"{COMING}/*")
        )

    def _all(self) -> Iterator[Path]:
        return (path for path in self._folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"))

    def _forget_old(self, path: Path, moment: datetime) -> bool:
        with self._alone(), suppress(FileNotFoundError):
            if path.stat().st_mtime < moment.timestamp():
                path.unlink()
                return True
        return False

    def _alone(self) -> FileLock:
        """Held while a file takes or leaves its place; the system frees it when a process is killed."""
        return FileLock(self._folder / ".lock", mode=0o600, is_singleton=False)

    def _place(self, digest: str) -> Path:
        if _DIGEST.fullmatch(digest) is None:
            raise NoSuchFile(ABSENT)
        return self._folder / digest[:2] / digest[2:4] / digest


def _write(draft: Path, pieces: Iterable[bytes], limit: int) -> str:
    """The pieces on the disk, for their owner alone; gives their digest. raises: FileTooLarge, OSError"""
    told, size = sha256(), 0
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise too_large(limit)
            told.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return told.hexdigest()


def too_large(limit: int) -> FileTooLarge:
    """What is said of a file that is larger. limit: bytes"""
    return FileTooLarge(TOO_LARGE, limit_fr=_megabytes(limit, ","), limit_en=_megabytes(limit, "."))


def _megabytes(limit: int, mark: str) -> str:
    return f"{limit / MEGABYTE:.1f}".removesuffix(".0").replace(".", mark)


def _flush_folder(folder: Path) -> None:
    """The name itself on the disk, where the system lets a folder be opened."""
    with suppress(PermissionError):  # Windows
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
