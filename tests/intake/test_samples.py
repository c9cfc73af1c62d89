"""The published samples: the awkward file gives exactly what its page of expectations says, and nothing more."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

from sceau.intake import Catalogue, check_rows, open_table


def test_the_awkward_file_is_read_as_what_it_is(samples: Path):
    found = open_table(samples / "import_difficile_cp1252.csv").found

    assert (found.kind, found.encoding, found.delimiter, found.header_line) == ("csv", "windows-1252", ";", 1)


def test_the_awkward_file_gives_exactly_the_expected_states_and_findings(
    samples: Path, catalogue: Catalogue, today: date
):
    expected = json.loads((samples / "import_difficile.attendus.json").read_text(encoding="utf-8"))["rows"]

    rows = check_rows(open_table(samples / "import_difficile_cp1252.csv"), catalogue, today=today)

    assert [
        {
            "line": row.line,
            "state": str(row.state),
            "findings": sorted((found.column, found.code, str(found.severity)) for found in row.findings),
        }
        for row in rows
    ] == [
        {**row, "findings": sorted((found["column"], found["code"], found["severity"]) for found in row["findings"])}
        for row in expected
    ]


def test_of_the_200_learners_140_are_ready_and_60_not_awarded(samples: Path, catalogue: Catalogue, today: date):
    rows = list(check_rows(open_table(samples / "learners_200.csv"), catalogue, today=today))

    assert Counter(row.state for row in rows) == {"ready": 140, "not_awarded": 60}
    assert sum("cas_particulier" in row.others for row in rows) == 50
    assert not [row.line for row in rows if any(found.kind.doubt for found in row.findings)]
