"""How a grid works on the people it was used on: how many pass, what is hard, what tells people apart.

Figures about few people say something about each of them: below a number that the caller gives, there are none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import mean, median, quantiles

from sceau.engine.errors import Reason
from sceau.engine.marking.outcome import State
from sceau.engine.model.grids import Criterion, Grid

FEWEST = 5  # people, below which nothing is told
JUDGED = frozenset({State.ACQUIRED, State.NOT_ACQUIRED, State.PARTIAL})
TAIL = Fraction(27, 100)  # Kelley 1939: the share at each end that tells people apart best

TOO_FEW = Reason(
    "items.too_few",
    fr="moins de {fewest} personnes : rien n’est dit, pour que personne ne soit reconnaissable",
    en="fewer than {fewest} people: nothing is told, so that nobody can be recognised",
)
NO_VARIATION = Reason(
    "items.no_variation",
    fr="tout le monde a le même niveau, ou le même total ailleurs",
    en="everybody has the same level, or the same total elsewhere",
)


class Sharpness(StrEnum):
    """How well a criterion tells people apart, by its upper-lower difference; limits are a convention.

    source:  Ebel 1965, Measuring Educational Achievement, p. 364
    """

    POOR = "poor"  # below 0.20
    MARGINAL = "marginal"
    GOOD = "good"  # from 0.30
    VERY_GOOD = "very_good"  # from 0.40


_SHARPNESS = (
    (Fraction(40, 100), Sharpness.VERY_GOOD),
    (Fraction(30, 100), Sharpness.GOOD),
    (Fraction(20, 100), Sharpness.MARGINAL),
)


def sharpness_of(upper_lower: Fraction) -> Sharpness:
    """The name of an upper-lower difference."""
    return next((name for least, name in _SHARPNESS if upper_lower >= least), Sharpness.POOR)


@dataclass(frozen=True, slots=True)
class PassRate:
    """Among those who were judged; absences, suspensions and what is pending are left out.

    value:   None when fewer people than asked were judged
    count:   how many were judged
    """

    value: Fraction | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One criterion, over everybody with a mark on each criterion. A value is None where it may not or cannot be told.

    count:           how many people
    difficulty:      the mean share of the points, from 0 (nobody has any) to 1: the higher, the easier
    discrimination:  corrected item-total correlation, from −1 to 1: whether who does well elsewhere does well here
    upper_lower:     mean share of points in the upper 27 % by total score, less that in the lower 27 %
    levels:          level code → how many people, in the scale's order
    reason:          why there is no discrimination, or nothing at all
    """

    criterion: str
    count: int
    difficulty: Fraction | None = None
    discrimination: Decimal | None = None
    upper_lower: Fraction | None = None
    levels: Mapping[str, int] | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Quartiles:
    """lower, median, upper: in the unit of what was measured; None below the fewest."""

    count: int
    lower: Fraction | None = None
    median: Fraction | None = None
    upper: Fraction | None = None


def pass_rate(states: Sequence[State], *, fewest: int = FEWEST) -> PassRate:
    """The share of ACQUIRED among those judged."""
    judged = [state for state in states if state in JUDGED]
    passed = sum(state is State.ACQUIRED for state in judged)
    return PassRate(Fraction(passed, len(judged)) if judged and len(judged) >= fewest else None, len(judged))


def item_statistics(grid: Grid, results: Sequence[Mapping[str, str]], *, fewest: int = FEWEST) -> tuple[Item, ...]:
    """Each criterion, in the grid's order.

    results:  one mapping a person, criterion id → level code; who lacks a mark is left out of everything, so that all
              criteria are told of the same people
    """
    whole = [marks for marks in results if all(criterion.id in marks for criterion in grid.criteria)]
    count = len(whole)
    if count < max(fewest, 1):
        return tuple(Item(criterion=criterion.id, count=count, reason=TOO_FEW) for criterion in grid.criteria)
    points = {level.code: Fraction(level.points, max(grid.highest, 1)) for level in grid.scale}
    shares = {criterion.id: [points[marks[criterion.id]] for marks in whole] for criterion in grid.criteria}
    totals = [
        sum((criterion.weight * shares[criterion.id][place] for criterion in grid.criteria), start=Fraction(0))
        for place in range(count)
    ]
    return tuple(_item(grid, criterion, whole, shares[criterion.id], totals) for criterion in grid.criteria)


def quartiles(values: Sequence[int], *, fewest: int = FEWEST) -> Quartiles:
    """The three quartiles, between two values where they fall there (Hyndman & Fan 1996, type 7)."""
    if len(values) < max(fewest, 2):
        return Quartiles(len(values))
    lower, _, upper = quantiles([Fraction(value) for value in values], n=4, method="inclusive")
    return Quartiles(len(values), lower, median([Fraction(value) for value in values]), upper)


def correlation(ones: Sequence[Fraction], others: Sequence[Fraction]) -> Decimal | None:
    """Pearson's r, to 28 digits; None when either does not vary."""
    middle_of_ones, middle_of_others = mean(ones), mean(others)
    together = sum((a - middle_of_ones) * (b - middle_of_others) for a, b in zip(ones, others, strict=True))
    spread = sum((a - middle_of_ones) ** 2 for a in ones) * sum((b - middle_of_others) ** 2 for b in others)
    if not spread:
        return None
    square = Fraction(together) ** 2 / spread
    root = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()
    return -root if together < 0 else root


def _item(
    grid: Grid,
    criterion: Criterion,
    whole: Sequence[Mapping[str, str]],
    shares: Sequence[Fraction],
    totals: Sequence[Fraction],
) -> Item:
    rests = [total - criterion.weight * share for total, share in zip(totals, shares, strict=True)]
    discrimination = correlation(shares, rests)
    codes = [marks[criterion.id] for marks in whole]
    return Item(
        criterion=criterion.id,
        count=len(whole),
        difficulty=mean(shares),
        discrimination=discrimination,
        upper_lower=_upper_lower(shares, totals),
        levels={level.code: codes.count(level.code) for level in grid.scale},
        reason=NO_VARIATION if discrimination is None else None,
    )


def _upper_lower(shares: Sequence[Fraction], totals: Sequence[Fraction]) -> Fraction:
    """People with one total at the edge of a group share its last places, so that their order makes no difference."""
    by_total: dict[Fraction, list[Fraction]] = {}
    for share, total in zip(shares, totals, strict=True):
        by_total.setdefault(total, []).append(share)
    size = TAIL * len(shares)
    ascending = sorted(by_total)
    return _mean_of_first(size, [by_total[total] for total in reversed(ascending)]) - _mean_of_first(
        size, [by_total[total] for total in ascending]
    )


def _mean_of_first(size: Fraction, groups: Sequence[Sequence[Fraction]]) -> Fraction:
    """The mean over the first `size` people, group after group, the last one in part."""
    found, left = Fraction(0), size
    for group in groups:
        taken = min(left, Fraction(len(group)))
        found, left = found + taken * mean(group), left - taken
    return found / size
