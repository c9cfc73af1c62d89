"""A session of 500 candidates: the marking screen, a mark, the deliberation screen, the minutes.

    ./sceau bench assessment [--database sqlite|postgresql] [--json]

Each is measured with 50 candidates too: what a page asks of the database may not depend on how many there are. Beside
the time of the wall stands that of this processor alone, which a busy machine lengthens less; goals are held to the
wall, as people wait for it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from sceau.cli.language import say
from web import HERE, database, environment

FEW, MANY = 50, 500
MOST = {"marking screen": 50.0, "deliberation screen": 300.0}  # milliseconds
MOST_SECONDS = 5.0  # for the minutes: frozen, typeset, sealed, with the awards
FRENCH = {
    "marking screen": "écran de notation",
    "one mark written": "une note écrite",
    "what waits for an assessor": "ce qui attend un évaluateur",
    "list of candidates": "liste des candidats",
    "deliberation screen": "écran de délibération",
    "minutes frozen": "procès-verbal figé",
    "minutes typeset and sealed, awards made": "composé et scellé, attributions faites",
    "minutes": "procès-verbal",
}


def main(words: list[str]) -> int:
    """Measure, print, and say with the status whether every goal is met."""
    parser = argparse.ArgumentParser(prog="sceau bench assessment", description=__doc__)
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
            few, many = (measure(Path(folder), url, count) for count in (FEW, MANY))
            figures.append({"few": few, "many": many, "missed": missed(few, many)})
    if asked.json:
        json.dump({"version": 1, "sessions": figures}, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        for each in figures:
            show(each)
    return 0 if figures and not any(each["missed"] for each in figures) else 1


def measure(folder: Path, url: str, count: int) -> dict[str, Any]:
    """What a process inside the house measures; the second one finds the house of the first."""
    line = [sys.executable, str(HERE / "_session.py"), str(count)]
    done = subprocess.run(line, env=environment(folder, url), stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def missed(few: dict[str, Any], many: dict[str, Any]) -> list[str]:
    """The goals that are not met, by name: statements that depend on the rows, then times."""
    repeated = [name for name, found in many.items() if isinstance(found, dict) and "milliseconds" in found]
    wrong = [name for name in repeated if many[name]["queries"] != few[name]["queries"]]
    wrong += [name for name, most in MOST.items() if many[name]["milliseconds"] > most and name not in wrong]
    return wrong + (["minutes"] if seconds_of_minutes(many) > MOST_SECONDS else [])


def seconds_of_minutes(found: dict[str, Any]) -> float:
    """From the president's word to the sealed paper, without the time that people take to sign."""
    return sum(each["seconds"] for name, each in found.items() if name.startswith("minutes"))


def show(figures: dict[str, Any]) -> None:
    """For people."""
    few, many = figures["few"], figures["many"]
    candidates = say(fr="candidats", en="candidates")
    title = f"{many['database']}, {few['candidates']} / {many['candidates']} {candidates}"
    table = Table(title=title, title_justify="left")
    processor = say(fr="dont processeur", en="of the processor")
    for column in ("", say(fr="requêtes", en="queries"), say(fr="durée", en="time"), processor, "kB"):
        table.add_column(column)
    for name, found in many.items():
        if isinstance(found, dict):
            before = few[name]
            unit = "ms" if "milliseconds" in found else "s"
            wall, own = ("milliseconds", "processor_milliseconds") if unit == "ms" else ("seconds", "processor_seconds")
            table.add_row(
                say(fr=FRENCH[name], en=name),
                f"{before['queries']} / {found['queries']}",
                f"{before[wall]} / {found[wall]} {unit}",
                f"{before[own]} / {found[own]} {unit}",
                f"{before['kilobytes']} / {found['kilobytes']}" if "kilobytes" in found else "",
            )
    console = Console(width=118)
    console.print(table)
    wrong = ", ".join(say(fr=FRENCH[name], en=name) for name in figures["missed"])
    console.print(say(fr=f"But manqué : {wrong or 'aucun'}.", en=f"Goal missed: {wrong or 'none'}."))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
