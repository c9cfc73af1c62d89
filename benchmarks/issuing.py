"""Batches from release to signed credentials: lines, signatures, rows, places in status lists, digests, journal.

    ./sceau bench issuing [--lines 10000] [--times 3] [--before 1000 100000 1000000] [--pages]
                          [--database sqlite|postgresql] [--json]

One worker on SQLite, two on PostgreSQL, as the command starts them; the clock starts at the release, in a house whose
first rounds are over. Beside it stands the bare signature of this machine at this moment, and what the workers used.

--before: a batch each time that so many were issued before, which shows whether a credential costs more then.
--pages:  how long pages take while a batch is signed by workers that sign half of their time, beside a quiet house.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from sceau.cli.language import say
from sceau.engine.keys.private import generate
from web import HERE, database, environment

GOAL = 1500  # credentials a second, on two cores that nothing else uses
MOST_TIMES = 2  # the time that a page takes in a quiet house


def main(words: list[str]) -> int:
    """Measure, print, and say with the status whether the goal is met."""
    parser = argparse.ArgumentParser(prog="sceau bench issuing", description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000, help=say(fr="d’un lot", en="of a batch"))
    parser.add_argument("--times", type=int, default=3, help=say(fr="de suite", en="in a row"))
    parser.add_argument("--before", type=int, nargs="*", default=[], help=say(fr="déjà délivrées", en="issued before"))
    parser.add_argument(
        "--pages", action="store_true", help=say(fr="les pages pendant ce temps", en="the pages meanwhile")
    )
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), help=say(fr="celle-là seule", en="that one only")
    )
    parser.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    asked = parser.parse_args(words)
    if asked.pages:
        return pages(asked)
    bare = bare_signatures()
    figures = []
    for vendor in (asked.database,) if asked.database else ("sqlite", "postgresql"):
        found = measure(vendor, asked.lines, asked.times, kills=0, before=asked.before)
        if found is not None:
            figures.append(found)
    slowest = min((rate(each) for found in figures for each in found["rounds"]), default=0.0)
    if asked.json:
        load = os.getloadavg()[0]
        json.dump({"version": 1, "bare_signatures": bare, "load": load, "databases": figures}, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        show(figures, bare)
    return 0 if slowest >= GOAL else 1


def measure(
    vendor: str, lines: int, times: int, *, kills: int, before: Sequence[int] = (), script: str = "_issuing.py"
) -> dict[str, Any] | None:
    """What a process inside a house of its own finds; None when its database is out of reach."""
    with tempfile.TemporaryDirectory() as folder, database(vendor) as url:
        if url is None:
            sys.stderr.write(say(fr="PostgreSQL n’est pas à portée.\n", en="PostgreSQL is out of reach.\n"))
            return None
        line = [sys.executable, str(HERE / script), *map(str, (lines, times, kills, *before))]
        done = subprocess.run(line, env=environment(Path(folder), url), stdout=subprocess.PIPE, check=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def pages(asked: argparse.Namespace) -> int:
    """Measure pages while a batch is signed, print, and say with the status whether each stays below twice its time."""
    vendors = (asked.database,) if asked.database else ("sqlite", "postgresql")
    found = [measure(vendor, asked.lines, 1, kills=0, script="_issuing_pages.py") for vendor in vendors]
    figures = [each for each in found if each is not None]
    if asked.json:
        json.dump({"version": 1, "databases": figures}, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        for each in figures:
            show_pages(each)
    every = [page for each in figures for page in each["pages"]]
    return 0 if every and all(page["during"] < MOST_TIMES * page["quiet"] for page in every) else 1


def show_pages(found: dict[str, Any]) -> None:
    """For people."""
    table = Table(title=f"{found['database']}, {rate(found):,.0f} {say(fr='preuves/s', en='credentials/s')}")
    for column in (
        "",
        say(fr="au calme, ms", en="quiet, ms"),
        say(fr="pendant, ms", en="meanwhile, ms"),
        say(fr="au pire de 20", en="worst of 20"),
        say(fr=f"but < ×{MOST_TIMES}", en=f"goal < ×{MOST_TIMES}"),
    ):
        table.add_column(column, justify="right")
    for each in found["pages"]:
        times = each["during"] / each["quiet"]
        figures = (f"{each[name]:.1f}" for name in ("quiet", "during", "p95"))
        table.add_row(each["page"], *figures, f"{'●' if times < MOST_TIMES else '■'} ×{times:.1f}")
    Console(width=118).print(table)


def kilobytes(found: dict[str, Any], each: dict[str, Any]) -> str:
    """What a credential hands to the disk; of PostgreSQL nobody here knows, for its server writes."""
    return f"{each['used']['bytes'] / 1000:.1f}" if found["database"] == "sqlite" else "–"


def rate(found: dict[str, Any]) -> float:
    """Credentials a second."""
    return float(found["lines"] / found["seconds"])


def bare_signatures() -> float:
    """Ed25519 signatures of 64 bytes that this machine makes in a second, for half a second."""
    sign, count, begun = generate("Ed25519", os.urandom(32)).signer().sign, 0, time.perf_counter()
    while time.perf_counter() - begun < 0.5:
        sign(b"\0" * 64)
        count += 1
    return count / (time.perf_counter() - begun)


def show(figures: list[dict[str, Any]], bare: float) -> None:
    """For people."""
    console = Console(width=118)
    load = f"{os.getloadavg()[0]:.2f}"
    console.print(
        say(
            fr=f"{os.cpu_count()} cœurs, charge {load} ; {bare:,.0f} signatures nues par seconde et par cœur",
            en=f"{os.cpu_count()} cores, load {load}; {bare:,.0f} bare signatures a second and core",
        )
    )
    table = Table()
    for column in (
        "",
        say(fr="processus", en="workers"),
        say(fr="déjà délivrées", en="issued before"),
        say(fr="lignes", en="lines"),
        say(fr="secondes", en="seconds"),
        say(fr="par seconde", en="a second"),
        say(fr="ms de processeur", en="ms of processor"),
        say(fr="ko écrits", en="kB written"),
        say(fr=f"but {GOAL}", en=f"goal {GOAL}"),
    ):
        table.add_column(column, justify="right")
    for found in figures:
        for each in found["rounds"]:
            table.add_row(
                found["database"],
                str(found["workers"]),
                f"{each['already']:,}",
                f"{each['lines']:,}",
                f"{each['seconds']:.1f}",
                f"{rate(each):,.0f}",
                f"{each['used']['processor'] * 1000:.2f}",
                kilobytes(found, each),
                "●" if rate(each) >= GOAL else "■",
            )
    console.print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
