"""The house made known to a command: settings read, rooms loaded; and Django's own commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import connection

from sceau.config.loading import kept_for_good

SETTINGS = "sceau.config.settings"
SERVER_LOCK = "server.lock"  # in the data folder, held while the house is open


@dataclass(frozen=True, slots=True)
class House:
    """What a command has to know of an installation.

    mode:      "demo", "development" or "production"
    base_url:  the public address
    data:      the folder
    workers, threads:  of the server
    lock:      what whoever opens the house holds, None where several may
    """

    mode: str
    base_url: str
    data: Path
    workers: int
    threads: int
    lock: Path | None


def open_house() -> House:
    """Read the settings and load the rooms.

    raises:  sceau.config.errors.WrongSettings, with the whole list of what is wrong
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    with kept_for_good():
        django.setup()
    there = settings.ENVIRONMENT
    lock = server_lock() if connection.vendor == "sqlite" else None
    return House(settings.MODE, settings.BASE_URL, Path(settings.HOUSE), there.workers, there.threads, lock)


def server_lock() -> Path:
    """The file that tells that the house is open."""
    return Path(settings.HOUSE) / SERVER_LOCK


def manage(words: Sequence[str]) -> None:
    """Run a command of Django's with these words; it ends by SystemExit when it fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    execute_from_command_line(["sceau manage", *words])
