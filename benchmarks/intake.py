"""How fast a table of people is read and checked, and what it takes in memory.

    ./sceau bench intake [--rows N] [--desk sqlite|postgresql [--propose]] [--json]

The table is made from the 200 published learners: 36 columns, each person with an address, a birth date and a name of
their own, one row in fifty wrong. It is checked from its path, as the command does. With --desk a worker checks it
besides: compared with the people whom a house knows, and written row by row, as the page shows it;
with --propose the rows that are ready are then proposed, which makes the people whom the house does not know.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sceau.cli.language import say
from sceau.intake import Catalogue, KnownDesign, check_rows, open_table
from web import HERE, database, environment

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "domain" / "samples"
ROWS = 100_000
TODAY = date(2026, 11, 21)
KILOBYTES = 1024


def main(words: list[str]) -> int:
    """Measure, print, and say with the status whether the goal is met: 100,000 rows in 20 s."""
    parser = argparse.ArgumentParser(prog="sceau bench intake", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help=say(fr="nombre de lignes", en="number of rows"))
    parser.add_argument(
        "--desk", choices=("sqlite", "postgresql"), help=say(fr="aussi au bureau", en="at the desk too")
    )
    parser.add_argument(
        "--propose", action="store_true", help=say(fr="puis proposer les lignes prêtes", en="then propose ready rows")
    )
    parser.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    asked = parser.parse_args(words)
    if not SAMPLES.is_dir():
        print(
            say(
                fr="Les personnes publiées ne sont pas à côté du projet.",
                en="The published people are not beside the project.",
            )
        )
        return 2
    with tempfile.TemporaryDirectory() as folder:
        path = write_table(Path(folder) / "people.csv", asked.rows)
        figures = measure(path)
        if asked.desk:
            figures["desk"] = measure_desk(path, asked.desk, and_propose=asked.propose)
    print(json.dumps(figures, ensure_ascii=False) if asked.json else in_words(figures))
    return 0 if figures["seconds"] <= 20 * asked.rows / ROWS else 1


def write_table(path: Path, rows: int) -> Path:
    """A CSV of this many people who are all different."""
    with (SAMPLES / "learners_200.csv").open(encoding="utf-8", newline="") as source:
        people = list(csv.DictReader(source))
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, people[0])
        writer.writeheader()
        for number in range(rows):
            person = dict(people[number % len(people)])
            person["learner_id"] = f"B{number}"
            person["nom_naissance"] = f"{people[number % 199]['nom_naissance']}-{people[number % 197]['nom_naissance']}"
            person["prenom1"] = people[number % 193]["prenom1"]
            person["email"] = f"personne-{number}@example.org" if number % 50 else "personne(at)example.org"
            person["telephone"] = f"06 39 98 {number // 100 % 100:02} {number % 100:02}"
            person["date_naissance"] = f"{1950 + number % 50}-{1 + number % 12:02}-{1 + number % 28:02}"
            writer.writerow(person)
    return path


def measure(path: Path) -> dict[str, Any]:
    """Seconds, seconds of processor, and the growth of memory from the first tenth of the rows to the last."""
    documents = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((SAMPLES / "designs").glob("*.json"))]
    catalogue = Catalogue.of(
        KnownDesign(
            document["id"],
            document["title"],
            threshold=Decimal(document["assessment"]["pass_rule"]["minimum_score"]),
        )
        for document in documents
    )
    begun, processor = time.perf_counter(), time.process_time()
    table = open_table(path)
    states: Counter[str] = Counter()
    early = 0
    for count, row in enumerate(check_rows(table, catalogue, today=TODAY), 1):
        states[str(row.state)] += 1
        if count == table.expected_rows // 10:
            early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "rows": states.total(),
        "columns": len(table.headers),
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "seconds": round(time.perf_counter() - begun, 2),
        "processor_seconds": round(time.process_time() - processor, 2),
        "memory_growth_megabytes": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - early) / KILOBYTES, 1),
        "states": dict(states),
    }


def measure_desk(path: Path, vendor: str, *, and_propose: bool) -> dict[str, Any]:
    """What a process inside a house of its own measures; empty when there is no such server."""
    with tempfile.TemporaryDirectory() as folder, database(vendor) as url:
        if url is None:
            return {}
        line = [sys.executable, str(HERE / "_results_files.py"), str(path), *(["propose"] if and_propose else [])]
        done = subprocess.run(line, env=environment(Path(folder), url), stdout=subprocess.PIPE, check=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def in_words(figures: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    desk = figures.get("desk") or {}
    told = say(
        fr=" Au bureau : {seconds_to_check} s, dont {processor_seconds_to_check} s de calcul ; "
        "mémoire + {memory_growth_megabytes} Mo.",
        en=" At the desk: {seconds_to_check} s, of which {processor_seconds_to_check} s of work; "
        "memory + {memory_growth_megabytes} MB.",
    )
    proposed = say(
        fr=" Proposées en {seconds_to_propose} s, dont {processor_seconds_to_propose} s de calcul.",
        en=" Proposed in {seconds_to_propose} s, of which {processor_seconds_to_propose} s of work.",
    )
    told += proposed if "seconds_to_propose" in desk else ""
    return say(
        fr="{rows} lignes de {columns} colonnes ({megabytes} Mo) : {seconds} s, dont {processor_seconds} s de calcul ; "
        "mémoire + {memory_growth_megabytes} Mo. {states}",
        en="{rows} rows of {columns} columns ({megabytes} MB): {seconds} s, of which {processor_seconds} s of work; "
        "memory + {memory_growth_megabytes} MB. {states}",
    ).format_map(figures) + (told.format_map(desk) if desk else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
