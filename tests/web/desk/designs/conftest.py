"""A draft of the demonstration at the institution of Amina, and what a browser would send of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import now

from institutions.bodies import alpes, amina, bruno, claire, gap, grenoble, occitanie, paul, terres
from sceau.design.services import create_design
from sceau.design.steps import digest_of, part_of
from sceau.web.desk.designs.comparing import marks
from sceau.web.desk.designs.forms import STEPS
from signing_in import prove_now

__all__ = ["alpes", "amina", "bruno", "claire", "gap", "grenoble", "occitanie", "paul", "terres"]
SAMPLES = Path(__file__).resolve().parents[4] / "demo" / "designs"


def sample(name: str = "mc-gestion-projet-agile") -> dict:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def document() -> dict:
    return sample() | {"languages": ["fr"]}


@pytest.fixture
def design(alpes, amina, document):
    return create_design(institution=alpes, document=document, by=amina, now=now())


@pytest.fixture
def at(client, amina, design):
    """Amina at a step: `at("outcomes")` is the address, `at.sent("outcomes", **changed)` what she sends."""
    prove_now(client, amina)

    def address(step: str) -> str:
        return reverse("desk_design_step", args=[design.institution.slug, design.uuid, step])

    def sent(step: str, act: str = "save", **changed: str) -> dict:
        design.refresh_from_db()
        shown = STEPS[step](design.draft)
        typed = dict(shown.typed().lists()) | {"was": marks(shown)}
        seen = digest_of(part_of(design.draft, step))
        names = {name.replace("__", "-"): value for name, value in changed.items()}
        return typed | {"seen": seen, "act": act} | names

    address.sent = sent
    address.design = design
    return address
