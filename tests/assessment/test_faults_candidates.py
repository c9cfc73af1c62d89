"""Whatever is done to candidates, in whatever order: they go where the table says, and no place is given twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessment.making import a_session, body, candidates, head, version
from institutions.people import NOW
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate
from sceau.assessment.services.enrolment import accept, refuse, restore, withdraw
from sceau.assessment.states import CANDIDATE_NEXT, CandidateState
from sceau.journal.models import Act

MOVES = {
    "accept": (accept, {"waiver": "Expérience constatée."}),  # no condition of the design is in the way
    "refuse": (refuse, {"why": "Dossier incomplet."}),
    "withdraw": (withdraw, {"why": "Empêché."}),
    "restore": (restore, {}),
}
BEGINNINGS = (CandidateState.APPLIED, CandidateState.ENROLLED, CandidateState.INVITED)


class Moves(TestCase):
    """Random acts on two candidates of a session for one."""

    @classmethod
    def setUpTestData(cls):
        version()

    @settings(max_examples=40)
    @given(
        begun=st.sampled_from(BEGINNINGS),
        tried=st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 1)), min_size=6, max_size=20),
    )
    def test_any_moves(self, begun, tried):
        amina = head(body())
        session = a_session(capacity=1)
        made = candidates(session, 2)
        Candidate.objects.filter(pk=made[0].pk).update(state=begun)
        Candidate.objects.filter(pk__in=[each.pk for each in made[1:]]).update(state=CandidateState.APPLIED)
        for name, place in tried:
            candidate = Candidate.objects.get(pk=made[place].pk)
            before, acts = CandidateState(candidate.state), Act.objects.count()
            act, said = MOVES[name]
            try:
                act(candidate=candidate, by=amina, now=NOW, **said)
            except AssessmentError:
                assert Candidate.objects.get(pk=candidate.pk).state == before
                assert Act.objects.count() == acts
                continue
            after = CandidateState(Candidate.objects.get(pk=candidate.pk).state)
            assert after in CANDIDATE_NEXT[before]
            assert Act.objects.count() > acts
            assert Candidate.objects.filter(session=session, state=CandidateState.ENROLLED).count() <= 1
            assert Candidate.objects.get(pk=candidate.pk).attempts.count() == 1
