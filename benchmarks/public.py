"""The pages that everybody reads: a credential's page among a million, the box, and what caches may keep.

    ./sceau bench public [--lines 1000000] [--seconds 5] [--database sqlite|postgresql] [--json]

Server time is measured inside one process, request by request; requests a second over HTTP, with the server that the
command starts, two processes, and whoever asks beside it on the same machine. All are answered as a browser is, with
gzip. A page that is asked for again is given as it was made within the minute if nothing that it says has changed;
"each time another" is made anew every time.

--lines:    credentials in the database, most of them copies that only their number makes count
--seconds:  of asking over HTTP
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from _public_goals import missed
from rich.console import Console
from rich.table import Table

from sceau.cli.language import say
from web import HERE, database, environment


def main(words: list[str]) -> int:
    """Measure, print, and say with the status whether every goal is met."""
    parser = argparse.ArgumentParser(prog="sceau bench public", description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000, help=say(fr="preuves en base", en="credentials there"))
    parser.add_argument("--seconds", type=float, default=5.0, help=say(fr="de demandes", en="of asking"))
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), help=say(fr="celle-là seule", en="that one only")
    )
    parser.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    asked = parser.parse_args(words)
    vendors = (asked.database,) if asked.database else ("sqlite", "postgresql")
    figures = [each for each in (measure(vendor, asked.lines, asked.seconds) for vendor in vendors) if each]
    for each in figures:
        each["missed"] = missed(each)
    if asked.json:
        json.dump({"version": 1, "load": os.getloadavg()[0], "houses": figures}, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        for each in figures:
            show(each)
    return 0 if figures and not any(each["missed"] for each in figures) else 1


def measure(vendor: str, lines: int, seconds: float) -> dict[str, Any] | None:
    """What a process inside a house of its own finds; None when its database is out of reach."""
    with tempfile.TemporaryDirectory() as folder, database(vendor) as url:
        if url is None:
            sys.stderr.write(say(fr="PostgreSQL n’est pas à portée.\n", en="PostgreSQL is out of reach.\n"))
            return None
        line = [sys.executable, str(HERE / "_public.py"), str(lines), str(seconds)]
        done = subprocess.run(line, env=environment(Path(folder), url), stdout=subprocess.PIPE, check=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def show(house: dict[str, Any]) -> None:
    """For people."""
    names = {
        "page": say(fr="/v/…, la même", en="/v/…, the same"),
        "page anew": say(fr="/v/…, chaque fois une autre", en="/v/…, each time another"),
        "page closed": say(fr="/v/…, fermée", en="/v/…, closed"),
        "list": say(fr="liste d’état", en="status list"),
        "did": say(fr="document DID", en="DID document"),
        "verifier": say(fr="/verifier, 4 ko", en="/verifier, 4 kB"),
    }
    console = Console(width=118)
    load = f"{os.getloadavg()[0]:.2f}"
    console.print(say(fr=f"{os.cpu_count()} cœurs, charge {load}", en=f"{os.cpu_count()} cores, load {load}"))
    table = Table(title=f"{house['database']}, {house['credentials']:,} {say(fr='preuves', en='credentials')}")
    for column in (
        "",
        say(fr="médiane, ms", en="median, ms"),
        "p95, ms",
        say(fr="processeur, ms", en="processor, ms"),
        say(fr="requêtes SQL", en="statements"),
        say(fr="octets (gzip)", en="bytes (gzip)"),
        say(fr="relue", en="asked again"),
        say(fr="tenu", en="met"),
    ):
        table.add_column(column, justify="right")
    for name, row in house["answers"].items():
        figures = (f"{row[each]:.1f}" for each in ("median", "p95", "processor"))
        met = "✗" if {name, f"{name} 304"} & set(house["missed"]) else "✓"
        size = f"{row['bytes']:,}"
        table.add_row(names[name], *figures, str(row["statements"]), size, str(row["again"] or "–"), met)
    console.print(table)
    for name, row in house["over_http"].items():
        console.print(
            say(
                fr=f"{names[name]} : {row['a_second']:,.0f} demandes/s sur HTTP, deux processus, le demandeur à côté ; "
                f"{row['processor']:.2f} ms de processeur chacune ; refusées : {row['refused']}.",
                en=f"{names[name]}: {row['a_second']:,.0f} requests/s over HTTP, two processes, whoever asks beside "
                f"them; {row['processor']:.2f} ms of processor each; refused: {row['refused']}.",
            )
        )
    goals = ", ".join(house["missed"])
    console.print(say(fr=f"But manqué : {goals or 'aucun'}.", en=f"Goal missed: {goals or 'none'}."))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
