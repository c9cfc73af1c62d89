"""What a jury decides, and when it may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.juries import HOUR, a_jury, closed, everybody_there, marked, marked_session, opened, presiding
from assessment.making import colleague, head, version
from institutions.people import NOW
from sceau.assessment.errors import ChangedMeanwhile, NotEntitled, NotNow, WrongValue
from sceau.assessment.hindrances import before_closing
from sceau.assessment.models import (
    AssessmentSettings,
    Decision,
    Deliberation,
    MarkChange,
    Minutes,
    RetainedMark,
    Seat,
    Seated,
    Session,
)
from sceau.assessment.reasons import jury as reasons
from sceau.assessment.services.deliberating import (
    adjourn,
    call_off,
    change_mark,
    decide,
    decide_as_proposed,
    note_presence,
    open_deliberation,
    resume,
    write_remarks,
)
from sceau.assessment.services.jury import declare
from sceau.assessment.services.minutes import close, withdraw
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import Kept, ResultState, SessionState
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db


def refusal(call, **arguments):
    with pytest.raises((NotNow, WrongValue, NotEntitled, ChangedMeanwhile)) as refused:
        call(**arguments)
    return refused.value.reason


def decisions_of(deliberation):
    return list(Decision.objects.filter(deliberation=deliberation).order_by("attempt__candidate__number"))


def away(deliberation, *names, presence="absent", proxy=None):
    """Those whose name begins so go."""
    seats = {seat.name.split()[0]: seat for seat in Seat.objects.filter(session=deliberation.session)}
    gone = {seats[name].uuid: (presence, seats[proxy].uuid if proxy else None) for name in names}
    return note_presence(deliberation=deliberation, presences=gone, by=presiding(deliberation.session), now=NOW)


def test_a_deliberation_begins_with_what_the_marks_give():
    session = marked_session(3, levels=(("N3",), ("N0",), ("N2", "N2", "N0")))
    assert refusal(open_deliberation, session=session, by=head(session.institution), now=NOW) == reasons.NO_PRESIDENT
    a_jury(session)
    deliberation = open_deliberation(session=session, by=presiding(session), now=NOW)

    good, bad, _ = decisions_of(deliberation)
    assert (good.proposed, bad.proposed) == ("acquired", "not_acquired")
    assert (good.score, good.outcome) == (100, "")
    assert good.lines[-1]["fr"].startswith("Résultat")
    assert set(good.marks.values()) == {"N3"}
    session.refresh_from_db()
    assert session.state == SessionState.DELIBERATION
    assert Seated.objects.filter(deliberation=deliberation).count() == 3
    assert refusal(open_deliberation, session=session, by=presiding(session), now=NOW) == reasons.OPEN_ALREADY
    assert Act.objects.filter(code="deliberation.opened").count() == 1


def test_only_who_keeps_the_jury_deliberates():
    deliberation = opened(1)
    (decision,) = decisions_of(deliberation)
    karim = Seat.objects.get(session=deliberation.session, name="Karim Ould").user
    claire = colleague(deliberation.session.institution, "Claire Dumas", "designer")

    for who in (karim, claire):
        assert refusal(decide, decision=decision, outcome="acquired", by=who, now=NOW) == reasons.KEEPER_ONLY
        assert refusal(adjourn, deliberation=deliberation, by=who, now=NOW) == reasons.KEEPER_ONLY
        assert refusal(close, deliberation=deliberation, by=who, now=NOW) == reasons.PRESIDENT_ONLY
    decide(decision=decision, outcome="acquired", by=head(deliberation.session.institution), now=NOW)
    office = head(deliberation.session.institution)
    assert refusal(close, deliberation=deliberation, by=office, now=NOW) == reasons.PRESIDENT_ONLY


def test_a_decision_that_differs_from_the_marks_has_a_reason():
    deliberation = opened(1, levels=(("N0",),))
    (decision,) = decisions_of(deliberation)
    by = presiding(deliberation.session)

    assert refusal(decide, decision=decision, outcome="acquired", by=by, now=NOW) == reasons.REASON_NEEDED
    assert refusal(decide, decision=decision, outcome="to_assess", by=by, now=NOW) == reasons.NOT_AN_OUTCOME
    decided = decide(decision=decision, outcome="acquired", reason="Le dossier le montre.", by=by, now=NOW)
    assert (decided.outcome, decided.reason, decided.decided_by) == ("acquired", "Le dossier le montre.", by)
    again = decide(decision=decision, outcome="", by=by, now=NOW)
    assert (again.outcome, again.reason, again.decided_by) == ("", "", None)


def test_a_partial_validation_keeps_what_was_shown_for_as_long_as_the_design_says():
    frozen = version(assessment=_assessment(partial={"allowed": True, "keep_months": 18}))
    deliberation = opened(2, levels=(("N3", "N0"), ("N0",)), version=frozen)
    part, nothing = decisions_of(deliberation)
    by = presiding(deliberation.session)

    assert part.proposed == ResultState.PARTIAL
    decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
    part.refresh_from_db()
    assert part.kept == list(rules_for(deliberation.session).criteria[:1])
    assert part.kept_until == date(2028, 5, 22)
    kept = decide(decision=nothing, outcome="partial", reason="À l’oral", by=by, now=NOW)
    assert kept.kept == []

    other = opened(1, levels=(("N0",),), version=version(assessment=_assessment(partial={"allowed": False})))
    (decision,) = decisions_of(other)
    assert refusal(decide, decision=decision, outcome="partial", reason="x", by=by, now=NOW) == reasons.NO_PARTIAL


def _assessment(partial):
    return version().document["assessment"] | {"partial_validation": partial}


def test_those_whom_nobody_contests_are_decided_together():
    deliberation = opened(4, levels=(("N3",), ("N0",)))
    by = presiding(deliberation.session)
    decisions = decisions_of(deliberation)
    declare(
        seat=Seat.objects.get(session=deliberation.session, name="Karim Ould"),
        ties={decisions[3].attempt.candidate: "trainer"},
        by=Seat.objects.get(session=deliberation.session, name="Karim Ould").user,
        now=NOW,
    )
    only = decide_as_proposed(deliberation=deliberation, only=[decisions[0].pk], by=by, now=NOW)
    rest = decide_as_proposed(deliberation=deliberation, by=by, now=NOW)

    assert (only, rest) == (1, 2)  # Karim withdraws for the fourth: that one is looked at
    assert [each.outcome for each in decisions_of(deliberation)] == ["acquired", "not_acquired", "acquired", ""]


def test_a_mark_changes_with_a_reason_and_the_result_follows():
    deliberation = opened(1, levels=(("N0",),))
    (decision,) = decisions_of(deliberation)
    by = presiding(deliberation.session)
    rules = rules_for(deliberation.session)
    first = rules.criteria[0]
    decide(decision=decision, outcome="not_acquired", by=by, now=NOW)

    change = {"decision": decision, "criterion": first, "level": "N3", "by": by, "now": NOW}
    assert refusal(change_mark, **change, reason=" ") == reasons.REASON_NEEDED_FOR_MARK
    assert refusal(change_mark, **change | {"level": "N0"}, reason="x") == reasons.SAME_LEVEL
    assert refusal(change_mark, **change | {"level": "N9"}, reason="x").code == "marking.no_such_level"
    assert refusal(change_mark, **change | {"criterion": "C99"}, reason="x").code == "marking.no_such_criterion"
    for criterion in rules.criteria:
        changed = change_mark(**change | {"criterion": criterion}, reason="La vidéo le montre.")

    assert (changed.proposed, changed.score, changed.outcome) == ("acquired", 100, "")
    changed.attempt.refresh_from_db()
    assert (changed.attempt.state, changed.attempt.score) == ("acquired", 100)
    assert RetainedMark.objects.get(attempt=changed.attempt, criterion=first).how == Kept.JURY
    assert MarkChange.objects.filter(before="N0", after="N3").count() == len(rules.criteria)
    assert "N3" not in " ".join(Act.objects.filter(code="decision.mark_changed").values_list("details", flat=True))


def test_without_a_quorum_nothing_is_decided_nor_closed_and_nothing_is_lost():
    deliberation = opened(2)
    by = presiding(deliberation.session)
    first, second = decisions_of(deliberation)
    decide(decision=first, outcome="acquired", by=by, now=NOW)
    away(deliberation, "Karim", "Sofia")

    assert refusal(decide, decision=second, outcome="acquired", by=by, now=NOW) == reasons.NO_QUORUM
    assert refusal(decide_as_proposed, deliberation=deliberation, by=by, now=NOW) == reasons.NO_QUORUM
    change = {"decision": second, "criterion": "C1", "level": "N0", "reason": "x"}
    assert refusal(change_mark, **change, by=by, now=NOW) == reasons.NO_QUORUM
    assert reasons.NO_QUORUM in {finding.reason for finding in before_closing(deliberation)}
    adjourn(deliberation=deliberation, by=by, now=NOW)
    assert refusal(decide, decision=second, outcome="acquired", by=by, now=NOW) == reasons.ADJOURNED
    assert refusal(open_deliberation, session=deliberation.session, by=by, now=NOW) == reasons.OPEN_ALREADY

    resume(deliberation=deliberation, by=by, now=NOW + HOUR)
    everybody_there(deliberation)
    first.refresh_from_db()
    assert first.outcome == "acquired"
    decide(decision=second, outcome="acquired", by=by, now=NOW + HOUR)
    assert close(deliberation=deliberation, by=by, now=NOW + HOUR).number == "PV-2026-0001"


def test_a_proxy_goes_to_one_who_is_there_who_holds_one_only_and_counts_where_the_institution_says_so():
    deliberation = opened(1)
    (decision,) = decisions_of(deliberation)
    by = presiding(deliberation.session)
    settings = AssessmentSettings.objects.create(institution=deliberation.session.institution, quorum_percent=60)

    with pytest.raises(WrongValue) as refused:
        away(deliberation, "Karim", presence="represented")
    assert refused.value.reason == reasons.PROXY_NEEDED
    with pytest.raises(WrongValue) as refused:
        away(deliberation, "Karim", "Sofia", presence="represented", proxy="Mireille")
    assert refused.value.reason == reasons.TOO_MANY_PROXIES
    away(deliberation, "Sofia")
    with pytest.raises(WrongValue) as refused:
        away(deliberation, "Karim", presence="represented", proxy="Sofia")
    assert refused.value.reason == reasons.WRONG_PROXY
    away(deliberation, "Karim", presence="represented", proxy="Mireille")
    assert refusal(decide, decision=decision, outcome="acquired", by=by, now=NOW) == reasons.NO_QUORUM
    settings.proxies_count = True
    settings.save()
    decide(decision=decision, outcome="acquired", by=by, now=NOW)


def test_whoever_has_a_tie_withdraws_and_counts_no_more_for_that_candidate():
    deliberation = opened(2)
    session = deliberation.session
    first, second = decisions_of(deliberation)
    karim = Seat.objects.get(session=session, name="Karim Ould")
    president = presiding(session)
    declare(
        seat=Seat.objects.get(session=session, presides=True),
        ties={first.attempt.candidate: "relative"},
        by=president,
        now=NOW,
    )

    assert refusal(decide, decision=first, outcome="acquired", by=president, now=NOW) == reasons.TIED
    office = head(session.institution)
    decide(decision=first, outcome="acquired", by=office, now=NOW)
    declare(seat=karim, ties={first.attempt.candidate: "other"}, by=karim.user, now=NOW)
    reason = refusal(decide, decision=first, outcome="", by=office, now=NOW)
    assert reason == reasons.NO_QUORUM_FOR
    assert reasons.NO_QUORUM_FOR in {finding.reason for finding in before_closing(deliberation)}
    decide(decision=second, outcome="acquired", by=president, now=NOW)


def test_of_two_screens_the_one_that_is_behind_is_told_and_writes_nothing():
    deliberation = opened(2)
    first, second = decisions_of(deliberation)
    president, office = presiding(deliberation.session), head(deliberation.session.institution)
    deliberation.refresh_from_db()
    seen = deliberation.revision
    decide(decision=first, outcome="pending", reason="Pièce attendue", by=president, now=NOW, seen=seen)

    late = {"decision": first, "outcome": "acquired", "by": office, "now": NOW, "seen": seen}
    assert refusal(decide, **late) == reasons.CHANGED_MEANWHILE
    decide(decision=second, outcome="acquired", by=office, now=NOW, seen=seen)  # nobody touched this one
    first.refresh_from_db()
    assert first.outcome == "pending"
    assert refusal(close, deliberation=deliberation, by=president, now=NOW, seen=seen) == reasons.CHANGED_MEANWHILE
    arrivals = {"deliberation": deliberation, "presences": {}, "by": office, "now": NOW, "seen": seen}
    assert refusal(note_presence, **arrivals) == reasons.CHANGED_MEANWHILE
    fresh = Deliberation.objects.get(pk=deliberation.pk)
    close(deliberation=deliberation, by=president, now=NOW, seen=fresh.revision)


def test_remarks_are_written_until_the_close():
    deliberation = opened(1)
    by = presiding(deliberation.session)
    write_remarks(deliberation=deliberation, remarks=" Séance sans incident. ", by=by, now=NOW)
    decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
    minutes = close(deliberation=deliberation, by=by, now=NOW)

    assert minutes.data["deliberation"]["remarks"] == "Séance sans incident."
    assert refusal(write_remarks, deliberation=deliberation, remarks="x", by=by, now=NOW) == reasons.CLOSED


def test_what_hinders_the_close_is_told():
    session = marked_session(2)
    a_jury(session, declared=False)
    by = presiding(session)
    deliberation = open_deliberation(session=session, by=by, now=NOW)

    assert {finding.reason for finding in before_closing(deliberation)} == {
        reasons.UNDECIDED,
        reasons.PRESENCE_UNKNOWN,
        reasons.PRESIDENT_AWAY,
        reasons.NO_QUORUM,
    }
    everybody_there(deliberation)
    assert reasons.UNDECLARED in {finding.reason for finding in before_closing(deliberation)}
    assert refusal(close, deliberation=deliberation, by=by, now=NOW) == reasons.UNDECIDED
    assert not Minutes.objects.exists()


def test_a_deliberation_in_which_nothing_was_decided_is_called_off():
    deliberation = opened(1)
    (decision,) = decisions_of(deliberation)
    by = presiding(deliberation.session)
    decide(decision=decision, outcome="acquired", by=by, now=NOW)
    assert refusal(call_off, deliberation=deliberation, by=by, now=NOW) == reasons.DECIDED_ALREADY
    decide(decision=decision, outcome="", by=by, now=NOW)

    session = call_off(deliberation=deliberation, by=by, now=NOW)
    assert session.state == SessionState.MARKED
    assert not Deliberation.objects.exists()
    assert open_deliberation(session=session, by=by, now=NOW).number == 1


def test_a_retake_of_the_round_is_what_is_decided():
    session = marked_session(1, levels=(("N0",),))
    (candidate,) = session.candidates.all()
    first = candidate.attempts.get()
    again = candidate.attempts.create(number=2, round=1, scope=first.scope, opened_at=NOW)
    marked(again, "N3")
    a_jury(session)
    deliberation = open_deliberation(session=session, by=presiding(session), now=NOW)

    (decision,) = decisions_of(deliberation)
    assert (decision.attempt, decision.proposed) == (again, "acquired")


def test_what_was_put_off_is_decided_after_the_release():
    minutes = closed(2)
    by = presiding(minutes.deliberation.session)
    withdraw(minutes=minutes, by=by, now=NOW, why="une pièce manque")
    first, _ = decisions_of(minutes.deliberation)
    decide(decision=first, outcome="pending", reason="Pièce attendue", by=by, now=NOW)
    close(deliberation=minutes.deliberation, by=by, now=NOW)
    session = minutes.deliberation.session
    Session.objects.filter(pk=session.pk).update(state=SessionState.RELEASED)
    session.refresh_from_db()

    more = open_deliberation(session=session, by=by, now=NOW + timedelta(days=30))
    assert (more.kind, more.number) == ("complementary", 2)
    assert [each.attempt for each in decisions_of(more)] == [first.attempt]
    everybody_there(more)
    (awaited,) = decisions_of(more)
    decide(decision=awaited, outcome="acquired", reason="Pièce reçue", by=by, now=NOW)
    with pytest.raises(NotNow):  # something is decided
        call_off(deliberation=more, by=by, now=NOW, why="ouverte par erreur")


def test_opening_and_deciding_ask_the_database_as_often_for_many_as_for_few():
    counts = []
    for n in (1, 6):
        session = marked_session(n)
        a_jury(session)
        by = presiding(session)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            deliberation = everybody_there(open_deliberation(session=session, by=by, now=NOW))
            decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
            close(deliberation=deliberation, by=by, now=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_person_who_withdrew_is_not_decided_on():
    session = marked_session(2)
    stays, leaves = session.candidates.order_by("number")
    leaves.state = "withdrawn"
    leaves.save()
    a_jury(session)
    deliberation = open_deliberation(session=session, by=presiding(session), now=NOW)
    assert [each.attempt.candidate for each in decisions_of(deliberation)] == [stays]
