"""Real workers over a batch of thousands, killed by chance: no line is lost, none is signed twice, nobody told twice."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LINES = 5000 if "CI" in os.environ else 3000
KILLS = 5
PATIENCE = 240  # seconds
MIGRATE = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"
SIGNED = "SELECT COUNT(*) FROM issuing_line WHERE state = 'signed'"
TOLD = "SELECT COUNT(*) FROM issuing_letter"

pytestmark = pytest.mark.django_db


class House:
    """A house of its own, on the kind of database under test."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.variables = {name: value for name, value in os.environ.items() if not name.startswith("SCEAU_")} | {
            "SCEAU_MODE": "development",
            "SCEAU_DATA": str(folder),
            "SCEAU_BASE_URL": "https://sceau.example",
            "SCEAU_SECRET_KEY": settings.SECRET_KEY,
            "SCEAU_LOG_LEVEL": "error",
            "SCEAU_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "sceau.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{HERE.parent}",
        }

    def run(self, *words: str) -> str:
        """What a process prints that goes to its end."""
        done = subprocess.run(
            [sys.executable, "-P", *words],
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-P", "-m", "sceau.cli", "work"], env=self.variables)

    def count(self, question: str) -> int:
        if self.url:
            with psycopg.connect(self.url) as there:
                return there.execute(question).fetchone()[0]
        with closing(sqlite3.connect(self.folder / "sceau.sqlite3", timeout=60)) as there:
            return there.execute(question).fetchone()[0]


@contextmanager
def database():
    """ "" for a file, or the address of a database on the server of the tests, for as long as this lasts."""
    if connection.vendor == "sqlite":
        yield ""
        return
    given, name = os.environ["SCEAU_TEST_DATABASE_URL"], f"sceau_killed_worker_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def house(tmp_path):
    with database() as url:
        made = House(tmp_path, url)
        made.run("-c", MIGRATE)
        made.run(str(HERE / "filling.py"), "fill", str(LINES))
        yield made


def wait_until(question, workers) -> None:
    limit = time.monotonic() + PATIENCE
    while not question():
        assert all(each.poll() is None for each in workers), "a worker ended by itself"
        assert time.monotonic() < limit, "the work is not done"
        time.sleep(0.02)


def test_workers_killed_by_chance_sign_every_line_once(house):
    """One worker on SQLite, two on PostgreSQL; each dies once it has done something, after a while drawn by chance."""
    drawn, died_at = random.Random(), []
    workers = [house.worker() for _ in range(2 if house.url else 1)]
    try:
        for _ in range(KILLS):
            so_far = house.count(SIGNED)
            wait_until(lambda so_far=so_far: so_far == LINES or house.count(SIGNED) != so_far, workers)
            time.sleep(drawn.uniform(0, LINES / 20_000))
            chosen = drawn.randrange(len(workers))
            workers[chosen].kill()
            workers[chosen].wait()
            died_at.append(house.count(SIGNED))
            workers[chosen] = house.worker()
        wait_until(lambda: house.count(TOLD) == LINES, workers)
    finally:
        for each in workers:
            each.kill()
            each.wait()

    assert sum(0 < signed < LINES for signed in died_at) >= 2, died_at  # it was not over before anybody died
    assert json.loads(house.run(str(HERE / "filling.py"), "check")) == {
        "right": LINES,
        "holders": LINES,
        "places": LINES,
        "leaves": LINES,
        "without_a_gap": True,
        "signed": LINES,
        "counted": LINES,
        "acts": LINES,
        "acts_about_each": True,
        "told_of_the_batch": 2,
        "letters": LINES,
        "written_to": LINES,
        "journal_is_whole": True,
    }
