"""One person who sits twice in a session, because two records were found to be one only once both were enrolled."""

from __future__ import annotations

import pytest

from assessment.deciders import BEST, WORST, assessed_session, deliberated, jury_session, releaser
from assessment.deciders import decide as decide_row
from assessment.juries import HOUR, a_jury, everybody_there, marked_session, presiding
from assessment.making import a_session, body, candidates, head
from institutions.people import NOW
from sceau.assessment.errors import NotNow
from sceau.assessment.models import Attempt, Award, Decision, Minutes
from sceau.assessment.queries.cautions import Care, cautions_of
from sceau.assessment.services.awarding import make_awards
from sceau.assessment.services.deliberating import decide, decide_as_proposed, open_deliberation
from sceau.assessment.services.enrolment import withdraw
from sceau.assessment.services.minutes import close
from sceau.assessment.services.proposing import confirm_results, propose_results
from sceau.assessment.twice import acquired_twice
from sceau.people.models import Merge
from sceau.people.services import merge, undo_merge

pytestmark = pytest.mark.django_db


def joined(session):
    """The first two candidates of a session turn out to be one person."""
    first, second = session.candidates.order_by("number")[:2]
    merge(kept=first.person, other=second.person, why="Nom d’usage", by=head(body()), now=NOW)
    return first, second


def numbers(session):
    return [(each.number, each.other) for each in cautions_of(session, today=NOW.date()) if each.care is Care.TWICE]


def test_it_is_told_as_long_as_both_take_part():
    session = a_session()
    candidates(session, 3)
    assert numbers(session) == []

    _, second = joined(session)
    assert numbers(session) == [(1, 2)]

    withdraw(candidate=second, why="Inscrite deux fois", by=head(body()), now=NOW)
    assert numbers(session) == []


def test_a_jury_closes_once_one_of_the_two_decisions_gives_nothing():
    session = marked_session(3)
    a_jury(session)
    by = presiding(session)
    deliberation = everybody_there(open_deliberation(session=session, by=by, now=NOW))
    decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
    _, second = joined(session)

    with pytest.raises(NotNow) as refused:
        close(deliberation=deliberation, by=by, now=NOW + HOUR)
    assert refused.value.reason.code == "deliberation.same_person"
    assert "n° 1 et 2" in refused.value.sentence("fr").replace("\u00a0", " ")
    assert not Minutes.objects.exists()

    decision = Decision.objects.get(attempt__candidate=second)
    decide(decision=decision, outcome="not_acquired", reason="Inscrite deux fois", by=by, now=NOW)
    assert close(deliberation=deliberation, by=by, now=NOW + HOUR).number


def test_records_that_are_separated_again_are_two_people():
    session = marked_session(2)
    a_jury(session)
    by = presiding(session)
    deliberation = everybody_there(open_deliberation(session=session, by=by, now=NOW))
    decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
    joined(session)
    undo_merge(merge=Merge.objects.get(), why="Deux sœurs", by=head(body()), now=NOW)

    assert close(deliberation=deliberation, by=by, now=NOW + HOUR).number


def test_without_a_jury_nothing_is_proposed_for_one_person_twice():
    session, mona = assessed_session([BEST, BEST, WORST])
    _, second = joined(session)

    with pytest.raises(NotNow) as refused:
        propose_results(session=session, by=mona, now=NOW)
    assert refused.value.reason.code == "deliberation.same_person"
    assert not Decision.objects.exists()

    withdraw(candidate=second, why="Inscrite deux fois", by=head(body()), now=NOW)
    confirm_results(deliberation=propose_results(session=session, by=mona, now=NOW), by=releaser(), now=NOW)
    assert Award.objects.count() == 1


def test_joined_after_the_proposal_nothing_is_confirmed():
    session, mona = assessed_session([BEST, BEST])
    proposal = propose_results(session=session, by=mona, now=NOW)
    joined(session)

    with pytest.raises(NotNow) as refused:
        confirm_results(deliberation=proposal, by=releaser(), now=NOW)
    assert refused.value.reason.code == "deliberation.same_person"
    assert not Award.objects.exists()


def test_one_who_has_the_award_already_is_not_given_it_as_another_candidate():
    first = jury_session([BEST, WORST])
    make_awards(deliberation=first, by=first.opened_by, now=NOW)
    joined(first.session)
    assert acquired_twice(first) == []

    later = deliberated(first.session, seal=False, kind="complementary")
    decide_row(later, Attempt.objects.get(candidate__number=2), "acquired")

    assert acquired_twice(later) == [(1, 2)]
