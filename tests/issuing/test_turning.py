"""Credentials suspended, restored and revoked: what verifiers then read, who is written to, and what stays for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from design.test_races import together
from issuing.making import NOW, a_preparer, body, colleague, head, without_address
from issuing.standing import LATER, issued, report_of, verdict_of
from sceau.issuing.errors import NotEntitled, NotNow, WrongValue
from sceau.issuing.models import Batch, Credential, Letter, StatusList, Turn
from sceau.issuing.reasons import turning as reasons
from sceau.issuing.services import turning
from sceau.issuing.services.letters import holds, queue
from sceau.issuing.services.turning import Effect, preview_turn, turn
from sceau.issuing.states import BatchState, CredentialState, Kind, LetterState
from sceau.journal.models import Act
from sceau.journal.verification import recheck_all

pytestmark = pytest.mark.django_db
SUSPENDED, VALID, REVOKED = CredentialState.SUSPENDED, CredentialState.VALID, CredentialState.REVOKED
WHY = "Enregistrement de l’épreuve à vérifier"
in_memory = pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite shares nothing between threads")


def handed_over(credentials):
    Batch.objects.filter(lines__credential__in=credentials).update(state=BatchState.DONE)
    return credentials


def turned(credentials, state, *, by=None, now=LATER, why=WHY, **asked):
    chosen = [each.pk for each in credentials]
    return turn(institution=body(), credentials=chosen, state=state, by=by or head(body()), now=now, why=why, **asked)


def states(credentials):
    return [Credential.objects.get(pk=each.pk).state for each in credentials]


def refused(asked, *credentials, state=SUSPENDED, **more):
    before = [(each.state, each.why) for each in Credential.objects.order_by("pk")]
    revision = StatusList.objects.get().revision
    with pytest.raises(asked) as refusal:
        turned(credentials, state, **more)
    assert [(each.state, each.why) for each in Credential.objects.order_by("pk")] == before
    assert StatusList.objects.get().revision == revision
    return refusal.value


def test_suspended_then_restored_a_credential_is_to_check_and_then_valid_again():
    one, other = handed_over(issued(2))

    done = turned([one], SUSPENDED)
    assert done == Effect(1, {}, written=1)
    assert (verdict_of(one), verdict_of(other)) == ("check", "valid")
    one.refresh_from_db()
    assert (one.state, one.state_at, one.state_by, one.why) == (SUSPENDED, LATER, head(body()), WHY)

    turned([one], VALID, now=LATER + timedelta(minutes=5), why="")
    assert verdict_of(one, now=LATER + timedelta(minutes=6)) == "valid"
    kept = Turn.objects.filter(credential=one).order_by("pk").values_list("state", "why", "by__name")
    assert list(kept) == [(SUSPENDED, WHY, "Amina Benali"), (VALID, "", "Amina Benali")]


def test_a_revocation_is_for_good():
    (one,) = handed_over(issued(1))
    turned([one], REVOKED)

    report = report_of(one)
    assert (report.verdict, report.sentence["fr"]) == ("invalid", "Authentique, mais révoquée")
    for state in (VALID, SUSPENDED, REVOKED):
        assert refused(NotNow, one, state=state).reason is reasons.NOTHING_TO_TURN
    assert verdict_of(one) == "invalid"


@pytest.mark.parametrize("before", ["replaced", "cancelled", "erased"])
@pytest.mark.parametrize("state", [SUSPENDED, VALID, REVOKED])
def test_what_was_replaced_called_off_or_erased_cannot_be_turned(before, state):
    (one,) = issued(1)
    Credential.objects.filter(pk=one.pk).update(state=before)

    assert refused(NotNow, one, state=state).reason is reasons.NOTHING_TO_TURN
    assert not Turn.objects.exists()


def test_of_many_those_that_may_are_turned_and_the_preview_said_so():
    several = handed_over(issued(5))
    without_address(several[1].award.person)
    turned(several[3:4], SUSPENDED)
    turned(several[4:], REVOKED)
    chosen = [each.pk for each in several]

    for state, effect in [
        (SUSPENDED, Effect(3, {"suspended": 1, "revoked": 1}, written=2, printed=1)),
        (REVOKED, Effect(4, {"revoked": 1}, written=3, printed=1)),
        (VALID, Effect(1, {"valid": 3, "revoked": 1}, written=1)),
    ]:
        assert preview_turn(institution=body(), credentials=chosen, state=state) == effect
    assert turned(several, REVOKED, expected=4) == Effect(4, {"revoked": 1}, written=3, printed=1)
    assert states(several) == ["revoked"] * 5


def test_each_credential_has_one_act_and_one_letter_and_the_reason_stands_apart():
    several = handed_over(issued(3))
    without_address(several[2].award.person)

    turned(several, SUSPENDED)
    turned(several[:2], REVOKED, now=LATER + timedelta(minutes=1), why="Fraude établie")

    acts = Act.objects.filter(code__in=["credential.suspended", "credential.restored", "credential.revoked"])
    told = [(each.code, each.subject, each.reason.text) for each in acts.select_related("reason").order_by("pk")]
    assert told == [("credential.suspended", f"credential:{each.uuid}", WHY) for each in several] + [
        ("credential.revoked", f"credential:{each.uuid}", "Fraude établie") for each in several[:2]
    ]
    assert not acts.filter(details__icontains="Fraude").exists()
    assert all(result.is_whole for result in recheck_all())
    letters = Letter.objects.order_by("pk").values_list("credential", "kind", "state")
    assert list(letters) == [
        (several[0].pk, "suspended", "waiting"),
        (several[1].pk, "suspended", "waiting"),
        (several[2].pk, "suspended", "to_print"),
        (several[0].pk, "revoked", "waiting"),
        (several[1].pk, "revoked", "waiting"),
    ]


def test_suspended_twice_its_holder_is_written_to_each_time():
    (one,) = handed_over(issued(1))
    for minute, state in enumerate([SUSPENDED, VALID, SUSPENDED]):
        turned([one], state, now=LATER + timedelta(minutes=minute))

    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == ["suspended", "restored", "suspended"]


def test_nobody_is_written_to_about_what_nobody_heard_of():
    one, other = issued(2)

    assert turned([one, other], REVOKED) == Effect(2, {}, unheard=2)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("noted", [False, True])
def test_what_is_given_back_after_it_was_handed_over_in_silence_is_told_as_new(noted):
    """noted: the letter of issue was written before, and put away because the credential was suspended meanwhile"""
    (one,) = issued(1)
    assert turned([one], SUSPENDED).unheard == 1
    handed_over([one])
    if noted:
        queue([one], Kind.ISSUED, due=LATER, now=LATER, occasion="")
        Letter.objects.update(state=LetterState.DROPPED, ended_at=LATER)
    moment = LATER + timedelta(minutes=1)

    assert preview_turn(institution=body(), credentials=[one.pk], state=VALID) == Effect(1, {}, written=1)
    assert turned([one], VALID, now=moment) == Effect(1, {}, written=1)
    assert list(Letter.objects.values_list("credential", "kind", "state")) == [(one.pk, "issued", "waiting")]
    assert holds(Letter.objects.get(), now=moment)
    for state, minutes in [(SUSPENDED, 2), (VALID, 3)]:
        turned([one], state, now=LATER + timedelta(minutes=minutes))
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == ["issued", "suspended", "restored"]


def test_a_reason_is_asked_for_but_to_restore():
    (one,) = issued(1)

    assert refused(WrongValue, one, why=" \n ").reason is reasons.NO_WHY
    assert refused(WrongValue, one, why="", state=REVOKED).field == "why"
    assert refused(WrongValue, one, why="x" * 1001).reason is reasons.WHY_TOO_LONG
    turned([one], SUSPENDED, why="x" * 1000)
    assert turned([one], VALID, why="").turned == 1


def test_what_was_read_is_what_is_done_or_nothing_is():
    one, other, third = issued(3)
    turned([third], SUSPENDED)

    refusal = refused(NotNow, one, other, third, state=SUSPENDED, expected=3)

    assert refusal.sentence("fr").startswith("Ce que vous avez relu a changé entre-temps\u00a0: 2 preuves")
    assert turned([one, other, third], SUSPENDED, expected=2).turned == 2


def test_too_many_at_once_are_refused_with_the_number(monkeypatch):
    monkeypatch.setattr(turning, "MOST", 2)
    several = issued(3)

    refusal = refused(WrongValue, *several)

    assert (refusal.reason, refusal.details) == (reasons.TOO_MANY_TO_TURN, {"count": 3, "most": 2})


@pytest.mark.parametrize("role", ["session_manager", "dpo", "designer", "jury_president"])
def test_nobody_but_a_head_turns_credentials(role):
    (one,) = issued(1)
    by = colleague(body(), f"Zoé{role} Autre", role)

    assert refused(NotEntitled, one, by=by).sentence("fr").startswith("Vous n’avez pas ce droit")


def test_the_head_of_another_institution_turns_nothing_of_ours():
    (one,) = issued(1)
    other = body("certif-occitanie")

    refused(NotEntitled, one, by=head(other))
    with pytest.raises(NotNow):  # theirs to ask, and ours is not among theirs
        turn(institution=other, credentials=[one.pk], state=REVOKED, by=head(other), now=LATER, why=WHY)
    assert states([one]) == ["valid"]


def test_whoever_prepares_batches_turns_nothing():
    (one,) = issued(1)
    refused(NotEntitled, one, by=a_preparer(body()))


def test_many_cost_as_many_statements_as_few():
    several = handed_over(issued(40))
    counts = []
    for some in (several[:2], several[2:]):
        with CaptureQueriesContext(connection) as queries:
            turned(some, SUSPENDED)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert set(states(several)) == {"suspended"}


def test_all_or_none(monkeypatch):
    several = handed_over(issued(3))

    def breaks(*args, **names):
        raise RuntimeError

    monkeypatch.setattr(turning, "record_all", breaks)
    with pytest.raises(RuntimeError):
        turned(several, REVOKED)

    assert states(several) == ["valid"] * 3
    assert not Letter.objects.exists()
    assert not Turn.objects.exists()
    assert [verdict_of(each) for each in several] == ["valid"] * 3


@in_memory
@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_of_two_clicks_one_revokes_and_one_is_told(self):
        several = handed_over(issued(5))
        by = head(body())

        found = together(*[lambda: turned(several, REVOKED, by=by)] * 3)

        assert sorted(type(each).__name__ for each in found) == ["Effect", "NotNow", "NotNow"]
        assert Turn.objects.count() == Letter.objects.count() == 5
        assert Act.objects.filter(code="credential.revoked").count() == 5
        assert StatusList.objects.get().revision == 1

    def test_a_suspension_and_a_revocation_at_once_end_in_the_revocation(self):
        several = handed_over(issued(5))
        by = head(body())

        for _ in range(2):
            together(lambda: turned(several, SUSPENDED, by=by), lambda: turned(several, REVOKED, by=by))

        assert states(several) == ["revoked"] * 5
        assert [verdict_of(each) for each in several] == ["invalid"] * 5

    def test_overlapping_choices_wait_for_each_other(self):
        several = handed_over(issued(6))
        by = head(body())

        found = together(
            lambda: turned(several[:4], SUSPENDED, by=by), lambda: turned(several[2:][::-1], SUSPENDED, by=by)
        )

        assert sum(each.turned for each in found) == 6
        assert Turn.objects.count() == 6
        assert Credential.objects.earliest("state_at").state_at > NOW
