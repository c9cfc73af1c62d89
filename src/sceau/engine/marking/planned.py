"""The parts of how a design says that one is assessed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sceau.engine.model.awards import Supervision
from sceau.engine.model.texts import Text


class PlannedRoute(StrEnum):
    """Who is to decide the award; how it was decided in the end is `engine.model.awards.Route`."""

    JURY = "jury"
    ASSESSOR = "assessor"
    AUTOMATIC = "automatic"


class Scope(StrEnum):
    """What one takes again at a retake."""

    CRITERIA = "criteria"  # only the criteria that were not acquired
    EVENT = "event"  # each event in which a criterion was not
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Event:
    """One occasion on which something is shown.

    criteria:       ids of the criteria observed there, in the grid's order
    assessors:      how many mark each candidate; 0 when a system does
    professionals:  how many of them are to be of the trade
    supervision:    what is planned; None when the design does not say
    """

    id: str
    label: Text
    type: str
    mode: str
    supervision: Supervision | None
    minutes: int | None
    criteria: tuple[str, ...]
    assessors: int
    professionals: int
    role: Text | None
    is_independent: bool

    @property
    def is_double(self) -> bool:
        """Whether two people mark it without seeing each other's marks."""
        return self.assessors >= 2  # noqa: PLR2004 -- two make a double marking


@dataclass(frozen=True, slots=True)
class Retake:
    """attempts: how many in all, the first included, None without limit; delay: days between two of them, at least."""

    attempts: int | None
    delay: int
    scope: Scope
    label: Text | None


@dataclass(frozen=True, slots=True)
class PartialValidation:
    """months: how long what was acquired stays so, None for good."""

    is_allowed: bool
    months: int | None
    label: Text | None


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """One condition to be a candidate.

    kind:            declaration, training, seniority_months…: free, as the design's author chose
    minimum:         a number of months, of years, of points, or a level, by kind
    is_alternative:  one of those so marked will do instead of the others
    """

    kind: str
    label: Text | None
    minimum: Fraction | None
    is_alternative: bool
