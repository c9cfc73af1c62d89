"""Everything that a house cannot do without, written to one file while it is open; the key-encryption key apart.

What is in it and what is not is decided in docs/decisions/backups.md.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import sceau
from sceau.config import databases, rescue
from sceau.config.archive import Manifest, digest_of, write_archive
from sceau.config.bucket import bucket_place
from sceau.config.kekprints import fingerprints
from sceau.config.rescue import CannotBackUp
from sceau.journal.queries import heads as heads_of_chains
from sceau.outside.files import FILES
from sceau.outside.keystores.sealed import KekRing, SealedBox

PUBLISHED = "published"  # the folder of what was signed and given to the world
SEALED_SECRET = "secrets/secret-key.sealed"  # noqa: S105 -- the name of a file
SECRET_PLACE = "secret key of a backup"  # noqa: S105 -- what it is sealed for


def back_up(target: Path, *, kek: Path | None) -> int:
    """Write a backup; gives its size in bytes.

    kek:     where to write the key-encryption key as well, None to leave it where it is
    raises:  CannotBackUp, and then nothing is left behind
    """
    for file in filter(None, (target, kek)):
        if file.exists():
            raise CannotBackUp(rescue.ALREADY_THERE, file=str(file))
        if file.resolve().is_relative_to(Path(settings.HOUSE).resolve()):
            raise CannotBackUp(rescue.IN_DATA, file=str(file))
    if kek and not settings.KEK_RING:
        raise CannotBackUp(rescue.NO_KEK)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sceau-backup-") as folder:
        size = _write(target, Path(folder))
    if kek:
        _write_alone(kek, settings.KEK_RING)
    return size


def _write(target: Path, folder: Path) -> int:
    heads = noted_heads()  # before the copy: a copy that lacks one of these acts is not sound
    content: dict[str, Path] = {}
    database = folder / "database"
    databases.copy_out(database)
    content[databases.MEMBER[databases.engine()]] = database
    if settings.KEK_RING:  # only whoever has the key-encryption key opens it
        sealed = SealedBox(KekRing.read(settings.KEK_RING)).seal(settings.SECRET_KEY.encode(), context=SECRET_PLACE)
        _write_alone(folder / "secret-key", sealed)
        content[SEALED_SECRET] = folder / "secret-key"
    house = Path(settings.HOUSE)
    for path in sorted((house / PUBLISHED).rglob("*")):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(house).as_posix()
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            content[name] = Path(shutil.copy2(path, folder / name))
    for path in kept_files(house):
        name = path.relative_to(house).as_posix()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # erased meanwhile: a person's right does not wait for a backup
            content[name] = _second_name(path, folder / name)
    return write_archive(target, _manifest(content, heads), content)


def files_elsewhere() -> str:
    """The name of the bucket that holds the files, which no backup of ours has; "" when they are in the folder."""
    address = settings.ENVIRONMENT.files.get_secret_value()
    return bucket_place(address).bucket if address else ""


def kept_files(house: Path) -> list[Path]:
    """The files that were handed in and are whole, without those that are being written."""
    return sorted((house / FILES).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"))


def _second_name(path: Path, name: Path) -> Path:
    """The same file under a name of ours, which stays until the archive is written; no room is taken for it."""
    try:
        name.hardlink_to(path)
    except FileNotFoundError:
        raise
    except OSError:  # another disk
        shutil.copy2(path, name)
    return name


def _manifest(content: dict[str, Path], heads: dict[str, tuple[int, str]]) -> Manifest:
    last: dict[str, str] = {}
    for room, name in sorted(MigrationRecorder(connection).applied_migrations()):
        last[room] = name
    return Manifest(
        sceau=sceau.__version__,
        made_at=datetime.now(UTC).replace(microsecond=0),
        engine=databases.engine(),
        migrations=last,
        base_url=settings.BASE_URL,
        kek=fingerprints(settings.KEK_RING),
        heads=heads,
        files={name: digest_of(path) for name, path in content.items()},
    )


def noted_heads() -> dict[str, tuple[int, str]]:
    """The length and the last digest of each chain."""
    return {str(head.chain): (head.length, head.digest.hex()) for head in heads_of_chains()}


def _write_alone(path: Path, text: str) -> None:
    """A file for its owner alone."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text.strip() + "\n")
