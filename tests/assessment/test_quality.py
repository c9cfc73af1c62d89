"""What is told of a version comes from closed decisions, as far as one may see, and never from few people."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assessment.deciding import appealed, deliberated, marked, marks_of, with_results
from assessment.making import a_session, body, colleague, head, version
from design.samples import sample
from institutions.people import NOW
from sceau.assessment.models import Attempt
from sceau.assessment.queries.quality import figures_of, quality_of, version_seen, versions_assessed
from sceau.engine.marking.items import item_statistics, pass_rate
from sceau.engine.marking.outcome import judge
from sceau.engine.marking.rules import rules_of
from sceau.institutions.models import Membership, Unit
from sceau.institutions.queries import memberships_of

pytestmark = pytest.mark.django_db

SIX = ["3333", "2222", "3211", "1311", "1110", "0001"]  # three pass, one is partial, two fail


def memberships(user=None, institution=None):
    owner = institution or body()
    return list(memberships_of(user or head(owner), now=NOW).filter(institution=owner))


def quality(session, **values):
    return quality_of(session.version, session.institution, memberships(), **values)


def test_figures_are_those_of_the_engine_over_first_attempts():
    session = a_session()
    with_results(session, SIX)

    found = quality(session)

    rules = rules_of(session.version.document)
    states = [judge(rules, marks_of(levels)).state for levels in SIX]
    assert found.items == item_statistics(rules.grid, [marks_of(levels) for levels in SIX])
    assert found.first == found.final == pass_rate(states)
    assert (found.sessions, found.since, found.until) == (1, session.starts_on, session.starts_on)
    assert sum(found.appeals.values()) == 0


def test_of_fewer_than_five_people_nothing_is_told():
    session = a_session()
    first, *_ = with_results(session, SIX[:4])
    for candidate in session.candidates.all():
        for place in (1, 2):
            marked(candidate.attempts.get(), "222", place=place, seconds=60)
    appealed(first.attempts.get().decisions.get())

    found = quality(session)

    assert found.final.count == 4
    assert found.first.value is found.final.value is None
    assert {item.difficulty for item in found.items} == {None}
    assert found.agreed.people == 4
    assert found.agreed.same is None
    assert {each.same for each in found.by_criterion.values()} == {None}
    assert found.seconds["E1"].median is None
    assert found.appeals is None
    [row] = figures_of(list(versions_assessed(session.institution, memberships())), session.institution, memberships())
    assert (row.passed.count, row.passed.value, row.appeals) == (4, None, None)


def test_a_retake_counts_after_the_first_attempt_and_a_correction_instead_of_what_it_corrects():
    session = a_session()
    people = with_results(session, SIX)
    partial, failed = people[3], people[5]
    again = Attempt.objects.create(candidate=failed, number=2, round=2, opened_at=NOW)
    deliberated(session, {again: "2222"})
    deliberated(session, {partial.attempts.get(): "2222"})

    found = quality(session)

    assert found.first.value == Fraction(4, 6)
    assert found.final.value == Fraction(5, 6)
    assert found.items[0].levels == {"N0": 1, "N1": 1, "N2": 2, "N3": 2}


def test_what_no_jury_has_closed_is_not_told_nor_what_two_assessors_gave_meanwhile():
    session = a_session()
    with_results(session, SIX)
    for candidate in with_results(a_session(code="S2"), SIX, closed=False):
        attempt = candidate.attempts.get()
        marked(attempt, "333", seconds=60)
        marked(attempt, "333", place=2, seconds=60)

    found = quality(session)

    assert found.sessions == 2
    assert found.final.count == 6
    assert found.agreed.people == 0
    assert found.seconds["E1"].count == 0


def test_agreement_is_between_the_two_blind_markings_criterion_by_criterion():
    session = a_session()
    given = [("321", "321"), ("222", "221"), ("112", "122"), ("333", "333"), ("010", "000"), ("3--", "-3-")]
    for candidate, (one, other) in zip(with_results(session, SIX), given, strict=True):
        attempt = candidate.attempts.get()
        marked(attempt, one)
        marked(attempt, other, place=2)
        marked(attempt, "000", place=3)
        marked(attempt, "2", event="E2")

    found = quality(session)

    assert found.has_double_marking
    assert found.agreed.people == 5
    assert found.agreed.same.count == 15
    assert found.agreed.same.value == Fraction(12, 15)
    assert found.by_criterion["C1"].same.value == 1
    assert found.by_criterion["C1"].ordinal.value == 1
    assert found.by_criterion["C2"].same.value == Fraction(3, 5)
    assert found.by_criterion["C4"].people == 0
    assert found.agreed.ordinal.value > found.agreed.plain.value


def test_where_an_event_asks_for_three_all_three_are_compared():
    document = sample()["assessment"]
    document["events"][0]["assessors"]["count"] = 3
    session = a_session(version=version(assessment=document))
    for candidate in with_results(session, SIX):
        for place, levels in enumerate(("321", "321", "322"), start=1):
            marked(candidate.attempts.get(), levels, place=place)

    found = quality(session)

    assert found.agreed.same.count == 6 * 3 * 3
    assert found.agreed.ordinal.count == 6 * 3
    assert found.by_criterion["C3"].same.value == Fraction(1, 3)


def test_time_is_that_of_the_screen_by_event_and_never_of_one_assessor_alone():
    session = a_session()
    people = with_results(session, SIX)
    for minutes, candidate in enumerate(people, start=1):
        marked(candidate.attempts.get(), "222", seconds=60 * minutes)
        marked(candidate.attempts.get(), "222", place=2, source="paper", seconds=9999)
    alone = quality(session).seconds["E1"]
    marked(people[0].attempts.get(), "222", place=3, seconds=60)

    found = quality(session)

    assert (alone.count, alone.median) == (6, None)
    assert (found.seconds["E1"].count, found.seconds["E1"].median) == (7, 180)
    assert found.seconds["E2"].count == 0


def test_appeals_are_counted_by_what_became_of_them():
    session = a_session()
    rows = [each.attempts.get().decisions.get() for each in with_results(session, SIX)]
    appealed(rows[0], "none")
    appealed(rows[1], "corrective")
    appealed(rows[2])

    found = quality(session)

    assert {name: count for name, count in found.appeals.items() if count} == {"none": 1, "corrective": 1, "open": 1}


def test_absences_what_is_said_by_people_and_results_taken_over_do_not_count():
    session = a_session()
    with_results(session, ["---- absent", "3333 suspended", *SIX[2:]])
    with_results(a_session(code="T", kind="taken_over"), ["3333"] * 6)
    with_results(a_session(code="C", state="cancelled"), ["3333"] * 6)

    found = quality(session)

    assert found.final.count == 4
    assert found.sessions == 1


def test_one_sees_as_far_as_the_right_reaches():
    session = a_session()
    unit = Unit.objects.create(institution=session.institution, name="Site de Gap")
    with_results(session, SIX)
    ours = a_session(code="U", unit=unit)
    with_results(ours, SIX[:5])
    manager = colleague(session.institution, "Gaspard Unité", "session_manager")
    Membership.objects.filter(user=manager).update(unit=unit)
    held = memberships(manager)

    assert quality(session).final.count == 11
    assert quality_of(session.version, session.institution, held).final.count == 5
    assert [each.assessed for each in versions_assessed(session.institution, held)] == [1]


def test_another_institution_sees_nothing():
    session = a_session()
    with_results(session, SIX)
    other = body("certif-occitanie")
    theirs = memberships(institution=other)

    assert list(versions_assessed(other, theirs)) == []
    assert version_seen(other, theirs, session.version.design.uuid, 1) is None
    assert version_seen(session.institution, memberships(), session.version.design.uuid, 1) == session.version
    assert version_seen(session.institution, memberships(), session.version.design.uuid, 2) is None


def test_the_number_of_statements_is_that_of_the_page_and_not_of_its_rows(django_assert_num_queries):
    session = a_session()
    with_results(session, SIX)
    held = memberships()
    figures_of(list(versions_assessed(session.institution, held)), session.institution, held)
    for _ in range(2):
        with django_assert_num_queries(3):
            figures_of(list(versions_assessed(session.institution, held)), session.institution, held)
        with django_assert_num_queries(5):
            quality_of(session.version, session.institution, held)
        with_results(a_session(version=version(title={"fr": "Une autre"})), ["2222"] * 6)
        with_results(a_session(), SIX)
