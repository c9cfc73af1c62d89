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

    @property
    def highest(self) -> int:
        """The most points that the scale gives."""
        return max(level.points for level in self.scale)

    def score(self, marks: Mapping[str, str]) -> Decimal | None:
        """Σ weight × points ÷ highest points, out of 100 and rounded to a tenth; None unless every criterion is marked.

        marks:  criterion id → level code
        """
        exact = self.exact_score(marks)
        if exact is None:
            return None
        rounded = to_a_tenth(exact)
        return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded

    def is_passed(self, marks: Mapping[str, str]) -> bool | None:
        """Whether these marks pass: the minimum score, and each eliminatory criterion at its minimum level.

        returns:  None when a criterion has no mark: nothing can be said
        source:   docs/decisions/design-format.md
        """
        exact = self.exact_score(marks)
        return None if exact is None else self.passes(marks, exact)

    def passes(self, marks: Mapping[str, str], exact: Fraction) -> bool:
        """The same where the exact score of these marks is known already."""
        reached = all(
            self.level(marks[criterion.id]).points >= self.level(criterion.minimum).points
            for criterion in self.criteria
            if criterion.eliminatory and criterion.minimum is not None
        )
        return reached and (self.minimum_score is None or exact >= self.minimum_score)

    def exact_score(self, marks: Mapping[str, str]) -> Fraction | None:
        """The score before it is rounded: what is compared with the minimum. marks and None: as for `score`."""
        points, highest = {level.code: level.points for level in self.scale}, self.highest
        if highest == 0 or any(criterion.id not in marks for criterion in self.criteria):
            return None
        total = sum((criterion.weight * points[marks[criterion.id]] for criterion in self.criteria), start=Fraction(0))
        return total / highest

    def contribution(self, criterion: Criterion, code: str) -> Fraction:
        """What this level on this criterion adds to the score: weight × points ÷ highest points. raises: KeyError"""
        return criterion.weight * self.level(code).points / self.highest


def to_a_tenth(exact: Fraction) -> Decimal:
    """A score as it is shown: rounded half up, 75 as 75.0."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
