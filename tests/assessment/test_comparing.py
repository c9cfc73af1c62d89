"""Two marked blindly: the same, to be agreed on, or a third one; then one level counts."""

from __future__ import annotations

from uuid import uuid4

import pytest

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor, body, head
from institutions.people import NOW
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import AssessmentSettings, Control, Marking, Proposal, RetainedMark
from sceau.assessment.reasons.marking import COMPARED, HAS_SEEN
from sceau.assessment.services.assigning import assign, assign_evenly, set_aside
from sceau.assessment.services.comparing import agree, call_third, propose
from sceau.assessment.services.marking import Write, receive, submit, take_back
from sceau.assessment.services.results import judged, refresh
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import MarkingState
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db


def handed_in(marking, *levels):
    """The marking with these levels on C1, C2, C3."""
    writes = [
        Write(uuid=uuid4(), criterion=f"C{number}", level=level, comment="Vu", sequence=number)
        for number, level in enumerate(levels, start=1)
    ]
    receive(marking=marking, writes=writes, by=marking.assessor, now=NOW)
    return submit(marking=marking, by=marking.assessor, now=NOW)


@pytest.fixture
def attempt():
    return attempts(marking_session())[0]


def both(attempt, one, other):
    first, second = given(attempt), given(attempt, "Nadia Roux")
    return handed_in(first, *one), handed_in(second, *other)


def kept():
    return {name: (level, how) for name, level, how in RetainedMark.objects.values_list("criterion", "level", "how")}


def acts(code):
    return Act.objects.filter(code=code).count()


def test_one_alone_counts_for_nothing_and_is_taken_back_until_the_other_is_in(attempt):
    first, second = given(attempt), given(attempt, "Nadia Roux")
    handed_in(first, "N2", "N2", "N2")
    assert kept() == {}

    take_back(marking=first, by=first.assessor, now=NOW)
    submit(marking=first, by=first.assessor, now=NOW)
    handed_in(second, "N2", "N2", "N2")

    assert kept() == dict.fromkeys(("C1", "C2", "C3"), ("N2", "same"))
    with pytest.raises(NotNow):
        take_back(marking=first, by=first.assessor, now=NOW)
    assert (acts("marking.all_in"), acts("marking.third_needed")) == (1, 0)


def taken_back(marking):
    return take_back(marking=marking, by=marking.assessor, now=NOW)


def put_aside(marking):
    set_aside(marking=marking, why="Lien appris après coup", by=head(body()), now=NOW)


def test_what_was_put_beside_another_marking_is_not_taken_back_when_that_one_goes(attempt):
    first, second = both(attempt, ["N2", "N2", "N2"], ["N3", "N2", "N2"])
    put_aside(second)

    with pytest.raises(NotNow) as refusal:
        taken_back(first)

    assert refusal.value.reason is COMPARED
    first.refresh_from_db()
    assert first.state == MarkingState.SUBMITTED
    newcomer = given(attempt, "Oscar Blin")
    with pytest.raises(NotNow):
        taken_back(first)
    handed_in(newcomer, "N2", "N2", "N2")
    assert kept() == dict.fromkeys(("C1", "C2", "C3"), ("N2", "same"))


def test_what_nobody_could_read_is_taken_back_though_another_one_was_set_aside_before(attempt):
    first, second = given(attempt), given(attempt, "Nadia Roux")
    handed_in(second, "N2", "N2", "N2")
    put_aside(second)
    handed_in(first, "N2", "N2", "N2")

    assert taken_back(first).state == MarkingState.OPEN


def test_whoever_read_another_marking_does_not_mark_that_event_anew(attempt):
    session, by = attempt.candidate.session, head(body())
    first, second = both(attempt, ["N2", "N2", "N2"], ["N3", "N2", "N2"])
    for each in (first, second):
        put_aside(each)

    with pytest.raises(NotEntitled) as refusal:
        given(attempt)
    assert refusal.value.reason is HAS_SEEN
    assert [each.place for each in assign_evenly(session=session, by=by, now=NOW).unassigned if each.event.id == "E1"]
    assert not Marking.objects.filter(event="E1").exclude(state=MarkingState.SET_ASIDE).exists()
    assert given(attempt, "Oscar Blin").place == 1


