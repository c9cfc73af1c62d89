"""What time does to batches: signed, no longer to be called off, delivered, done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from issuing.making import NOW, a_key, a_released_batch, awards, body, the_store, without_address
from sceau.issuing.models import Batch, Content, Credential, IssuingSettings, Letter
from sceau.issuing.services import finishing, lots
from sceau.issuing.services.finishing import move_on
from sceau.issuing.services.signing import issue_next_lines
from sceau.jobs import issuing
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def signed(n: int = 2) -> Batch:
    batch = a_released_batch(awards(n))
    issue_next_lines(batch.pk, limit=n, keys=the_store(), now=NOW)
    return batch


def state(batch: Batch) -> str:
    batch.refresh_from_db()
    return batch.state


def acts(batch: Batch) -> list[str]:
    codes = Act.objects.filter(subject=f"batch:{batch.uuid}").order_by("pk").values_list("code", flat=True)
    return [code for code in codes if code in ("batch.signed", "batch.delivering", "batch.delivered")]


def test_the_last_signature_opens_the_time_to_call_it_off():
    batch = signed()
    assert move_on(NOW) == [batch]

    assert state(batch) == "signed"
    assert (batch.signed_at, batch.cancel_until) == (NOW, NOW + 15 * MINUTE)
    assert not Letter.objects.exists()
    assert move_on(NOW + 15 * MINUTE - timedelta(seconds=1)) == []


def test_the_institution_says_how_long_that_time_is():
    IssuingSettings.objects.create(institution=body(), cancel_minutes=3)
    batch = signed()
    move_on(NOW)
    batch.refresh_from_db()
    assert batch.cancel_until == NOW + 3 * MINUTE


def test_when_it_is_over_each_holder_has_one_letter_and_the_batch_is_done_when_they_left(monkeypatch):
    monkeypatch.setattr(finishing, "LETTERS_AT_ONCE", 2)
    batch = a_released_batch(awards(5))
    without_address(batch.lines.first().award.person)
    issue_next_lines(batch.pk, limit=5, keys=the_store(), now=NOW)
    move_on(NOW)
    over = NOW + 15 * MINUTE
    assert move_on(over) == [batch]
    assert move_on(over) == []

    assert state(batch) == "delivering"
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["to_print"] + 4 * ["waiting"]
    assert set(Letter.objects.values_list("kind", "due")) == {("issued", over)}
    Letter.objects.filter(state="waiting").update(state="sent")
    assert move_on(over + MINUTE) == [batch]
    assert state(batch) == "done"
    assert batch.done_at == over + MINUTE
    assert acts(batch) == ["batch.signed", "batch.delivering", "batch.delivered"]


def test_a_paused_batch_stays_where_it_is():
    batch = signed()
    Batch.objects.update(paused_at=NOW)
    assert move_on(NOW) == []
    Batch.objects.update(paused_at=None)
    move_on(NOW)
    Batch.objects.update(paused_at=NOW)
    assert move_on(NOW + 60 * MINUTE) == []
    assert state(batch) == "signed"


def test_lines_that_failed_hold_up_nobody():
    batch = signed(3)
    batch.lines.create(number=9, award=awards(1)[0], state="failed")
    move_on(NOW)
    assert state(batch) == "signed"


def test_a_line_tried_again_after_the_delivery_writes_to_its_holder_alone():
    batch = signed(2)
    move_on(NOW)
    move_on(NOW + 15 * MINUTE)
    Letter.objects.update(state="sent")
    move_on(NOW + 15 * MINUTE)
    assert state(batch) == "done"
    later = NOW + 60 * MINUTE
    batch.lines.create(number=3, award=awards(1)[0])
    Batch.objects.filter(pk=batch.pk).update(state="released")
    issue_next_lines(batch.pk, limit=5, keys=the_store(), now=later)

    move_on(later)

    assert state(batch) == "delivering"
    assert batch.cancel_until == later
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["sent", "sent", "waiting"]


def test_what_was_suspended_before_the_delivery_is_told_by_no_letter_of_issue():
    signed(2)
    move_on(NOW)
    one = Credential.objects.first()
    Credential.objects.filter(pk=one.pk).update(state="suspended")
    move_on(NOW + 15 * MINUTE)
    assert not Letter.objects.filter(credential=one).exists()
    assert Letter.objects.count() == 1


def test_the_worker_signs_what_is_due_and_takes_it_as_far_as_it_may_go(monkeypatch):
    class Ports:
        keys = the_store()

    monkeypatch.setattr(issuing, "ports", Ports)
    monkeypatch.setattr(issuing, "LOT", 2)
    a_key()
    first, second = a_released_batch(awards(5)), a_released_batch(awards(3))
    planned = a_released_batch(awards(1))
    Batch.objects.filter(pk=planned.pk).update(not_before=NOW + MINUTE)

    assert issuing.is_there_work(NOW)
    issuing.sign(clock=lambda: NOW, at_most=timedelta(seconds=5))

    assert [state(each) for each in (first, second, planned)] == ["signed", "signed", "released"]
    assert not issuing.is_there_work(NOW)
    assert issuing.is_there_work(NOW + MINUTE)


@pytest.mark.parametrize("fault", [OperationalError("database or disk is full"), RuntimeError("a bug")])
def test_a_batch_that_meets_a_fault_keeps_nothing_half_and_holds_up_no_other(monkeypatch, fault):
    class Ports:
        keys = the_store()

    def fail_for_the_first(self):
        if self.batch.pk == first.pk:
            raise fault
        ordinary(self)

    monkeypatch.setattr(issuing, "ports", Ports)
    a_key()
    first, second = a_released_batch(awards(2)), a_released_batch(awards(2))
    ordinary = lots.Lot._count
    monkeypatch.setattr(lots.Lot, "_count", fail_for_the_first)
    issuing.sign(clock=lambda: NOW, at_most=timedelta(seconds=5))

    assert [state(each) for each in (first, second)] == ["released", "signed"]
    assert set(first.lines.values_list("state", flat=True)) == {"waiting"}
    assert Credential.objects.count() == Content.objects.count() == 2

    monkeypatch.setattr(lots.Lot, "_count", ordinary)
    issuing.sign(clock=lambda: NOW, at_most=timedelta(seconds=5))
    assert state(first) == "signed"
    assert Credential.objects.count() == 4


def test_a_turn_ends_when_its_time_is_over(monkeypatch):
    class Ports:
        keys = the_store()

    monkeypatch.setattr(issuing, "ports", Ports)
    monkeypatch.setattr(issuing, "LOT", 2)
    batch = a_released_batch(awards(9))
    moments = iter(NOW + timedelta(seconds=second) for second in range(100))

    issuing.sign(clock=lambda: next(moments), at_most=timedelta(seconds=5))

    assert 0 < batch.lines.filter(state="signed").count() < 9


def test_a_worker_that_has_a_share_of_its_time_rests_between_two_lots(monkeypatch):
    class Ports:
        keys = the_store()

    monkeypatch.setattr(issuing, "ports", Ports)
    monkeypatch.setattr(issuing, "LOT", 2)
    batch, rests = a_released_batch(awards(4)), []
    moments = iter(NOW + timedelta(seconds=second) for second in range(100))

    issuing.sign(clock=lambda: next(moments), at_most=timedelta(seconds=90), share=25, rest=rests.append)

    assert state(batch) == "signed"
    assert rests == [3.0, 3.0, 3.0]  # a second of work each time, the last one to see that nothing is left
