"""An opening by mistake is undone while nothing was decided in it, and everything stands as it stood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessment.deciders import BEST, WORST, jury_session, releaser
from assessment.juries import HOUR, a_key, a_press, closed, everybody_there, presiding
from assessment.making import colleague
from institutions.people import NOW
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.models import (
    Attempt,
    Award,
    Candidate,
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
from sceau.assessment.services.appeals import Answer, answer_appeal, open_appeal
from sceau.assessment.services.deliberating import (
    adjourn,
    call_off,
    change_mark,
    decide,
    open_corrective,
    open_deliberation,
    resume,
)
from sceau.assessment.services.minutes import close, withdraw
from sceau.assessment.services.releasing import release_results
from sceau.assessment.services.retakes import open_retakes
from sceau.assessment.services.sealing import seal, signatures_of
from sceau.assessment.services.signing import sign_on_tablet
from sceau.assessment.services.stages import close_marking
from sceau.assessment.services.undoing import stood_before
from sceau.assessment.states import SessionState
from sceau.journal.models import Act, Why

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
DRAWN = "M10 50L20 20L40 20L60 10L80 60L90 40"
WHY = "Ouverte par erreur."
TABLES = (Session, Candidate, Attempt, RetainedMark, Deliberation, Decision, MarkChange, Seat, Seated, Minutes, Award)


def refusal(call, **arguments):
    with pytest.raises((NotNow, WrongValue, NotEntitled)) as refused:
        call(**arguments)
    return refused.value.reason


def everything():
    """Every row of every table that a deliberation touches; the moment of the last move aside."""
    found = {}
    for table in TABLES:
        rows = [dict(row) for row in table.objects.order_by("pk").values()]
        found[table.__name__] = [{name: value for name, value in row.items() if name != "changed_at"} for row in rows]
    return found


def released(folder, *, pending=False):
    """Two candidates decided, the minutes sealed, the results released; the first one put off where a test says so."""
    minutes = closed(2)
    president = presiding(minutes.deliberation.session)
    if pending:
        deliberation = withdraw(minutes=minutes, by=president, now=NOW, why="une pièce manque")
        first = deliberation.decisions.order_by("pk").first()
        decide(decision=first, outcome="pending", reason="Pièce attendue", by=president, now=NOW)
        minutes = close(deliberation=deliberation, by=president, now=NOW + HOUR)
    for each in signatures_of(minutes):
        sign_on_tablet(signature=each, drawn=DRAWN, shown=minutes.digest, by=president, now=NOW + HOUR)
    a_key(minutes.institution)
    seal(minutes=minutes, by=president, press=a_press(folder), now=NOW + HOUR)
    release_results(deliberation=minutes.deliberation, by=president, now=NOW + HOUR)
    return Session.objects.get(), president, minutes.deliberation


def corrective(session, president, former):
    (first, _) = former.decisions.order_by("pk")
    return open_corrective(
        session=session, corrects=former, attempts=[first.attempt], by=president, now=LATER, why="Mauvaise ligne"
    )


def test_a_corrective_deliberation_opened_by_mistake_leaves_no_trace_but_in_the_journal(tmp_path):
    session, president, former = released(tmp_path)
    before = everything()
    deliberation = everybody_there(corrective(session, president, former))
    (decision,) = deliberation.decisions.all()
    decide(decision=decision, outcome="not_acquired", reason="Vidéo d’un autre", by=president, now=LATER)
    asked = {"deliberation": deliberation, "by": president, "now": LATER}
    assert refusal(call_off, **asked, why=WHY) == reasons.DECIDED_ALREADY
    decide(decision=decision, outcome="", by=president, now=LATER)
    assert refusal(call_off, **asked, why=" ") == reasons.WHY_CALLED_OFF
    karim = colleague(session.institution, "Karim Ould", "jury_member")
    assert refusal(call_off, **asked | {"by": karim}, why=WHY) == reasons.KEEPER_ONLY
    adjourn(**asked)
    assert refusal(call_off, **asked, why=WHY) == reasons.ADJOURNED
    resume(**asked)

    assert call_off(**asked, why=WHY).state == SessionState.RELEASED
    assert everything() == before
    act = Act.objects.get(code="deliberation.called_off")
    assert (Why.objects.get(act=act).text, '"kind":"corrective"' in act.details) == (WHY, True)
    assert corrective(session, president, former).number == 2


def test_a_complementary_deliberation_opened_by_mistake_too(tmp_path):
    session, president, _ = released(tmp_path, pending=True)
    before = everything()
    deliberation = open_deliberation(session=session, by=president, now=LATER)
    assert deliberation.kind == "complementary"

    call_off(deliberation=deliberation, by=president, now=LATER, why=WHY)
    assert everything() == before
    again = everybody_there(open_deliberation(session=session, by=president, now=LATER))
    assert [each.attempt_id for each in again.decisions.all()] == [Decision.objects.get(outcome="pending").attempt_id]


def test_a_mark_that_was_changed_keeps_the_deliberation(tmp_path):
    session, president, former = released(tmp_path)
    deliberation = everybody_there(corrective(session, president, former))
    (decision,) = deliberation.decisions.all()
    change_mark(decision=decision, criterion="C1", level="N0", reason="Grille échangée", by=president, now=LATER)

    assert refusal(call_off, deliberation=deliberation, by=president, now=LATER, why=WHY) == reasons.DECIDED_ALREADY
    assert Session.objects.get().state == SessionState.DELIBERATION


def test_minutes_that_were_made_keep_it_even_taken_back(tmp_path):
    session, president, former = released(tmp_path)
    deliberation = everybody_there(corrective(session, president, former))
    (decision,) = deliberation.decisions.all()
    decide(decision=decision, outcome="not_acquired", reason="Vidéo d’un autre", by=president, now=LATER)
    minutes = close(deliberation=deliberation, by=president, now=LATER)
    again = withdraw(minutes=minutes, by=president, now=LATER, why="une faute")
    decide(decision=again.decisions.get(), outcome="", by=president, now=LATER)

    assert refusal(call_off, deliberation=again, by=president, now=LATER, why=WHY) == reasons.DECIDED_ALREADY


def test_what_follows_an_appeal_goes_to_its_end():
    former = jury_session([WORST])
    president = former.opened_by
    release_results(deliberation=former, by=president, now=NOW)
    decision = former.decisions.get()
    appeal = open_appeal(decision=decision, words="Ma vidéo n’a pas été vue.", by=None, now=NOW)
    answer_appeal(appeal=appeal, answer=Answer(words="Revu.", effect="corrective"), by=releaser(), now=LATER)
    deliberation = Deliberation.objects.get(kind="corrective")

    asked = {"deliberation": deliberation, "by": president, "now": LATER, "why": WHY}
    assert refusal(call_off, **asked) == reasons.ANSWERS_AN_APPEAL


def test_a_later_round_goes_back_to_its_closed_marking():
    """Round 1 is released, somebody comes again: what is opened on round 2 is complementary, and goes back to MARKED."""
    former = jury_session([BEST, WORST])
    session, president = former.session, former.opened_by
    release_results(deliberation=former, by=president, now=NOW)
    session.refresh_from_db()
    failed = former.decisions.get(outcome="not_acquired").attempt.candidate
    open_retakes(session=session, candidates=[failed], beyond_limits="essai", by=releaser(), now=LATER)
    again = Attempt.objects.get(candidate=failed, number=2)
    for name in again.scope:
        RetainedMark.objects.create(attempt=again, criterion=name, level=BEST, how="single", settled_at=LATER)
    Attempt.objects.filter(pk=again.pk).update(state="acquired")
    session.refresh_from_db()
    close_marking(session=session, by=releaser(), now=LATER)
    deliberation = open_deliberation(session=session, by=president, now=LATER)

    assert (deliberation.kind, deliberation.round) == ("complementary", 2)
    assert stood_before(deliberation) == SessionState.MARKED
    assert call_off(deliberation=deliberation, by=president, now=LATER).state == SessionState.MARKED