def test_somebody_whose_marking_was_set_aside_unread_may_mark_anew(attempt):
    first = handed_in(given(attempt), "N2", "N2", "N2")
    put_aside(first)

    assert given(attempt).pk != first.pk


def test_a_third_one_who_read_the_two_others_takes_nothing_back_when_these_go(attempt):
    first, second = both(attempt, ["N0", "N2", "N2"], ["N3", "N2", "N3"])
    third = handed_in(given(attempt, "Oscar Blin"), "N1", "N3", "N3")
    for each in (first, second):
        put_aside(each)

    with pytest.raises(NotNow):
        taken_back(third)
    put_aside(third)
    with pytest.raises(NotEntitled):
        given(attempt, "Oscar Blin")


def test_two_who_marked_though_the_design_asks_for_one_take_nothing_back_once_they_read_each_other():
    attempt = attempts(marking_session("mc-equipier-premiere-intervention"))[0]
    one, other = given(attempt), given(attempt, "Nadia Roux")
    submit(marking=one, absent=True, by=one.assessor, now=NOW)
    assert taken_back(one).state == MarkingState.OPEN
    for each in (one, other):
        submit(marking=each, absent=True, by=each.assessor, now=NOW)

    with pytest.raises(NotNow):
        taken_back(one)


def test_within_the_limit_the_two_agree(attempt):
    first, second = both(attempt, ["N2", "N2", "N2"], ["N3", "N2", "N1"])
    mona, nadia = first.assessor, second.assessor
    assert kept() == {"C2": ("N2", "same")}

    def asked(what, level, by, criterion="C1"):
        return what(attempt=attempt, event="E1", criterion=criterion, level=level, by=by, now=NOW)

    with pytest.raises(WrongValue):
        asked(propose, "N1", mona)
    with pytest.raises(NotNow):
        asked(propose, "N2", mona, "C2")
    with pytest.raises(NotEntitled):
        asked(propose, "N2", assessor(attempt.candidate.session, "Oscar Blin").user)
    asked(propose, "N3", mona)
    with pytest.raises(NotEntitled):
        asked(agree, "N3", mona)
    with pytest.raises(NotNow):
        asked(agree, "N2", nadia)  # what was read is no longer what is proposed
    asked(propose, "N2", nadia)  # another proposal
    asked(agree, "N2", mona)
    asked(propose, "N1", nadia, "C3")
    asked(propose, "N1", mona, "C3")  # the same from the other is an agreement

    assert kept() == {"C1": ("N2", "agreed"), "C2": ("N2", "same"), "C3": ("N1", "agreed")}
    row = RetainedMark.objects.get(criterion="C1")
    assert (row.proposed_by, row.agreed_by) == (nadia, mona)
    with pytest.raises(NotNow):
        asked(propose, "N3", mona)


def test_beyond_the_limit_a_third_one_marks_and_the_median_counts(attempt):
    both(attempt, ["N0", "N2", "N2"], ["N3", "N2", "N3"])

    third = Marking.objects.get(place=3)
    assert (third.assessor, third.state) == (None, MarkingState.ASSIGNED)
    assert acts("marking.third_needed") == 1
    assessor(attempt.candidate.session, "Oscar Blin")
    assign_evenly(session=attempt.candidate.session, by=head(body()), now=NOW)
    third.refresh_from_db()
    assert third.assessor.name == "Oscar Blin"
    handed_in(third, "N1", "N3", "N3")

    assert kept() == {"C1": ("N1", "median"), "C2": ("N2", "median"), "C3": ("N3", "median")}


