"""A worker killed in the middle of its work: nothing that follows an act is lost, nothing is done twice."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ACTS = 60
PATIENCE = 90  # seconds

MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
WRITE = f"""
from datetime import UTC, datetime
from sceau.journal.services import Deed, record_all
subject = "unit:00000000-0000-0000-0000-000000000001"
record_all([Deed("test.crash", subject)] * {ACTS}, by=None, at=datetime.now(UTC))
"""
LEFT = "SELECT COUNT(*) FROM journal_pending"
BEATS = "SELECT COUNT(*) FROM jobs_heartbeat"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """The variables of a house of its own, on the kind of database under test; its tables are made once."""
    folder = tmp_path_factory.mktemp("migrated")
    variables = {name: value for name, value in os.environ.items() if not name.startswith("SCEAU_")} | {
        "SCEAU_MODE": "development",
        "SCEAU_DATA": str(folder),
        "SCEAU_BASE_URL": "https://sceau.example",
        "SCEAU_SECRET_KEY": settings.SECRET_KEY,
        "SCEAU_LOG_LEVEL": "warning",
        "DJANGO_SETTINGS_MODULE": "sceau.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    if connection.vendor == "sqlite":
        enter(variables, MIGRATE)
        yield variables
        return
    with database("sceau_crash_model") as url:
        enter(variables | {"SCEAU_DATABASE_URL": url}, MIGRATE)
        yield variables


@pytest.fixture
def house(migrated, tmp_path):
    """A copy of that house for one test."""
    variables = migrated | {"SCEAU_DATA": str(tmp_path)}
    if connection.vendor == "sqlite":
        shutil.copy(Path(migrated["SCEAU_DATA"], "sceau.sqlite3"), tmp_path)
        yield variables
        return
    with database("sceau_crash", like="sceau_crash_model") as url:
        yield variables | {"SCEAU_DATABASE_URL": url}


@contextmanager
def database(name: str, like: str = "template1"):
    """A database of PostgreSQL on the server of the tests, for as long as this lasts; gives its address."""
    given = os.environ["SCEAU_TEST_DATABASE_URL"]
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}_{os.getpid()} WITH (FORCE)")
        model = like if like == "template1" else f"{like}_{os.getpid()}"
        server.execute(f"CREATE DATABASE {name}_{os.getpid()} TEMPLATE {model}")
        try:
            yield urlsplit(given)._replace(path=f"/{name}_{os.getpid()}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name}_{os.getpid()} WITH (FORCE)")


def enter(house: dict[str, str], code: str) -> str:
    """Run some lines in the house; gives what they print."""
    words = [sys.executable, "-P", "-c", f"from sceau.config.opening import open_house; open_house()\n{code}"]
    outcome = subprocess.run(words, env=house, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    return outcome.stdout.strip()


def how_many(house: dict[str, str], question: str) -> int:
    """What the database says without a house being opened for it: it is asked again and again."""
    if url := house.get("SCEAU_DATABASE_URL"):
        with psycopg.connect(url) as there:
            return there.execute(question).fetchone()[0]
    with closing(sqlite3.connect(Path(house["SCEAU_DATA"], "sceau.sqlite3"), timeout=60)) as there:
        return there.execute(question).fetchone()[0]


def start(house: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-P", str(HERE / "crashing.py"), house["SCEAU_DATA"]], env=house)


def done(house: dict[str, str]) -> list[str]:
    file = Path(house["SCEAU_DATA"], "done")
    return file.read_text().split() if file.exists() else []


def letters(house: dict[str, str]) -> int:
    return len(list(Path(house["SCEAU_DATA"], "mail").glob("*.eml")))


def wait_until(question: Callable[[], bool], worker: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    while not question():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < limit, "the work is not done"
        time.sleep(0.02)


def test_killed_in_mid_work_it_loses_nothing_and_does_nothing_twice(house):
    enter(house, WRITE)
    for count in (8, 24):
        worker = start(house)
        wait_until(lambda count=count: len(done(house)) >= count, worker)
        worker.kill()
        worker.wait()
    assert len(done(house)) < ACTS

    worker = start(house)
    try:
        wait_until(lambda: letters(house) == ACTS and how_many(house, LEFT) == 0, worker)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=PATIENCE) == 0
    finally:
        worker.kill()
        worker.wait()

    assert len(done(house)) == len(set(done(house)))
    assert letters(house) == ACTS


def test_asked_to_end_it_finishes_what_it_has_in_hand(house):
    enter(house, WRITE)
    worker = start(house)
    try:
        wait_until(lambda: len(done(house)) >= 10, worker)
        worker.send_signal(signal.SIGINT)
        assert worker.wait(timeout=PATIENCE) == 0
    finally:
        worker.kill()
        worker.wait()

    handled = len(done(house))
    assert handled == letters(house)
    assert how_many(house, LEFT) == ACTS - handled


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="where one worker works, the second one is refused")
def test_a_second_worker_of_a_house_on_sqlite_is_refused(house):
    first = start(house)
    try:
        wait_until(lambda: how_many(house, BEATS) > 0, first)  # it beats once it holds the lock, not before
        words = [sys.executable, "-P", "-m", "sceau.cli", "work"]
        second = subprocess.run(words, env=house, capture_output=True, text=True, check=False, timeout=PATIENCE)
    finally:
        first.kill()
        first.wait()

    assert second.returncode == 1
    assert "Un autre traitement de fond travaille déjà sur cette base" in second.stderr
