"""A worker to be killed, started by test_crashes: it writes a letter for each act, slowly."""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from pathlib import Path


def main(folder: str) -> None:
    import django

    django.setup()
    from sceau.jobs import loading, outbox, registry, rounds, worker
    from sceau.jobs.mail import Recipient, send
    from sceau.journal import services

    # where several may work, what a dead worker held comes back when its lease ends: sooner here, for the test
    services.LEASE = timedelta(seconds=3)
    outbox.STOP_AFTER = timedelta(seconds=2)
    outbox.CHUNK = 40
    loading.load_all()
    rounds.ROUNDS = {"outbox": rounds.Round(timedelta(seconds=1), rounds.ROUNDS["outbox"].work)}
    log = os.open(Path(folder) / "done", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    @registry.follows("test.crash")
    def follow(act):
        if send(act=act, to=Recipient(f"{act.number}@example.org", "", "fr"), template="key_stopped"):
            os.write(log, f"{act.number}\n".encode())
        time.sleep(0.02)

    worker.work(lock=Path(folder) / "worker.lock")


if __name__ == "__main__":
    main(sys.argv[1])
