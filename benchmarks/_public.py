"""The pages that everybody reads, measured from inside: `python _public.py LINES SECONDS`, SCEAU_… set; prints JSON."""

from __future__ import annotations

import gzip
import json
import os
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import _issuing
import orjson
from _filling import fill
from _issuing_pages import served
from _subject import ED25519, benchmark_credential
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sceau.cli import house
from sceau.issuing.models import Credential

REAL: Final = 400  # signed ones, more than the pages that a process remembers
TURNS: Final = 300
ASKERS: Final = 8  # connections that ask at once
WARMING, PATIENCE = 50, 60.0  # answers to each, after which the clock starts; seconds to wait for them
IDLE: Final = 0.03  # seconds of processor in a second
OK: Final = 200
AS_A_BROWSER: Final = "Host: localhost\r\nAccept-Language: fr\r\nAccept-Encoding: gzip\r\n"


def answers(credentials: list[Credential]) -> dict[str, dict[str, Any]]:
    """Each kind of question, asked of the house without a network."""
    client = Client(headers={"host": "localhost", "accept-language": "fr", "accept-encoding": "gzip"})
    first, others = credentials[0], cycle(credentials)
    opened = f"/v/{first.code}?o={first.opening}"
    status = reverse("status_list", args=[first.list.uuid])
    did = reverse("issuer_did", args=[first.institution.slug])
    signed = orjson.dumps(ED25519.secured(benchmark_credential(), "eddsa-rdfc-2022")).decode()
    form = {"text": signed, "holder": "", "at": ""}

    def another() -> Any:
        each = next(others)
        return client.get(f"/v/{each.code}?o={each.opening}")

    questions: dict[str, tuple[Callable[[], Any], str]] = {
        "page": (lambda: client.get(opened), ""),
        "page anew": (another, ""),
        "page closed": (lambda: client.get(f"/v/{first.code}"), ""),
        "list": (lambda: client.get(status), status),
        "did": (lambda: client.get(did), did),
        "verifier": (lambda: client.post("/verifier", form), ""),
    }
    found = {}
    with patch("sceau.web.public.verifying.pages.spend", return_value=True):  # as many readers would not be one
        for name, (ask, address) in questions.items():
            found[name] = timed(ask) | {"again": again(client, address) if address else None}
    return found


def timed(ask: Callable[[], Any]) -> dict[str, Any]:
    """Milliseconds that the server takes, and its processor; statements; the weight of the answer."""
    for _ in range(20):
        answer = ask()
        if answer.status_code != OK:
            raise SystemExit(f"{answer.status_code} {answer.content[:300]!r}")
    with CaptureQueriesContext(connection) as seen:
        ask()
        statements = len(seen)
    walls, used = [], []
    for _ in range(TURNS):
        wall, processor = time.perf_counter(), time.process_time()
        ask()
        used.append((time.process_time() - processor) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    return {
        "median": statistics.median(walls),
        "p95": sorted(walls)[int(TURNS * 0.95)],
        "processor": statistics.median(used),
        "statements": statements,
        "bytes": len(answer.content if answer.headers.get("Content-Encoding") else gzip.compress(answer.content)),
    }


def again(client: Client, address: str) -> int:
    """The status for whoever has it already, of something that caches may keep."""
    first = client.get(address)
    if "public" not in first["Cache-Control"]:
        return 0
    return int(client.get(address, headers={"if-none-match": first["ETag"]}).status_code)


class Asking:
    """Connections that ask one after another, and count the answers.

    is_anew:  each address gets a number of its own, so that no process has the page from before
    """

    def __init__(self, port: int, addresses: list[str], pid: int, *, is_anew: bool) -> None:
        self.port, self.addresses, self.pid = port, addresses, pid
        self.numbers = count() if is_anew else None
        self.answered, self.refused, self.is_over = [0] * ASKERS, [0] * ASKERS, False

    def run(self, seconds: float) -> dict[str, float]:
        """Ask for so long; gives the requests a second and the processor of each, the first ones left aside."""
        threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(ASKERS)]
        for each in threads:
            each.start()
        end = time.perf_counter() + PATIENCE
        while min(self.answered) < WARMING and time.perf_counter() < end:  # of each: one process is slower to begin
            time.sleep(0.05)
        before, used, begun = sum(self.answered), processor_of(self.pid), time.perf_counter()
        time.sleep(seconds)
        answered, used = max(sum(self.answered) - before, 1), processor_of(self.pid) - used
        found = {"a_second": answered / (time.perf_counter() - begun), "processor": used * 1000 / answered}
        self.is_over = True
        for each in threads:
            each.join()
        return found

    def _ask(self, number: int) -> None:
        turns = cycle(self.addresses[number::ASKERS] or self.addresses)
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as there:
            answers = there.makefile("rb")
            while not self.is_over:
                address = next(turns) if self.numbers is None else f"{next(turns)}&n={next(self.numbers)}"
                there.sendall(f"GET {address} HTTP/1.1\r\n{AS_A_BROWSER}\r\n".encode())
                status = int(answers.readline().split()[1])
                length = 0
                while (line := answers.readline()) != b"\r\n":
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                answers.read(length)
                self.answered[number] += 1
                self.refused[number] += status != OK


def over_http(credentials: list[Credential], seconds: float) -> dict[str, dict[str, Any]]:
    """Requests a second of the server of the command, with two processes."""
    opened = [f"/v/{each.code}?o={each.opening}" for each in credentials]
    found = {}
    server, port = served(workers=2)
    try:
        wait_for_all(server.pid)
        for name, addresses in {"page": opened[:1], "page anew": opened}.items():
            asking = Asking(port, addresses, server.pid, is_anew=name == "page anew")
            found[name] = asking.run(seconds) | {"refused": sum(asking.refused)}
    finally:
        server.terminate()
        server.wait()
    return found


def wait_for_all(pid: int) -> None:
    """Wait until each process of a server has begun: one answers before the other, and would have all connections."""
    end, used = time.perf_counter() + PATIENCE, -1.0
    while time.perf_counter() < end and (now := processor_of(pid)) - used > IDLE:
        used = now
        time.sleep(1)


def processor_of(pid: int) -> float:
    """Seconds of processor of a process and of those that it started; 0 where the system does not tell."""
    total = 0.0
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = each.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if pid in (int(each.parent.name), int(words[1])):
            total += (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return total


def main(lines: int, seconds: float) -> None:
    """Measure and print."""
    house.prepare(demo=True)
    workers = _issuing.Workers()
    try:
        _issuing.timed(REAL, workers, 0)
        workers.wait_until_idle()
    finally:
        workers.end()
    newest = Credential.objects.select_related("list", "institution").order_by("-pk")
    credentials = list(newest[:REAL])
    fill(lines)
    figures = {
        "database": connection.vendor,
        "credentials": Credential.objects.count(),
        "answers": answers(credentials),
        "over_http": over_http(credentials, seconds),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
