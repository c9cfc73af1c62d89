"""Marks arrive once and in order, whatever the network did; nothing is overwritten unseen."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor, body, head
from institutions.people import NOW
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Marking, MarkWrite, RetainedMark
from sceau.assessment.services.marking import LONGEST_WORK, Write, receive, submit, take_back
from sceau.assessment.states import MarkingState, SessionState

pytestmark = pytest.mark.django_db
PHONE, LAPTOP = UUID(int=1), UUID(int=2)


def grid():
    """Mona's grid of the first candidate of a session that has begun: C1 to C4 on N0 to N3."""
    (attempt,) = attempts(marking_session("mc-equipier-premiere-intervention"))
    return given(attempt)


def a_write(criterion="C1", level="N2", sequence=1, **more):
    return Write(uuid=uuid4(), criterion=criterion, level=level, **{"device": PHONE, "sequence": sequence} | more)


def sent(marking, *writes, by=None, now=NOW):
    return receive(marking=marking, writes=writes, by=by or marking.assessor, now=now)


def outcomes(received):
    return [each.reason.code if each.reason else each.outcome for each in received.answers]


def levels(marking):
    return dict(marking.marks.values_list("criterion", "level"))


def test_marks_arrive():
    marking = grid()

    received = sent(marking, a_write("C1", "N2", 1, comment="Sans aide", seconds=40), a_write("C2", "N3", 2))

    assert outcomes(received) == ["applied", "applied"]
    assert levels(marking) == {"C1": "N2", "C2": "N3"}
    marking.refresh_from_db()
    assert (marking.state, marking.revision, marking.seconds) == (MarkingState.OPEN, 2, 40)


def test_what_is_sent_again_changes_nothing_and_is_answered_the_same():
    marking = grid()
    first, second, wrong = a_write("C1", "N1", 1), a_write("C1", "N3", 2), a_write("C1", "N9", 3)
    once = sent(marking, first, second, wrong)

    again = sent(marking, wrong, first, second, now=NOW + timedelta(hours=1))

    assert sorted(outcomes(once)) == sorted(outcomes(again)) == ["applied", "applied", "marking.unknown_level"]
    assert levels(marking) == {"C1": "N3"}
    assert MarkWrite.objects.count() == 3
    assert Marking.objects.get().revision == 2


def test_the_order_is_that_of_the_queue_and_the_clock_of_the_browser_changes_nothing():
    marking = grid()
    early, late = a_write("C1", "N3", 2, told_at=NOW - timedelta(hours=1)), a_write("C1", "N1", 1, told_at=NOW)

    sent(marking, early, late)

    assert levels(marking) == {"C1": "N3"}
    assert set(MarkWrite.objects.values_list("arrived_at", flat=True)) == {NOW}


def test_what_another_browser_changed_is_not_overwritten():
    marking = grid()
    sent(marking, a_write("C1", "N2", 1))

    received = sent(marking, a_write("C1", "N0", 1, device=LAPTOP), a_write("C2", "N1", 2, device=LAPTOP))

    assert outcomes(received) == ["conflict", "applied"]
    assert levels(marking) == {"C1": "N2", "C2": "N1"}
    assert {mark.criterion: mark.level for mark in received.marks} == {"C1": "N2", "C2": "N1"}
    # having seen both, one keeps one's own
    assert outcomes(sent(marking, a_write("C1", "N0", 3, device=LAPTOP, base=2))) == ["applied"]
    # the same value from elsewhere is no conflict
    assert outcomes(sent(marking, a_write("C1", "N0", 9))) == ["applied"]


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (a_write(level="N4"), "marking.unknown_level"),
        (a_write(criterion="C9"), "marking.unknown_criterion"),
        (a_write(criterion="C" * 50, level="N" * 50), "marking.unknown_criterion"),
        (a_write(comment="x" * 4001), "marking.comment_too_long"),
    ],
)
def test_what_the_grid_lacks_is_refused_and_the_rest_is_kept(write, code):
    marking = grid()

    assert outcomes(sent(marking, write, a_write("C2", "N1", 2))) == [code, "applied"]
    assert levels(marking) == {"C2": "N1"}


def test_a_criterion_outside_the_scope_of_a_retake_is_refused():
    marking = grid()
    marking.attempt.scope = ["C2"]
    marking.attempt.save()

    assert outcomes(sent(marking, a_write("C1"), a_write("C2", "N1", 2))) == ["marking.unknown_criterion", "applied"]


@pytest.mark.parametrize(
    ("state", "code"),
    [(SessionState.OPEN, "marking.not_begun"), (SessionState.MARKED, "marking.closed"), ("decided", "marking.closed")],
)
def test_a_mark_after_the_close_is_refused_and_kept_in_the_history(state, code):
    marking = grid()
    session = marking.attempt.candidate.session
    session.state = state
    session.save()

    assert outcomes(sent(marking, a_write())) == [code]
    assert levels(marking) == {}
    assert MarkWrite.objects.get().level == "N2"


def test_nothing_is_marked_before_one_has_declared_nor_a_candidate_who_came_after():
    marking = grid()
    theirs = assessor(marking.attempt.candidate.session)
    theirs.declared_at = None
    theirs.save()
    assert outcomes(sent(marking, a_write())) == ["marking.declare_first"]

    theirs.declared_at = NOW - timedelta(days=1)
    theirs.save()
    assert outcomes(sent(marking, a_write())) == ["marking.declare_first"]


