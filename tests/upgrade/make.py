"""Writes the database of this version, with the demonstration in it, for the tests of later ones.

Run once when a version is tagged: .venv/bin/python -P tests/upgrade/make.py v0.1.0
"""

from __future__ import annotations

import contextlib
import gzip
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main(version: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SCEAU_MODE": "demo", "SCEAU_DATA": folder, "SCEAU_BASE_URL": "http://localhost:8000"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "sceau.config.settings"
        sys.path.insert(0, str(HERE.parents[1] / "src"))
        import django

        django.setup()
        from django.db import connections

        from sceau.config import demo, preparing

        preparing.prepare_tables()
        demo.seed()
        connections.close_all()
        with contextlib.closing(sqlite3.connect(Path(folder, "sceau.sqlite3"))) as database:
            text = "\n".join(database.iterdump())
        (HERE / f"{version}.sql.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
        (HERE / f"{version}.kek").write_text(Path(folder, "kek").read_text())


if __name__ == "__main__":
    main(sys.argv[1])
