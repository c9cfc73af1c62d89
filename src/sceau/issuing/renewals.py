"""What a line says of a renewal without a new assessment, and what the standard makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sceau.engine.model.awards import Renewal


def kept_renewal(renewal: Renewal) -> dict[str, Any]:
    """As `Line.renewal` keeps it."""
    return {
        "on": renewal.on.isoformat(),
        "counted_from": renewal.counted_from.isoformat(),
        "former_on": renewal.former_on.isoformat(),
        "grounds": renewal.grounds,
    }


def renewal_values(kept: Mapping[str, Any]) -> Renewal | None:
    """`Line.renewal` as the engine's value; None where there is none."""
    if not kept:
        return None
    return Renewal(
        on=date.fromisoformat(kept["on"]),
        counted_from=date.fromisoformat(kept["counted_from"]),
        former_on=date.fromisoformat(kept["former_on"]),
        grounds=kept["grounds"],
    )
