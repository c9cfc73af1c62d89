"""How fast an export of the registers is loaded, and what it takes in memory, on SQLite and on PostgreSQL.

    ./sceau bench frameworks [--fiches N] [--database sqlite|postgresql] [--json]

The export is made up, of the size of the real one: 30,000 fiches, 50,000 blocs, 390,000 partners. It is loaded into
a house through the services, as the page and the command do, until everything in it can be searched for; then that of
the next day, in which one fiche in a hundred has changed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import web
from sceau.cli.language import say

HERE = Path(__file__).resolve().parent
FICHES, MOST_SECONDS, MOST_GROWTH = 30_000, 90.0, 100  # MB more than after a thousand fiches


def main(words: list[str]) -> int:
    """Measure, print, and say with the status whether the goals are met."""
    parser = argparse.ArgumentParser(prog="sceau bench frameworks", description=__doc__)
    parser.add_argument("--fiches", type=int, default=FICHES, help=say(fr="nombre de fiches", en="number of fiches"))
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), help=say(fr="celle-là seule", en="that one only")
    )
    parser.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    asked = parser.parse_args(words)
    figures = {}
    for vendor in (asked.database,) if asked.database else ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, web.database(vendor) as url:
            if url is None:
                sys.stderr.write(say(fr="PostgreSQL n’est pas à portée.\n", en="PostgreSQL is out of reach.\n"))
                continue
            figures[vendor] = measure(Path(folder), url, asked.fiches)
    if asked.json:
        print(json.dumps({"version": 1, "databases": figures}, indent=2))
    else:
        for vendor, each in figures.items():
            print(in_words(vendor, each))
    met = [each["first"]["seconds"] <= MOST_SECONDS * max(asked.fiches / FICHES, 1) for each in figures.values()]
    met += [each["memory"] - each["memory_before"] <= MOST_GROWTH for each in figures.values()]
    return 0 if figures and all(met) else 1


def measure(folder: Path, url: str, count: int) -> dict[str, Any]:
    """What a process inside the house measures."""
    line = [sys.executable, str(HERE / "_import.py"), str(count)]
    done = subprocess.run(line, env=web.environment(folder, url), stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def in_words(vendor: str, each: dict[str, Any]) -> str:
    """For people."""
    first, then = each["first"], each["next_day"]
    return say(
        fr=f"{vendor} : {each['fiches']} fiches, {each['blocs']} blocs, {each['bodies']} organismes "
        f"({each['file_bytes'] / 1e6:.0f} Mo). Premier import : en service après {first['in_use']} s, cherchable après "
        f"{first['seconds']} s. Celui du lendemain ({then['changed']} fiches changées) : {then['seconds']} s. "
        f"Mémoire : {each['memory']} Mo, dont {each['memory'] - each['memory_before']} de plus que pour mille fiches.",
        en=f"{vendor}: {each['fiches']} fiches, {each['blocs']} blocs, {each['bodies']} bodies "
        f"({each['file_bytes'] / 1e6:.0f} MB). First import: in use after {first['in_use']} s, searchable after "
        f"{first['seconds']} s. The next day’s ({then['changed']} fiches changed): {then['seconds']} s. "
        f"Memory: {each['memory']} MB, {each['memory'] - each['memory_before']} more than for a thousand fiches.",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