def test_a_marking_is_ones_own():
    marking = grid()
    mine = given(marking.attempt, "Nadia Roux")
    nadia = mine.assessor
    write = a_write()
    sent(marking, write)

    with pytest.raises(NotEntitled):
        sent(marking, a_write(), by=nadia)
    with pytest.raises(NotEntitled):
        submit(marking=marking, by=nadia, now=NOW)
    with pytest.raises(NotEntitled):
        sent(mine, write, by=nadia)  # the uuid of somebody else's write


def test_whoever_has_left_marks_no_more():
    marking = grid()
    marking.assessor.memberships.update(ended_at=NOW)

    assert outcomes(sent(marking, a_write())) == ["marking.no_longer_assesses"]


def test_too_many_at_once_are_refused():
    marking = grid()

    with pytest.raises(WrongValue):
        sent(marking, *[a_write(sequence=number) for number in range(501)])


def test_the_time_to_mark_is_bounded():
    marking = grid()
    sent(marking, *[a_write(sequence=number, seconds=10**9 if number else -5) for number in range(100)])

    marking.refresh_from_db()
    assert marking.seconds == LONGEST_WORK


def test_a_marking_is_handed_in_whole_with_words_where_the_level_is_not_reached():
    marking = grid()
    sent(marking, a_write("C1", "N0", 1), a_write("C2", "N2", 2), a_write("C4", "N3", 5))
    with pytest.raises(NotNow, match="C3"):
        submit(marking=marking, by=marking.assessor, now=NOW)
    sent(marking, a_write("C3", "N3", 3))
    with pytest.raises(NotNow, match="C1"):
        submit(marking=marking, by=marking.assessor, now=NOW)
    sent(marking, a_write("C1", "N0", 6, comment="Oublie l’accueil"))

    done = submit(marking=marking, by=marking.assessor, now=NOW)

    assert done.state == MarkingState.SUBMITTED
    attempt = marking.attempt
    attempt.refresh_from_db()
    assert (attempt.state, attempt.assessed_on) == ("not_acquired", NOW.date())
    assert attempt.score is not None
    assert outcomes(sent(marking, a_write("C1", "N3", 7))) == ["marking.submitted"]
    with pytest.raises(NotNow):
        submit(marking=marking, by=marking.assessor, now=NOW)


def test_nobody_came():
    marking = grid()

    submit(marking=marking, absent=True, by=marking.assessor, now=NOW)

    assert levels(marking) == {"C1": "ABS", "C2": "ABS", "C3": "ABS", "C4": "ABS"}
    assert set(RetainedMark.objects.values_list("level", flat=True)) == {""}
    marking.attempt.refresh_from_db()
    assert (marking.attempt.state, marking.attempt.score) == ("absent", None)


def test_what_was_handed_in_is_taken_back_while_the_session_marks():
    marking = grid()
    submit(marking=marking, absent=True, by=marking.assessor, now=NOW)

    take_back(marking=marking, by=marking.assessor, now=NOW)

    marking.refresh_from_db()
    assert (marking.state, marking.submitted_at) == (MarkingState.OPEN, None)
    assert RetainedMark.objects.count() == 0
    assert outcomes(sent(marking, a_write(base=1))) == ["applied"]
    with pytest.raises(NotNow):
        take_back(marking=marking, by=marking.assessor, now=NOW)


def test_the_version_that_the_session_froze_is_the_one_that_is_marked_on():
    marking = grid()
    version = marking.attempt.candidate.session.version
    grids = version.document["assessment"]["grid"]
    newer = {**version.document, "assessment": {**version.document["assessment"], "grid": {**grids, "criteria": []}}}
    version.__class__.objects.create(
        design=version.design,
        number=2,
        document=newer,
        source={},
        digest="0" * 64,
        profile="",
        languages=["fr"],
        titles={"fr": "x"},
        gate={},
        rules_of=NOW.date(),
        signatures=[],
        published_by=head(body()),
        published_at=NOW,
    )

    assert outcomes(sent(marking, a_write("C3", "N2"))) == ["applied"]


CRITERIA = st.sampled_from(["C1", "C2", "C3"])
LEVELS = st.sampled_from(["N0", "N1", "N2", "N3", "ABS", ""])


def test_any_loss_replay_and_disorder_of_deliveries_gives_what_was_typed():
    """Each delivery is any part of the queue, in any order; in the end the browser sends what was not answered."""
    marking = grid()

    @settings(max_examples=settings.default.max_examples // 4)
    @for_all(typed=st.lists(st.tuples(CRITERIA, LEVELS), min_size=1, max_size=8), data=st.data())
    def check(typed, data):
        marking.marks.all().delete()
        marking.writes.all().delete()
        queue = [
            Write(uuid=uuid4(), criterion=criterion, level=level, device=PHONE, sequence=number)
            for number, (criterion, level) in enumerate(typed, start=1)
        ]
        for delivery in data.draw(st.lists(st.lists(st.sampled_from(queue), max_size=4), max_size=4)):
            sent(marking, *delivery)
        sent(marking, *queue)

        assert levels(marking) == dict(typed)
        assert set(marking.writes.values_list("uuid", flat=True)) == {each.uuid for each in queue}

    check()


def test_the_number_of_statements_does_not_depend_on_how_many_marks():
    marking = grid()
    sent(marking, *[a_write(f"C{number}", "N0", number) for number in (1, 2, 3)])
    counted = []
    for writes in ([a_write("C1", "N1", 9)], [a_write(f"C{1 + n % 3}", "N2", 10 + n) for n in range(20)]):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            sent(marking, *writes)
        counted.append([each["sql"].split(" ", 3)[:3] for each in captured if "SAVEPOINT" not in each["sql"]])

    assert counted[0] == counted[1]
    assert len(counted[0]) < 25
