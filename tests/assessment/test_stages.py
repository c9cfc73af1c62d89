"""Whatever moves are tried, in whatever order, a session only ever goes where the table says, and the journal tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessment.making import a_session, body, candidates, head, version
from institutions.people import NOW
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Attempt, Session
from sceau.assessment.services.sessions import begin_events, cancel_session, close_marking, go_on, reopen_marking
from sceau.assessment.services.writing import move
from sceau.assessment.states import SESSION_NEXT, ResultState, SessionKind, SessionState
from sceau.journal.models import Act

# what each move does, and the act that tells of it; the jury's own moves are made as its services make them
MOVES = {
    "begin": (begin_events, {}, "assessment.events_begun", SessionState.EVENTS),
    "close": (close_marking, {}, "assessment.marking_closed", SessionState.MARKED),
    "reopen": (reopen_marking, {"why": "Une grille manque."}, "assessment.marking_reopened", SessionState.EVENTS),
    "cancel": (cancel_session, {"why": "Salle inondée."}, "assessment.cancelled", SessionState.CANCELLED),
    "go on": (go_on, {}, "assessment.went_on", SessionState.EVENTS),
}
OF_THE_JURY = (SessionState.DELIBERATION, SessionState.MARKED, SessionState.DECIDED, SessionState.RELEASED)


class Stages(TestCase):
    """Random moves on one session, against the table."""

    @classmethod
    def setUpTestData(cls):
        version()

    @settings(max_examples=25)
    @given(
        kind=st.sampled_from([SessionKind.DATED, SessionKind.ROLLING]),
        tried=st.lists(st.sampled_from([*MOVES, *OF_THE_JURY, "mark"]), max_size=12),
    )
    def test_any_moves(self, kind, tried):
        amina = head(body())
        session = a_session(kind=kind)
        candidates(session, 1)
        for name in tried:
            session.refresh_from_db()
            before, acts = SessionState(session.state), Act.objects.count()
            if name == "mark":
                Attempt.objects.filter(candidate__session=session).update(state=ResultState.ACQUIRED)
                continue
            if name in OF_THE_JURY:
                if name in SESSION_NEXT[before] and before != SessionState.EVENTS:
                    move(session, name, now=NOW)
                continue
            act, said, code, after = MOVES[name]
            try:
                act(session=session, by=amina, now=NOW, **said)
            except AssessmentError:
                there = Session.objects.get(pk=session.pk)
                assert (there.state, there.round, Act.objects.count()) == (before, session.round, acts)
            else:
                assert after in SESSION_NEXT[before]
                assert Session.objects.get(pk=session.pk).state == after
                assert Act.objects.order_by("-pk").first().code == code


@pytest.mark.parametrize("state", SessionState)
def test_the_table_knows_every_stage_and_leads_nowhere_unknown(state):
    assert SESSION_NEXT[state] <= set(SessionState)
    assert (SESSION_NEXT[state] == set()) == (state == SessionState.CANCELLED)
