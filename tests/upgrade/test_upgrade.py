"""The database of each tagged version, brought to this one: nothing of it is lost, its journal holds, its keys open."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import sqlite3
from pathlib import Path

import pytest

from config.houses import House

HERE = Path(__file__).parent
VERSIONS = sorted(HERE.glob("*.sql.gz"))

STATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from sceau.config.preparing import migrations
from sceau.config.wiring import ports
from sceau.institutions.models import Institution
from sceau.journal.models import Act
from sceau.journal.verification import recheck_all
from sceau.keyring.models import SigningKey
from sceau.keyring.selftest import faults
print(
    migrations().missing, Institution.objects.count(), Act.objects.count(), SigningKey.objects.count(),
    all(each.is_whole for each in recheck_all()), len(faults(store=ports().keys)),
)
"""


def test_there_is_a_version_to_upgrade_from():
    assert VERSIONS


@pytest.mark.parametrize("dump", VERSIONS, ids=lambda path: path.name)
def test_a_database_of_an_earlier_version_is_brought_to_this_one(dump, tmp_path):
    text = gzip.decompress(dump.read_bytes()).decode()
    with contextlib.closing(sqlite3.connect(tmp_path / "sceau.sqlite3")) as database:
        database.executescript(text)
        institutions, acts, keys = (
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("institutions_institution", "journal_act", "keyring_signingkey")
        )
    shutil.copy(dump.with_name(dump.name.replace(".sql.gz", ".kek")), tmp_path / "kek")

    assert institutions > 10
    assert House(tmp_path).python(STATE) == f"() {institutions} {acts} {keys} True 0"
