"""Houses of their own for tests: a folder, a database, and the command run in them as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds
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

    def python(self, code: str) -> str:
        """Run some lines inside; gives what they print."""
        setup = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'sceau.config.settings'; django.setup()\n"
        outcome = subprocess.run(
            [sys.executable, "-P", "-c", setup + code],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert outcome.returncode == 0, outcome.stderr[-3000:]
        return outcome.stdout.strip()

    def seeded(self) -> House:
        """With the demonstration in it."""
        self.python("from sceau.config import preparing, demo\npreparing.prepare_tables()\nassert demo.seed()")
        return self


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
