"""A batch on its way is stopped, taken up again, tried again and called off; nobody who heard of it is deceived."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.juries import a_key as key_for
from assessment.making import somebody
from institutions.people import member
from issuing.making import NOW, a_batch, a_key, a_preparer, a_released_batch, awards, body, head, the_store
from sceau.issuing.errors import IssuingError, NotEntitled, NotNow
from sceau.issuing.models import Batch, Credential, Letter, Line, Turn
from sceau.issuing.queries.batches import awards_to_issue, can_be_cancelled
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.reasons.common import BATCH_STANDS_ELSEWHERE, MAY_NOT
from sceau.issuing.services import calling_off, running
from sceau.issuing.services.finishing import move_batch_on
from sceau.issuing.services.preparing import (
    Replacement,
    add_awards,
    drop_lines,
    prepare_batch,
    prepare_replacements,
)
from sceau.issuing.services.releasing import ask_release, release_batch, take_back
from sceau.issuing.services.running import cancel_batch, pause_batch, resume_batch, retry_failed
from sceau.issuing.services.signing import issue_next_lines
from sceau.issuing.states import FOLLOWS, BatchState, Cause
from sceau.journal.models import Act
from sceau.keyring.models import Purpose, SigningKey

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
WINDOW = timedelta(minutes=15)


def refused(reason, act, error=NotNow, **values):
    with pytest.raises(error) as refusal:
        act(**values)
    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")
    return refusal.value


def sign(batch, now=NOW, limit=100):
    return issue_next_lines(batch.pk, limit=limit, keys=the_store(), now=now)


def on(batch, now=NOW):
    """The batch after whatever time does to it."""
    move_batch_on(Batch.objects.get(pk=batch.pk), now=now)
    return Batch.objects.select_related("institution", "key").get(pk=batch.pk)


def signed(of, now=NOW):
    batch = a_released_batch(of, now=now)
    sign(batch, now)
    return on(batch, now)


def failed(batch, *numbers):
    """Some of its lines fail, as if they could not be written."""
    count = batch.lines.filter(number__in=numbers).update(state="failed", code="issuing.cannot_be_made")
    Batch.objects.filter(pk=batch.pk).update(lines_failed=count)


def by_head(batch, **values) -> dict:
    return {"batch": batch, "by": head(body()), "now": LATER} | values


def states(batch):
    return sorted(Credential.objects.filter(line__batch=batch).values_list("state", flat=True))


# Stopped and taken up again


def test_a_paused_batch_signs_nothing_and_goes_on_where_it_stood():
    batch = a_released_batch(awards(4))
    sign(batch, limit=2)

    pause_batch(**by_head(batch))

    assert sign(batch, LATER) == 0
    assert on(batch, LATER).state == BatchState.RELEASED
    refused(reasons.PAUSED_ALREADY, pause_batch, **by_head(batch))
    resume_batch(**by_head(batch))
    assert sign(batch, LATER) == 2
    refused(reasons.NOT_PAUSED, resume_batch, **by_head(batch))
    assert Credential.objects.count() == 4


@pytest.mark.parametrize("state", ["draft", "asked", "done", "cancelled"])
def test_what_is_not_on_its_way_is_not_paused(state):
    batch = a_batch(awards(1))
    Batch.objects.filter(pk=batch.pk).update(state=state)

    refused(BATCH_STANDS_ELSEWHERE, pause_batch, **by_head(batch))


def test_the_time_to_call_off_stands_still_in_a_pause():
    batch = signed(awards(1))
    assert batch.cancel_until == NOW + WINDOW

    pause_batch(**by_head(batch))
    long_after = NOW + timedelta(days=1)
    assert can_be_cancelled(on(batch, long_after), now=long_after)
    resume_batch(**by_head(batch, now=long_after))

    batch = on(batch, long_after)
    assert (batch.state, batch.cancel_until) == (BatchState.SIGNED, long_after + WINDOW - timedelta(minutes=5))
    assert not Letter.objects.exists()


def test_a_key_that_went_out_of_service_is_followed_by_the_one_that_took_over():
    batch = a_released_batch(awards(2))
    sign(batch, limit=1)
    SigningKey.objects.filter(pk=batch.key_id).update(state="retired", retired_at=LATER)
    assert sign(batch, LATER) == 0
    batch.refresh_from_db()
    assert batch.fault == "issuing.key_out_of_service"

    refused(reasons.NO_KEY, resume_batch, **by_head(batch))
    new = key_for(body(), Purpose.CREDENTIALS)
    batch = resume_batch(**by_head(batch, keys=the_store()))
    sign(batch, LATER)

    assert (batch.key, batch.created, batch.fault, batch.paused_at) == (new, LATER, "", None)
    keys = Credential.objects.order_by("line__number").values_list("key", flat=True)
    assert list(keys) == [SigningKey.objects.order_by("number").first().pk, new.pk]


# Tried again


def test_what_failed_is_tried_again_and_nothing_else():
    batch = a_released_batch(awards(3))
    failed(batch, 2)
    sign(batch)
    batch = on(batch)
    assert (batch.state, batch.lines_signed, batch.lines_failed) == (BatchState.SIGNED, 2, 1)

    batch = retry_failed(batch=batch, by=a_preparer(), now=LATER)

    assert (batch.state, batch.lines_failed, batch.cancel_until) == (BatchState.RELEASED, 0, None)
    assert (batch.lines_total, batch.lines_signed) == (3, 2)
    assert sign(batch, LATER) == 1
    batch = on(batch, LATER)
    assert (batch.state, batch.cancel_until) == (BatchState.SIGNED, LATER + WINDOW)
    refused(reasons.NOTHING_FAILED, retry_failed, **by_head(batch))
    assert Credential.objects.count() == 3


def test_what_is_paused_is_taken_up_before_it_is_tried_again():
    batch = a_released_batch(awards(2))
    failed(batch, 1)
    pause_batch(**by_head(batch))

    refused(reasons.PAUSED, retry_failed, **by_head(batch))


def test_what_was_told_is_never_called_off_after_a_late_line():
    batch = a_released_batch(awards(2))
    failed(batch, 2)
    sign(batch)
    on(batch)
    after = NOW + WINDOW
    assert on(batch, after).state in (BatchState.DELIVERING, BatchState.DONE)

    batch = retry_failed(**by_head(batch, now=after))

    refused(reasons.WINDOW_OVER, cancel_batch, **by_head(batch, now=after))
    sign(batch, after)
    assert on(batch, after).state in (BatchState.DELIVERING, BatchState.DONE)
    refused(reasons.WINDOW_OVER, cancel_batch, **by_head(batch, now=after))
    assert states(batch) == ["valid", "valid"]


def test_a_line_that_failed_may_be_left_out_for_good():
    batch = a_released_batch(awards(2))
    failed(batch, 2)
    sign(batch)
    batch = on(batch)

    drop_lines(batch=batch, lines=[batch.lines.get(number=2)], by=a_preparer(), now=LATER)

    batch.refresh_from_db()
    assert (batch.lines_total, batch.lines_signed, batch.lines_failed) == (1, 1, 0)
    assert awards_to_issue(body()).count() == 1
    refused(
        reasons.LINE_NOT_TO_DROP,
        drop_lines,
        batch=batch,
        lines=[batch.lines.get(number=1)],
        by=a_preparer(),
        now=LATER,
    )


# Called off


@pytest.mark.parametrize("asked", [False, True])
def test_what_is_being_prepared_is_thrown_away(asked):
    batch = a_batch(awards(2))
    if asked:
        ask_release(batch=batch, by=a_preparer(), now=NOW)

    batch = cancel_batch(batch=batch, by=a_preparer(), now=LATER)

    assert (batch.state, batch.lines_total, batch.cancelled_by) == (BatchState.CANCELLED, 0, a_preparer())
    assert set(batch.lines.values_list("state", flat=True)) == {"dropped"}
    assert awards_to_issue(body()).count() == 2


def test_called_off_in_the_middle_nothing_of_it_stands():
    chosen = awards(5)
    batch = a_released_batch(chosen)
    failed(batch, 5)
    sign(batch, limit=2)

    batch = cancel_batch(**by_head(batch))

    assert (batch.state, batch.lines_total, batch.lines_signed, batch.lines_failed) == (BatchState.CANCELLED, 2, 2, 0)
    assert states(batch) == ["cancelled", "cancelled"]
    assert sorted(batch.lines.values_list("state", flat=True)) == ["dropped"] * 3 + ["signed"] * 2
    assert sign(batch, LATER) == 0
    assert Turn.objects.filter(state="cancelled", by=head(body())).count() == 2
    for credential in Credential.objects.select_related("list"):
        assert bit_is_set(credential)
    act = Act.objects.get(code="batch.cancelled")
    assert '"dropped":3' in act.details
    assert '"signed":2' in act.details


def bit_is_set(credential) -> bool:
    """Of the revocations, as the list has it: the first bit is the highest of the first byte."""
    byte, place = divmod(credential.index, 8)
    return bool(bytes(credential.list.revocations)[byte] & (0x80 >> place))


def test_awards_of_a_cancelled_batch_are_issued_in_a_new_edition():
    chosen = awards(2)
    cancel_batch(**by_head(signed(chosen)))

    again = signed(list(awards_to_issue(body())), now=LATER)

    assert states(again) == ["valid", "valid"]
    assert set(Credential.objects.filter(line__batch=again).values_list("edition", flat=True)) == {2}


def test_the_window_ends_at_its_minute():
    batch = signed(awards(1))

    refused(reasons.WINDOW_OVER, cancel_batch, **by_head(batch, now=batch.cancel_until))
    cancel_batch(**by_head(batch, now=batch.cancel_until - timedelta(seconds=1)))

    assert states(batch) == ["cancelled"]


def test_what_is_delivered_is_not_called_off():
    batch = signed(awards(1))
    batch = on(batch, NOW + WINDOW)

    refused(reasons.WINDOW_OVER, cancel_batch, **by_head(batch))
    assert states(batch) == ["valid"]


def test_it_is_called_off_once():
    batch = cancel_batch(**by_head(signed(awards(1))))

    refused(BATCH_STANDS_ELSEWHERE, cancel_batch, **by_head(batch))
    for act in (pause_batch, retry_failed):
        refused(BATCH_STANDS_ELSEWHERE, act, **by_head(batch))
    refused(reasons.NOT_PAUSED, resume_batch, **by_head(batch))


def test_no_letter_leaves_for_what_was_called_off():
    batch = cancel_batch(**by_head(signed(awards(2))))

    assert on(batch, NOW + timedelta(days=2)).state == BatchState.CANCELLED
    assert not Letter.objects.exclude(state="dropped").exists()


def test_what_was_revoked_meanwhile_stays_revoked():
    batch = signed(awards(2))
    Credential.objects.filter(line__batch=batch, line__number=1).update(state="revoked")

    cancel_batch(**by_head(batch))

    assert states(batch) == ["cancelled", "revoked"]


# A correction that is called off


def correction(old, name="Zoë Martin") -> Batch:
    batch = prepare_replacements(
        institution=body(),
        replacements=[Replacement(old, name)],
        name="Correction",
        by=a_preparer(),
        now=LATER,
        cause=Cause.CORRECTION,
    )
    ask_release(batch=batch, by=a_preparer(), now=LATER)
    batch = release_batch(batch=batch, by=head(body()), now=LATER)
    sign(batch, LATER)
    return on(batch, LATER)


@pytest.mark.parametrize("before", ["valid", "suspended"])
def test_the_old_credential_stands_again_as_it_did(before):
    signed(awards(1))
    old = Credential.objects.get()
    if before == "suspended":
        Credential.objects.filter(pk=old.pk).update(state=before)
        Turn.objects.create(credential=old, state=before, at=LATER)
    first = correction(old)
    old.refresh_from_db()
    assert (old.state, old.replaced_by.line.batch) == ("replaced", first)

    cancel_batch(**by_head(first))

    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (before, None)
    assert states(first) == ["cancelled"]
    second = correction(old)
    assert second.lines.get().code == ""
    assert states(second) == ["valid"]
    assert Credential.objects.get(line__batch=second).edition == 3


def test_a_batch_whose_credential_was_corrected_is_called_off_after_the_correction():
    batch = signed(awards(1))
    corrected = correction(Credential.objects.get())

    refusal = refused(reasons.REPLACED_SINCE, cancel_batch, **by_head(batch))
    assert refusal.details["number"] == corrected.number
    cancel_batch(**by_head(corrected))
    cancel_batch(**by_head(batch))

    assert set(Credential.objects.values_list("state", flat=True)) == {"cancelled"}


def test_a_correction_that_waits_holds_its_batch_too():
    batch = signed(awards(1))
    prepare_replacements(
        institution=body(),
        replacements=[Replacement(Credential.objects.get())],
        name="Correction",
        by=a_preparer(),
        now=LATER,
        cause=Cause.CORRECTION,
    )

    refused(reasons.REPLACED_SINCE, cancel_batch, **by_head(batch))


# Who


@pytest.mark.parametrize("act", [pause_batch, resume_batch, retry_failed, cancel_batch])
@pytest.mark.parametrize("who", ["designer", "jury_president", "dpo", "auditor", "stranger"])
def test_nobody_else_touches_a_batch(act, who):
    batch = a_released_batch(awards(1))
    user = head(body("certif-occitanie")) if who == "stranger" else somebody("Zoé Ailleurs")
    if who != "stranger":
        member(user, body(), who, until=NOW.replace(year=2027))

    refused(MAY_NOT, act, NotEntitled, batch=batch, by=user, now=LATER)


def test_who_prepares_stops_and_calls_off_and_who_releases_takes_up_again():
    batch = a_released_batch(awards(1))
    prepares = {"batch": batch, "by": a_preparer(), "now": LATER}

    pause_batch(**prepares)
    refused(MAY_NOT, resume_batch, NotEntitled, **prepares)
    resume_batch(**by_head(batch))

    assert cancel_batch(**prepares).state == BatchState.CANCELLED


# What it costs


def test_a_big_batch_is_called_off_by_as_many_statements_as_a_small_one():
    counts = []
    for n in (2, 40):
        batch, who = signed(awards(n)), head(body())
        with CaptureQueriesContext(connection) as captured:
            cancel_batch(batch=batch, by=who, now=NOW)
        counts.append(len(captured))

    assert counts[0] == counts[1]


# Whatever the order

STEPS = (
    "add", "drop", "ask", "take back", "release", "sign some", "fail one", "time", "pause", "resume", "retry", "cancel"
)  # fmt: skip


def attempted(step, batch, now, spare):
    """Do it where it may be done; a refusal changes nothing."""
    prepares, heads = a_preparer(), head(body())
    acts = {
        "add": lambda: add_awards(batch=batch, awards=spare, by=prepares, now=now),
        "drop": lambda: drop_lines(
            batch=batch, lines=list(batch.lines.exclude(state="dropped")[:1]), by=prepares, now=now
        ),
        "ask": lambda: ask_release(batch=batch, by=prepares, now=now),
        "take back": lambda: take_back(batch=batch, by=prepares, now=now),
        "release": lambda: release_batch(batch=batch, by=heads, now=now),
        "sign some": lambda: sign(batch, now, limit=1),
        "fail one": lambda: fail_one(batch),
        "time": lambda: on(batch, now),
        "pause": lambda: pause_batch(batch=batch, by=heads, now=now),
        "resume": lambda: resume_batch(batch=batch, by=heads, now=now),
        "retry": lambda: retry_failed(batch=batch, by=heads, now=now),
        "cancel": lambda: cancel_batch(batch=batch, by=heads, now=now),
    }
    try:
        with transaction.atomic():
            acts[step]()
    except IssuingError:
        return


def fail_one(batch):
    there = Batch.objects.get(pk=batch.pk)
    line = batch.lines.filter(state="waiting").first()
    if there.state == BatchState.RELEASED and line is not None:
        Line.objects.filter(pk=line.pk).update(state="failed", code="issuing.cannot_be_made")
        Batch.objects.filter(pk=batch.pk).update(lines_failed=there.lines_failed + 1)


def holds(batch, before):
    """What is true of a batch whatever was done."""
    there = Batch.objects.get(pk=batch.pk)
    lines = list(batch.lines.values_list("state", flat=True))
    alive = [state for state in lines if state != "dropped"]
    assert there.lines_total == len(alive)
    assert there.lines_signed == lines.count("signed") == Credential.objects.filter(line__batch=batch).count()
    assert there.lines_failed == lines.count("failed")
    assert there.state == before or may_follow(before, there.state)
    standing = Credential.objects.filter(state__in=["valid", "suspended", "revoked"])
    assert standing.values("award").distinct().count() == standing.count()
    if there.state == BatchState.CANCELLED:
        assert not standing.filter(line__batch=batch).exists()
        assert not Letter.objects.filter(credential__line__batch=batch, state__in=["sent", "printed"]).exists()
        assert "waiting" not in lines
    else:
        assert not Credential.objects.filter(line__batch=batch, state="cancelled").exists()
    if there.state in (BatchState.DRAFT, BatchState.ASKED):
        assert there.key is None
    if Letter.objects.filter(credential__line__batch=batch).exists():
        assert there.state != BatchState.CANCELLED
    return there.state


def may_follow(before, after) -> bool:
    """In as many steps as time takes at once."""
    seen, reached = {BatchState(before)}, set(FOLLOWS[BatchState(before)])
    while reached - seen:
        seen |= reached
        reached = set().union(*(FOLLOWS[each] for each in reached)) | reached
    return BatchState(after) in reached


@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from([0, 1, 20])), min_size=3, max_size=14),
    started=st.booleans(),
)
@settings(max_examples=40)
def test_whatever_is_done_in_whatever_order(steps, started):
    with transaction.atomic():
        chosen = awards(4)
        a_key()
        batch = a_released_batch(chosen[:3]) if started else a_batch(chosen[:3])
        now, before = NOW, batch.state
        for step, minutes in steps:
            now += timedelta(minutes=minutes)
            attempted(step, batch, now, chosen[3:])
            before = holds(batch, before)
        transaction.set_rollback(True)


def test_the_house_does_not_prepare_twice_what_was_called_off():
    chosen = awards(1)
    values = {"institution": body(), "awards": chosen, "name": "Lot", "by": a_preparer(), "now": NOW}
    batch = prepare_batch(**values, idempotency="call")
    cancel_batch(**by_head(batch))

    assert prepare_batch(**values, idempotency="call") == batch


# Called off, and many


def test_of_many_all_are_worth_nothing_at_once_and_the_rest_follows_in_lots(monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 1)
    monkeypatch.setattr(calling_off, "AT_ONCE", 2)
    batch = cancel_batch(**by_head(signed(awards(5))))

    assert states(batch) == ["cancelled"] * 5
    assert all(bit_is_set(each) for each in Credential.objects.select_related("list"))
    assert awards_to_issue(body()).count() == 5
    assert (batch.done_at, Turn.objects.filter(state="cancelled").count()) == (None, 0)

    assert list(calling_off.batches_to_follow()) == [batch]
    first = calling_off.follow_lot(batch.pk, now=LATER)
    assert Turn.objects.filter(state="cancelled").count() == 2
    assert first == Credential.objects.order_by("pk")[1].pk
    assert calling_off.follow(batch, clock=lambda: LATER, at_most=WINDOW)  # from the beginning, as after a death
    assert calling_off.follow(batch, clock=lambda: LATER, at_most=WINDOW)  # and once more

    assert Turn.objects.filter(state="cancelled", by=head(body()), at=LATER).count() == 5
    assert not calling_off.batches_to_follow().exists()
    batch.refresh_from_db()
    assert batch.done_at == LATER


def test_a_lot_that_dies_leaves_nothing_of_it(monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 0)
    batch = cancel_batch(**by_head(signed(awards(2))))

    with transaction.atomic():
        calling_off.follow_lot(batch.pk, now=LATER)
        transaction.set_rollback(True)

    assert not Turn.objects.filter(state="cancelled").exists()
    assert calling_off.follow(batch, clock=lambda: LATER, at_most=WINDOW)
    assert Turn.objects.filter(state="cancelled").count() == 2


def test_what_many_corrections_stood_instead_of_stands_again_in_lots(monkeypatch):
    signed(awards(3))
    old = list(Credential.objects.order_by("pk"))
    batch = prepare_replacements(
        institution=body(),
        replacements=[Replacement(each, "Zoë Martin") for each in old],
        name="Correction",
        by=a_preparer(),
        now=LATER,
        cause=Cause.CORRECTION,
    )
    ask_release(batch=batch, by=a_preparer(), now=LATER)
    batch = release_batch(batch=batch, by=head(body()), now=LATER)
    sign(batch, LATER)
    monkeypatch.setattr(running, "AT_ONCE", 0)
    monkeypatch.setattr(calling_off, "AT_ONCE", 1)

    cancel_batch(**by_head(on(batch, LATER)))
    assert Credential.objects.filter(state="replaced").count() == 2
    assert calling_off.follow(batch, clock=lambda: LATER, at_most=WINDOW)

    assert set(Credential.objects.filter(pk__in=[each.pk for each in old]).values_list("state", flat=True)) == {"valid"}
    assert Batch.objects.get(pk=batch.pk).done_at == LATER
