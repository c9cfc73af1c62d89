"""The grid that assessors mark on: criteria × levels, and the rule that turns marks into a score and a pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sceau.engine.model.texts import Text

WHOLE = 100  # what the weights of a grid sum to, and the best score


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the grid's scale, such as N2 « Acquis », 2 points."""

    code: str
    label: Text
    points: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is judged.

    outcomes:     ids of the learning outcomes that it shows
    weight:       its share of 100
    eliminatory:  whether nobody passes below minimum
    minimum:      the code of the level asked for when eliminatory
    levels:       level code → the sentence that describes this criterion at this level
    """

    id: str
    outcomes: tuple[str, ...]
    label: Text
    weight: Fraction
    eliminatory: bool
    minimum: str | None
    levels: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Grid:
    """Criteria and scale of one version of a design.

    minimum_score:  out of 100, needed to pass; None when the design names none
    """

    scale: tuple[Level, ...]
    criteria: tuple[Criterion, ...]
    minimum_score: Fraction | None

    def level(self, code: str) -> Level:
        """The level of the scale with this code. raises: KeyError"""
        return {level.code: level for level in self.scale}[code]

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with this id. raises: KeyError"""
        return {criterion.id: criterion for criterion in self.criteria}[criterion_id]

    def score(self, marks: Mapping[str, str]) -> Decimal | None:
        """Σ weight × points ÷ highest points, out of 100 and rounded to a tenth; None unless every criterion is marked.

        marks:  criterion id → level code
        """
        exact = self._exact_score(marks)
        if exact is None:
            return None
        tenths = Decimal((exact * 10).numerator) / Decimal((exact * 10).denominator)
        return tenths.quantize(Decimal(1), ROUND_HALF_UP) / 10

    def is_passed(self, marks: Mapping[str, str]) -> bool | None:
        """Whether these marks pass: the minimum score, and each eliminatory criterion at its minimum level.

        returns:  None when a criterion has no mark: nothing can be said
        source:   docs/decisions/design-format.md
        """
        exact = self._exact_score(marks)
        if exact is None:
            return None
        reached = all(
            self.level(marks[criterion.id]).points >= self.level(criterion.minimum).points
            for criterion in self.criteria
            if criterion.eliminatory and criterion.minimum is not None
        )
        return reached and (self.minimum_score is None or exact >= self.minimum_score)

    def _exact_score(self, marks: Mapping[str, str]) -> Fraction | None:
        highest = max(level.points for level in self.scale)
        if highest == 0 or any(criterion.id not in marks for criterion in self.criteria):
            return None
        parts = (criterion.weight * self.level(marks[criterion.id]).points / highest for criterion in self.criteria)
        return sum(parts, start=Fraction(0))
