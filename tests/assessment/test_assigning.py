"""Who marks whom: rights, ties, evenly, twice blindly, people of the trade."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor, body, colleague, head, somebody
from institutions.people import NOW
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import AssessmentSettings, Assessor, Conflict, Marking, RetainedMark
from sceau.assessment.services.assessors import (
    Tie,
    add_assessor,
    declare,
    note_conflict,
    remove_assessor,
    withdraw_conflict,
)
from sceau.assessment.services.assigning import assign, assign_evenly, reassign, set_aside
from sceau.assessment.services.marking import submit
from sceau.assessment.states import MarkingState, SessionState
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def session():
    return marking_session()


def acts(code):
    return Act.objects.filter(code=code).count()


def test_an_assessor_has_a_role_that_marks(session):
    amina = head(body())
    mona, claire = colleague(body(), "Mona Petit", "assessor"), somebody("Claire Dumas")

    made = add_assessor(session=session, user=mona, professional=True, by=amina, now=NOW)
    again = add_assessor(session=session, user=mona, professional=True, by=amina, now=LATER)

    assert (made.pk, made.professional, made.declared_at) == (again.pk, True, None)
    assert acts("marking.assessor_added") == 1
    with pytest.raises(NotEntitled, match="Claire Dumas"):
        add_assessor(session=session, user=claire, by=amina, now=NOW)
    with pytest.raises(NotEntitled):
        add_assessor(session=session, user=mona, by=mona, now=NOW)
    session.state = SessionState.MARKED
    session.save()
    with pytest.raises(NotNow):
        add_assessor(session=session, user=mona, by=amina, now=NOW)


def test_whoever_is_removed_keeps_what_was_handed_in_and_comes_back_undeclared(session):
    first, second = attempts(session, 2)
    handed_in, begun = given(first), given(second)
    submit(marking=handed_in, absent=True, by=handed_in.assessor, now=NOW)
    mona = Assessor.objects.get()

    remove_assessor(assessor=mona, by=head(body()), now=NOW)

    handed_in.refresh_from_db()
    begun.refresh_from_db()
    assert (handed_in.state, begun.state) == (MarkingState.SUBMITTED, MarkingState.SET_ASIDE)
    with pytest.raises(NotEntitled):
        declare(session=session, by=mona.user, now=NOW)
    back = add_assessor(session=session, user=mona.user, by=head(body()), now=LATER)
    assert (back.removed_at, back.declared_at) == (None, None)


@pytest.mark.parametrize(("nature", "barred"), [("relative", True), ("other", True), ("colleague", False)])
def test_a_tie_bars_or_is_only_told(session, nature, barred):
    (attempt,) = attempts(session)
    mona = assessor(session).user
    declare(session=session, ties=[Tie(attempt.candidate, nature, "Voisins")], by=mona, now=NOW)

    if barred:
        with pytest.raises(NotEntitled, match="Mona Petit"):
            given(attempt)
    else:
        assert given(attempt).assessor == mona


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize(("name", "allowed", "barred"), [
    ("mc-equipier-premiere-intervention", False, True),
    ("mc-equipier-premiere-intervention", True, False),
    ("mc-gestion-projet-agile", True, True),  # its events are independent of trainers
])  # fmt: skip
def test_whoever_trained_somebody_marks_them_only_where_design_and_body_allow_it(name, allowed, barred, declared):
    session = marking_session(name)
    AssessmentSettings.objects.create(institution=body(), trainer_may_assess=allowed)
    mona = assessor(session).user
    (attempt,) = attempts(session, trainer=None if declared else mona)
    if declared:
        declare(session=session, ties=[Tie(attempt.candidate, "trainer")], by=mona, now=NOW)

    if barred:
        with pytest.raises(NotEntitled):
            given(attempt)
    else:
        assert given(attempt).assessor == mona


def test_a_tie_declared_later_sets_the_marking_aside_and_asks_for_somebody_else(session):
    (attempt,) = attempts(session)
    one, other = given(attempt), given(attempt, "Nadia Roux")
    for each in (one, other):
        submit(marking=each, absent=True, by=each.assessor, now=NOW)
    assert RetainedMark.objects.filter(criterion="C1").exists()

    declare(session=session, ties=[Tie(attempt.candidate, "relative")], by=one.assessor, now=LATER)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == (MarkingState.SET_ASIDE, MarkingState.SUBMITTED)
    assert not RetainedMark.objects.exists()
    assert acts("marking.set_aside_for_ties") == 1
    assessor(session, "Oscar Blin")
    result = assign_evenly(session=session, by=head(body()), now=LATER)
    standing = Marking.objects.exclude(state=MarkingState.SET_ASIDE).filter(event="E1")
    assert set(standing.values_list("place", "assessor__name")) == {(1, "Oscar Blin"), (2, "Nadia Roux")}
    assert {each.event.id for each in result.unassigned} == set()


def test_a_declaration_is_added_to_and_only_the_manager_takes_back(session):
    (attempt,) = attempts(session)
    mona = assessor(session).user
    amina = head(body())
    declare(session=session, ties=[Tie(attempt.candidate, "relative")], by=mona, now=NOW)
    declare(session=session, by=mona, now=LATER)

    tie = Conflict.objects.get(withdrawn_at=None)
    assert (tie.nature, tie.told_by) == ("relative", mona)
    with pytest.raises(NotEntitled):
        withdraw_conflict(conflict=tie, why="Erreur", by=mona, now=LATER)
    with pytest.raises(WrongValue):
        withdraw_conflict(conflict=tie, why=" ", by=amina, now=LATER)
    withdraw_conflict(conflict=tie, why="Homonyme", by=amina, now=LATER)
    with pytest.raises(NotNow):
        withdraw_conflict(conflict=tie, why="Homonyme", by=amina, now=LATER)
    note_conflict(session=session, candidate=attempt.candidate, user=mona, nature="colleague", by=amina, now=LATER)
    assert Conflict.objects.get(withdrawn_at=None).told_by == amina


def test_no_tie_of_another_kind_nor_with_somebody_from_elsewhere(session):
    (elsewhere,) = attempts(marking_session("mc-equipier-premiere-intervention"))
    (attempt,) = attempts(session)
    mona = assessor(session).user

    for tie in (Tie(attempt.candidate, "friend"), Tie(elsewhere.candidate, "relative")):
        with pytest.raises(WrongValue):
            declare(session=session, ties=[tie], by=mona, now=NOW)
    assert not Conflict.objects.exists()


def test_one_by_one(session):
    (attempt,) = attempts(session)
    first = given(attempt)

    assert (first.place, given(attempt, "Nadia Roux").place) == (1, 2)
    with pytest.raises(AlreadyThere):
        given(attempt)
    with pytest.raises(AlreadyThere):
        given(attempt, "Oscar Blin", place=2)
    with pytest.raises(WrongValue):
        given(attempt, "Oscar Blin", event="E9")
    with pytest.raises(NotEntitled):
        assign(session=session, attempt=attempt, event="E1", user=head(body()), by=head(body()), now=NOW)


def test_somebody_else_in_the_place_of_another(session):
    (attempt,) = attempts(session)
    marking = given(attempt)
    nadia = assessor(session, "Nadia Roux").user
    with pytest.raises(WrongValue):
        reassign(marking=marking, user=nadia, why="", by=head(body()), now=NOW)

    made = reassign(marking=marking, user=nadia, why="Malade", by=head(body()), now=NOW)

    marking.refresh_from_db()
    assert (marking.state, made.assessor, made.place) == (MarkingState.SET_ASIDE, nadia, 1)
    with pytest.raises(NotNow):
        set_aside(marking=marking, why="Encore", by=head(body()), now=NOW)


def test_evenly_two_different_people_and_nobody_twice(session):
    attempts(session, 6)
    for name in ("Mona Petit", "Nadia Roux", "Oscar Blin"):
        assessor(session, name)

    result = assign_evenly(session=session, by=head(body()), now=NOW)

    assert result.unassigned == []
    assert sorted(result.made.values()) == [8, 8, 8]  # 6 people, 2 events, 2 places
    pairs = Marking.objects.values_list("attempt", "event", "assessor")
    assert max(Counter(pairs).values()) == 1
    assert acts("marking.assigned") == 3
    again = assign_evenly(session=session, by=head(body()), now=NOW)
    assert (again.made, again.unassigned) == ({}, [])


def test_evenly_where_nobody_is_left_it_says_so(session):
    (attempt,) = attempts(session)
    with pytest.raises(NotNow):
        assign_evenly(session=session, by=head(body()), now=NOW)
    assessor(session)

    result = assign_evenly(session=session, by=head(body()), now=NOW)

    assert [(each.event.id, each.place) for each in result.unassigned] == [("E1", 2), ("E2", 2)]
    assert "évaluateur sans lien" in result.unassigned[0].sentence("fr")
    assert result.unassigned[0].attempt == attempt


def test_people_of_the_trade_come_first_where_the_design_asks_for_some():
    session = marking_session("mc-cyber-risques-incident")  # E3: three people, two of the trade
    (attempt,) = attempts(session)
    for name in ("Mona Petit", "Nadia Roux", "Oscar Blin"):
        assessor(session, name, professional=name == "Oscar Blin")

    result = assign_evenly(session=session, by=head(body()), now=NOW)

    assert [each.reason.code for each in result.unassigned] == ["marking.no_professional_left"]
    assert "2" in result.unassigned[0].sentence("en")
    assessor(session, "Paule Aubry", professional=True)
    assert assign_evenly(session=session, by=head(body()), now=NOW).unassigned == []
    there = Marking.objects.filter(attempt=attempt, event="E3").values_list("assessor__name", flat=True)
    assert {"Oscar Blin", "Paule Aubry"} < set(there)


def test_the_number_of_statements_does_not_depend_on_how_many_candidates(session):
    for name in ("Mona Petit", "Nadia Roux"):
        assessor(session, name)
    counted = []
    for count in (1, 8):
        attempts(session, count)
        with CaptureQueriesContext(connection) as captured:
            assign_evenly(session=session, by=head(body()), now=NOW)
        counted.append(len(captured))

    assert counted[0] == counted[1]
