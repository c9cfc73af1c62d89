"""Batches signed by workers, measured from inside: `python _issuing.py LINES TIMES KILLS [BEFORE…]`, SCEAU_… set.

Prints JSON. The workers are those of the command, one on SQLite and two on PostgreSQL; they are killed and started anew
as often as asked. What is timed goes from the release to the commit of the last line, in a house whose first rounds are
over. With BEFORE, a batch is timed each time that so many credentials were issued before, most of them made up.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from sceau.cli import house

house.open_house(mode="demo")

from _filling import fill  # noqa: E402 -- the rooms had to be loaded first
from _lines import released  # noqa: E402 -- the rooms had to be loaded first
from django.db import connection  # noqa: E402 -- as above
from django.utils.timezone import now  # noqa: E402 -- as above

from sceau.engine.proofs.data_integrity import verify_proof  # noqa: E402 -- as above
from sceau.engine.vocabularies.contexts import shipped  # noqa: E402 -- as above
from sceau.issuing.models import Batch, Credential, Letter, Line  # noqa: E402 -- as above
from sceau.issuing.states import LineState  # noqa: E402 -- as above
from sceau.jobs.models import Round  # noqa: E402 -- as above
from sceau.jobs.queries import waiting_acts, worker_lives  # noqa: E402 -- as above
from sceau.jobs.rounds import ROUNDS  # noqa: E402 -- as above
from sceau.journal.models import Act  # noqa: E402 -- as above
from sceau.journal.verification import recheck_all  # noqa: E402 -- as above
from sceau.keyring.documents import ref_of  # noqa: E402 -- as above
from sceau.keyring.models import SigningKey  # noqa: E402 -- as above
from sceau.ledger.models import Leaf  # noqa: E402 -- as above

LOOK = 0.05  # seconds between two looks
PATIENCE = 600.0  # seconds without any progress
QUIET = 2.5  # seconds without anything to do: the clock of the workers asks each second


class Workers:
    """The processes that work."""

    def __init__(self) -> None:
        self.count = 1 if connection.vendor == "sqlite" else 2
        self.processes = [self._started() for _ in range(self.count)]

    def wait_until_idle(self) -> None:
        """Everything that others left to do is done, the rounds that a new house makes at its start among them."""
        quiet_since = time.perf_counter()
        while time.perf_counter() - quiet_since < QUIET:
            if not worker_lives(now=now()) or waiting_acts() or waiting_tasks() or Round.objects.count() < len(ROUNDS):
                quiet_since = time.perf_counter()
            time.sleep(LOOK)

    def used(self) -> dict[str, float]:
        """Seconds of processor and bytes handed to the system, so far."""
        found = {"processor": 0.0, "bytes": 0.0}
        for each in self.processes:
            with suppress(OSError):  # macOS tells neither
                after_name = Path(f"/proc/{each.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
                found["processor"] += (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
                said = dict(line.split(": ") for line in Path(f"/proc/{each.pid}/io").read_text("ascii").splitlines())
                found["bytes"] += int(said["wchar"])
        return found

    def kill_one(self) -> None:
        """With the signal that nobody hears; another takes its place."""
        chosen = random.randrange(self.count)
        self.processes[chosen].kill()
        self.processes[chosen].wait()
        self.processes[chosen] = self._started()

    def end(self) -> None:
        """Ask them to end."""
        for each in self.processes:
            each.send_signal(signal.SIGTERM)
        for each in self.processes:
            each.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "sceau.cli", "work"], stdout=subprocess.DEVNULL)


def timed(count: int, workers: Workers, kills: int) -> dict[str, Any]:
    """One batch, from its release to its last line."""
    already = Credential.objects.count()
    workers.wait_until_idle()
    batch, before = released(count), workers.used()
    begun = last = time.perf_counter()
    deaths = sorted(random.uniform(0, count * 0.95) for _ in range(kills))
    signed, seen = 0, -1
    while signed < count:
        time.sleep(LOOK)
        there = Batch.objects.get(pk=batch.pk)
        signed = there.lines_signed + there.lines_failed
        if signed != seen:
            seen, last = signed, time.perf_counter()
        elif time.perf_counter() - last > PATIENCE:
            raise SystemExit(f"no line was signed for {PATIENCE:.0f} s: {there.state} {there.fault}")
        while deaths and signed >= deaths[0]:
            del deaths[0]
            workers.kill_one()
    seconds, after = time.perf_counter() - begun, workers.used()
    used = {} if kills else {name: (after[name] - before[name]) / count for name in after}
    return {"already": already, "lines": count, "seconds": seconds, "used": used}


def waiting_tasks() -> int:
    """How many tasks of the queue are to be done, or in hand."""
    states, table = (
        ("'READY', 'RUNNING'", "django_tasks_database_dbtaskresult")
        if connection.vendor == "sqlite"
        else ("'todo', 'doing'", "procrastinate_jobs")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE status IN ({states})")
        return int(cursor.fetchone()[0])


def checked() -> dict[str, Any]:
    """Every credential of these batches, one by one, and what belongs to it."""
    keys = {key.pk: ref_of(key).public_key for key in SigningKey.objects.all()}
    wrong, awards, places = 0, Counter[int](), Counter[tuple[int, int]]()
    found = Credential.objects.filter(line__batch__lines_total__gt=0).select_related("content").order_by("pk")
    leaves = {leaf.number: bytes(leaf.digest).hex() for leaf in Leaf.objects.all().iterator()}
    for each in found.iterator(chunk_size=500):
        body = bytes(each.content.body)
        document = orjson.loads(body)
        verify_proof(document, document["proof"], key=keys[each.key_id], contexts=shipped())
        wrong += not sha256(body).hexdigest() == each.digest == leaves[each.leaf]
        awards[each.award_id] += 1
        places[each.list_id, each.index] += 1
    acts = Act.objects.filter(code="credential.issued")
    return {
        "credentials": sum(awards.values()),
        "awards": len(awards),
        "places": len(places),
        "wrong": wrong,
        "lines_signed": Line.objects.filter(state=LineState.SIGNED).count(),
        "acts": acts.count(),
        "acts_about": acts.values("subject").distinct().count(),
        "letters_twice": Letter.objects.count() - Letter.objects.values("credential", "kind").distinct().count(),
        "journal_is_whole": all(result.is_whole for result in recheck_all()),
    }


def main(count: int, times: int, kills: int, *before: int) -> None:
    """Measure and print."""
    house.prepare(demo=True)
    workers = Workers()
    try:
        if before:
            timed(min(before[0], count), workers, 0)  # of which the others are copies
        rounds = []
        for up_to in before or (0,) * times:
            fill(up_to)
            rounds.append(timed(count, workers, kills))
    finally:
        workers.end()
    found = {"database": connection.vendor, "workers": workers.count, "rounds": rounds}
    sys.stdout.write(json.dumps(found | ({"checked": checked()} if kills else {})) + "\n")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
