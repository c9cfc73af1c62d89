"""How fast the house answers: every page, the journal, and the start, on SQLite and on PostgreSQL.

    ./sceau bench web [--database sqlite|postgresql] [--json]

PostgreSQL is asked where SCEAU_BENCH_DATABASE_URL says, by default on this machine's socket; a database is made there
and dropped. Where there is none, that is said, and nothing is measured of it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from sceau.cli.language import say

HERE = Path(__file__).resolve().parent
SERVER = os.environ.get("SCEAU_BENCH_DATABASE_URL", "postgresql:///postgres?host=/var/run/postgresql")
NAME = f"sceau_bench_{os.getpid()}"
MOST_QUERIES, MOST_MILLISECONDS, MOST_BYTES, MOST_SECONDS = 12, 40.0, 100_000, 5.0
OF_DESIGNS = ("desk_design", "desk_framework", "catalogue", "micro_credential", "issuer")  # with much to show
MOST_QUERIES_OF_DESIGNS, MOST_MILLISECONDS_OF_DESIGNS, MOST_TO_LOOK_UP = 15, 60.0, 50.0
LEAST_WRITTEN, LEAST_RECHECKED = 5_000, 100_000


def main(words: list[str]) -> int:
    """Measure, print, and say with the status whether every goal is met."""
    parser = argparse.ArgumentParser(prog="sceau bench web", description=__doc__)
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), help=say(fr="celle-là seule", en="that one only")
    )
    parser.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    asked = parser.parse_args(words)
    figures = []
    for vendor in (asked.database,) if asked.database else ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, database(vendor) as url:
            if url is None:
                sys.stderr.write(say(fr="PostgreSQL n’est pas à portée.\n", en="PostgreSQL is out of reach.\n"))
                continue
            measured = measure(Path(folder), url)
            measured["start_seconds"] = start(Path(folder), url)
            measured["missed"] = missed(measured)
            figures.append(measured)
    if asked.json:
        json.dump({"version": 1, "houses": figures}, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        for each in figures:
            show(each)
    return 0 if figures and not any(each["missed"] for each in figures) else 1


@contextlib.contextmanager
def database(vendor: str) -> Iterator[str | None]:
    """The address of an empty database: "" for a SQLite file, None when there is no server."""
    if vendor == "sqlite":
        yield ""
        return
    try:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {NAME}")
    except psycopg.OperationalError:
        yield None
        return
    try:
        base, _slash, rest = SERVER.rpartition("/postgres?") if "/postgres?" in SERVER else (SERVER, "", "")
        yield f"{base}/{NAME}?{rest}" if rest else SERVER.rsplit("/", 1)[0] + f"/{NAME}"
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def environment(folder: Path, url: str) -> dict[str, str]:
    """Of a house of its own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SCEAU_")}
    return plain | {
        "SCEAU_MODE": "demo",
        "SCEAU_DATA": str(folder),
        "SCEAU_DATABASE_URL": url,
        "SCEAU_LOG_LEVEL": "warning",
        "PYTHONPATH": str(HERE.parent / "src"),
    }


def measure(folder: Path, url: str) -> dict[str, Any]:
    """What a process inside the house measures."""
    done = subprocess.run(
        [sys.executable, str(HERE / "_house.py")], env=environment(folder, url), stdout=subprocess.PIPE, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def start(folder: Path, url: str) -> float:
    """Seconds from `sceau run` to the first page, on a machine that is prepared."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    line = [sys.executable, "-m", "sceau.cli", "run", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        line, env=environment(folder, url), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while time.perf_counter() - begun < 60 and process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://localhost:{port}/", timeout=5) as page:
                page.read()
                return round(time.perf_counter() - begun, 2)
            time.sleep(0.05)
        return float("inf")
    finally:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def missed(house: dict[str, Any]) -> list[str]:
    """The goals that are not met, by name."""
    wrong = []
    for row in house["pages"]:
        is_heavy = row["page"].startswith(OF_DESIGNS)
        if (
            row["queries"] > (MOST_QUERIES_OF_DESIGNS if is_heavy else MOST_QUERIES)
            or row["queries"] != row["queries_with_few_rows"]
            or row["milliseconds"] > (MOST_MILLISECONDS_OF_DESIGNS if is_heavy else MOST_MILLISECONDS)
        ):
            wrong.append(row["page"])
    bounds = {
        "first page": house["first_page_bytes"] < MOST_BYTES,
        "catalogue": house["catalogue_bytes"] < MOST_BYTES,
        "look up": house["look_up"]["p95"] <= MOST_TO_LOOK_UP,
        "journal written": house["journal"]["written"] >= LEAST_WRITTEN,
        "journal rechecked": house["journal"]["rechecked"] >= LEAST_RECHECKED,
        "start": house["start_seconds"] < MOST_SECONDS,
    }
    return wrong + [name for name, held in bounds.items() if not held]


def show(house: dict[str, Any]) -> None:
    """For people."""
    table = Table(title=house["database"], title_justify="left")
    for title in (
        say(fr="page", en="page"),
        say(fr="demandée par", en="asked by"),
        say(fr="requêtes", en="queries"),
        say(fr="peu de lignes", en="few rows"),
        "ms",
        say(fr="tenu", en="met"),
    ):
        table.add_column(title)
    for row in house["pages"]:
        mark = "✗" if row["page"] in house["missed"] else "✓"
        cells = (row["page"], row["who"], row["queries"], row["queries_with_few_rows"], row["milliseconds"], mark)
        table.add_row(*map(str, cells))
    console = Console(width=118)
    console.print(table)
    written, rechecked = house["journal"]["written"], house["journal"]["rechecked"]
    console.print(
        say(
            fr=f"Première page : {house['first_page_bytes'] / 1000:.0f} ko, "
            f"catalogue : {house['catalogue_bytes'] / 1000:.0f} ko. Recherche en tapant : "
            f"{house['look_up']['median']} ms, p95 {house['look_up']['p95']} ms. Départ : {house['start_seconds']} s. "
            f"Journal : {written:,.0f} actes/s écrits, {rechecked:,.0f} relus. "
            f"Sans page à montrer : {', '.join(house['not_shown']) or '–'}. "
            f"But manqué : {', '.join(house['missed']) or 'aucun'}.",
            en=f"First page: {house['first_page_bytes'] / 1000:.0f} kB, "
            f"catalogue: {house['catalogue_bytes'] / 1000:.0f} kB. Looking up as one types: "
            f"{house['look_up']['median']} ms, p95 {house['look_up']['p95']} ms. Start: {house['start_seconds']} s. "
            f"Journal: {written:,.0f} acts/s written, {rechecked:,.0f} rechecked. "
            f"Without a page to show: {', '.join(house['not_shown']) or '–'}. "
            f"Goal missed: {', '.join(house['missed']) or 'none'}.",
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
