"""What the template of a result reads."""

from __future__ import annotations

from typing import Any

from sceau.engine.model.dates import parse_datetime
from sceau.web.public.piles.carrying import carried
from sceau.web.public.piles.rows import by_site_alone, counts_of, rows_of, without


def shown(told: dict[str, Any], language: str) -> dict[str, Any]:
    """A result, in one language: told · rows, without · counts · by_site · at · carried, as its form hands it back."""
    return {
        "told": told,
        "rows": rows_of(told, language),
        "without": without(told, language),
        "counts": counts_of(told),
        "by_site": by_site_alone(told),
        "at": parse_datetime(told["at"]),
        "carried": carried(told),
    }
