"""What the tests of intake share: the published designs as a catalogue, and tables made from rows."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from published import published
from sceau.intake import Catalogue, KnownDesign


def known_design(path: Path) -> KnownDesign:
    document = json.loads(path.read_text(encoding="utf-8"))
    threshold = document["assessment"]["pass_rule"]["minimum_score"]
    return KnownDesign(document["id"], document["title"], threshold=Decimal(threshold))


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 21)


@pytest.fixture(scope="session")
def samples() -> Path:
    return published("domain/samples")


@pytest.fixture(scope="session")
def catalogue(samples: Path) -> Catalogue:
    return Catalogue.of(known_design(path) for path in sorted((samples / "designs").glob("*.json")))
