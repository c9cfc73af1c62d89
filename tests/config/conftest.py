"""Variables of an installation, and a process of its own for what can be read once only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sceau.outside.keystores.kek import new_kek

SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def production(tmp_path):
    """The variables of an installation in production, all right."""
    return {
        "SCEAU_MODE": "production",
        "SCEAU_BASE_URL": "https://preuves.exemple.fr",
        "SCEAU_DATA": str(tmp_path / "data"),
        "SCEAU_SECRET_KEY": "fifty signs that nobody could guess, or at least so it seems here",
        "SCEAU_KEK": new_kek().strip(),
        "SCEAU_MAIL": "smtp://preuves:mot%40passe@courriel.exemple.fr",
        "SCEAU_MAIL_FROM": "Sceau <preuves@exemple.fr>",
    }


@pytest.fixture
def in_a_process():
    """Run a program with these variables and no other of ours; gives the finished process, its output as text."""

    def run(variables, program):
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("SCEAU_", "DJANGO_"))}
        ours.pop("PROMETHEUS_MULTIPROC_DIR", None)
        return subprocess.run(
            [sys.executable, "-P", "-W", "error", "-c", program],
            env=ours | variables | {"PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "sceau.config.settings"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
