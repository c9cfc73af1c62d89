"""Certificates as PDF: typeset, with the credential attached, sealed, with the square that a telephone reads.

    ./sceau bench papers [--count 200] [--json]

One process with one thread, each certificate of a credential of its own, on SQLite. Seconds are those of the processor,
so that what else the machine does counts less. The goal is of sealed certificates without the square.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sceau.cli.language import say
from web import HERE, environment

GOAL = 80  # sealed certificates without the square, a second and core
SEALED = "sealed"


def main(words: list[str]) -> int:
    """Measure, print, and say with the status whether the goal is met."""
    parser = argparse.ArgumentParser(prog="sceau bench papers", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help=say(fr="certificats", en="certificates"))
    parser.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, str(HERE / "_papers.py"), str(asked.count)]
        done = subprocess.run(line, env=environment(Path(folder), ""), stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    if asked.json:
        json.dump({"version": 1, "load": os.getloadavg()[0]} | found, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        show(found["steps"])
    sealed = next(each for each in found["steps"] if each["step"] == SEALED)
    return 0 if rate(sealed) >= GOAL else 1


def rate(step: dict[str, float]) -> float:
    """Certificates a second and core."""
    return 1000 / step["processor"]


def show(steps: list[dict[str, float]]) -> None:
    """For people."""
    names = {
        "data": say(fr="ce qui y est dit, et le sceau dessiné", en="what is said on it, and the seal drawn"),
        "page": say(fr="+ mis en page (PDF/A-3a, PDF/UA-1)", en="+ typeset (PDF/A-3a, PDF/UA-1)"),
        "attached": say(fr="+ la preuve et sa fiche jointes", en="+ the credential and its record attached"),
        SEALED: say(fr="+ scellé (PAdES B-B)", en="+ sealed (PAdES B-B)"),
        "square": say(fr="+ le carré à lire au téléphone", en="+ the square that a telephone reads"),
        "kept": say(fr="le même, demandé et gardé", en="the same, asked for and kept"),
    }
    table = Table(title=say(fr=f"charge {os.getloadavg()[0]:.2f}", en=f"load {os.getloadavg()[0]:.2f}"))
    for column in (
        "",
        say(fr="ms de processeur", en="ms of processor"),
        say(fr="par seconde et cœur", en="a second and core"),
    ):
        table.add_column(column, justify="right")
    table.add_column(say(fr=f"but {GOAL}", en=f"goal {GOAL}"))
    for each in steps:
        reached = ("●" if rate(each) >= GOAL else "■") if each["step"] == SEALED else ""
        table.add_row(names[str(each["step"])], f"{each['processor']:.2f}", f"{rate(each):,.0f}", reached)
    Console(width=118).print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
