"""What `sceau manage check` asks of an installation; with --deploy, what people will rely on."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Caution
from django.db import connection

from sceau.config.reading import unknown

OLDEST_POSTGRESQL = 140000


@register(Tags.security)
def variables_that_decide_nothing(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """A variable that Sceau does not know is a setting that somebody believes to be in force."""
    return [
        Caution(
            f"{name} decides nothing: Sceau knows no such setting.", hint="See docs/administer.md.", id="sceau.W001"
        )
        for name in unknown(os.environ)
    ]


@register(Tags.security, deploy=True)
def people_rely_on_production(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """A public address without `SCEAU_MODE=production` shows invented bodies and their password."""
    if settings.ENVIRONMENT.in_production:
        return []
    hint = "Set SCEAU_MODE=production, with the secrets that it demands."
    return [Caution(f"The mode is “{settings.MODE}”: nobody may rely on it.", hint=hint, id="sceau.W002")]


@register(Tags.security, deploy=True)
def others_do_not_read_the_keys(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Files of secrets are for their owner alone."""
    environment = settings.ENVIRONMENT
    found: list[CheckMessage] = []
    for path in filter(None, (environment.kek_file, environment.data / "secret-key", environment.data)):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o007:
            hint = "Take the rights of others away: chmod o-rwx."
            found.append(Caution(f"Everybody on this machine can read {path}.", hint=hint, id="sceau.W003"))
    return found


@register(Tags.security, deploy=True)
def the_key_stands_apart(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """One stolen folder must not give both the sealed keys and what opens them."""
    environment = settings.ENVIRONMENT
    if environment.in_production and environment.kek_file and environment.kek_file.is_relative_to(environment.data):
        hint = "Put the file elsewhere, and back it up apart from the data."
        return [Caution("The key-encryption key lies beside the data it protects.", hint=hint, id="sceau.W004")]
    return []


@register(Tags.database)
def the_database_is_fit(app_configs: Sequence[AppConfig] | None, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """SQLite writes what it promised to the disk, and PostgreSQL is of a version that we test."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            journal, synchronous = (
                cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
            )
            if journal in {"wal", "memory"} and synchronous == 2:  # noqa: PLR2004 -- FULL
                return []
            hint = "The settings ask for journal_mode=WAL and synchronous=FULL: is the folder on a network disk?"
            return [Caution(f"SQLite runs with {journal} and synchronous={synchronous}.", hint=hint, id="sceau.W005")]
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if version < OLDEST_POSTGRESQL:
        return [Caution(f"PostgreSQL {version // 10000} is older than 14.", hint="Upgrade it.", id="sceau.W006")]
    return []
