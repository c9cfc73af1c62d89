"""How fast the search answers as one types, and how fast it is filled, on SQLite and on PostgreSQL.

    ./sceau bench search [--skills N] [--fiches N] [--database sqlite|postgresql] [--json]

Made-up French labels, with words as common and as rare as those of real ones: 14,000 skills in two languages and 30,000
fiches. Each question is typed letter by letter, rightly or with errors, in the skills, in the fiches, and in both.
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
SKILLS, FICHES = 14_000, 30_000
MOST_MILLISECONDS, MOST_QUERIES, MOST_GROWTH = 50.0, 4, 60  # at p95; a question; MB more than after a thousand


def main(words: list[str]) -> int:
    """Measure, print, and say with the status whether the goals are met."""
    parser = argparse.ArgumentParser(prog="sceau bench search", description=__doc__)
    parser.add_argument(
        "--skills", type=int, default=SKILLS, help=say(fr="nombre de compétences", en="number of skills")
    )
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
            figures[vendor] = measure(Path(folder), url, asked.skills, asked.fiches)
    if asked.json:
        print(json.dumps({"version": 1, "databases": figures}, indent=2))
    else:
        for vendor, each in figures.items():
            print(in_words(vendor, each))
    return 0 if figures and all(met(each) for each in figures.values()) else 1


def met(each: dict[str, Any]) -> bool:
    """Whether the goals are."""
    quick = all(row["p95"] <= MOST_MILLISECONDS and row["queries"] <= MOST_QUERIES for row in each["typed"])
    return quick and each["memory"] - each["memory_before"] <= MOST_GROWTH


def measure(folder: Path, url: str, skills: int, fiches: int) -> dict[str, Any]:
    """What a process inside the house measures."""
    line = [sys.executable, str(HERE / "_finding.py"), str(skills), str(fiches)]
    done = subprocess.run(line, env=web.environment(folder, url), stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def in_words(vendor: str, each: dict[str, Any]) -> str:
    """For people."""
    filled = f"{each['entries'] / each['filled_seconds']:,.0f}"
    lines = [
        say(
            fr=f"{vendor} : {each['entries']} entrées en {each['filled_seconds']} s ({filled}/s), "
            f"{each['words']} mots, {each['postings']} places, {each['slips']} formes fautives. "
            f"Mémoire : {each['memory']} Mo, dont {each['memory'] - each['memory_before']} de plus que pour mille.",
            en=f"{vendor}: {each['entries']} entries in {each['filled_seconds']} s ({filled}/s), "
            f"{each['words']} words, {each['postings']} postings, {each['slips']} slips. "
            f"Memory: {each['memory']} MB, {each['memory'] - each['memory_before']} more than for a thousand.",
        )
    ]
    lines += [
        say(
            fr=f"  {row['where']} : {row['questions']} questions, médiane {row['median']} ms, p95 {row['p95']} ms, "
            f"au plus {row['worst']} ms (« {row['slowest']} »), {row['queries']} requêtes au plus",
            en=f"  {row['where']}: {row['questions']} questions, median {row['median']} ms, p95 {row['p95']} ms, "
            f"{row['worst']} ms at most (“{row['slowest']}”), {row['queries']} statements at most",
        )
        for row in each["typed"]
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
