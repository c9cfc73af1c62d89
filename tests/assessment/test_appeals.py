"""A decision is contested within its days, answered with reasons by somebody who did not mark, and may change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessment.deciders import BEST, NOW, WORST, assessed_session, jury_session, releaser
from assessment.making import assessor, colleague
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Appeal, AssessmentSettings, Attempt, Award, Decision, Deliberation
from sceau.assessment.reasons import appeals as reasons
from sceau.assessment.services.appeals import Answer, answer_appeal, open_appeal, window_of, withdraw_appeal
from sceau.assessment.services.awarding import make_awards
from sceau.assessment.services.proposing import confirm_results, propose_results
from sceau.assessment.services.releasing import release_results
from sceau.assessment.states import DeliberationKind, SessionState
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db

WHY = "Ma grille porte le nom d’une autre personne."


def refused(reason, act, error=NotNow, **values):
    with pytest.raises(error) as refusal:
        act(**values)
    assert refusal.value.reason is reason


def by_jury(at=NOW, released=None) -> Decision:
    """A refusal by a jury, released."""
    deliberation = jury_session([WORST], at=at)
    make_awards(deliberation=deliberation, by=None, now=at)
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=released or at)
    return Decision.objects.get()


def by_assessor() -> tuple[Decision, object]:
    session, mona = assessed_session([WORST])
    deliberation = propose_results(session=session, by=mona, now=NOW)
    confirm_results(deliberation=deliberation, by=releaser(), now=NOW)
    release_results(deliberation=deliberation, by=releaser(), now=NOW)
    return Decision.objects.get(), mona


def contested(decision, now=NOW, **values) -> Appeal:
    return open_appeal(**{"decision": decision, "words": WHY, "by": None, "now": now} | values)


# The window


def test_the_last_day_is_whole_where_the_house_is():
    decision = by_jury()
    window = window_of(decision, now=NOW)

    assert window.last_day == date(2026, 12, 22)
    last_minute = datetime(2026, 12, 22, 22, 59, tzinfo=UTC)  # 23:59 in Paris
    assert window_of(decision, now=last_minute).is_open
    assert not window_of(decision, now=last_minute + timedelta(minutes=1)).is_open


def test_the_window_ends_at_midnight_on_either_side_of_a_change_of_hour():
    # released on 26 September at 23:30 in Paris, summer time; thirty days lead over the change of 25 October
    decision = by_jury(at=datetime(2026, 9, 26, 21, 30, tzinfo=UTC))

    assert window_of(decision, now=NOW).last_day == date(2026, 10, 26)
    assert window_of(decision, now=datetime(2026, 10, 26, 22, 59, tzinfo=UTC)).is_open  # winter time by now
    assert not window_of(decision, now=datetime(2026, 10, 26, 23, 0, tzinfo=UTC)).is_open


def test_a_release_after_midnight_counts_from_the_day_in_paris():
    decision = by_jury(at=datetime(2026, 11, 21, 23, 30, tzinfo=UTC))  # 22 November, 0:30

    assert window_of(decision, now=NOW).last_day == date(2026, 12, 22)


def test_too_late_says_until_when_it_was():
    decision = by_jury()

    with pytest.raises(NotNow) as refusal:
        contested(decision, now=datetime(2026, 12, 22, 23, 0, tzinfo=UTC))

    assert "22 décembre 2026 inclus" in refusal.value.sentence("fr")
    assert "22 December 2026" in refusal.value.sentence("en")


def test_a_paper_counts_from_the_day_on_which_it_came():
    decision, late = by_jury(), datetime(2026, 12, 28, 9, tzinfo=UTC)

    refused(reasons.TOO_LATE, contested, decision=decision, now=late, by=releaser())
    refused(
        reasons.RECEIVED_WHEN,
        contested,
        WrongValue,
        decision=decision,
        now=late,
        by=releaser(),
        received_on=date(2026, 11, 1),
    )
    appeal = contested(decision, now=late, by=releaser(), received_on=date(2026, 12, 22))
    assert appeal.noted_by == releaser()
    assert appeal.due_at == datetime(2027, 1, 21, 23, 0, tzinfo=UTC)  # the end of thirty days later, in Paris


def test_a_body_may_provide_for_no_appeal():
    decision = by_jury()
    AssessmentSettings.objects.create(institution=decision.deliberation.session.institution, appeal_days=0)

    refused(reasons.NO_APPEAL_HERE, contested, decision=decision)


def test_before_the_release_there_is_nothing_to_contest():
    jury_session([WORST])

    refused(reasons.NOT_RELEASED, contested, decision=Decision.objects.get())


# Opening


def test_an_appeal_is_noted_once():
    decision = by_jury()
    contested(decision)

    refused(reasons.OPEN_ALREADY, contested, AlreadyThere, decision=decision)
    act = Act.objects.get(code="appeal.opened")
    assert WHY not in act.details


@pytest.mark.parametrize(("words", "reason"), [(" ", reasons.NO_WORDS), ("x" * 5001, reasons.TOO_LONG)])
def test_words_are_needed_and_have_a_bound(words, reason):
    refused(reason, contested, WrongValue, decision=by_jury(), words=words)


def test_an_assessor_does_not_note_appeals_of_others():
    decision, mona = by_assessor()

    with pytest.raises(NotEntitled):
        contested(decision, by=mona)


def test_a_candidate_takes_an_appeal_back_and_may_come_again():
    decision = by_jury()
    withdraw_appeal(appeal=contested(decision), by=None, now=NOW)

    refused(reasons.NOT_OPEN, withdraw_appeal, appeal=Appeal.objects.get(), by=None, now=NOW)
    assert contested(decision).state == "open"


# Answering


def test_a_decision_is_maintained_with_reasons():
    appeal = contested(by_jury())

    refused(
        reasons.NO_ANSWER,
        answer_appeal,
        WrongValue,
        appeal=appeal,
        answer=Answer(words=" ", effect="none"),
        by=releaser(),
        now=NOW,
    )
    refused(
        reasons.NO_EFFECT,
        answer_appeal,
        WrongValue,
        appeal=appeal,
        answer=Answer(words="Non.", effect="perhaps"),
        by=releaser(),
        now=NOW,
    )
    answered = answer_appeal(
        appeal=appeal, answer=Answer(words="La grille est la bonne.", effect="none"), by=releaser(), now=NOW
    )

    assert (answered.state, answered.effect) == ("answered", "none")
    assert Deliberation.objects.count() == 1


def test_whoever_marked_does_not_answer():
    decision, mona = by_assessor()
    colleague(decision.deliberation.session.institution, mona.name, "head")

    refused(
        reasons.MARKED_IT,
        answer_appeal,
        NotEntitled,
        appeal=contested(decision),
        answer=Answer(words="Non.", effect="none"),
        by=mona,
        now=NOW,
    )


def test_an_assessor_answers_nothing():
    decision = by_jury()
    nora = assessor(decision.deliberation.session, "Nora Blanc").user

    with pytest.raises(NotEntitled):
        answer_appeal(appeal=contested(decision), answer=Answer(words="Non.", effect="none"), by=nora, now=NOW)


def test_a_jury_is_called_again_for_this_candidate_only():
    decision = by_jury()

    answer_appeal(
        appeal=contested(decision),
        answer=Answer(words="Deux grilles ont été échangées.", effect="corrective"),
        by=releaser(),
        now=NOW,
    )

    corrective = Deliberation.objects.get(kind=DeliberationKind.CORRECTIVE)
    assert corrective.corrects == decision.deliberation
    assert [each.attempt for each in corrective.decisions.all()] == [decision.attempt]
    assert corrective.session.state == SessionState.DELIBERATION


def test_without_a_jury_the_answer_proposes_and_another_confirms():
    decision, mona = by_assessor()
    president = colleague(decision.deliberation.session.institution, "Odile Perrin", "jury_president")
    answer = Answer(
        words="Deux grilles ont été échangées.",
        effect="corrective",
        outcome="acquired",
        marks=dict.fromkeys(["C1", "C2", "C3", "C4"], BEST),
    )

    refused(
        reasons.WRONG_RESULT,
        answer_appeal,
        WrongValue,
        appeal=contested(decision),
        answer=Answer(words="Oui.", effect="corrective"),
        by=president,
        now=NOW,
    )
    answer_appeal(appeal=Appeal.objects.get(), answer=answer, by=president, now=NOW)
    assert not Award.objects.exists()
    confirm_results(deliberation=Deliberation.objects.get(kind=DeliberationKind.CORRECTIVE), by=releaser(), now=NOW)

    assert Award.objects.get().score == 100
    assert mona.markings.count() == 2  # what was marked stays as it was


def test_a_new_attempt_is_opened_beyond_the_limits():
    decision = by_jury()
    later = NOW + timedelta(days=2)

    answer_appeal(
        appeal=contested(decision),
        answer=Answer(words="Une coupure de courant a gêné l’épreuve.", effect="new_attempt"),
        by=releaser(),
        now=later,
    )

    assert Attempt.objects.filter(candidate=decision.attempt.candidate).count() == 2
    act = Act.objects.get(code="marking.retake_opened")
    assert '"beyond_limits":true' in act.details.replace(" ", "")


def test_what_the_effect_refuses_leaves_the_appeal_open():
    deliberation = jury_session([BEST])
    release_results(deliberation=deliberation, by=deliberation.opened_by, now=NOW)
    appeal = contested(Decision.objects.get())  # of a result that was acquired: there is nothing to take again

    refused(
        reasons.NO_NEW_ATTEMPT,
        answer_appeal,
        appeal=appeal,
        answer=Answer(words="Oui.", effect="new_attempt"),
        by=releaser(),
        now=NOW,
    )
    appeal.refresh_from_db()
    assert appeal.state == "open"


def test_only_the_last_decision_is_contested():
    decision, _ = by_assessor()
    president = colleague(decision.deliberation.session.institution, "Odile Perrin", "jury_president")
    answer_appeal(
        appeal=contested(decision),
        answer=Answer(words="Oui.", effect="corrective", outcome="acquired"),
        by=president,
        now=NOW,
    )
    correction = Deliberation.objects.get(kind=DeliberationKind.CORRECTIVE)
    confirm_results(deliberation=correction, by=releaser(), now=NOW)

    refused(reasons.NOT_THE_LAST, contested, decision=decision)
