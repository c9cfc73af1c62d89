"""Marks become the score and the state that the rules say: by hand, by the sample, by any grid."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.marking.made import agile, marks_of, partial, rules, some_rules
from published import published
from sceau.engine.marking.outcome import State, judge
from sceau.engine.marking.reasons import NO_SUCH_CRITERION, NO_SUCH_LEVEL, NotOnTheGrid
from sceau.engine.marking.rules import AssessmentRules, Scope, rules_of

# how samples/README.md says the words of learners_200.csv are to be read
DECISIONS = {
    "ACQUIS": State.ACQUIRED,
    "NON_ACQUIS": State.NOT_ACQUIRED,
    "PARTIEL": State.PARTIAL,
    "ABSENT": State.ABSENT,
    "SUSPENDU": State.SUSPENDED,
    "EN_ATTENTE": State.PENDING,
}
SAID = {State.SUSPENDED, State.PENDING}  # no mark says so; an absence is seen in the rows, which say ABS
GOOD = {"C1": "N2", "C2": "N3", "C3": "N1", "C4": "N1"}


def table(name: str) -> list[dict[str, str]]:
    with (published("domain/samples") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def rules_of_sample(design_id: str) -> AssessmentRules:
    path = published("domain/samples/designs") / f"{design_id}.json"
    return rules_of(json.loads(path.read_text("utf-8")))


@cache
def sample_rows() -> dict[str, dict[int, dict[str, str]]]:
    """learner id → attempt → criterion id → level, or ABS."""
    found: dict[str, dict[int, dict[str, str]]] = {}
    for row in table("results_long.csv"):
        attempts = found.setdefault(row["learner_id"], {})
        attempts.setdefault(int(row["attempt"]), {})[row["criterion_id"]] = row["level"]
    return found


def test_the_939_results_give_the_200_decisions_and_scores_exactly():
    seen: Counter[State] = Counter()
    for learner in table("learners_200.csv"):
        expected = DECISIONS[learner["decision"]]
        attempts = sample_rows().get(learner["learner_id"], {})
        last = attempts[max(attempts)] if attempts else {}

        found = judge(
            rules_of_sample(learner["design_id"]),
            {name: level for name, level in last.items() if level != "ABS"},
            absent=[name for name, level in last.items() if level == "ABS"],
            said=expected if expected in SAID else None,
        )

        assert found.state is expected, learner["learner_id"]
        assert found.score == (Decimal(learner["score"]) if learner["score"] else None), learner["learner_id"]
        _, _, kept = learner["motif"].partition("Acquis conservés : ")
        assert " ".join(found.kept) == kept, learner["learner_id"]
        seen[found.state] += 1
    assert sum(len(rows) for attempts in sample_rows().values() for rows in attempts.values()) == 939
    assert seen[State.ACQUIRED] == 140
    assert sum(seen.values()) == 200


def test_each_second_attempt_gives_the_same_whether_its_rows_are_all_marks_or_partly_carried():
    """Rows of a criterion that was not opened again are copies, but for three that somebody opened besides."""
    besides = []
    for learner in table("learners_200.csv"):
        attempts = sample_rows().get(learner["learner_id"], {})
        if 2 not in attempts:
            continue
        asked = rules_of_sample(learner["design_id"])
        opened = asked.reopened(attempts[1])
        besides += [
            (learner["learner_id"], name)
            for name in asked.criteria
            if name not in opened and attempts[1][name] != attempts[2][name]
        ]
        again = [*opened, *(name for who, name in besides if who == learner["learner_id"])]

        carried = {name: level for name, level in attempts[1].items() if name not in again}
        found = judge(asked, {name: attempts[2][name] for name in again}, carried=carried)

        assert found.score == Decimal(learner["score"])
        assert found.state is DECISIONS[learner["decision"]]
    assert besides == [("A0027", "C1"), ("A0142", "C1"), ("A0189", "C1")]


def test_a_result_is_told_line_by_line():
    found = judge(rules(), GOOD)

    assert found.exact == 20 + 30 + Fraction(25, 3) + 5
    assert found.score == Decimal("63.3")
    assert found.is_score_reached
    first, *_, last = found.lines
    assert (first.criterion, first.weight, first.contribution, first.is_reached) == ("C1", 30, 20, True)
    assert first.minimum is not None
    assert first.minimum.code == "N2"
    assert (last.minimum, last.is_reached, last.contribution) == (None, None, 5)
    assert sum(line.contribution or 0 for line in found.lines) == found.exact


# marks of C1 to C4 ("-" not marked, "a" absent), whether a part may be kept, what people say → the state
STATES = [
    ("----", True, None, State.TO_ASSESS),
    ("22-2", True, None, State.TO_ASSESS),
    ("aa-a", True, None, State.TO_ASSESS),
    ("2222", True, None, State.ACQUIRED),
    ("3211", True, None, State.ACQUIRED),
    ("2211", True, None, State.PARTIAL),  # 53.3: the score falls short
    ("1333", True, None, State.PARTIAL),  # C1 is eliminatory
    ("1333", False, None, State.NOT_ACQUIRED),
    ("1111", True, None, State.NOT_ACQUIRED),  # nothing to keep
    ("0000", True, None, State.NOT_ACQUIRED),
    ("aaaa", True, None, State.ABSENT),
    ("33a3", True, None, State.PARTIAL),  # no score without each mark, and nothing is acquired without a score
    ("33a3", False, None, State.NOT_ACQUIRED),
    ("1a11", True, None, State.NOT_ACQUIRED),
    ("3333", True, State.SUSPENDED, State.SUSPENDED),
    ("----", True, State.PENDING, State.PENDING),
    ("3333", True, State.ABSENT, State.ABSENT),
]


@pytest.mark.parametrize(("marks", "may_keep", "said", "expected"), STATES)
def test_the_state_follows_from_marks_absences_and_what_people_say(marks, may_keep, said, expected):
    given_marks = {f"C{place}": f"N{mark}" for place, mark in enumerate(marks, start=1) if mark.isdigit()}
    absent = [f"C{place}" for place, mark in enumerate(marks, start=1) if mark == "a"]

    found = judge(rules(partial=partial(is_allowed=may_keep)), given_marks, absent=absent, said=said)

    assert found.state is expected
    assert bool(found.kept) == (expected is State.PARTIAL)
    assert bool(found.missing) == ("-" in marks)
    assert (found.exact is None) == ("-" in marks or "a" in marks)
    if said:
        assert found.score is None
        assert found.computed is not said


def test_what_was_kept_counts_with_what_is_marked_now():
    earlier = {"C1": "N2", "C3": "N2", "C4": "N2"}

    found = judge(rules(), {"C2": "N2"}, carried=earlier)

    assert found.state is State.ACQUIRED
    assert [line.is_carried for line in found.lines] == [True, False, True, True]
    assert judge(rules(), {}, carried=earlier).missing == ("C2",)


def test_a_mark_of_this_attempt_comes_before_one_that_was_carried_be_it_lower():
    found = judge(rules(), {"C1": "N1", "C2": "N2"}, carried={"C1": "N3", "C3": "N2", "C4": "N2"})

    assert found.marks["C1"] == "N1"
    assert found.state is State.PARTIAL


def test_who_does_not_come_to_a_retake_is_absent_and_keeps_what_was_kept():
    found = judge(rules(), {}, carried={"C1": "N2", "C3": "N2", "C4": "N2"}, absent=["C2"])

    assert found.state is State.ABSENT
    assert found.to_retake == ("C2",)
    assert found.marks == {"C1": "N2", "C3": "N2", "C4": "N2"}


def test_a_mark_that_the_grid_has_no_place_for_is_refused():
    with pytest.raises(NotOnTheGrid) as stranger:
        judge(rules(), {"C9": "N2"})
    with pytest.raises(NotOnTheGrid) as level:
        judge(rules(), {"C1": "N7"})
    with pytest.raises(NotOnTheGrid):
        judge(rules(), {}, absent=["C9"])

    assert (stranger.value.reason, stranger.value.details) == (NO_SUCH_CRITERION, {"name": "C9"})
    assert (level.value.reason, level.value.details) == (NO_SUCH_LEVEL, {"name": "N7"})


@pytest.mark.parametrize("said", [State.ACQUIRED, State.PARTIAL, State.NOT_ACQUIRED, State.TO_ASSESS])
def test_nobody_says_what_follows_from_marks(said):
    with pytest.raises(ValueError, match="follows from marks"):
        judge(rules(), GOOD, said=said)


def test_a_score_just_below_the_minimum_is_not_rounded_into_passing():
    document = agile()
    document["assessment"]["pass_rule"]["minimum_score"] = 66.7

    found = judge(rules_of(document), dict.fromkeys(GOOD, "N2"))

    assert found.score == Decimal("66.7")
    assert found.is_score_reached is False
    assert found.state is State.PARTIAL
    assert found.to_retake == ("C1", "C2", "C3", "C4")


@given(st.data())
def test_a_better_level_never_makes_a_result_worse(data):
    asked = data.draw(some_rules())
    marks = marks_of(data.draw, asked)
    name = data.draw(st.sampled_from(asked.criteria))
    better = [level.code for level in asked.grid.scale if asked.steps[level.code] >= asked.steps[marks[name]]]

    before = judge(asked, marks)
    after = judge(asked, {**marks, name: data.draw(st.sampled_from(better))})

    assert after.exact >= before.exact
    assert after.score >= before.score
    order = [State.NOT_ACQUIRED, State.PARTIAL, State.ACQUIRED]
    assert order.index(after.state) >= order.index(before.state)
    if after.state is before.state is State.PARTIAL:
        assert set(after.kept) >= set(before.kept)


@given(st.data())
def test_the_order_of_criteria_changes_no_result(data):
    asked = data.draw(some_rules())
    marks = marks_of(data.draw, asked)
    shuffled = list(asked.grid.criteria)
    random.Random(data.draw(st.integers())).shuffle(shuffled)
    other = replace(asked, grid=replace(asked.grid, criteria=tuple(shuffled)))

    one, two = judge(asked, marks), judge(other, dict(reversed(marks.items())))

    assert (one.exact, one.score, one.state) == (two.exact, two.score, two.state)
    assert set(one.kept) == set(two.kept)
    assert set(one.to_retake) == set(two.to_retake)


@given(st.data())
def test_it_makes_no_difference_which_part_of_the_marks_was_carried(data):
    asked = data.draw(some_rules())
    marks = marks_of(data.draw, asked)
    earlier = data.draw(st.sets(st.sampled_from(asked.criteria)))

    whole = judge(asked, marks)
    parts = judge(
        asked,
        {name: level for name, level in marks.items() if name not in earlier},
        carried={name: level for name, level in marks.items() if name in earlier},
    )

    assert (parts.exact, parts.state, parts.kept, parts.to_retake) == (
        whole.exact,
        whole.state,
        whole.kept,
        whole.to_retake,
    )


@given(st.data())
def test_a_score_is_between_0_and_100_and_a_tenth_from_the_exact_one_at_most(data):
    asked = data.draw(some_rules())

    found = judge(asked, marks_of(data.draw, asked))

    assert 0 <= found.exact <= 100
    assert abs(Fraction(found.score) - found.exact) <= Fraction(1, 20)
    assert found.score.as_tuple().exponent == -1
    assert found.exact == sum(line.contribution for line in found.lines)


@given(st.data())
def test_who_has_not_acquired_has_something_to_take_again_and_who_has_has_nothing(data):
    asked = data.draw(some_rules())

    found = judge(asked, marks_of(data.draw, asked))

    assert bool(found.to_retake) == (found.state is not State.ACQUIRED)
    if asked.retake and asked.retake.scope is Scope.ALL:
        assert found.to_retake in {(), asked.criteria}


@given(st.data())
def test_with_a_mark_missing_there_is_neither_score_nor_decision(data):
    asked = data.draw(some_rules())
    marks = marks_of(data.draw, asked)
    missing = data.draw(st.sets(st.sampled_from(asked.criteria), min_size=1))

    found = judge(asked, {name: level for name, level in marks.items() if name not in missing})

    assert found.state is State.TO_ASSESS
    assert set(found.missing) == missing
    assert found.exact is found.score is None
    assert found.to_retake == found.kept == ()
