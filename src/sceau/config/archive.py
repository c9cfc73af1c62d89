"""The file of a backup: a tar whose first member says what the others are, with their digests."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from sceau.config.rescue import CUT_SHORT, NOT_A_BACKUP, TOO_NEW, UNSOUND, CannotRestore

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 128 * 1024 * 1024  # bytes: some 800,000 files
SQLITE = "sqlite"
POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    sceau:       the version that made it
    engine:      "sqlite" or "postgresql"
    migrations:  the last one of each room, "room": "0001_initial"
    base_url:    of the house that it is of
    kek:         the fingerprint of each version of the key-encryption key, by version; never the key
    heads:       the length and the last digest of each chain of the journal, by the uuid of its institution
    files:       the SHA-256 of each, in hexadecimal, by name
    """

    sceau: str
    made_at: datetime
    engine: str
    migrations: Mapping[str, str]
    base_url: str
    kek: Mapping[str, str]
    heads: Mapping[str, tuple[int, str]]
    files: Mapping[str, str]


def write_archive(target: Path, manifest: Manifest, content: Mapping[str, Path]) -> int:
    """Write the file, for its owner alone, whole or not at all; gives its size in bytes."""
    draft = target.with_name(f".{target.name}.part")
    told = {
        "format": FORMAT,
        "sceau": manifest.sceau,
        "made_at": manifest.made_at.isoformat(),
        "engine": manifest.engine,
        "migrations": dict(manifest.migrations),
        "base_url": manifest.base_url,
        "kek": dict(manifest.kek),
        "heads": {chain: list(head) for chain, head in manifest.heads.items()},
        "files": dict(manifest.files),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1).encode()
    try:
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as archive:
            archive.addfile(_member(MANIFEST, len(text), manifest.made_at), io.BytesIO(text))
            for name, path in content.items():
                with path.open("rb") as file:
                    archive.addfile(_member(name, path.stat().st_size, manifest.made_at), file)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def read_archive(source: Path, into: Path) -> Manifest:
    """Unpack a backup into an empty folder, and see that every file is as it was written.

    raises:  CannotRestore; OSError, when the file cannot be read
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST or not first.isreg() or first.size > LARGEST_MANIFEST:
                raise CannotRestore(NOT_A_BACKUP, file=str(source))
            manifest = _manifest(_bytes(archive, first), source)
            _unpack(archive, manifest, into)
    except (tarfile.TarError, zlib.error, EOFError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise CannotRestore(NOT_A_BACKUP, file=str(source)) from fault
    for name, digest in manifest.files.items():
        path = into / name
        if not path.is_file():
            raise CannotRestore(CUT_SHORT, name=name)
        if digest_of(path) != digest:
            raise CannotRestore(UNSOUND, name=name)
    return manifest


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    told = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            told.update(block)
    return told.hexdigest()


def _manifest(text: bytes, source: Path) -> Manifest:
    told = json.loads(text)
    if not isinstance(told, dict) or not isinstance(told.get("format"), int):
        raise CannotRestore(NOT_A_BACKUP, file=str(source))
    if told["format"] > FORMAT:
        raise CannotRestore(TOO_NEW, version=str(told.get("sceau")))
    files = {str(name): str(digest) for name, digest in told["files"].items()}
    for name in files:
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts or str(place) != name:
            raise CannotRestore(NOT_A_BACKUP, file=str(source))
    return Manifest(
        str(told["sceau"]),
        datetime.fromisoformat(told["made_at"]),
        str(told["engine"]),
        {str(room): str(name) for room, name in told["migrations"].items()},
        str(told["base_url"]),
        {str(version): str(fingerprint) for version, fingerprint in told["kek"].items()},
        {str(chain): (int(length), str(digest)) for chain, (length, digest) in told["heads"].items()},
        files,
    )


def _unpack(archive: tarfile.TarFile, manifest: Manifest, into: Path) -> None:
    """Plain files that the manifest names, and nothing else: no link, no device, no place outside."""
    while member := archive.next():
        if member.name not in manifest.files or not member.isreg():
            raise CannotRestore(UNSOUND, name=member.name)
        path = into / member.name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = archive.extractfile(member)
        if content is None:
            raise CannotRestore(UNSOUND, name=member.name)
        with path.open("xb") as file:
            shutil.copyfileobj(content, file)


def _bytes(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = archive.extractfile(member)
    return content.read() if content else b""


def _member(name: str, size: int, at: datetime) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(at.timestamp())
    return member
