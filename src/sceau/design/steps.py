"""The six steps in which a design is written, and which part of the document each holds."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from sceau.design import pointers
from sceau.design.pointers import ABSENT
from sceau.engine.canonical.jcs import canonical_bytes
from sceau.engine.strict_json import JsonObject

__all__ = ["ABSENT", "PARTS", "STEPS", "digest_of", "part_of", "step_of"]

STEPS: Final = ("identity", "outcomes", "assessment", "level", "look", "issuing")

_MANDATORY, _OPTIONAL = "/annex1/mandatory", "/annex1/optional"
# no pointer stands below another one: each place of the document is in one step, or in none that people write in
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "identity": (
        "/title",
        "/summary",
        "/need",
        "/stakeholders",
        "/audience",
        "/purpose",
        "/usage_category",
        "/sector",
        "/language",
        "/languages",
        "/registration",
        "/passeport_prevention",
        "/delivery",
        f"{_MANDATORY}/awarding_body",
        f"{_MANDATORY}/country_region_of_the_issuer",
        f"{_MANDATORY}/identification_of_the_learner",
    ),
    "outcomes": (f"{_MANDATORY}/learning_outcomes", "/classification"),
    "assessment": (
        "/assessment",
        f"{_MANDATORY}/type_of_assessment",
        f"{_OPTIONAL}/supervision_and_identity_verification",
    ),
    "level": (
        f"{_MANDATORY}/level",
        f"{_MANDATORY}/notional_workload",
        f"{_MANDATORY}/form_of_participation",
        f"{_MANDATORY}/type_of_quality_assurance",
        f"{_OPTIONAL}/prerequisites",
        f"{_OPTIONAL}/integration_stackability_options",
    ),
    "look": ("/look", "/worth", "/limits", "/next_steps", "/accessibility", f"{_OPTIONAL}/further_information"),
    "issuing": (
        "/validity",
        "/issuing",
        "/price",
        "/price_eur",
        "/custom",
        "/licence",
        f"{_MANDATORY}/date_of_issuing",
        f"{_OPTIONAL}/grade_achieved",
    ),
}


def part_of(document: JsonObject, step: str) -> dict[str, Any]:
    """What a step holds, by pointer; what is not filled in is left out."""
    found = {pointer: pointers.read(document, pointer) for pointer in PARTS[step]}
    return {pointer: value for pointer, value in found.items() if value is not ABSENT}


def step_of(pointer: str) -> str | None:
    """The step in which a place of the document is written; None for what nobody writes."""
    return next((step for step, parts in PARTS.items() if any(_is_within(pointer, part) for part in parts)), None)


def digest_of(part: Any) -> str:
    """SHA-256 in hexadecimal of the canonical form of a JSON value (RFC 8785)."""
    return sha256(canonical_bytes(part)).hexdigest()


def _is_within(pointer: str, part: str) -> bool:
    return pointer == part or pointer.startswith(f"{part}/")
