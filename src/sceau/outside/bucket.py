"""Files in a bucket of S3-compatible storage, for a house of several machines: `ab/cd/abcd…`, as on a disk.

An object is whole or not there. What is read is checked against its name, whoever may write in the bucket.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, Final, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from sceau.engine.errors import EngineError, Reason
from sceau.outside.files import ABSENT, DAMAGED, NOT_KEPT, DamagedFile, NoSuchFile, NotKept, too_large
from sceau.outside.places import Place

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_IN_MEMORY: Final = 4_000_000  # bytes; what is longer waits on the disk of this machine
_PATIENCE: Final = timedelta(seconds=20)
_TRIES: Final = 3
PROBE: Final = "0" * 64  # the digest of nothing that anybody could put

OUT_OF_REACH = Reason(
    "files.out_of_reach",
    "l’espace où sont les fichiers ne répond pas, rien n’est perdu : réessayez dans quelques minutes",
    "the storage that holds the files does not answer, nothing is lost: try again in a few minutes",
)


class StorageOutOfReach(EngineError):
    """The storage does not answer, or refuses."""


class BucketFiles:
    """Files in a bucket; as many processes and machines may use it at once as one likes.

    Twice the same file is once. `sweep` looks at the age of an object again right before it forgets it; a file that is
    put in the milliseconds between would go. That is why it is told to leave whatever is younger than a day.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    @cached_property
    def _store(self) -> S3Store:
        there = self._place
        return S3Store(
            there.bucket,
            prefix=there.prefix or None,
            endpoint=there.endpoint,
            region=there.region,
            access_key_id=there.key,
            secret_access_key=there.secret,
            client_options={"allow_http": there.endpoint.startswith("http://"), "timeout": _PATIENCE},
            retry_config={"max_retries": _TRIES, "retry_timeout": _PATIENCE},
        )

    def put(self, content: bytes | Iterable[bytes], *, limit: int) -> str:
        """Keep bytes, given whole or piece by piece; gives their digest. Twice the same is once, dated anew.

        raises:  FileTooLarge, NotKept, and then nothing is kept
        """
        pieces = (content,) if isinstance(content, bytes) else content
        told, size = sha256(), 0
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as draft:
            try:
                for piece in pieces:
                    size += len(piece)
                    if size > limit:
                        raise too_large(limit)
                    told.update(piece)
                    draft.write(piece)
                draft.seek(0)
                digest = told.hexdigest()
                obstore.put(self._store, _path(digest), cast(IO[bytes], draft), use_multipart=size > _IN_MEMORY)
            except (BaseError, OSError) as error:
                raise NotKept(NOT_KEPT) from error
        return digest

    def open(self, digest: str) -> BinaryIO:
        """The file, for reading from its start; its bytes were checked.

        raises:  NoSuchFile, DamagedFile, StorageOutOfReach
        """
        path = _path(digest)
        draft = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- whoever asked closes it
        try:
            told = sha256()
            for piece in obstore.get(self._store, path).stream(min_chunk_size=1 << 20):
                told.update(piece)
                draft.write(piece)
            if told.hexdigest() != digest:
                raise DamagedFile(DAMAGED)
            draft.seek(0)
        except FileNotFoundError as error:
            draft.close()
            raise NoSuchFile(ABSENT) from error
        except (BaseError, OSError) as error:
            draft.close()
            raise StorageOutOfReach(OUT_OF_REACH) from error
        except BaseException:
            draft.close()
            raise
        return cast(BinaryIO, draft)

    def read(self, digest: str) -> bytes:
        """All its bytes. Raises as `open` does."""
        with self.open(digest) as file:
            return file.read()

    def has(self, digest: str) -> bool:
        """Whether it is kept; its bytes are not looked at. raises: StorageOutOfReach"""
        if _DIGEST.fullmatch(digest) is None:
            return False
        try:
            obstore.head(self._store, _path(digest))
        except FileNotFoundError:
            return False
        except BaseError as error:
            raise StorageOutOfReach(OUT_OF_REACH) from error
        return True

    def remove(self, digest: str) -> None:
        """Forget a file, which no row may name any more. That it is not there is no error. raises: StorageOutOfReach"""
        if _DIGEST.fullmatch(digest):
            self._forget(_path(digest))

    def sweep(self, known: Collection[str], *, older_than: datetime) -> int:
        """Forget files that no row names and that were put before a moment; gives how many.

        older_than:  aware, well before now: a file is put before the row that names it is written
        raises:      StorageOutOfReach
        """
        gone = 0
        try:
            for page in obstore.list(self._store):
                for each in page:
                    digest = each["path"].rpartition("/")[2]
                    if each["path"] != _shape(digest) or digest in known or each["last_modified"] >= older_than:
                        continue
                    with suppress(FileNotFoundError):
                        if obstore.head(self._store, each["path"])["last_modified"] < older_than:
                            self._forget(each["path"])
                            gone += 1
        except BaseError as error:
            raise StorageOutOfReach(OUT_OF_REACH) from error
        return gone

    def try_out(self) -> None:
        """Whether this house may write, read and forget here. raises: StorageOutOfReach"""
        try:
            obstore.put(self._store, _shape(PROBE), b"")
            obstore.head(self._store, _shape(PROBE))
        except (BaseError, FileNotFoundError) as error:
            raise StorageOutOfReach(OUT_OF_REACH) from error
        self._forget(_shape(PROBE))

    def _forget(self, path: str) -> None:
        try:
            with suppress(FileNotFoundError):
                obstore.delete(self._store, path)
        except BaseError as error:
            raise StorageOutOfReach(OUT_OF_REACH) from error


def _path(digest: str) -> str:
    if _DIGEST.fullmatch(digest) is None:
        raise NoSuchFile(ABSENT)
    return _shape(digest)


def _shape(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
