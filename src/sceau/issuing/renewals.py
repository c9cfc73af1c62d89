"""What a line says of a renewal without a new assessment, and which letter its holder reads first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sceau.engine.model.awards import Renewal
from sceau.issuing.states import Cause, Kind

# what is put together because somebody was assessed: what such a line stands instead of, it renews
BY_AWARD: Final = frozenset({Cause.AWARDS, Cause.AUTOMATIC})
FIRST_LETTERS: Final = (Kind.ISSUED, Kind.REPLACED, Kind.RENEWED)


def first_letter(cause: str, *, stands_instead: bool) -> Kind:
    """What the holder of a new credential is written.

    cause:           of its batch
    stands_instead:  whether it stands instead of another
    """
    if not stands_instead:
        return Kind.ISSUED
    return Kind.REPLACED if cause == Cause.CORRECTION else Kind.RENEWED


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
