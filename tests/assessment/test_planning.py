"""Groups, slots, extra time, and what does not fit together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assessment.making import a_session, body, candidates, colleague, head
from institutions.people import NOW
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Arrangement, Attempt, Candidate, Slot
from sceau.assessment.queries.planning import Clash, appointments_of, cohorts_of, slots_of, warnings_of
from sceau.assessment.services.planning import (
    add_cohort,
    add_series,
    add_slot,
    assign_cohort,
    assign_evenly,
    edit_slot,
    place,
    place_evenly,
    remove_cohort,
    remove_slot,
    rename_cohort,
)
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2026, 12, 7, 9, 0, tzinfo=PARIS)


@pytest.fixture
def amina():
    return head(body())


@pytest.fixture
def session(amina):
    return a_session()


def slot(session, amina, starts_at=NINE, hours=2.0, **values):
    given = {"event": "E1", "ends_at": starts_at + timedelta(hours=hours), "by": amina, "now": NOW}
    return add_slot(session=session, starts_at=starts_at, **given | values)


def test_people_are_put_into_groups_that_differ_by_one_at_most(session, amina):
    first, second, third = (add_cohort(session=session, name=name, by=amina, now=NOW) for name in "ABC")
    people = candidates(session, 8)
    assign_cohort(session=session, candidates=people[:4], cohort=first, by=amina, now=NOW)

    assert assign_evenly(session=session, by=amina, now=NOW) == 4
    assert {each.name: each.people for each in cohorts_of(session)} == {"A": 4, "B": 2, "C": 2}
    assert assign_evenly(session=session, by=amina, now=NOW) == 0
    assert assign_cohort(session=session, candidates=people[:1], cohort=None, by=amina, now=NOW) == 1
    assert Candidate.objects.get(pk=people[0].pk).cohort is None
    remove_cohort(cohort=second, by=amina, now=NOW)
    assert Candidate.objects.filter(session=session, cohort=None).count() == 3
    assert {first.name, third.name} == {"A", "C"}


def test_a_group_has_a_name_of_its_own(session, amina):
    first = add_cohort(session=session, name="Matin", by=amina, now=NOW)
    add_cohort(session=session, name="Soir", by=amina, now=NOW)

    with pytest.raises(AlreadyThere):
        add_cohort(session=session, name=" Matin ", by=amina, now=NOW)
    with pytest.raises(AlreadyThere):
        rename_cohort(cohort=first, name="Soir", by=amina, now=NOW)
    with pytest.raises(WrongValue):
        add_cohort(session=session, name=" ", by=amina, now=NOW)
    assert rename_cohort(cohort=first, name="Aube", by=amina, now=NOW).name == "Aube"


def test_only_those_who_manage_plan_and_only_while_it_may_be(session, amina):
    claire = colleague(session.institution, "Claire Dumas", "designer")
    closed = a_session(state="marked")

    with pytest.raises(NotEntitled):
        add_cohort(session=session, name="A", by=claire, now=NOW)
    with pytest.raises(NotNow):
        slot(closed, amina)


def test_a_slot_is_for_everybody_for_a_group_or_for_those_placed_in_it(session, amina):
    first, second, third = candidates(session, 3)
    group = add_cohort(session=session, name="A", by=amina, now=NOW)
    assign_cohort(session=session, candidates=[second], cohort=group, by=amina, now=NOW)
    all_day = slot(session, amina, event="")
    theirs = slot(session, amina, cohort=group)
    alone = slot(session, amina, event="E2", individual=True)
    place(slot=alone, candidates=[third], by=amina, now=NOW)

    found = appointments_of(session, Candidate.objects.filter(session=session))

    assert [[each.slot for each in found[person.pk]] for person in (first, second, third)] == [
        [all_day],
        [all_day, theirs],
        [all_day, alone],
    ]
    with pytest.raises(WrongValue):
        place(slot=theirs, candidates=[first], by=amina, now=NOW)
    with pytest.raises(WrongValue):
        slot(session, amina, cohort=group, individual=True)


def test_extra_time_that_was_granted_lengthens_the_end_to_the_minute_above(session, amina):
    slow, usual = candidates(session, 2)
    given = {"candidate": slow, "kind": "extra_time", "asked_at": NOW}
    Arrangement.objects.create(extra_percent=33, state="granted", **given)
    Arrangement.objects.create(extra_percent=50, state="refused", **given)
    slot(session, amina, hours=2)

    found = appointments_of(session, [slow, usual])

    assert found[usual.pk][0].ends_at == NINE + timedelta(hours=2)
    assert found[slow.pk][0].extra == timedelta(minutes=40)  # 39.6
    assert found[slow.pk][0].ends_at == NINE + timedelta(hours=2, minutes=40)


def test_a_retake_is_expected_to_the_events_that_are_taken_again(session, amina):
    whole, part = candidates(session, 2)
    rules = session.version.document["assessment"]
    only_second = next(
        name for name in rules["events"][1]["criteria_ids"] if name not in rules["events"][0]["criteria_ids"]
    )
    Attempt.objects.filter(candidate=part).update(scope=[only_second])
    slot(session, amina)
    second = slot(session, amina, starts_at=NINE + timedelta(hours=4), event="E2")

    found = appointments_of(session, [whole, part])

    assert [len(found[each.pk]) for each in (whole, part)] == [2, 1]
    assert found[part.pk][0].slot == second


def test_the_night_when_clocks_go_back_has_an_hour_more(session, amina):
    """25 October 2026 in Paris: from 1 to 4 o'clock are four hours."""
    start = datetime(2026, 10, 25, 1, 0, tzinfo=PARIS)

    made = slot(session, amina, starts_at=start, ends_at=datetime(2026, 10, 25, 4, 0, tzinfo=PARIS))

    assert made.ends_at - made.starts_at == timedelta(hours=4)
    assert Slot.objects.get().starts_at == datetime(2026, 10, 24, 23, 0, tzinfo=UTC)


