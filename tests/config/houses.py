"""Houses of their own for tests: a folder, a database, and the command run in them as a person runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from filelock import FileLock
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds
SEEDING = 900  # seconds: of the demonstration, on a machine that has much else to do
SECRET = "of the tests of houses only, and long enough to be one, fifty signs at least"
SERVER = os.environ.get("SCEAU_TEST_DATABASE_URL", "")


@dataclass
class House:
    """One of them.

    variables:  on top of those that all have
    """

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("SCEAU_", "DJANGO_"))}
        return plain | {
            "SCEAU_MODE": "demo",
            "SCEAU_DATA": str(self.folder),
            "SCEAU_BASE_URL": "http://localhost:8000",
            "SCEAU_LOG_LEVEL": "warning",
            "SCEAU_LANG": "fr",
            "CI": "true",
            "PYTHONPATH": str(ROOT / "src"),
            **self.variables,
        }

    def sceau(self, *words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run the command, and wait."""
        line = [sys.executable, "-P", "-m", "sceau.cli", *map(str, words)]
        return subprocess.run(
            line, env=self.environment(), cwd=cwd, capture_output=True, text=True, check=False, timeout=PATIENCE
        )

    def start(self, *words: object) -> subprocess.Popen[str]:
        """Run the command, and go on."""
        line = [sys.executable, "-P", "-m", "sceau.cli", *map(str, words)]
        return subprocess.Popen(line, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def python(self, code: str, patience: float = PATIENCE) -> str:
        """Run some lines inside; gives what they print."""
        setup = "from sceau.config.opening import open_house; open_house()\n"
        outcome = subprocess.run(
            [sys.executable, "-P", "-c", setup + code],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=patience,
        )
        assert outcome.returncode == 0, outcome.stderr[-3000:]
        return outcome.stdout.strip()

    def seeded(self) -> House:
        """With the demonstration in it, as it was seeded once for all houses of this source."""
        place = Path(tempfile.gettempdir()) / f"sceau-seeded-{os.getuid()}"
        place.mkdir(mode=0o700, exist_ok=True)
        url = self.variables.get("SCEAU_DATABASE_URL", "")
        on_file, on_server = (place / f"{kind}{source()[:20]}" for kind in "sp")
        with FileLock(place / "lock"):
            if not on_file.exists():
                _tidy(place)
                _seed(on_file)
            if url and not on_server.exists():
                _move(on_file, on_server, url)
            shutil.copytree(on_server if url else on_file, self.folder, dirs_exist_ok=True)
            if url:
                _copy_database(_name_of(on_server), urlsplit(url).path[1:])
        return self


@cache
def source() -> str:
    """A digest of all that a demonstration depends on: what seeds it, what it is seeded from, and the day."""
    found = sha256(f"{datetime.now(UTC):%Y-%m-%d}".encode())
    for folder in (ROOT / "src" / "sceau", ROOT / "demo"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".mo"):  # what is made of the others
                found.update(f"{path.relative_to(ROOT)} {path.stat().st_size} ".encode() + path.read_bytes())
    return found.hexdigest()


def _seed(kept: Path) -> None:
    """Seed a house on SQLite where all copy it from; it has its name once it is whole."""
    began = Path(tempfile.mkdtemp(dir=kept.parent, prefix="began-"))
    House(began).python(
        "from sceau.config import preparing, demo\npreparing.prepare_tables()\nassert demo.seed()", patience=SEEDING
    )
    began.rename(kept)


def _move(seeded: Path, kept: Path, url: str) -> None:
    """The same house on PostgreSQL, as `sceau move` takes it there: a tenth of the time that seeding it anew takes."""
    began = Path(tempfile.mkdtemp(dir=kept.parent, prefix="began-"))
    shutil.copytree(seeded, began, dirs_exist_ok=True)
    _copy_database("template0", _name_of(kept))
    moved = House(began).sceau("move", urlsplit(url)._replace(path=f"/{_name_of(kept)}").geturl())
    assert moved.returncode == 0, moved.stderr
    (began / "sceau.sqlite3").unlink()
    began.rename(kept)


def _name_of(kept: Path) -> str:
    return f"sceau_seeded_{kept.name}"


def _copy_database(one: str, other: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(other)))
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(other), Identifier(one)))


def _tidy(place: Path) -> None:
    """Throw away what an earlier source seeded; what is an hour old, for two sources may be tried side by side."""
    for old in place.glob("[spb]*"):
        if old.is_dir() and old.stat().st_mtime < time.time() - 3600:
            shutil.rmtree(old)
            if old.name.startswith("p") and SERVER:
                with psycopg.connect(SERVER, autocommit=True) as server:
                    server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(_name_of(old))))


@contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """The variables of an empty database of its own, on the kind that is under test."""
    if not SERVER:
        yield {}
        return
    name = f"sceau_{name}_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"SCEAU_DATABASE_URL": urlsplit(SERVER)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
