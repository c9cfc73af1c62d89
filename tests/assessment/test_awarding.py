"""An award exists only by the route that its design chose, gone to its end, and says how it was reached."""

from __future__ import annotations

from datetime import date
from itertools import islice, permutations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessment.deciders import (
    BEST,
    LATER,
    NOW,
    WORST,
    assessed_session,
    closed,
    decide,
    deliberated,
    jury_session,
    quiz_session,
    releaser,
    sealed,
)
from assessment.making import assessor, body, colleague
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.models import (
    AssessmentSettings,
    Attempt,
    AuditCheck,
    Award,
    Control,
    Decision,
    Deliberation,
    Marking,
)
from sceau.assessment.reasons import awards as reasons
from sceau.assessment.services.awarding import is_complete, make_awards
from sceau.assessment.services.correcting import propose_correction
from sceau.assessment.services.proposing import (
    check_result,
    confirm_results,
    propose_results,
    send_back,
)
from sceau.assessment.services.releasing import release_results
from sceau.assessment.services.sampling import sampled
from sceau.assessment.states import SessionState
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db


def refused(reason, act, error=NotNow, **values):
    with pytest.raises(error) as refusal:
        act(**values)
    assert refusal.value.reason is reason


def awarded(deliberation, now=NOW):
    return make_awards(deliberation=deliberation, by=None, now=now)


# Minutes


def test_sealed_minutes_give_one_award_for_each_acquired_result():
    deliberation = jury_session([BEST, WORST, BEST])

    made = awarded(deliberation)

    assert [award.decision.attempt.candidate.number for award in made] == [1, 3]
    award = made[0]
    assert award.awarded_on == date(2026, 11, 22)
    assert award.score == 100
    assert award.basis == {
        "route": "minutes",
        "people": [
            {"name": "Odile Perrin", "role": "présidence du jury"},
            {"name": "Karim Saïdi", "role": "membre du jury, chef d’entreprise"},
        ],
        "source": "",
        "digest": "ab" * 32,
    }
    minutes = deliberation.minutes.get()
    assert award.evidence == {
        "method": ["practical", "oral"],
        "events": ["E1", "E2"],
        "sources": ["screen"],
        "assessors": 2,
        "jury_on": "2026-11-22",
        "minutes": minutes.number,
    }


def test_twice_makes_nothing_twice():
    deliberation = jury_session()

    assert len(awarded(deliberation)) == 1
    assert awarded(deliberation) == []
    assert Award.objects.count() == 1
    assert Act.objects.filter(code="awards.made").count() == 1


def test_three_awards_ask_as_much_as_one():
    counts = []
    for levels in ([BEST], [BEST] * 3):
        deliberation = jury_session(levels)
        with CaptureQueriesContext(connection) as captured:
            awarded(deliberation)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_two_awards_of_one_decision_meet_the_database():
    award = awarded(jury_session())[0]
    award.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        award.save(force_insert=True)


def test_nothing_is_awarded_before_the_seal():
    deliberation = jury_session(seal=False)

    refused(reasons.STILL_OPEN, awarded, deliberation=deliberation)
    deliberation.closed_at, deliberation.closed_by = NOW, deliberation.opened_by
    deliberation.save()
    refused(reasons.MINUTES_NOT_SEALED, awarded, deliberation=deliberation)
    assert not Award.objects.exists()


def test_a_result_without_a_decision_stops_everything():
    deliberation = jury_session(seal=False)
    Decision.objects.filter(deliberation=deliberation).update(outcome="")
    sealed(deliberation, deliberation.opened_by)

    refused(reasons.SOMETHING_UNDECIDED, awarded, deliberation=deliberation)


def test_roles_speak_the_language_of_the_candidate():
    deliberation = jury_session()
    deliberation.session.candidates.update(language="en")

    assert awarded(deliberation)[0].basis["people"][0]["role"] == "president of the jury"


