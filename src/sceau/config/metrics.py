"""Figures for Prometheus.

Every process writes its counts into files of one folder (the multi-process mode of prometheus_client); whichever
process is asked adds up what all of them wrote. What is true of the whole house (acts that wait, the worker, the keys)
is read from the database at that moment, once.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it when it is imported
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
SECONDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12)

_counters: dict[str, Any] = {}


def keep_in(folder: Path) -> None:
    """Where the processes of this installation write; called by the settings, before prometheus_client is imported."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[FOLDER] = str(folder)


def start_afresh() -> None:
    """Forget what earlier processes wrote; for the server alone, before its first worker begins."""
    for file in Path(os.environ[FOLDER]).glob("*.db"):
        file.unlink(missing_ok=True)


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """One request was answered."""
    if not _counters:
        _make()
    _counters["requests"].labels(route, method, str(status)).inc()
    _counters["seconds"].labels(route).observe(seconds)


def count_fault(route: str) -> None:
    """A view failed for a reason of ours."""
    if not _counters:
        _make()
    _counters["faults"].labels(route).inc()


def _make() -> None:
    from prometheus_client import Counter, Histogram  # noqa: PLC0415 -- after keep_in, see FOLDER

    found = {
        "requests": Counter("sceau_requests", "Requests answered", ["route", "method", "status"], registry=None),
        "seconds": Histogram("sceau_request_seconds", "Time to answer", ["route"], buckets=SECONDS, registry=None),
        "faults": Counter("sceau_faults", "Requests that failed by a fault of Sceau", ["route"], registry=None),
    }
    _counters.update(found)


def exposition(house: Sequence[Any]) -> bytes:
    """The page that Prometheus reads: what all processes counted, and the families that describe the house."""
    from prometheus_client import CollectorRegistry, generate_latest, multiprocess  # noqa: PLC0415 -- likewise

    registry = CollectorRegistry(auto_describe=False)
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client has no types there
    registry.register(_House(list(house)))
    return generate_latest(registry)


class _House:
    """What prometheus_client calls a collector."""

    def __init__(self, families: list[Any]) -> None:
        self.families = families

    def collect(self) -> list[Any]:
        """The families, as they were read."""
        return self.families
