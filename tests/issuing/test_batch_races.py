"""Two at the same moment: one batch prepared twice, released twice, signed while it is called off."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from issuing.making import (
    NOW,
    a_batch,
    a_key,
    a_preparer,
    a_released_batch,
    awards,
    body,
    head,
    the_store,
)
from sceau.issuing.errors import IssuingError, NotNow
from sceau.issuing.models import Batch, Credential, Line
from sceau.issuing.services.preparing import add_awards, drop_lines, prepare_batch
from sceau.issuing.services.releasing import ask_release, release_batch
from sceau.issuing.services.running import cancel_batch, pause_batch
from sceau.issuing.services.signing import issue_next_lines
from sceau.journal.models import Act
from sceau.people.erasure import erase

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer, and refuses the others"),
]
LATER = NOW + timedelta(minutes=1)


def at_once(*acts):
    """What each gave or the class of its refusal; all of them begin together."""
    ready, results = threading.Barrier(len(acts)), []

    def run(act):
        ready.wait(timeout=20)
        try:
            results.append(act())
        except IssuingError as refusal:
            results.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(results) == len(acts)
    return results


def prepare(of, **values):
    given = {"institution": body(), "awards": of, "name": "Lot", "by": a_preparer(), "now": NOW} | values
    return lambda: prepare_batch(**given)


def test_one_request_several_times_at_once_is_one_batch():
    chosen = awards(5)

    results = at_once(*[prepare(chosen, idempotency="call-1")] * 4)

    batch = Batch.objects.get()
    assert results == [batch] * 4
    assert (batch.lines_total, Line.objects.count()) == (5, 5)
    assert Act.objects.filter(code="batch.prepared").count() == 1


def test_the_same_awards_at_once_wait_in_one_batch():
    chosen = awards(5)

    results = at_once(*[prepare(chosen)] * 3)

    assert Batch.objects.count() == 1
    assert results.count(NotNow) == 2
    assert Line.objects.count() == 5


def test_numbers_have_no_gap_and_no_double():
    lots = [awards(2) for _ in range(5)]

    at_once(*(prepare(lot) for lot in lots), prepare(lots[0]))

    assert sorted(Batch.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_the_same_award_is_added_to_one_of_two_batches():
    first, second, (award,) = a_batch(awards(1)), a_batch(awards(1)), awards(1)
    who = a_preparer()

    at_once(
        *(lambda batch=batch: add_awards(batch=batch, awards=[award], by=who, now=NOW) for batch in (first, second))
    )

    assert Line.objects.filter(award=award).count() == 1
    for batch in Batch.objects.all():
        assert batch.lines_total == batch.lines.count()


def test_two_clicks_release_once():
    a_key()
    batch = ask_release(batch=a_batch(awards(2)), by=a_preparer(), now=NOW)
    who = head(body())

    results = at_once(*[lambda: release_batch(batch=batch, by=who, now=NOW)] * 3)

    assert results.count(NotNow) == 2
    assert Act.objects.filter(code="batch.released").count() == 1


def test_a_line_is_left_out_once():
    batch, who = a_batch(awards(3)), a_preparer()
    line = batch.lines.first()

    results = at_once(*[lambda: drop_lines(batch=batch, lines=[line], by=who, now=NOW)] * 3)

    batch.refresh_from_db()
    assert results.count(NotNow) == 2
    assert batch.lines_total == 2


@pytest.mark.parametrize("turn", range(3))
def test_called_off_while_two_workers_sign_nothing_of_it_stands(turn):
    batch, who = a_released_batch(awards(60)), head(body())
    store = the_store()

    def work():
        done = 0
        while True:
            got = issue_next_lines(batch.pk, limit=4, keys=store, now=LATER)
            done += got
            if not got:
                return done

    started = threading.Event()

    def cancel():
        started.wait(timeout=0.05 * (turn + 1))
        return cancel_batch(batch=batch, by=who, now=LATER)

    at_once(work, work, cancel)

    there = Batch.objects.get(pk=batch.pk)
    assert there.state == "cancelled"
    assert not Credential.objects.exclude(state="cancelled").exists()
    assert there.lines_signed == Credential.objects.count() == there.lines_total
    assert not Line.objects.filter(state__in=["waiting", "failed"]).exists()


def test_paused_while_a_worker_signs_the_counts_stay_true():
    batch, who = a_released_batch(awards(30)), head(body())
    store = the_store()

    def work():
        while issue_next_lines(batch.pk, limit=3, keys=store, now=LATER):
            continue

    at_once(work, work, lambda: pause_batch(batch=batch, by=who, now=LATER))

    there = Batch.objects.get(pk=batch.pk)
    assert there.paused_at == LATER
    assert there.lines_signed == Credential.objects.count() == there.lines.filter(state="signed").count()


def test_somebody_is_erased_while_the_batch_is_called_off():
    chosen = awards(10)
    batch, who = a_released_batch(chosen), head(body())
    issue_next_lines(batch.pk, limit=5, keys=the_store(), now=LATER)
    people = [chosen[0].person, chosen[7].person]

    at_once(
        *(lambda one=one: erase(person=one, why="Demande", by=who, now=LATER) for one in people),
        lambda: cancel_batch(batch=batch, by=who, now=LATER),
    )

    there = Batch.objects.get(pk=batch.pk)
    assert there.lines_total == there.lines_signed == 5
    assert set(Credential.objects.values_list("state", flat=True)) <= {"cancelled", "erased"}
    assert Credential.objects.filter(state="erased").count() == 1
