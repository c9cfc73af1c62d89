"""What is said of a grid, and what is not said of few people."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.marking.made import grids, rules
from sceau.engine.marking.items import (
    NO_VARIATION,
    TOO_FEW,
    Sharpness,
    correlation,
    item_statistics,
    pass_rate,
    quartiles,
    sharpness_of,
)
from sceau.engine.marking.outcome import State

# five people on the agile grid (weights 30, 30, 25, 15), in levels
FIVE = ["3333", "2222", "3211", "1110", "0001"]


def marks(levels):
    return {f"C{place}": f"N{level}" for place, level in enumerate(levels, start=1)}


def results(*levels):
    return [marks(each) for each in levels]


def test_the_figures_of_a_criterion_by_hand():
    """C1 has 3, 2, 3, 1, 0 of 3 points: mean 9/15.

    The rests, in points × weight: 210, 140, 100, 55, 15. Deviations of C1 from 1.8: 1.2, 0.2, 1.2, −0.8, −1.8, of the
    rests from 104: 106, 36, −4, −49, −89. Σ products 329; Σ squares 6.8 and 22 870; 329 ÷ √(6.8 × 22 870) = 0.8343.
    27 % of five is 1.35 people. Upper: the first (3/3) and 0.35 of the second (2/3): 37/30 ÷ 1.35 = 74/81; lower: the
    fifth (0) and 0.35 of the fourth (1/3): 7/60 ÷ 1.35 = 7/81; difference 67/81.
    """
    first = item_statistics(rules().grid, results(*FIVE))[0]

    assert first.count == 5
    assert first.difficulty == Fraction(9, 15)
    assert round(first.discrimination, 4) == Decimal("0.8343")
    assert first.upper_lower == Fraction(67, 81)
    assert first.levels == {"N0": 1, "N1": 1, "N2": 1, "N3": 2}
    assert first.reason is None


def test_below_the_fewest_nothing_is_told_of_anybody():
    found = item_statistics(rules().grid, results(*FIVE[:4]))

    assert {each.count for each in found} == {4}
    assert {each.reason for each in found} == {TOO_FEW}
    assert {(each.difficulty, each.discrimination, each.upper_lower, each.levels) for each in found} == {
        (None, None, None, None)
    }
    assert item_statistics(rules().grid, results(*FIVE[:4]), fewest=4)[0].difficulty == Fraction(9, 12)
    assert item_statistics(rules().grid, [], fewest=0)[0].reason is TOO_FEW


def test_who_lacks_a_mark_is_in_no_figure():
    found = item_statistics(rules().grid, [*results(*FIVE), {"C1": "N0"}])

    assert found == item_statistics(rules().grid, results(*FIVE))


def test_a_criterion_on_which_all_are_alike_tells_nobody_apart():
    found = item_statistics(rules().grid, results(*(f"2{levels[1:]}" for levels in FIVE)))[0]

    assert (found.discrimination, found.reason) == (None, NO_VARIATION)
    assert found.difficulty == Fraction(2, 3)
    assert found.upper_lower == 0


@pytest.mark.parametrize(
    ("ones", "others", "expected"),
    [
        ([1, 2, 3], [2, 4, 6], "1"),
        ([1, 2, 3], [6, 4, 2], "-1"),
        ([1, 2, 3, 4], [1, 2, 2, 1], "0"),
        # Anscombe 1973, The American Statistician 27, 17–21, first set: 0.816
        (
            [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
            ["8.04", "6.95", "7.58", "8.81", "8.33", "9.96", "7.24", "4.26", "10.84", "4.82", "5.68"],
            "0.816",
        ),
    ],
)
def test_correlation(ones, others, expected):
    found = correlation([Fraction(one) for one in ones], [Fraction(other) for other in others])

    assert round(found, 3) == Decimal(expected)


def test_the_pass_rate_is_among_those_who_were_judged():
    states = [State.ACQUIRED] * 3 + [State.PARTIAL, State.NOT_ACQUIRED]
    others = [State.ABSENT, State.SUSPENDED, State.PENDING, State.TO_ASSESS]

    found = pass_rate(states + others)

    assert (found.value, found.count) == (Fraction(3, 5), 5)
    assert pass_rate(states[:4] + others).value is None
    assert pass_rate([], fewest=0).value is None


def test_quartiles_fall_between_two_values_where_they_must():
    """Hyndman & Fan 1996, type 7, as R's quantile(1:8) has it: 2.75, 4.5, 6.25."""
    found = quartiles([8, 1, 7, 2, 6, 3, 5, 4])

    assert (found.count, found.lower, found.median, found.upper) == (
        8,
        Fraction("2.75"),
        Fraction("4.5"),
        Fraction("6.25"),
    )
    assert quartiles([1, 2, 3, 4]).median is None
    assert quartiles([1], fewest=1).median is None


@st.composite
def marked(draw):
    grid = draw(grids())
    codes = st.sampled_from([level.code for level in grid.scale])
    people = draw(st.lists(st.fixed_dictionaries({each.id: codes for each in grid.criteria}), min_size=5, max_size=15))
    return grid, people, draw(st.permutations(people))


@given(marked())
def test_the_order_of_people_makes_no_difference_and_figures_stay_in_their_bounds(made):
    grid, people, shuffled = made

    found = item_statistics(grid, people)

    assert found == item_statistics(grid, shuffled)
    for each in found:
        assert 0 <= each.difficulty <= 1
        assert -1 <= each.upper_lower <= 1
        assert each.discrimination is None or abs(each.discrimination) <= Decimal("1.0000000001")
        assert sum(each.levels.values()) == each.count == len(people)


@pytest.mark.parametrize(
    ("difference", "name"),
    [
        ("-0.5", Sharpness.POOR),
        ("0.19", Sharpness.POOR),
        ("0.2", Sharpness.MARGINAL),
        ("0.3", Sharpness.GOOD),
        ("0.39", Sharpness.GOOD),
        ("0.4", Sharpness.VERY_GOOD),
        ("1", Sharpness.VERY_GOOD),
    ],
)
def test_a_difference_has_the_name_that_ebel_gives_it(difference, name):
    assert sharpness_of(Fraction(difference)) is name