def test_a_moment_without_its_zone_is_nobody_s(session, amina):
    with pytest.raises(ValueError, match="without its zone"):
        slot(session, amina, starts_at=datetime(2026, 12, 7, 9, 0))  # noqa: DTZ001 -- what is refused


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"event": "E9"}, "event"),
        ({"hours": 0}, "ends_at"),
        ({"hours": -1}, "ends_at"),
        ({"hours": 25}, "ends_at"),
        ({"capacity": 0}, "capacity"),
        ({"room": "x" * 121}, "room"),
    ],
)
def test_a_slot_that_cannot_be_is_refused(session, amina, values, field):
    with pytest.raises(WrongValue) as refusal:
        slot(session, amina, **values)

    assert refusal.value.field == field


def test_orals_one_after_the_other_and_people_in_them_by_number(session, amina):
    people = candidates(session, 3)
    series = {"session": session, "event": "E2", "minutes": 20, "pause": 5, "by": amina, "now": NOW}
    made = add_series(starts_at=NINE, count=2, room="B12", **series)

    assert [each.starts_at.astimezone(PARIS).strftime("%H:%M") for each in made] == ["09:00", "09:25"]
    with pytest.raises(NotNow):
        place_evenly(session=session, event="E2", by=amina, now=NOW)
    add_series(starts_at=NINE + timedelta(hours=1), count=1, **series)
    assert place_evenly(session=session, event="E2", by=amina, now=NOW) == 3
    assert place_evenly(session=session, event="E2", by=amina, now=NOW) == 0

    assert [list(each.candidates.all()) for each in slots_of(session)] == [[each] for each in people]
    with pytest.raises(WrongValue):
        place(slot=made[0], candidates=people, by=amina, now=NOW)
    remove_slot(slot=made[0], by=amina, now=NOW)
    assert slots_of(session).count() == 2


def test_a_slot_moves_and_what_is_the_same_writes_nothing(session, amina):
    made = slot(session, amina)
    acts = Act.objects.count()
    same = {"starts_at": NINE, "ends_at": NINE + timedelta(hours=2), "room": "", "capacity": None}

    edit_slot(slot=made, by=amina, now=NOW, **same)
    assert Act.objects.count() == acts
    assert edit_slot(slot=made, by=amina, now=NOW, **same | {"room": "B12"}).room == "B12"
    assert Act.objects.count() == acts + 1


def test_what_does_not_fit_together_is_told(session, amina):
    people = candidates(session, 3)
    first = slot(session, amina, room="Salle b12", capacity=2)
    second = slot(session, amina, event="E2", starts_at=NINE + timedelta(hours=1), room="salle B12")
    late = slot(session, amina, event="E2", starts_at=NINE + timedelta(days=3), hours=0.1, individual=True)
    place(slot=late, candidates=people[:1], by=amina, now=NOW)

    told = [(each.clash, [one.pk for one in each.slots], each.people) for each in warnings_of(session)]

    assert told == [
        (Clash.ROOM_TWICE, [first.pk, second.pk], 0),
        (Clash.PERSON_TWICE, [first.pk, second.pk], 3),
        (Clash.TOO_MANY, [first.pk], 3),
        (Clash.TOO_SHORT, [late.pk], 0),
        (Clash.OUTSIDE, [late.pk], 0),
    ]


def test_an_event_that_some_have_no_slot_for_is_told(session, amina):
    people = candidates(session, 3)
    alone = slot(session, amina, event="E2", individual=True)
    place(slot=alone, candidates=people[:1], by=amina, now=NOW)

    assert [(each.clash, each.event, each.people) for each in warnings_of(session)] == [(Clash.NO_SLOT, "E2", 2)]


def test_a_planning_for_many_is_read_in_as_many_statements(session, amina, django_assert_num_queries):
    slot(session, amina)
    for count in (1, 3):
        candidates(session, count)
        people = list(Candidate.objects.filter(session=session))
        with django_assert_num_queries(4):
            appointments_of(session, people)
        with django_assert_num_queries(7):
            warnings_of(session)
