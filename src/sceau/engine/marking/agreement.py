"""How well people who mark the same things agree, beyond what chance alone would give.

Values are places on a scale (engine.marking.rules.AssessmentRules.steps) or any codes. Everything is counted in
integers and fractions: two computers give the same figure, whatever the order in which marks come in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from sceau.engine.errors import Reason

NOTHING_TO_COMPARE = Reason(
    "agreement.nothing_to_compare",
    fr="rien n’a été noté deux fois",
    en="nothing has been marked twice",
)
NO_VARIATION = Reason(
    "agreement.no_variation",
    fr="tous ont donné le même niveau partout : aucun désaccord n’était possible à mesurer",
    en="everybody gave the same level everywhere: there was no disagreement to be measured",
)


class Weighting(StrEnum):
    """How grave a disagreement is, by the distance between two categories."""

    NONE = "none"  # any disagreement is as grave as any other: Cohen 1960
    LINEAR = "linear"
    QUADRATIC = "quadratic"  # Fleiss & Cohen 1973: then close to an intraclass correlation


class Scale(StrEnum):
    """What the values of Krippendorff's alpha are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient of agreement: at most 1, and 0 for what chance alone would give.

    value:   exactly; None when it is undefined
    count:   what it rests on: the number of pairs of marks for kappa, of things marked at least twice for alpha
    reason:  why there is no value
    """

    value: Fraction | None
    count: int
    reason: Reason | None = None


class Strength(StrEnum):
    """How Landis & Koch call a kappa; they say themselves that the limits are arbitrary.

    source:  Landis & Koch 1977, Biometrics 33, 159–174, p. 165
    """

    POOR = "poor"  # below 0
    SLIGHT = "slight"  # to 0.20
    FAIR = "fair"  # to 0.40
    MODERATE = "moderate"  # to 0.60
    SUBSTANTIAL = "substantial"  # to 0.80
    ALMOST_PERFECT = "almost_perfect"


_STRENGTHS = tuple(
    zip(
        (Fraction(fifth, 5) for fifth in range(1, 6)),
        (Strength.SLIGHT, Strength.FAIR, Strength.MODERATE, Strength.SUBSTANTIAL, Strength.ALMOST_PERFECT),
        strict=True,
    )
)

Table = Mapping[tuple[int, int], int]  # (what the one gave, what the other gave) → how many times
Disagreement = Callable[[int, int], int]

_DISAGREEMENTS: Mapping[Weighting, Disagreement] = {
    Weighting.NONE: lambda one, other: int(one != other),
    Weighting.LINEAR: lambda one, other: abs(one - other),
    Weighting.QUADRATIC: lambda one, other: (one - other) ** 2,
}


def strength_of(value: Fraction) -> Strength:
    """The name of a coefficient of agreement; a limit itself belongs below it, as 0.40 to FAIR."""
    if value < 0:
        return Strength.POOR
    return next(name for most, name in _STRENGTHS if value <= most)


def percent_agreement(pairs: Iterable[tuple[int, int]]) -> Coefficient:
    """The share of pairs whose two values are the same; chance is left in it.

    pairs:  what the one and what the other gave, one entry for each thing that both marked
    """
    found = list(pairs)
    if not found:
        return Coefficient(None, 0, NOTHING_TO_COMPARE)
    return Coefficient(Fraction(sum(one == other for one, other in found), len(found)), len(found))


def kappa(pairs: Iterable[tuple[int, int]], weighting: Weighting = Weighting.NONE) -> Coefficient:
    """Cohen's kappa between two raters, plain or weighted.

    pairs:      as for percent_agreement; values of a weighted kappa are places on a scale, one apart
    weighting:  disagreement is 0 or 1, |i − j| or (i − j)²
    source:     Cohen 1960, Educational and Psychological Measurement 20, 37–46; Cohen 1968, Psychological Bulletin 70,
                213–220; Fleiss & Cohen 1973, Educational and Psychological Measurement 33, 613–619
    """
    return kappa_of(Counter(pairs), _DISAGREEMENTS[weighting])


def kappa_of(table: Table, disagreement: Disagreement) -> Coefficient:
    """1 − Σ v·observed ÷ Σ v·expected, v being how grave a disagreement is (Cohen 1968, formula 8).

    table:         how often each pair of values was given
    disagreement:  of two values, 0 when they are the same
    """
    count = sum(table.values())
    if not count:
        return Coefficient(None, 0, NOTHING_TO_COMPARE)
    rows: Counter[int] = Counter()
    columns: Counter[int] = Counter()
    for (one, other), times in table.items():
        rows[one] += times
        columns[other] += times
    expected = sum(rows[one] * columns[other] * disagreement(one, other) for one in rows for other in columns)
    if not expected:
        return Coefficient(None, count, NO_VARIATION)
    observed = sum(times * disagreement(*pair) for pair, times in table.items())
    return Coefficient(1 - Fraction(count * observed, expected), count)


def alpha(units: Iterable[Sequence[int | None]], scale: Scale) -> Coefficient:
    """Krippendorff's alpha: any number of raters, some of whom did not mark everything.

    units:   the values that one thing was given, in any order; None for a rater who did not mark it. What was marked
             fewer than twice tells nothing about agreement and is left out
    source:  Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sections C and D
    """
    coincidences, count = _coincidences(units)
    if not count:
        return Coefficient(None, 0, NOTHING_TO_COMPARE)
    totals: dict[int, Fraction] = {}
    for (one, _), times in coincidences.items():
        totals[one] = totals.get(one, Fraction(0)) + times
    differences = _differences(totals, scale)
    expected = sum((totals[one] * totals[other] * d for (one, other), d in differences.items()), start=Fraction(0))
    if not expected:
        return Coefficient(None, count, NO_VARIATION)
    observed = sum((coincidences.get(pair, Fraction(0)) * d for pair, d in differences.items()), start=Fraction(0))
    return Coefficient(1 - (sum(totals.values()) - 1) * observed / expected, count)


def _coincidences(units: Iterable[Sequence[int | None]]) -> tuple[dict[tuple[int, int], Fraction], int]:
    """How often two values meet in one unit, both ways round, each pair counted 1 ÷ (values of the unit − 1).

    returns:  also the number of units that have at least two values
    """
    by_size: dict[int, Counter[tuple[int, int]]] = {}
    count = 0
    for unit in units:
        values = [value for value in unit if value is not None]
        if len(values) > 1:
            count += 1
            pairs = by_size.setdefault(len(values), Counter())
            for one, other in combinations(values, 2):
                pairs[one, other] += 1
                pairs[other, one] += 1
    found: dict[tuple[int, int], Fraction] = {}
    for size, pairs in by_size.items():
        for pair, times in pairs.items():
            found[pair] = found.get(pair, Fraction(0)) + Fraction(times, size - 1)
    return found, count


def _differences(totals: Mapping[int, Fraction], scale: Scale) -> dict[tuple[int, int], Fraction]:
    """δ² of each two different values, the lower first."""
    pairs = combinations(sorted(totals), 2)
    if scale is Scale.NOMINAL:
        return dict.fromkeys(pairs, Fraction(1))
    if scale is Scale.INTERVAL:
        return {(low, high): Fraction((high - low) ** 2) for low, high in pairs}
    return {
        (low, high): (
            sum((totals[value] for value in totals if low <= value <= high), start=Fraction(0))
            - (totals[low] + totals[high]) / 2
        )
        ** 2
        for low, high in pairs
    }