def test_results_per_outcome_only_where_the_body_chose_so():
    first = awarded(jury_session())[0]
    AssessmentSettings.objects.create(institution=body(), results_in_credential=True)
    second = awarded(jury_session())[0]

    assert first.marks == {}
    assert second.marks == dict.fromkeys(["C1", "C2", "C3", "C4"], BEST)


# What is known of supervision and identity


@pytest.mark.parametrize(
    ("controls", "supervision", "identity"),
    [
        ({}, "", None),
        ({"E1": ("sup_onsite_id", "verified"), "E2": ("sup_onsite_id", "verified")}, "sup_onsite_id", True),
        ({"E1": ("sup_onsite_id", "verified"), "E2": ("sup_online_id", "verified")}, "sup_online_id", True),
        ({"E1": ("sup_onsite_id", "verified")}, "", None),
        ({"E1": ("unsup_noid", "")}, "unsup_noid", False),
        ({"E1": ("sup_onsite_id", "verified"), "E2": ("sup_noid", "")}, "sup_noid", False),
        ({"E1": ("sup_onsite_id", "doubtful"), "E2": ("sup_onsite_id", "verified")}, "sup_noid", False),
        ({"E1": ("", "verified"), "E2": ("", "verified")}, "", True),
    ],
    ids=["nothing", "all", "weakest", "one unknown", "one without any", "one unseen", "one doubtful", "identity only"],
)
def test_supervision_and_identity_are_what_was_recorded_at_the_weakest_event(controls, supervision, identity):
    deliberation = jury_session()
    for event, (level, outcome) in controls.items():
        Control.objects.filter(event=event).update(supervision=level, outcome=outcome)

    award = awarded(deliberation)[0]

    assert (award.supervision, award.identity_verified) == (supervision, identity)
    assert ("supervision" in award.evidence) is bool(supervision)
    assert ("identity_verified" in award.evidence) is (identity is not None)


def test_the_number_of_assessors_is_unknown_when_one_marking_names_nobody():
    deliberation = jury_session()
    Marking.objects.filter(event="E2", place=1).update(assessor=None, source="import")

    assert "assessors" not in awarded(deliberation)[0].evidence


def test_observers_without_an_account_are_counted_by_name():
    deliberation = jury_session()
    Marking.objects.filter(event="E2").update(assessor=None, observer="Mme Rey", source="observation")

    assert awarded(deliberation)[0].evidence["assessors"] == 3


# A person proposes, another confirms


def test_whoever_marked_proposes_and_another_confirms():
    session, mona = assessed_session()
    deliberation = propose_results(session=session, by=mona, now=NOW)
    assert not Award.objects.exists()

    confirm_results(deliberation=deliberation, by=releaser(), now=LATER)

    award = Award.objects.get()
    assert award.awarded_on == date(2026, 11, 23)
    assert [person["name"] for person in award.basis["people"]] == ["Mona Petit", "Amina Benali"]
    assert award.evidence["assessors"] == 1
    session.refresh_from_db()
    assert session.state == SessionState.DECIDED


