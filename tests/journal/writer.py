"""A process that writes to one chain from two threads: `python writer.py CHAIN TURNS`."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from uuid import UUID

from sceau.config.opening import open_house

open_house()

from django.db import connections, transaction  # noqa: E402 -- the house had to be open first

from sceau.journal import services  # noqa: E402 -- as above
from sceau.journal.services import Deed, record_all  # noqa: E402 -- as above

services._listeners.clear()  # only the journal is migrated here: there is no queue to wake

CHAIN, TURNS = UUID(sys.argv[1]), int(sys.argv[2])


def write() -> None:
    for turn in range(TURNS):
        with transaction.atomic():
            record_all(
                [Deed("unit.renamed", f"unit:{CHAIN}", {"turn": turn}, "Motif")] * (1 + turn % 3),
                by=None,
                at=datetime.now(UTC),
                institution=CHAIN,
            )
            transaction.set_rollback(turn % 5 == 4)  # one transaction in five comes to nothing
    connections.close_all()


threads = [threading.Thread(target=write) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
