"""Documents of these tests, from the samples that ship with the project."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

DESIGNS = Path(__file__).parents[4] / "demo" / "designs"
NAMESPACE = UUID("6f5902ac-2370-4d9c-8a3e-000000000000")
NAMES = sorted(file.stem for file in DESIGNS.glob("*.json"))


@cache
def _read(name: str) -> str:
    return (DESIGNS / f"{name}.json").read_text(encoding="utf-8")


def sample(name: str = "mc-gestion-projet-agile") -> dict[str, Any]:
    """A document as it is published: it names who awards it and its languages."""
    document: dict[str, Any] = json.loads(_read(name))
    document["annex1"]["mandatory"]["awarding_body"] = [{"name": "Certif’Compétences Occitanie", "siren": "999900111"}]
    document["languages"] = ["fr"]
    document["assessment"]["route"] = {"kind": "jury"}
    return document


def another(number: int, title: str, **changes: Any) -> dict[str, Any]:
    """What to publish for one more micro-credential with that title."""
    uuid = str(uuid5(NAMESPACE, str(number)))
    return {"uuid": uuid, "title": {"fr": title}, **changes}
