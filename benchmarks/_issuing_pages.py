"""Pages while a batch is signed: `python _issuing_pages.py LINES …`, SCEAU_… set; prints JSON.

The server is that of the command, with one process; the workers sign half of their time. Each page is asked for in
turn, first in a quiet house, then until the batch is signed.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from typing import Any, Final

os.environ["SCEAU_SIGNING_SHARE"] = "50"

import _issuing
from _house import signed_in
from django.conf import settings
from django.db import connection
from django.urls import reverse

from sceau.accounts.models import User
from sceau.cli import house, serving
from sceau.institutions.models import Institution
from sceau.issuing.models import Batch, Credential

TURNS: Final = 25  # requests of which the median is taken, after three that warm up
MANY: Final = 1_000_000  # turns: until the batch is signed
WARMING: Final = 3
FIRST: Final = 400  # credentials for the pages to show


class Pages:
    """Some of everybody's pages and some of the desk's, asked for over HTTP."""

    def __init__(self, port: int, batch: Batch) -> None:
        self.base = f"http://127.0.0.1:{port}"
        institution = Institution.objects.get(pk=batch.institution_id)
        Institution.objects.filter(pk=institution.pk).update(second_factor_required=False)
        client = signed_in(User.objects.get(email__startswith="helene.garnier@"))
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        credential = Credential.objects.select_related("list").latest("pk")
        slug = institution.slug
        self.addresses = {
            "home": reverse("home"),
            "catalogue": reverse("catalogue"),
            "/v/…": f"/v/{credential.code}",
            "/v/… (opened)": f"/v/{credential.code}?o={credential.opening}",
            "/status/…": f"/status/{credential.list.uuid}",
            "desk_home": reverse("desk_home", args=[slug]),
            "desk_batches": reverse("desk_batches", args=[slug]),
            "desk_batch": reverse("desk_batch", args=[slug, batch.uuid]),
            "desk_credentials": reverse("desk_credentials", args=[slug]),
        }

    def times(self, most: int, *, until: Any = lambda: False) -> dict[str, list[float]]:
        """Milliseconds of each page, turn by turn."""
        found: dict[str, list[float]] = {name: [] for name in self.addresses}
        for turn in range(most + WARMING):
            for name, address in self.addresses.items():
                taken = self._ask(address)
                if turn >= WARMING:
                    found[name].append(taken * 1000)
            if until():
                break
        return found

    def _ask(self, address: str) -> float:
        asked = urllib.request.Request(self.base + address, headers={"Cookie": self.cookie, "Host": "localhost"})
        begun = time.perf_counter()
        with urllib.request.urlopen(asked, timeout=60) as answer:
            answer.read()
            if answer.url != self.base + address:
                raise SystemExit(f"{address} leads elsewhere: {answer.url}")
        return time.perf_counter() - begun


def served(workers: int = 1) -> tuple[subprocess.Popen[bytes], int]:
    """The server, once it answers, and its port. workers: its processes"""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = serving.web("127.0.0.1", port, workers=workers, threads=2)
    process = subprocess.Popen(server.words, stdout=subprocess.DEVNULL)
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
            return process, port
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def main(count: int) -> None:
    """Measure and print."""
    house.prepare(demo=True)
    workers = _issuing.Workers()
    server, port = served()
    try:
        _issuing.timed(FIRST, workers, 0)
        pages = Pages(port, Batch.objects.latest("pk"))
        workers.wait_until_idle()
        quiet = pages.times(TURNS)
        batch = _issuing.released(count)
        there = Batch.objects.filter(pk=batch.pk)
        begun = time.perf_counter()
        during = pages.times(MANY, until=lambda: there.get().lines_signed >= count)
        seconds = time.perf_counter() - begun
    finally:
        server.terminate()
        workers.end()
        server.wait()
    rows = [
        {
            "page": name,
            "quiet": statistics.median(quiet[name]),
            "during": statistics.median(during[name]),
            "p95": sorted(during[name])[int(len(during[name]) * 0.95)],
            "turns": len(during[name]),
        }
        for name in quiet
    ]
    found = {"database": connection.vendor, "lines": count, "seconds": seconds, "pages": rows}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
