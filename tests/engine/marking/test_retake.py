"""Who may try again, when, on what; what is kept, until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.marking.made import marks_of, partial, retake, rules, some_rules
from sceau.engine.marking.outcome import State, judge
from sceau.engine.marking.retake import Attempt, held, plan_retake
from sceau.engine.marking.rules import Scope

SAT = date(2026, 1, 10)
DECIDED = date(2026, 1, 31)
MISSED_C2 = {"C1": "N3", "C2": "N1", "C3": "N2", "C4": "N2"}


def attempt(marks, sat_on=SAT, decided_on=DECIDED, **changes):
    return Attempt(marks=marks, sat_on=sat_on, decided_on=decided_on, **changes)


def plan(attempts, on=date(2026, 2, 14), asked=None, state=State.PARTIAL, **changes):
    return plan_retake(asked or rules(), attempts, state=state, on=on, **changes)


def test_a_retake_is_of_what_was_missed_and_the_rest_is_carried_as_it_was():
    found = plan([attempt(MISSED_C2)])

    assert found.is_allowed
    assert found.opened == ("C2",)
    assert found.carried == {"C1": "N3", "C3": "N2", "C4": "N2"}
    assert found.earliest == date(2026, 1, 25)
    assert set(found.kept_until.values()) == {date(2027, 1, 31)}
    assert found.lapsed == ()


@pytest.mark.parametrize(("days", "allowed"), [(14, False), (15, True), (0, False), (400, True)])
def test_the_delay_is_counted_from_the_day_it_was_sat(days, allowed):
    found = plan([attempt(MISSED_C2)], on=SAT + timedelta(days=days))

    assert found.is_allowed is allowed
    if not allowed:
        assert found.refusals[0].sentence("fr") == (
            "il faut 15 jours entre deux passages\u00a0: le suivant peut avoir lieu à partir du 25 janvier 2026"
        )
        assert found.refusals[0].sentence("en").endswith("from 25 January 2026")


def test_attempts_are_counted_but_for_an_excused_absence():
    away = attempt({}, absent=("C1", "C2", "C3", "C4"), counts=False)
    first, second = attempt(MISSED_C2), attempt({"C2": "N1"}, sat_on=SAT + timedelta(days=20))
    late = date(2026, 6, 1)

    assert plan([away, first], on=late).is_allowed
    assert plan([first, second], on=late).refusals[0].sentence("fr") == (
        "2 passages sont permis au plus, et 2 ont eu lieu"
    )
    assert plan([first, second], on=late).earliest is None
    assert plan([first, second], on=late, asked=rules(retake=retake(attempts=None))).is_allowed
    once = plan([first], on=late, asked=rules(retake=retake(attempts=1)))
    assert once.refusals[0].sentence("fr") == "un seul passage est permis"


@pytest.mark.parametrize(
    ("state", "decided_on", "said"),
    [
        (State.ACQUIRED, DECIDED, "elle est déjà acquise"),
        (State.TO_ASSESS, None, "le passage précédent n’est pas encore entièrement noté"),
        (State.SUSPENDED, DECIDED, "n’est pas encore décidé"),
        (State.PENDING, DECIDED, "n’est pas encore décidé"),
        (State.PARTIAL, None, "n’est pas encore décidé"),
    ],
)
def test_nothing_is_opened_before_the_last_attempt_is_decided_nor_once_it_is_acquired(state, decided_on, said):
    found = plan([attempt(MISSED_C2, decided_on=decided_on)], state=state)

    assert not found.is_allowed
    assert found.earliest is None
    assert said in found.refusals[0].sentence("fr")


def test_a_design_that_provides_for_no_retake_has_none():
    found = plan([attempt(MISSED_C2)], asked=rules(retake=None))

    assert [refusal.sentence("en") for refusal in found.refusals] == ["this micro-credential provides for no retake"]


@pytest.mark.parametrize(
    ("decided", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # the month's last day when it is shorter
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_what_is_kept_is_kept_for_months_of_the_calendar(decided, months, last):
    asked = rules(partial=partial(months))
    attempts = [attempt(MISSED_C2, decided_on=decided, sat_on=decided)]

    on_the_day = plan(attempts, on=last, asked=asked)
    after = plan(attempts, on=last + timedelta(days=1), asked=asked)

    assert set(on_the_day.kept_until.values()) == {last}
    assert on_the_day.opened == ("C2",)
    assert after.opened == ("C1", "C2", "C3", "C4")
    assert after.lapsed == ("C1", "C3", "C4")
    assert after.carried == {}


@pytest.mark.parametrize("rule", [partial(None), partial(6, is_allowed=False)])
def test_without_a_number_of_months_nothing_lapses(rule):
    found = plan([attempt(MISSED_C2)], on=date(2040, 1, 1), asked=rules(partial=rule))

    assert found.opened == ("C2",)
    assert set(found.kept_until.values()) == {None}


def test_each_criterion_is_kept_from_the_decision_of_its_own_attempt():
    first = attempt({"C1": "N2", "C2": "N1", "C3": "N1", "C4": "N2"}, decided_on=date(2026, 1, 31))
    second = attempt({"C2": "N1", "C3": "N3"}, sat_on=date(2026, 3, 1), decided_on=date(2026, 3, 15))
    asked = rules(retake=retake(attempts=3))

    found = plan([first, second], on=date(2026, 4, 1), asked=asked)

    assert found.opened == ("C2",)
    assert found.kept_until == {"C1": date(2027, 1, 31), "C3": date(2027, 3, 15), "C4": date(2027, 1, 31)}
    assert plan([first, second], on=date(2027, 2, 1), asked=asked).opened == ("C1", "C2", "C4")


def test_an_event_is_taken_again_whole_where_the_design_says_so():
    found = plan([attempt(MISSED_C2)], asked=rules(retake=retake(Scope.EVENT)))

    assert found.opened == ("C1", "C2", "C3")
    assert found.carried == {"C4": "N2"}


def test_somebody_may_open_more_than_the_scope_does():
    found = plan([attempt(MISSED_C2)], also_open=["C4"])

    assert found.opened == ("C2", "C4")
    assert found.carried == {"C1": "N3", "C3": "N2"}


def test_the_last_mark_counts_and_the_better_one_is_not_taken():
    found = held([attempt({"C1": "N3", "C2": "N1"}), attempt({"C1": "N2"})])

    assert {name: (mark.level, mark.attempt) for name, mark in found.items()} == {"C1": ("N2", 2), "C2": ("N1", 1)}


@given(st.data())
def test_what_is_carried_and_what_is_opened_make_the_whole_grid(data):
    asked = data.draw(some_rules())
    first = marks_of(data.draw, asked)
    state = judge(asked, first).state

    found = plan([attempt(first)], asked=asked, state=state)

    assert sorted([*found.opened, *found.carried]) == sorted(asked.criteria)
    assert set(found.kept_until) <= set(found.carried)
    assert all(first[name] == level for name, level in found.carried.items())


@given(st.data())
def test_a_retake_leaves_the_marks_that_it_does_not_open_as_they_were(data):
    asked = data.draw(some_rules())
    first = marks_of(data.draw, asked)
    planned = plan([attempt(first)], asked=asked, state=judge(asked, first).state)
    second = marks_of(data.draw, asked, planned.opened)

    found = judge(asked, second, carried=planned.carried)

    assert found.marks == {**first, **second}
    assert found.marks == {name: mark.level for name, mark in held([attempt(first), attempt(second)]).items()}
