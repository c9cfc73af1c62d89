"""What has to be in place before the house opens: tables, words of both languages, static files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sceau.config import metrics, selftest
from sceau.config.databases import SIDE_FILES
from sceau.config.generated import OWNER_ALONE
from sceau.web import translations

MARKER = "collected"  # beside the files: the digest of what they were made from


@dataclass(frozen=True, slots=True)
class Migrations:
    """How the tables stand.

    missing:  "room.name" of each migration that is still to be made
    unknown:  those that were made by a later Sceau than this one
    """

    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def migrations() -> Migrations:
    """Compare the database with the code."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    ours = {migration.app_label for migration in executor.loader.disk_migrations.values()}
    made = executor.loader.applied_migrations
    return Migrations(
        tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan),
        tuple(f"{app}.{name}" for app, name in made if app in ours and (app, name) not in executor.loader.graph.nodes),
    )


def prepare_tables() -> bool:
    """Make what is missing; gives whether anything was."""
    _keep_database_from_others()
    if not migrations().missing:
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def _keep_database_from_others() -> None:
    """A file of SQLite is for its owner alone, whatever folder it is in: who is signed in stands in it."""
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or not path.is_absolute():
        return
    path.touch(mode=OWNER_ALONE, exist_ok=True)
    for file in (path, *(Path(f"{path}{suffix}") for suffix in SIDE_FILES)):
        if file.exists():
            file.chmod(OWNER_ALONE)


def prepare_words() -> None:
    """Compile the words of both languages, when they were changed."""
    translations.keep_fresh()


def prepare_static() -> bool:
    """Gather the static files under names that hold their digests, when they were changed; gives whether they were."""
    if settings.WHITENOISE_USE_FINDERS:
        return False
    digest = _digest_of_sources()
    marker = Path(settings.STATIC_ROOT) / MARKER
    if marker.exists() and marker.read_text(encoding="ascii") == digest:
        return False
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    marker.write_text(digest, encoding="ascii")
    return True


def look_at_keys() -> None:
    """Go on only when every key is as it must be; and let the figures of earlier servers go.

    raises:  sceau.config.selftest.WrongKeys
    """
    selftest.refuse_wrong_keys()
    metrics.start_afresh()


def _digest_of_sources() -> str:
    """A digest over the name, size and date of every static file."""
    told = sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda each: each[0]):
            state = Path(storage.path(path)).stat()
            told.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return told.hexdigest()
