"""A next attempt: what is missed only, within the design's limits, in the same round or the next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.grids import attempts, marking_session
from assessment.making import assessor, body, candidates, head
from institutions.people import NOW
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.marks_file import SourceRow
from sceau.assessment.models import Attempt, RetainedMark
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.services.retakes import open_retakes, plans_of
from sceau.assessment.services.taking_in import take_in
from sceau.assessment.states import CandidateState, SessionState
from sceau.assessment.ties import rules_in
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db
ONE_EVENT = "mc-equipier-premiere-intervention"  # one event, scope "event", two attempts, no delay
AGILE = "mc-gestion-projet-agile"  # scope "criteria", two attempts, fifteen days
SAT_ON = date(2026, 11, 2)


def marked(session, levels, event="E1", count=1):
    made = attempts(session, count)
    rows = [SourceRow(0, str(each.candidate.number), levels) for each in made]
    take_in(session=session, event=event, rows=rows, source="import", assessed_on=SAT_ON, by=head(body()), now=NOW)
    return made


def agile(count=1):
    """Somebody who missed C1 alone."""
    session = marking_session(AGILE)
    made = marked(session, {"C1": "N0", "C2": "N3", "C3": "N3"}, count=count)
    rows = [SourceRow(0, str(each.candidate.number), {"C4": "N3"}) for each in made]
    take_in(session=session, event="E2", rows=rows, source="import", assessed_on=SAT_ON, by=head(body()), now=NOW)
    return session, [each.candidate for each in made]


def opened(session, candidates, **more):
    return open_retakes(session=session, candidates=candidates, by=more.pop("by", head(body())), now=NOW, **more)


def test_only_what_was_missed_is_open_and_the_rest_is_carried():
    session, (candidate,) = agile()

    result = opened(session, [candidate])

    (attempt,) = result.opened
    assert (attempt.number, attempt.round, attempt.scope, attempt.state) == (2, 1, ["C1"], "to_assess")
    assert dict(RetainedMark.objects.filter(attempt=attempt).values_list("criterion", "how")) == {
        "C2": "carried",
        "C3": "carried",
        "C4": "carried",
    }
    assert list(attempt.controls.values_list("event", flat=True)) == ["E1"]
    assert list(attempts_of_round(session)) == [attempt]
    assert Act.objects.filter(code="marking.retake_opened").count() == 1
    row = SourceRow(0, "1", {"C1": "N3"})
    take_in(session=session, event="E1", rows=[row], source="import", by=head(body()), now=NOW)
    attempt.refresh_from_db()
    assert attempt.state == "acquired"


def test_after_the_release_a_next_round_begins():
    session, (candidate,) = agile()
    session.state = SessionState.RELEASED
    session.save()

    (attempt,) = opened(session, [candidate]).opened

    session.refresh_from_db()
    assert (session.round, session.state, attempt.round) == (2, SessionState.EVENTS, 2)


@pytest.mark.parametrize(("more", "code"), [({"sat_on": SAT_ON + timedelta(days=14)}, "retake.too_early"), ({}, None)])
def test_the_delay_is_the_designs(more, code):
    session, (candidate,) = agile()

    result = opened(session, [candidate], **more)

    assert [each.reason.code for one in result.refused for each in one.refusals] == ([code] if code else [])
    assert len(result.opened) == (0 if code else 1)


def test_no_more_attempts_than_the_design_allows_unless_an_appeal_is_granted():
    session = marking_session(ONE_EVENT)
    (attempt,) = marked(session, dict.fromkeys(("C1", "C2", "C3", "C4"), "N0"))
    candidate = attempt.candidate
    second = opened(session, [candidate]).opened[0]
    assert [each.sentences("fr") for each in opened(session, [candidate]).refused] == [["un passage est déjà ouvert"]]
    row = SourceRow(0, "1", dict.fromkeys(second.scope, "N0"))
    take_in(session=session, event="E1", rows=[row], source="import", by=head(body()), now=NOW)

    refused = opened(session, [candidate])
    granted = opened(session, [candidate], beyond_limits="Recours accordé")

    assert refused.opened == []
    assert "2 passages" in refused.refused[0].sentences("fr")[0]
    assert granted.opened[0].number == 3


def test_whoever_opens_may_open_more_than_the_scope():
    session, (candidate,) = agile()

    (attempt,) = opened(session, [candidate], criteria=["C2"]).opened

    assert attempt.scope == ["C1", "C2"]


def test_some_are_refused_and_the_others_go_on():
    session, (candidate,) = agile()
    (gone,) = marked(session, {"C1": "N0", "C2": "N0", "C3": "N0"})
    gone.candidate.state = CandidateState.WITHDRAWN
    gone.candidate.save()
    (fresh,) = candidates(session)

    result = opened(session, [candidate, gone.candidate, fresh])

    assert [each.candidate for each in result.opened] == [candidate]
    assert {each.candidate: each.sentences("en") for each in result.refused} == {
        gone.candidate: ["this person is no longer enrolled"],
        fresh: ["an attempt is already open"],
    }


def test_who_and_when():
    session, (candidate,) = agile()
    with pytest.raises(NotEntitled):
        opened(session, [candidate], by=assessor(session).user)
    elsewhere = marking_session(ONE_EVENT)
    with pytest.raises(WrongValue):
        opened(elsewhere, [candidate])
    session.state = SessionState.MARKED
    session.save()
    with pytest.raises(NotNow):
        opened(session, [candidate])
    assert Attempt.objects.count() == 1


def test_the_number_of_statements_does_not_depend_on_how_many():
    counted = []
    for count in (2, 5):  # SQLite writes the last act of several by itself: one statement more for two than for one
        session, people = agile(count)
        rules_in(session)  # read once in each process: known in both turns, whatever ran before
        with CaptureQueriesContext(connection) as captured:
            assert len(opened(session, people).opened) == count
        counted.append(len(captured))
        assert set(plans_of(session, people, on=NOW.date())) == {each.pk for each in people}

    assert counted[0] == counted[1]
