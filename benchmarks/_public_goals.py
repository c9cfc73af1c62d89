"""What the public pages are to reach, and which of it they do not."""

from __future__ import annotations

from typing import Any

MOST_MEDIAN, MOST_P95, MOST_TO_VERIFY, LEAST = 10.0, 30.0, 30.0, 500  # milliseconds, the last one requests a second


def missed(house: dict[str, Any]) -> list[str]:
    """The goals that are not met, by name."""
    wrong = []
    for name, row in house["answers"].items():
        most = MOST_TO_VERIFY if name == "verifier" else MOST_P95
        if row["p95"] > most or (name.startswith("page") and row["median"] > MOST_MEDIAN):
            wrong.append(name)
        if row["again"] not in (None, 304):
            wrong.append(f"{name} 304")
    return wrong + [name for name, row in house["over_http"].items() if name == "page" and row["a_second"] < LEAST]
