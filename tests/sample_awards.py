"""Designs, bodies and awards of the demonstration, for the tests that need some."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from sceau.engine.model.awards import Award, Basis, Holder, Issuer, Person, Route, StatusPlace, Supervision
from sceau.engine.model.bodies import Body, read_bodies
from sceau.engine.model.code import make_code
from sceau.engine.model.designs import Design, read_design
from sceau.engine.strict_json import JsonObject

DEMO = Path(__file__).resolve().parents[1] / "demo"
DESIGN_IDS = sorted(path.stem for path in (DEMO / "designs").glob("*.json"))


def design_document(design_id: str) -> JsonObject:
    """The file of a design, fresh at each call."""
    document: JsonObject = json.loads((DEMO / "designs" / f"{design_id}.json").read_text(encoding="utf-8"))
    return document


def sample_design(design_id: str) -> Design:
    return read_design(design_document(design_id))


def bodies() -> dict[str, Body]:
    return read_bodies(json.loads((DEMO / "organisations.json").read_text(encoding="utf-8")))


def sample_issuer(design: Design) -> Issuer:
    known = bodies()
    first, *others = (known[body.id] for body in design.bodies)
    return Issuer(
        did="did:web:badges.example:i:body", base="https://badges.example", body=first, partners=tuple(others)
    )


def sample_award(design: Design, **changes: object) -> Award:
    """An award with everything known; changes replace members."""
    award = Award(
        code=make_code(bytes(range(9))),
        holder=Holder(
            name="Zoë Lefèvre",
            given_name="Zoë",
            family_name="Lefèvre",
            email="Zoe.Lefevre@Example.org",
            salt="5f1d7b4c9a3e2f60",
        ),
        language="fr",
        awarded_on=date(2026, 3, 2),
        valid_from=datetime(2026, 3, 2, 12, tzinfo=UTC),
        basis=Basis(route=Route.DECISION, people=(Person("Mme Okoumé", "présidente du jury"),), digest="ab" * 32),
        assessed_on=date(2026, 2, 23),
        score=Decimal("76.7"),
        marks={criterion.id: "N2" for criterion in design.grid.criteria} if design.grid else {},
        supervision=Supervision.ONSITE_WITH_IDENTITY,
        identity_verified=True,
        status=StatusPlace("https://badges.example/status/6f0d5c3e-6a43-4c1e-8d0e-0f3f6b2f1a77", 94_567),
    )
    return replace(award, **changes)  # type: ignore[arg-type]


def learners() -> list[dict[str, str]]:
    with (DEMO / "learners_200.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
