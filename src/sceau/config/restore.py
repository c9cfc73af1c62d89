"""A backup put back: seen to be sound first, put in place, brought to this Sceau's level, its journal rechecked.

Whatever fails, the house is as it was before.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from filelock import FileLock, Timeout

from sceau.config import databases, rescue
from sceau.config.archive import Manifest, read_archive
from sceau.config.backup import PUBLISHED, SEALED_SECRET, SECRET_PLACE, kept_files
from sceau.config.generated import SECRET_KEY as OWN_SECRET_KEY
from sceau.config.kekprints import fingerprints
from sceau.config.opening import server_lock
from sceau.config.rescue import CannotRestore
from sceau.config.working import worker_lock
from sceau.journal.models import Act
from sceau.journal.queries import Head
from sceau.journal.verification import recheck_all
from sceau.outside.files import FILES
from sceau.outside.keystores.sealed import CannotOpen, KekRing, SealedBox, UnusableKek


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what is to be known of it.

    made_at:       when the backup was made
    acts:          how many acts its journal has, all rechecked
    aside:         where the former database is, "" when there was none
    other_secret:  this installation has another secret: invitations that were sent no longer count
    other_address: the public address that the backup is of, "" when it is this one
    other_kek:     the signing keys do not open here
    """

    made_at: datetime
    acts: int
    aside: str
    other_secret: bool
    other_address: str
    other_kek: bool


def restore(source: Path, *, replace: bool, without_kek: bool) -> Restored:
    """Put a backup in the place of what is here.

    replace:      even when this house holds something, which is kept aside
    without_kek:  even when this house has not the key that opens the signing keys
    raises:       CannotRestore; OSError, when the file cannot be read
    """
    house = Path(settings.HOUSE)
    house.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    with _nobody_inside(), tempfile.TemporaryDirectory(dir=house, prefix=".restore-") as folder:
        manifest = read_archive(source, Path(folder))
        _fits_or_refuse(manifest, without_kek=without_kek)
        acts = _acts_here()
        if acts and not replace:
            raise CannotRestore(rescue.NOT_EMPTY, counted=acts, file=str(source))
        aside = _in_place(Path(folder), manifest, now)
        _files_in_place(Path(folder), house, now)
        other_secret = _other_secret(Path(folder) / SEALED_SECRET, house)
    return Restored(
        manifest.made_at,
        Act.objects.count(),
        aside,
        other_secret,
        "" if manifest.base_url == settings.BASE_URL else manifest.base_url,
        not _opens(manifest),
    )


@contextlib.contextmanager
def _nobody_inside() -> Iterator[None]:
    """Hold what a server and a worker of this house hold while they live."""
    with contextlib.ExitStack() as held:
        for path in (server_lock(), worker_lock()):
            try:
                held.enter_context(FileLock(path).acquire(timeout=0))
            except Timeout as taken:
                raise CannotRestore(rescue.STILL_OPEN, file=str(path)) from taken
        yield


def _fits_or_refuse(manifest: Manifest, *, without_kek: bool) -> None:
    """Go on only when this house can take the backup."""
    if manifest.engine != databases.engine():
        raise CannotRestore(rescue.OTHER_ENGINE, found=manifest.engine, wanted=databases.engine())
    if not without_kek and not _opens(manifest):
        environment = settings.ENVIRONMENT
        where = environment.kek_file or "SCEAU_KEK"
        raise CannotRestore(rescue.OTHER_KEK, where=where)


def _opens(manifest: Manifest) -> bool:
    """Whether this house has every key that opens what is sealed in the backup."""
    return manifest.kek.items() <= fingerprints(settings.KEK_RING).items()


def _acts_here() -> int:
    """How much there is to lose: the acts of the journal, none when there is not even a table."""
    if Act._meta.db_table not in connection.introspection.table_names():
        return 0
    return Act.objects.count()


def _in_place(folder: Path, manifest: Manifest, now: datetime) -> str:
    """The database in place, migrated and rechecked, or the former one again; gives where the former one is."""
    end = databases.put_in_place(folder / databases.MEMBER[manifest.engine], now)
    try:
        call_command("migrate", interactive=False, verbosity=0)
        _recheck(manifest)
    except BaseException:
        end(False)
        raise
    return end(True)


def _recheck(manifest: Manifest) -> None:
    """Every chain holds, and is the one that the manifest speaks of.

    raises:  CannotRestore
    """
    noted = [Head(UUID(chain), length, bytes.fromhex(digest)) for chain, (length, digest) in manifest.heads.items()]
    for result in recheck_all(witnessed=noted):
        if result.findings:
            fault = {language: result.findings[0].sentence(language) for language in ("fr", "en")}
            raise CannotRestore(rescue.JOURNAL_BROKEN, fault=fault)


def _files_in_place(folder: Path, house: Path, now: datetime) -> None:
    """What was published and what was handed in, in the place of what is there, which is kept aside."""
    for path in kept_files(folder):
        for each in (path.parent.parent.parent, path.parent.parent, path.parent):
            each.chmod(0o700)
        path.chmod(0o600)
    for name in (PUBLISHED, FILES):
        here, restored = house / name, folder / name
        if here.exists():
            here.replace(house / f"{name}.before-{now:%Y%m%dT%H%M%SZ}")
        if restored.exists():
            shutil.move(restored, here)


def _other_secret(sealed: Path, house: Path) -> bool:
    """Keep the secret of the backup where this house makes its own; gives whether another one holds."""
    try:
        box = SealedBox(KekRing.read(settings.KEK_RING))
        text = box.open(sealed.read_text(encoding="ascii").strip(), context=SECRET_PLACE).decode()
    except (CannotOpen, UnusableKek, FileNotFoundError):  # without the key-encryption key it stays closed
        return True
    kept = house / OWN_SECRET_KEY
    if not settings.ENVIRONMENT.in_production and not os.environ.get("SCEAU_SECRET_KEY"):
        draft = kept.with_name(f".{kept.name}-restored")
        draft.touch(mode=0o600)
        draft.write_text(text + "\n", encoding="ascii")
        draft.replace(kept)
        return False
    return bool(text != settings.SECRET_KEY)
