"""Of each rule of the schedule: the preview is what the round does, twice is once, killed in the middle is gone on with,
and nothing goes that somebody still needs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from assessment.deciding import appealed
from assessment.everything import everything, told
from assessment.making import a_session, body, candidates, head
from institutions.people import NOW
from sceau.assessment.guards import GUARDS
from sceau.assessment.models import AssessmentSettings as Settings
from sceau.assessment.models import Attendance, Candidate, Convocation, Decision, Incident, Piece, RetainedMark, Sheet
from sceau.assessment.personal.clocks import at_rest
from sceau.journal.models import Act
from sceau.people import retention
from sceau.people.models import Archived, RetentionRule
from sceau.people.retention import preview, run
from sceau.people.schedule import DEFAULTS
from sceau.people.states import DataKind, Step

pytestmark = pytest.mark.django_db

A_DAY, YEAR = timedelta(days=1), timedelta(days=366)
# what carries something out of these two, after which time, under the default rules
CARRIED_OUT = {
    DataKind.ENROLMENT: {Step.DELETE: 1},
    DataKind.ATTENDANCE: {Step.DELETE: 3},
    DataKind.INCIDENTS: {Step.DELETE: 3},
    DataKind.ANSWERS: {Step.DELETE: 1},
    DataKind.RECORDINGS: {Step.DELETE: 0},
    DataKind.SCORES: {Step.RESTRICT: 3, Step.DELETE: 10},
    DataKind.IDENTITY_CHECKS: {Step.DELETE: 1},
    DataKind.AWARDS: {Step.RESTRICT: 5},
}
STEPS = [(kind, step, years) for kind, steps in CARRIED_OUT.items() for step, years in steps.items()]
WINDOW = timedelta(days=31)  # of appeals, to the end of its last day


def counts(now):
    return {(each.kind, each.step): each.count for each in preview(body(), now)}


def done(now):
    return {name: count for name, count in run(body(), now, by=head(body())).items() if count}


def named(found):
    return {f"{kind.value}.{step.value}": count for (kind, step), count in found.items()}


def everything_told():
    candidate = everything()
    told(candidate)
    return candidate


def unguarded(rows, **values):
    """Write what the database refuses to change once it was decided."""
    with GUARDS.lifted(connection):
        rows.update(**values)


@pytest.fixture
def only(monkeypatch):
    """One rule at a time: the holdings of a kind."""

    def of(kind):
        kept = {name: each for name, each in retention._HOLDINGS.items() if each.kind == kind}
        monkeypatch.setattr(retention, "_HOLDINGS", kept)

    return of


@pytest.mark.parametrize(("kind", "step", "years"), STEPS)
def test_the_preview_is_what_the_round_does_and_twice_is_once(kind, step, years, only):
    everything_told()
    only(kind)
    early = NOW + (years * YEAR * 0.9 if years else A_DAY)
    assert (kind, step) not in counts(early)
    late = NOW + years * YEAR + WINDOW + A_DAY
    found = counts(late)
    assert found[kind, step] > 0

    assert done(late) == named(found)

    assert counts(late) == {}
    assert done(late) == {}


@pytest.mark.parametrize(("kind", "step", "years"), STEPS)
def test_a_round_killed_in_the_middle_loses_nothing_and_the_next_one_does_the_rest(
    kind, step, years, only, monkeypatch
):
    everything_told()
    only(kind)
    monkeypatch.setattr(retention, "BATCH", 1)
    late = NOW + years * YEAR + WINDOW + A_DAY
    found = counts(late)
    acts = Act.objects.filter(code="retention.carried_out")
    written = retention.write_of
    total = sum(found.values())
    last = min(total, 2)  # the batch that it dies in
    calls = []

    def dies(*args, **details):
        calls.append(details)
        written(*args, **details)
        if len(calls) == last:
            raise KeyboardInterrupt  # after the rows and their act were written, before they were committed

    monkeypatch.setattr(retention, "write_of", dies)
    with pytest.raises(KeyboardInterrupt):
        run(body(), late, by=head(body()))
    assert sum(counts(late).values()) == total - (last - 1)
    assert acts.count() == last - 1

    assert sum(done(late).values()) == total - (last - 1)
    assert acts.count() == total
    assert counts(late) == {}


@pytest.mark.parametrize(("kind", "step", "years"), [each for each in STEPS if each[0] != DataKind.AWARDS])
def test_nothing_goes_while_an_appeal_is_open_nor_while_a_result_is_awaited(kind, step, years, only):
    candidate = everything()
    only(kind)
    late = NOW + years * YEAR + WINDOW + A_DAY
    assert counts(late) == {}  # decided, and nobody was told
    told(candidate)
    appeal = appealed(Decision.objects.get())
    assert counts(late) == {}

    type(appeal).objects.filter(pk=appeal.pk).update(
        state="answered", answer="…", effect="none", answered_at=late, answered_by=head(body())
    )
    counted_from_the_answer = kind not in {DataKind.ATTENDANCE, DataKind.INCIDENTS}  # theirs is the day itself
    assert counts(late).get((kind, step), 0) == 0 or not counted_from_the_answer or years == 0
    assert counts(late + years * YEAR + WINDOW + A_DAY)[kind, step] > 0


@pytest.mark.parametrize(("kind", "step", "years"), [each for each in STEPS if each[0] != DataKind.AWARDS])
def test_nothing_goes_of_somebody_who_sits_again(kind, step, years, only):
    candidate = everything()
    told(candidate)
    only(kind)
    late = NOW + years * YEAR + WINDOW + A_DAY
    candidate.attempts.create(number=2, round=2, scope=["C1"], opened_at=late)

    assert counts(late) == {}


@pytest.mark.parametrize("kind", [DataKind.ANSWERS, DataKind.RECORDINGS, DataKind.ENROLMENT])
def test_nothing_goes_while_one_may_still_appeal_whatever_the_rule(kind, only):
    everything_told()
    RetentionRule.objects.create(institution=body(), kind=kind, active_months=0, then="delete")
    Settings.objects.create(institution=body(), appeal_days=60)
    only(kind)

    assert counts(NOW + timedelta(days=60)) == {}
    assert counts(NOW + timedelta(days=61))[kind, Step.DELETE] > 0


def test_what_was_shown_in_part_is_kept_for_as_long_as_it_counts():
    candidate = everything(outcome="partial")
    unguarded(Decision.objects.all(), kept=["C1"], kept_until=(NOW + 12 * YEAR).date())
    told(candidate)

    assert ("scores.delete") not in named(counts(NOW + 11 * YEAR))
    run(body(), NOW + 11 * YEAR, by=head(body()))
    assert RetainedMark.objects.exists()

    assert counts(NOW + 13 * YEAR)[DataKind.SCORES, Step.DELETE] == 1


@pytest.mark.parametrize("outcome", ["suspended", "pending"])
def test_nothing_goes_of_a_result_that_is_suspended_or_put_off(outcome):
    candidate = everything(outcome=outcome)
    told(candidate)
    found = preview(body(), NOW + 11 * YEAR)

    assert {each.kind for each in found} == {DataKind.AWARDS, DataKind.PROSPECTS}
    (idle,) = [each for each in found if each.kind == DataKind.PROSPECTS]
    assert idle.count == 1  # somebody else, of whom nothing is held
    assert not {candidate.uuid, candidate.person.uuid} & set(idle.uuids)


def test_an_appeal_that_comes_while_the_round_runs_is_seen(monkeypatch):
    everything_told()
    holding = retention._HOLDINGS["assessment.pieces"]
    late = NOW + YEAR
    held = []

    def hold(institution, uuids):
        held.extend(uuids)
        appealed(Decision.objects.get())
        holding.hold(institution, uuids)

    retention_holding = retention.Holding(holding.kind, holding.due, holding.apply, hold, holding.needed)
    monkeypatch.setattr(retention, "_HOLDINGS", {"assessment.pieces": retention_holding})

    assert done(late) == {}
    assert len(held) == Piece.objects.filter(name__in=("words-Piece", "words-Removed")).count() == 2


def test_somebody_who_applied_is_not_forgotten_before_the_session_is_past():
    session = a_session(starts_on=(NOW + 2 * YEAR).date(), ends_on=(NOW + 2 * YEAR).date())
    (candidate,) = candidates(session, state="applied", motivation="Dix ans de métier")
    assert not {key for key in counts(NOW + 1.5 * YEAR) if key[0] != DataKind.REMOVED_ADDRESSES}

    assert counts(NOW + 2 * YEAR + A_DAY)[DataKind.PROSPECTS, Step.DELETE] == 1
    run(body(), NOW + 2 * YEAR + A_DAY, by=head(body()))
    assert not Candidate.objects.filter(pk=candidate.pk).exists()


def test_somebody_who_left_after_being_marked_ends_by_the_same_rules():
    candidate = everything()
    assert not at_rest(body()).exists()  # the decision is not told
    (other,) = candidates(a_session(), state="withdrawn")
    Piece.objects.create(attempt=other.attempts.get(), kind="text", name="Notes", sent_at=NOW)

    assert list(at_rest(body())) == [other]
    assert counts(NOW + YEAR)[DataKind.ANSWERS, Step.DELETE] == 1
    assert candidate.pk != other.pk


def test_an_adjourned_deliberation_holds_nobody_and_an_attempt_before_the_last_is_not_forgotten():
    candidate = everything()
    told(candidate)
    session = candidate.session
    session.deliberations.create(
        number=2, round=1, route="minutes", opened_at=NOW, opened_by=head(body())
    ).decisions.create(attempt=candidate.attempts.get(), proposed="acquired")
    assert not at_rest(body()).exists()

    session.deliberations.filter(number=2).update(adjourned_at=NOW)
    assert list(at_rest(body())) == [candidate]


def test_the_papers_of_the_day_end_with_their_scans_and_the_line_of_the_register_stays():
    everything_told()

    run(body(), NOW + 3 * YEAR + WINDOW, by=head(body()))

    for model in (Convocation, Sheet, Attendance, Incident):
        assert not model.objects.exists(), model
    assert Decision.objects.exists()


def test_what_is_deleted_is_not_counted_among_what_is_archived():
    everything_told()

    assert (DataKind.SCORES, Step.RESTRICT) not in counts(NOW + 11 * YEAR)
    assert "scores.restrict" not in done(NOW + 11 * YEAR)
    assert not Archived.objects.filter(kind="scores").exists()


def test_rules_without_anything_here_are_those_of_other_rooms():
    silent = set(DEFAULTS) - set(CARRIED_OUT)

    assert silent == {
        DataKind.PROSPECTS,
        DataKind.CREDENTIALS,
        DataKind.REQUESTS,
        DataKind.ACCESS_LOGS,
        DataKind.REMOVED_ADDRESSES,
    }