def test_one_person_is_not_two():
    session, _ = assessed_session()
    amina = releaser()
    Marking.objects.update(assessor=amina)
    deliberation = propose_results(session=session, by=amina, now=NOW)

    refused(reasons.TWO_PEOPLE, confirm_results, deliberation=deliberation, by=amina, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deliberation.objects.filter(pk=deliberation.pk).update(closed_at=NOW, closed_by=amina)


def test_who_did_not_mark_does_not_propose():
    session, _ = assessed_session()

    refused(reasons.PROPOSER_HAS_NOT_MARKED, propose_results, NotEntitled, session=session, by=releaser(), now=NOW)


def test_an_assessor_does_not_confirm():
    session, mona = assessed_session()
    deliberation = propose_results(session=session, by=mona, now=NOW)
    other = assessor(session, "Nora Blanc").user

    with pytest.raises(NotEntitled):
        confirm_results(deliberation=deliberation, by=other, now=NOW)


def test_what_is_sent_back_goes_to_marking_and_stays_on_record():
    session, mona = assessed_session()
    deliberation = propose_results(session=session, by=mona, now=NOW)

    refused(reasons.WHY_SENT_BACK, send_back, WrongValue, deliberation=deliberation, why=" ", by=releaser(), now=NOW)
    send_back(deliberation=deliberation, why="Une grille manque", by=releaser(), now=NOW)

    session.refresh_from_db()
    assert session.state == SessionState.MARKED
    refused(reasons.NOT_WAITING, confirm_results, deliberation=deliberation, by=releaser(), now=NOW)
    again = propose_results(session=session, by=mona, now=LATER)
    assert again.number == 2
    assert Deliberation.objects.get(number=1).remarks == "Une grille manque"


def test_marks_that_lack_stop_the_proposal():
    session, mona = assessed_session()
    Attempt.objects.filter(candidate__session=session, candidate__number=1).update(state="to_assess")

    refused(reasons.NOT_ALL_MARKED, propose_results, session=session, by=mona, now=NOW)


def test_a_jury_is_not_gone_round():
    session = jury_session(seal=False).session
    closed(session)

    refused(reasons.JURY_DECIDES, propose_results, session=session, by=releaser(), now=NOW)
    deliberation = Deliberation.objects.get()
    refused(reasons.JURY_DECIDES, confirm_results, deliberation=deliberation, by=releaser(), now=NOW)


# A system says so, a sample is looked at


def test_a_sample_is_drawn_and_a_person_agrees():
    session = quiz_session(4)
    deliberation = propose_results(session=session, by=releaser(), now=NOW)

    check = AuditCheck.objects.get()  # a quarter of four
    refused(reasons.AUDIT_NOT_DONE, confirm_results, deliberation=deliberation, by=releaser(), now=NOW)
    check_result(deliberation=deliberation, decision=check.decision, agrees=True, words="", by=releaser(), now=NOW)
    confirm_results(deliberation=deliberation, by=releaser(), now=LATER)

    award = Award.objects.first()
    assert Award.objects.count() == 4
    assert award.basis["source"] == "Plateforme du questionnaire"
    assert award.evidence["assessors"] == 0


def test_a_check_that_does_not_agree_stops_the_release():
    session = quiz_session(4)
    deliberation = propose_results(session=session, by=releaser(), now=NOW)
    decision = AuditCheck.objects.get().decision
    check = {"deliberation": deliberation, "decision": decision, "by": releaser(), "now": NOW}

    refused(reasons.AUDIT_WORDS, check_result, WrongValue, agrees=False, words=" ", **check)
    check_result(agrees=False, words="Deux réponses mal comptées", **check)

    refused(reasons.AUDIT_DISAGREES, confirm_results, deliberation=deliberation, by=releaser(), now=NOW)
    send_back(deliberation=deliberation, why="Barème à revoir", by=releaser(), now=NOW)
    again = propose_results(session=session, by=releaser(), now=LATER)
    drawn = AuditCheck.objects.filter(decision__deliberation=again)
    assert decision.attempt_id in drawn.values_list("decision__attempt", flat=True)  # no other sample by insisting


def test_the_draw_can_be_made_again_by_anybody_and_chosen_by_nobody():
    decisions = [Decision(pk=number) for number in range(1, 41)]

    first = sampled(decisions, 10, seed="2b1f6c1e")

    assert len(first) == 4
    assert sampled(decisions, 10, seed="2b1f6c1e") == first
    assert sampled(decisions, 10, seed="9d0c77aa") != first
    assert len(sampled(decisions[:3], 10, seed="x")) == 1
    assert len(sampled(decisions, 100, seed="x")) == 40


def test_a_result_that_was_not_drawn_is_not_checked():
    session = quiz_session(4)
    deliberation = propose_results(session=session, by=releaser(), now=NOW)
    other = Decision.objects.filter(audit__isnull=True).first()

    refused(
        reasons.NOT_DRAWN,
        check_result,
        deliberation=deliberation,
        decision=other,
        agrees=True,
        words="",
        by=releaser(),
        now=NOW,
    )


# Corrections


def test_a_corrective_decision_withdraws_the_award_and_makes_another():
    first = jury_session([BEST, WORST])
    former = awarded(first)[0]
    session = first.session
    second = deliberated(session, seal=False, kind="corrective", corrects=first, at=LATER)
    attempts = list(Attempt.objects.filter(candidate__session=session).order_by("pk"))
    decide(second, attempts[0], "not_acquired", at=LATER)
    decide(second, attempts[1], "acquired", at=LATER)
    sealed(second, second.opened_by, at=LATER)

    made = awarded(second, now=LATER)

    former.refresh_from_db()
    assert former.withdrawn_at == LATER
    assert former.withdrawn_by.deliberation == second
    assert [award.decision.attempt for award in made] == [attempts[1]]
    assert awarded(first, now=LATER) == []  # the first deliberation gives nothing back
    assert Award.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_two_people_correct_without_a_jury():
    session, mona = assessed_session([BEST, WORST])
    confirm_results(deliberation=propose_results(session=session, by=mona, now=NOW), by=releaser(), now=NOW)
    release_results(deliberation=Deliberation.objects.get(), by=releaser(), now=NOW)
    refused_one = Decision.objects.get(attempt__candidate__number=2)

    correction = propose_correction(
        decision=refused_one,
        outcome="acquired",
        marks={"C1": BEST, "C2": BEST, "C3": BEST, "C4": BEST},
        reason="Grilles échangées",
        by=mona,
        now=LATER,
    )
    confirm_results(deliberation=correction, by=releaser(), now=LATER)

    award = Award.objects.get(decision__deliberation=correction)
    assert award.score == 100
    assert correction.decisions.get().changes.count() == 4
    assert Award.objects.filter(withdrawn_at__isnull=True).count() == 2


def test_a_correction_that_is_refused_leaves_what_was_released():
    session, mona = assessed_session([BEST])
    confirm_results(deliberation=propose_results(session=session, by=mona, now=NOW), by=releaser(), now=NOW)
    release_results(deliberation=Deliberation.objects.get(), by=releaser(), now=NOW)
    correction = propose_correction(
        decision=Decision.objects.get(), outcome="not_acquired", reason="Erreur de personne", by=mona, now=LATER
    )

    send_back(deliberation=correction, why="Il n’y a pas d’erreur", by=releaser(), now=LATER)

    session.refresh_from_db()
    assert session.state == SessionState.RELEASED
    assert Award.objects.filter(withdrawn_at__isnull=True).count() == 1


# Whatever the order


def _assessor_steps():
    session, mona = assessed_session([BEST])
    amina = releaser()

    def last():
        return Deliberation.objects.order_by("-pk").first()

    return {
        "propose": lambda: propose_results(session=session, by=mona, now=NOW),
        "confirm": lambda: confirm_results(deliberation=last(), by=amina, now=NOW),
        "confirm by the same": lambda: confirm_results(deliberation=last(), by=mona, now=NOW),
        "award": lambda: awarded(last()),
        "send back": lambda: send_back(deliberation=last(), why="Non", by=amina, now=NOW),
    }


def _attempted(step):
    try:
        with transaction.atomic():
            step()
    except (NotNow, NotEntitled, WrongValue, AttributeError, IntegrityError):
        return


def test_no_award_without_its_complete_route_whatever_the_order():
    steps = _assessor_steps()

    for order in islice(permutations(steps), 0, None, 5):
        with transaction.atomic():
            for name in order:
                _attempted(steps[name])
                for award in Award.objects.select_related("decision__deliberation"):
                    assert is_complete(award.decision.deliberation), order
                    assert award.decision.outcome == "acquired"
                assert Award.objects.count() <= 1
            transaction.set_rollback(True)


def test_a_partner_decides_nothing():
    session, mona = assessed_session([BEST])
    deliberation = propose_results(session=session, by=mona, now=NOW)
    thierry = colleague(body("terres-vives"), "Thierry Vidal", "head")
    session.organiser = body("terres-vives")

    with pytest.raises(NotEntitled):
        confirm_results(deliberation=deliberation, by=thierry, now=NOW)
