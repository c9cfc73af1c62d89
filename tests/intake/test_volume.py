"""Many rows: time and memory. The figures for 100,000 rows are in the documentation; here 5,000 keep watch."""

from __future__ import annotations

import csv
import time
import tracemalloc
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sceau.intake import Catalogue, check_rows, open_table

ROWS = 5_000


def large(path: Path, samples: Path, rows: int) -> Path:
    with (samples / "learners_200.csv").open(encoding="utf-8", newline="") as source:
        people = list(csv.DictReader(source))
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, people[0].keys())
        writer.writeheader()
        for number in range(rows):
            born = f"{1950 + number % 50}-{1 + number % 12:02}-{1 + number % 28:02}"
            name = f"{people[number % 199]['nom_naissance']}-{people[number % 197]['prenom1']}"
            writer.writerow(
                {
                    **people[number % 200],
                    "nom_naissance": name,
                    "date_naissance": born,
                    "email": f"personne-{number}@example.org",
                    "telephone": f"06 39 98 {number // 100 % 100:02} {number % 100:02}",
                }
            )
    return path


@pytest.fixture
def many(tmp_path: Path, samples: Path) -> Path:
    return large(tmp_path / "many.csv", samples, ROWS)


def test_5000_rows_take_a_few_seconds_at_most(many: Path, catalogue: Catalogue, today: date):
    begun = time.process_time()
    states = Counter(row.state for row in check_rows(open_table(many), catalogue, today=today))

    assert sum(states.values()) == ROWS
    assert states["ready"] > ROWS / 2
    assert time.process_time() - begun < 5  # 100,000 in 20 s would be 1 s; a busy machine gets five


def test_memory_grows_by_hashes_only(many: Path, catalogue: Catalogue, today: date):
    rows = check_rows(open_table(many), catalogue, today=today)
    for _ in range(ROWS // 2):  # caches are full from here on
        next(rows)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        left = sum(1 for _ in rows)
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert left == ROWS - ROWS // 2
    assert (after - before) / left < 700  # bytes a row; a row itself is five times that
    assert peak - before < 3_000_000


def test_one_name_for_all_does_not_make_the_check_crawl(tmp_path: Path, catalogue: Catalogue, today: date):
    path = tmp_path / "one.csv"
    path.write_text(
        "Nom;Prénom;Date de naissance;Courriel;Micro-certification;Décision\n"
        + "".join(f"Roux;Tom;01/02/1990;p{number}@x.example;RGPD;refusé\n" for number in range(ROWS)),
        encoding="utf-8",
    )
    begun = time.process_time()

    assert Counter(row.state for row in check_rows(open_table(path), catalogue, today=today)) == {"not_awarded": ROWS}
    assert time.process_time() - begun < 5
