"""Holders and institutions are reminded of what expires, once."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from django.core import mail

from institutions.people import NOW, member, person
from issuing.lettering import credentials
from issuing.making import a_preparer, body, head
from sceau.issuing.models import Batch, IssuingSettings, Letter
from sceau.issuing.services import reminding
from sceau.issuing.services.letters import drop_stale, queue
from sceau.issuing.services.reminding import remind_of_expiries
from sceau.issuing.states import Kind
from sceau.jobs import outbox
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told() -> list[dict[str, int]]:
    return [orjson.loads(act.details) for act in Act.objects.filter(code="credentials.expiring").order_by("pk")]


def test_who_holds_what_expires_within_the_days_is_reminded_once():
    (soon,) = credentials(1, valid_until=NOW + 60 * DAY)
    credentials(1, valid_until=NOW + 61 * DAY)
    credentials(1, valid_until=NOW - DAY)
    credentials(1)

    assert remind_of_expiries(now=NOW) == 1
    assert remind_of_expiries(now=NOW + timedelta(minutes=1)) == 0
    assert [(each.credential, each.kind, each.due) for each in Letter.objects.all()] == [(soon, "expiring", NOW)]
    assert [each["count"] for each in told()] == [1]


def test_each_later_one_is_told_in_its_turn():
    credentials(1, valid_until=NOW + 60 * DAY)
    credentials(2, valid_until=NOW + 62 * DAY)

    remind_of_expiries(now=NOW)
    remind_of_expiries(now=NOW + DAY)
    remind_of_expiries(now=NOW + 2 * DAY)

    assert [each["count"] for each in told()] == [1, 2]


@pytest.mark.parametrize("state", ["suspended", "revoked", "replaced", "cancelled", "erased"])
def test_only_what_is_valid_is_reminded_of(state):
    credentials(1, valid_until=NOW + DAY, state=state, state_at=NOW)

    assert remind_of_expiries(now=NOW) == 0


@pytest.mark.parametrize("state", ["released", "signed"])
def test_nobody_hears_by_a_reminder_of_what_may_still_be_called_off(state):
    """Of what lasts for a few days only."""
    (short,) = credentials(1, valid_until=NOW + 5 * DAY)
    Batch.objects.filter(pk=short.line.batch_id).update(state=state)

    assert remind_of_expiries(now=NOW) == 0
    assert told() == []

    Batch.objects.filter(pk=short.line.batch_id).update(state="delivering")
    assert remind_of_expiries(now=NOW + DAY) == 1


def test_nobody_is_reminded_where_the_institution_decided_so():
    credentials(1, valid_until=NOW + DAY)
    IssuingSettings.objects.create(institution=body(), remind_days=0)

    assert remind_of_expiries(now=NOW) == 0
    assert told() == []


def test_each_institution_has_its_days():
    credentials(1, valid_until=NOW + 80 * DAY)
    credentials(1, body("certif-occitanie"), valid_until=NOW + 80 * DAY)
    IssuingSettings.objects.create(institution=body(), remind_days=90)

    assert remind_of_expiries(now=NOW) == 1
    assert Letter.objects.get().institution == body()


def test_a_round_killed_half_way_is_finished_by_the_next(monkeypatch):
    monkeypatch.setattr(reminding, "_CHUNK", 2)
    credentials(5, valid_until=NOW + DAY)
    chunks = []

    def killed(*args, **values):
        if len(chunks) == 1:
            raise KeyboardInterrupt
        chunks.append(args)
        queue(*args, **values)

    monkeypatch.setattr(reminding, "queue", killed)
    with pytest.raises(KeyboardInterrupt):
        remind_of_expiries(now=NOW)
    assert Letter.objects.count() == 2
    monkeypatch.setattr(reminding, "queue", queue)

    assert remind_of_expiries(now=NOW + DAY / 2) == 3
    assert Letter.objects.count() == 5
    assert [each["count"] for each in told()] == [5]


def test_those_who_could_renew_are_told_how_many_and_nobody_else():
    ours = body()
    odile = person("Odile Lecture")
    member(odile, ours, "auditor", until=NOW + 3650 * DAY)
    preparer, amina = a_preparer(ours), head(ours)
    credentials(3, valid_until=NOW + DAY)
    remind_of_expiries(now=NOW)

    outbox.drain(clock=lambda: NOW, at_most=DAY)

    sent = [letter for letter in mail.outbox if letter.subject == "3 preuves arrivent à leur terme"]
    readers = {letter.to[0] for letter in sent}
    assert readers > {preparer.email, amina.email}  # and the other head
    assert odile.email not in readers
    assert len(sent) == len(readers)
    assert "credentials/?ends=60" in sent[0].body


def test_papers_that_are_out_of_date_are_put_away():
    (made,) = credentials(1, email=False)
    (kept,) = credentials(1, email=False)
    queue([made, kept], Kind.ISSUED, due=NOW, now=NOW)
    type(made).objects.filter(pk=made.pk).update(state="revoked", state_at=NOW)

    assert drop_stale(now=NOW) == 1
    assert dict(Letter.objects.values_list("credential", "state")) == {made.pk: "dropped", kept.pk: "to_print"}
