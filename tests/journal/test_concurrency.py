"""Many write one chain at a time: no gap, no fork, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from sceau.journal.models import Act, Pending, Why
from sceau.journal.services import Deed, record_all
from sceau.journal.verification import recheck

CHAIN = UUID("5a5a5a5a-0000-4000-8000-000000000003")
TURNS = 25
KEPT = sum(1 + turn % 3 for turn in range(TURNS) if turn % 5 != 4)  # acts that one thread commits
ROOT = Path(__file__).parents[2]
CHECK = """
from sceau.config.opening import open_house; open_house()
from uuid import UUID
from sceau.journal.models import Act, Why, Pending
from sceau.journal.verification import recheck
result = recheck(UUID("{chain}"))
print(result.is_whole, result.read, Act.objects.count(), Why.objects.count(), Pending.objects.count())
"""


def test_processes_and_threads_write_one_chain_of_a_sqlite_file(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCEAU_")} | {
        "DJANGO_SETTINGS_MODULE": "sceau.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "SCEAU_MODE": "development",
        "SCEAU_DATA": str(tmp_path),
    }

    def python(*words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def ended(process: subprocess.Popen[str]) -> str:
        out, fault = process.communicate(timeout=120)
        assert process.returncode == 0, fault
        return out

    ended(python("-m", "django", "migrate", "journal", "--verbosity=0", "--skip-checks"))
    writers = [python(str(Path(__file__).with_name("writer.py")), str(CHAIN), str(TURNS)) for _ in range(3)]
    for writer in writers:
        ended(writer)

    acts = 3 * 2 * KEPT
    assert ended(python("-c", CHECK.format(chain=CHAIN))).split() == ["True", *[str(acts)] * 4]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite shares nothing between threads")
def test_threads_write_one_chain_of_postgresql():
    faults: list[BaseException] = []

    def write() -> None:
        try:
            for turn in range(TURNS):
                with transaction.atomic():
                    deeds = [Deed("unit.renamed", f"unit:{CHAIN}", {"turn": turn}, "Motif")] * (1 + turn % 3)
                    record_all(deeds, by=None, at=datetime.now(UTC), institution=CHAIN)
                    transaction.set_rollback(turn % 5 == 4)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert faults == []
    result = recheck(CHAIN)
    assert (result.is_whole, result.read) == (True, 4 * KEPT)
    assert [model.objects.count() for model in (Act, Why, Pending)] == [4 * KEPT] * 3
    assert list(Act.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 4 * KEPT + 1))
