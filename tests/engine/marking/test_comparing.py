"""Two markings are compared in steps of the scale; what is retained is always a level that somebody gave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.marking.made import agile, marks_of, rules, some_rules
from sceau.engine.marking.comparing import Agreement, by_criterion, compare
from sceau.engine.marking.reasons import NotOnTheGrid
from sceau.engine.marking.rules import rules_of


@pytest.mark.parametrize(
    ("levels", "limit", "agreement", "retained"),
    [
        ("2", 1, Agreement.SINGLE, "N2"),
        ("22", 1, Agreement.SAME, "N2"),
        ("22", 0, Agreement.SAME, "N2"),
        ("12", 1, Agreement.TO_AGREE, None),
        ("21", 1, Agreement.TO_AGREE, None),
        ("12", 0, Agreement.THIRD_NEEDED, None),
        ("13", 1, Agreement.THIRD_NEEDED, None),
        ("13", 2, Agreement.TO_AGREE, None),
        ("03", 2, Agreement.THIRD_NEEDED, None),
        ("131", 1, Agreement.MEDIAN, "N1"),
        ("132", 1, Agreement.MEDIAN, "N2"),
        ("130", 1, Agreement.MEDIAN, "N1"),
        ("333", 1, Agreement.SAME, "N3"),
        ("0123", 1, Agreement.MEDIAN, "N1"),  # the lower of the two in the middle
        ("2-", 1, Agreement.SINGLE, "N2"),
    ],
)
def test_what_becomes_of_the_marks_of_one_criterion(levels, limit, agreement, retained):
    markings = [{} if level == "-" else {"C1": f"N{level}"} for level in levels]

    [found] = compare(rules(), markings, limit=limit).criteria

    assert found.agreement is agreement
    assert found.retained == retained
    assert found.levels == tuple(None if level == "-" else f"N{level}" for level in levels)


def test_a_gap_is_counted_in_steps_and_not_in_points():
    document = agile()
    for level, points in zip(document["assessment"]["grid"]["scale"], (0, 5, 6, 20), strict=True):
        level["points"] = points

    found = compare(rules_of(document), [{"C1": "N1", "C2": "N0"}, {"C1": "N2", "C2": "N3"}])

    assert [each.gap for each in found.criteria] == [1, 3]
    assert found.to_agree == ("C1",)
    assert found.third_needed == ("C2",)
    assert found.widest == 3


def test_the_limit_is_that_of_the_design_unless_one_is_given():
    document = agile()
    document["assessment"]["double_marking"] = {"gap_limit": 2}
    markings = [{"C1": "N1"}, {"C1": "N3"}]

    assert compare(rules_of(document), markings).to_agree == ("C1",)
    assert compare(rules_of(document), markings, limit=1).third_needed == ("C1",)


def test_criteria_that_nobody_marked_are_not_compared():
    found = compare(rules(), [{}, {}])

    assert found.criteria == ()
    assert found.retained == {}
    assert found.widest == 0


@pytest.mark.parametrize("marking", [{"C9": "N2"}, {"C1": "N9"}])
def test_a_mark_that_the_grid_has_no_place_for_is_not_compared(marking):
    with pytest.raises(NotOnTheGrid):
        compare(rules(), [{"C1": "N1"}, marking])


@given(st.data())
def test_what_is_retained_lies_within_the_marks_whoever_came_first(data):
    asked = data.draw(some_rules())
    markings = [marks_of(data.draw, asked) for _ in range(data.draw(st.integers(1, 6)))]
    limit = data.draw(st.integers(0, 4))

    one = compare(asked, markings, limit=limit)
    other = compare(asked, data.draw(st.permutations(markings)), limit=limit)

    for here, there in zip(one.criteria, other.criteria, strict=True):
        steps = sorted(asked.steps[level] for level in here.levels if level is not None)
        assert here.gap == there.gap == steps[-1] - steps[0]
        assert here.agreement is there.agreement
        assert here.retained == there.retained
        if here.retained is None:
            assert len(markings) == 2
            assert here.gap > 0
            assert (here.gap > limit) == (here.agreement is Agreement.THIRD_NEEDED)
        else:
            assert here.retained in here.levels
            assert sum(step <= asked.steps[here.retained] for step in steps) * 2 >= len(steps)
            assert sum(step >= asked.steps[here.retained] for step in steps) * 2 >= len(steps)


def test_a_criterion_that_two_events_observe_has_the_lower_of_their_levels_once_both_have_one():
    document = agile()
    document["assessment"]["events"][1]["criteria_ids"] = ["C3", "C4"]
    asked = rules_of(document)
    first = {"C1": "N2", "C2": "N3", "C3": "N3"}

    assert by_criterion(asked, {"E1": first}) == {"C1": "N2", "C2": "N3"}
    assert by_criterion(asked, {"E1": first, "E2": {"C3": "N1", "C4": "N2"}}) == {**first, "C3": "N1", "C4": "N2"}
    assert by_criterion(asked, {"E1": {**first, "C4": "N3"}}) == {"C1": "N2", "C2": "N3"}
