"""Coefficients of agreement equal those that others published, and behave as their authors say they do."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sceau.engine.marking.agreement import (
    NO_VARIATION,
    NOTHING_TO_COMPARE,
    Scale,
    Strength,
    Weighting,
    alpha,
    kappa,
    kappa_of,
    percent_agreement,
    strength_of,
)

# Cohen 1960, p. 45, and again Cohen 1968, p. 214: 200 patients in three diagnostic categories
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
# "Cohen's kappa", Wikipedia: 50 grant proposals; then two tables with the same agreement of 60 in 100
GRANTS = [[20, 5], [10, 15]]
SIXTY = [[45, 15], [25, 15]]
SIXTY_TOO = [[25, 35], [5, 35]]
# SAS/STAT User's Guide, The FREQ Procedure, Getting Started, "Agreement Study": two dermatologists
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
# Agresti, Categorical Data Analysis: 91 married couples; figures as R's vcd gives them (Kappa, data SexualFun)
COUPLES = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


def pairs_of(table):
    return [
        (row, column) for row, counts in enumerate(table) for column, count in enumerate(counts) for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("table", "weighting", "published", "places"),
    [
        (COHEN, Weighting.NONE, "0.492", 3),
        (GRANTS, Weighting.NONE, "0.4", 1),
        (SIXTY, Weighting.NONE, "0.1304", 4),
        (SIXTY_TOO, Weighting.NONE, "0.2593", 4),
        (SKIN, Weighting.NONE, "0.3449", 4),
        (COUPLES, Weighting.NONE, "0.1293", 4),
        (COUPLES, Weighting.LINEAR, "0.2374", 4),
        (COUPLES, Weighting.QUADRATIC, "0.3320", 4),
    ],
)
def test_kappa_is_the_published_one(table, weighting, published, places):
    """By hand, GRANTS: observed 35/50 = 0.7; expected 25/50 × 30/50 + 25/50 × 20/50 = 0.5; (0.7 − 0.5)/0.5 = 0.4.

    COHEN: observed 140/200 = 0.70; expected 0.6 × 0.5 + 0.3 × 0.3 + 0.1 × 0.2 = 0.41; 0.29/0.59 = 0.4915.
    """
    found = kappa(pairs_of(table), weighting)

    assert round(found.value, places) == Fraction(published)
    assert found.count == sum(map(sum, table))


def test_by_hand_kappas_are_fractions():
    assert kappa(pairs_of(GRANTS)).value == Fraction(2, 5)
    assert kappa(pairs_of(COHEN)).value == Fraction(29, 59)
    assert kappa(pairs_of(SIXTY)).value == Fraction(3, 23)


def test_weighted_kappa_with_cohens_own_weights_is_his():
    """Cohen 1968, p. 216: disagreements 1, 3 and 6; by hand 1 − 0.90/1.38 = 0.348."""
    weights = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]

    found = kappa_of(Counter(pairs_of(COHEN)), lambda one, other: weights[one][other])

    assert found.value == 1 - Fraction(90, 138)
    assert round(found.value, 3) == Fraction("0.348")


# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": the data of his sections A to D
BINARY = ("0100000010", "1110010000")  # Meg and Owen, ten articles
NOMINAL = ("aabbdcccedda", "babbbccceddd")  # Ben and Gerry, twelve articles
MISSING = ("123321412...", "1233224125.3", ".3332342251.", "1233244" + "1251.")  # four observers, twelve units


def units_of(*observers):
    return [[None if each == "." else ord(each) - ord("0") for each in unit] for unit in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("observers", "scale", "published"),
    [
        (BINARY, Scale.NOMINAL, "0.095"),
        (NOMINAL, Scale.NOMINAL, "0.692"),
        (MISSING, Scale.NOMINAL, "0.743"),
        (MISSING, Scale.ORDINAL, "0.815"),
        (MISSING, Scale.INTERVAL, "0.849"),
    ],
)
def test_alpha_is_the_published_one(observers, scale, published):
    """By hand, BINARY: 14 zeros and 6 ones, 8 of 20 pairable values in mismatches; 1 − 19 × 4 ÷ (14 × 6) = 0.095."""
    found = alpha(units_of(*observers), scale)

    assert round(found.value, 3) == Fraction(published)


def test_by_hand_alphas_are_fractions_and_what_was_marked_once_is_left_out():
    assert alpha(units_of(*BINARY), Scale.NOMINAL).value == 1 - Fraction(19 * 4, 14 * 6)
    found = alpha(units_of(*MISSING), Scale.NOMINAL)
    assert found.value == Fraction(113, 152)
    assert found.count == 11  # the twelfth unit has one value


@pytest.mark.parametrize("weighting", Weighting)
def test_without_variation_there_is_no_kappa_and_a_reason(weighting):
    found = kappa([(2, 2)] * 9, weighting)

    assert (found.value, found.count, found.reason) == (None, 9, NO_VARIATION)


@pytest.mark.parametrize("scale", Scale)
def test_without_variation_or_without_pairs_there_is_no_alpha_and_a_reason(scale):
    assert alpha([[1, 1], [1, 1]], scale).reason is NO_VARIATION
    for units in ([], [[1], [2]], [[1, None], [None, 3]]):
        found = alpha(units, scale)
        assert (found.value, found.count, found.reason) == (None, 0, NOTHING_TO_COMPARE)


def test_without_pairs_there_is_nothing():
    assert kappa([]).reason is NOTHING_TO_COMPARE
    assert percent_agreement([]).reason is NOTHING_TO_COMPARE
    assert percent_agreement(pairs_of(GRANTS)).value == Fraction(7, 10)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("-0.01", Strength.POOR),
        ("0", Strength.SLIGHT),
        ("0.20", Strength.SLIGHT),
        ("0.21", Strength.FAIR),
        ("0.40", Strength.FAIR),
        ("0.41", Strength.MODERATE),
        ("0.6", Strength.MODERATE),
        ("0.61", Strength.SUBSTANTIAL),
        ("0.81", Strength.ALMOST_PERFECT),
        ("1", Strength.ALMOST_PERFECT),
    ],
)
def test_a_coefficient_has_the_name_that_landis_and_koch_give_it(value, name):
    assert strength_of(Fraction(value)) is name


LEVELS = st.integers(0, 3)
PAIRS = st.lists(st.tuples(LEVELS, LEVELS), min_size=1, max_size=40)
UNITS = st.lists(st.lists(st.none() | LEVELS, max_size=4), max_size=25)


@given(PAIRS, st.sampled_from(Weighting))
def test_kappa_is_the_same_whoever_is_called_first(pairs, weighting):
    assert kappa(pairs, weighting) == kappa([(other, one) for one, other in pairs], weighting)


@given(PAIRS, st.sampled_from(Weighting), st.integers())
def test_kappa_does_not_ask_in_which_order_things_were_marked(pairs, weighting, seed):
    shuffled = list(pairs)
    random.Random(seed).shuffle(shuffled)

    assert kappa(shuffled, weighting) == kappa(pairs, weighting)


@given(PAIRS, st.sampled_from(Weighting))
def test_no_kappa_is_above_1_and_it_is_1_where_both_say_the_same_varied_things(pairs, weighting):
    found = kappa(pairs, weighting).value
    assert found is None or -1 <= found <= 1

    same = [(one, one) for one, _ in pairs]
    assume(len(set(same)) > 1)
    assert kappa(same, weighting).value == 1


@given(PAIRS)
def test_quadratic_kappa_is_the_concordance_that_moments_give(pairs):
    """2·cov ÷ (var + var + (mean − mean)²): Fleiss & Cohen 1973; Lin 1989 has the same formula."""
    count = len(pairs)
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]
    middle, middle_too = Fraction(sum(ones), count), Fraction(sum(others), count)
    together = sum((one - middle) * (other - middle_too) for one, other in pairs) / count
    spread = (
        sum((one - middle) ** 2 for one in ones) / count + sum((other - middle_too) ** 2 for other in others) / count
    )
    below = spread + (middle - middle_too) ** 2

    assert kappa(pairs, Weighting.QUADRATIC).value == (2 * together / below if below else None)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=30))
def test_with_two_categories_weights_change_nothing(pairs):
    assert len({kappa(pairs, weighting) for weighting in Weighting}) == 1


@given(UNITS, st.sampled_from(Scale), st.integers())
def test_alpha_does_not_ask_who_marked_or_in_which_order(units, scale, seed):
    chance = random.Random(seed)
    shuffled = [chance.sample(unit, len(unit)) for unit in units]
    chance.shuffle(shuffled)

    assert alpha(shuffled, scale) == alpha(units, scale)


@given(UNITS, st.sampled_from(Scale))
def test_alpha_leaves_out_what_was_not_marked_twice(units, scale):
    beside = [*units, [], [2], [None, 3], [None]]

    assert alpha(beside, scale) == alpha(units, scale)


@given(UNITS, st.permutations(range(4)), st.integers(1, 9), st.integers(-9, 9))
def test_alpha_of_each_scale_withstands_the_changes_that_the_scale_allows(units, names, step, start):
    def changed(change):
        return [[None if each is None else change(each) for each in unit] for unit in units]

    assert alpha(changed(names.__getitem__), Scale.NOMINAL) == alpha(units, Scale.NOMINAL)
    assert alpha(changed(lambda value: value**3 + start), Scale.ORDINAL) == alpha(units, Scale.ORDINAL)
    assert alpha(changed(lambda value: step * value + start), Scale.INTERVAL) == alpha(units, Scale.INTERVAL)


@given(UNITS, st.sampled_from(Scale))
def test_no_alpha_is_above_1_and_it_is_1_without_any_disagreement(units, scale):
    found = alpha(units, scale).value
    assert found is None or found <= 1

    alike = [[unit[0]] * len(unit) for unit in units if unit and unit[0] is not None]
    assume(len({unit[0] for unit in alike if len(unit) > 1}) > 1)
    assert alpha(alike, scale).value == 1