def test_the_limit_is_that_of_the_body(attempt):
    AssessmentSettings.objects.create(institution=body(), gap_limit=0)

    both(attempt, ["N2", "N2", "N2"], ["N3", "N2", "N2"])

    assert Marking.objects.filter(place=3).count() == 1


def test_a_third_one_is_called_by_those_who_do_not_agree(attempt):
    session = attempt.candidate.session
    first, second = both(attempt, ["N2", "N2", "N2"], ["N3", "N2", "N2"])
    oscar = assessor(session, "Oscar Blin").user
    propose(attempt=attempt, event="E1", criterion="C1", level="N3", by=second.assessor, now=NOW)
    with pytest.raises(NotEntitled):
        call_third(attempt=attempt, event="E1", by=oscar, now=NOW)

    third = call_third(attempt=attempt, event="E1", by=first.assessor, now=NOW)

    with pytest.raises(AlreadyThere):
        call_third(attempt=attempt, event="E1", by=second.assessor, now=NOW)
    with pytest.raises(AlreadyThere):
        assign(session=session, attempt=attempt, event="E1", user=first.assessor, place=3, by=head(body()), now=NOW)
    given_to = assign(session=session, attempt=attempt, event="E1", user=oscar, by=head(body()), now=NOW)
    assert given_to.pk == third.pk
    handed_in(given_to, "N2", "N0", "N2")
    assert kept()["C1"] == ("N2", "median")
    with pytest.raises(NotNow):
        call_third(attempt=attempt, event="E1", by=first.assessor, now=NOW)


def test_one_saw_somebody_and_the_other_nobody(attempt):
    first, second = given(attempt), given(attempt, "Nadia Roux")
    handed_in(first, "N2", "N2", "N2")
    submit(marking=second, absent=True, by=second.assessor, now=NOW)
    assert kept() == {}

    for name in ("C1", "C2"):
        level = "ABS" if name == "C1" else "N2"
        propose(attempt=attempt, event="E1", criterion=name, level=level, by=first.assessor, now=NOW)
        agree(attempt=attempt, event="E1", criterion=name, level=level, by=second.assessor, now=NOW)

    assert kept() == {"C1": ("", "single"), "C2": ("N2", "agreed")}


def test_what_was_agreed_goes_with_a_marking_that_is_set_aside(attempt):
    first, second = both(attempt, ["N2", "N2", "N2"], ["N3", "N2", "N2"])
    propose(attempt=attempt, event="E1", criterion="C1", level="N3", by=first.assessor, now=NOW)
    agree(attempt=attempt, event="E1", criterion="C1", level="N3", by=second.assessor, now=NOW)

    set_aside(marking=first, why="Lien appris après coup", by=head(body()), now=NOW)

    assert kept() == {}
    assert not Proposal.objects.exists()
    handed_in(given(attempt, "Oscar Blin"), "N2", "N2", "N2")
    assert "C1" not in kept()


def test_an_absence_noted_on_the_day_needs_no_marking(attempt):
    Control.objects.filter(attempt=attempt, event="E1").update(presence="absent")
    refresh(attempt=attempt, now=NOW)
    assert kept() == dict.fromkeys(("C1", "C2", "C3"), ("", "single"))

    Control.objects.filter(attempt=attempt).update(presence="excused")
    refresh(attempt=attempt, now=NOW)

    attempt.refresh_from_db()
    assert attempt.state == "absent"


def test_what_the_jury_changed_stays(attempt):
    both(attempt, ["N2", "N2", "N2"], ["N2", "N2", "N2"])
    RetainedMark.objects.filter(criterion="C1").update(level="N3", how="jury")

    refresh(attempt=attempt, now=NOW)

    assert kept()["C1"] == ("N3", "jury")
    rules = rules_for(attempt.candidate.session)
    assert judged(rules, [attempt])[attempt.pk].marks["C1"] == "N3"
