"""What is done for hundreds of candidates at a time costs few statements each: no more than these."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.grids import attempts, given, marking_session
from assessment.making import body, head
from assessment.test_marking import a_write
from institutions.people import NOW
from people.samples import BOX
from sceau.assessment.services.controls import Checked, record_controls
from sceau.assessment.services.enrolment import enrol
from sceau.assessment.services.keying import key_in
from sceau.assessment.services.marking import receive, submit
from sceau.assessment.services.writing import rules_for
from sceau.people.services import find_or_create

pytestmark = pytest.mark.django_db
ROW = {
    "given_name": "Siobhán",
    "birth_name": "O’Brien",
    "birth_date": "1986-07-20",
    "sex": "F",
    "email": "s@example.org",
}
FIRE = "mc-equipier-premiere-intervention"  # one event, one assessor


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_a_person_out_of_a_table_and_into_a_session():
    session = marking_session()
    owner, by, rules = body(), head(body()), rules_for(session)
    found = []

    assert (
        statements(lambda: found.append(find_or_create(institution=owner, values=ROW, by=by, now=NOW, box=BOX))) <= 21
    )
    assert (
        statements(lambda: enrol(session=session, person=found[0][0], entry="import", by=by, now=NOW, rules=rules))
        <= 16
    )


def test_an_assessor_writes_and_hands_in():
    (attempt,) = attempts(marking_session(FIRE))
    marking = given(attempt)
    criteria = marking.attempt.scope
    writes = [a_write(name, "N3", place) for place, name in enumerate(criteria, start=1)]

    assert statements(lambda: receive(marking=marking, writes=writes, by=marking.assessor, now=NOW)) <= 19
    assert statements(lambda: submit(marking=marking, by=marking.assessor, now=NOW)) <= 21


def test_a_grid_is_keyed_in_and_whoever_came_is_noted():
    (attempt,) = attempts(marking_session(FIRE))
    marking = given(attempt)
    by, levels = head(body()), dict.fromkeys(attempt.scope, "N3")
    session, event, seen = attempt.candidate.session, marking.event, Checked(watched="onsite", presence="present")

    assert (
        statements(lambda: record_controls(session=session, event=event, attempts=[attempt], seen=seen, by=by, now=NOW))
        <= 12
    )
    assert (
        statements(
            lambda: key_in(attempt=attempt, event=event, levels=levels, assessor=marking.assessor, by=by, now=NOW)
        )
        <= 22
    )
