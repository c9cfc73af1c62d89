"""An award says whether it is taken up, as a count of all lines and credentials would; what waits is read by an index."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from random import Random
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from assessment import making as people
from issuing.keeping import mark, wrongly_marked
from issuing.making import NOW, a_batch, a_preparer, a_released_batch, awards, body, head, the_store
from issuing.standing import issued, signed
from issuing.test_scale import plans_of
from sceau.assessment.models import Award
from sceau.assessment.services.taking_up import set_free, take_up
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Batch, Credential, IssuingSettings, Line
from sceau.issuing.queries.batches import awards_to_issue, nothing_holds
from sceau.issuing.services.correcting import correct_name
from sceau.issuing.services.finishing import move_batch_on
from sceau.issuing.services.keeping import let_go
from sceau.issuing.services.preparing import add_awards, drop_lines, prepare_batch
from sceau.issuing.services.releasing import release_batch
from sceau.issuing.services.running import cancel_batch, retry_failed
from sceau.issuing.services.signing import issue_next_lines
from sceau.issuing.services.turning import turn
from sceau.people.erasure import erase

pytestmark = pytest.mark.django_db


def waiting() -> set[int]:
    return set(awards_to_issue(body()).values_list("pk", flat=True))


class House:
    """Acts drawn by chance on awards of one body, by people who may. What is not possible just now is refused."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.now, self.done = chance, NOW, set[str]()
        awards(6)
        a_released_batch(awards(2))
        IssuingSettings.objects.create(institution=body(), two_people=False)

    def one(self, rows: QuerySet) -> object:
        return self.chance.choice(list(rows.order_by("pk")))

    def act(self) -> str:
        self.now += timedelta(minutes=1)
        name = self.chance.choice(ACTS)
        with suppress(IssuingError, IndexError):  # IndexError: nothing is there to act on
            getattr(self, name)(head(body()), self.now)
            self.done.add(name)
        return name

    def prepare(self, by, now: datetime) -> None:
        free = list(awards_to_issue(body()))
        self.chance.choice(free)  # nothing waits: nothing to do
        prepare_batch(
            institution=body(), awards=self.chance.sample(free, (len(free) + 1) // 2), name="Lot", by=by, now=now
        )

    def add(self, by, now: datetime) -> None:
        batch = self.one(Batch.objects.filter(state="draft"))
        add_awards(batch=batch, awards=[self.one(Award.objects.all())], by=by, now=now)

    def leave_out(self, by, now: datetime) -> None:
        line = self.one(Line.objects.filter(state__in=("waiting", "failed")))
        drop_lines(batch=line.batch, lines=[line], by=by, now=now)

    def fail(self, by, now: datetime) -> None:
        line = self.one(Line.objects.filter(state="waiting", batch__state="released"))
        Line.objects.filter(pk=line.pk).update(state="failed", code="issuing.cannot_be_made")
        Batch.objects.filter(pk=line.batch_id).update(lines_failed=line.batch.lines_failed + 1)

    def retry(self, by, now: datetime) -> None:
        batch = self.one(Batch.objects.filter(lines_failed__gt=0))
        retry_failed(batch=batch, by=by, now=now, keys=the_store())

    def release(self, by, now: datetime) -> None:
        release_batch(batch=self.one(Batch.objects.filter(state="draft")), by=by, now=now, keys=the_store())

    def sign(self, by, now: datetime) -> None:
        batch = self.one(Batch.objects.filter(state="released"))
        issue_next_lines(batch.pk, limit=self.chance.choice((1, 100)), keys=the_store(), now=now)
        move_batch_on(Batch.objects.get(pk=batch.pk), now=now)

    def call_off(self, by, now: datetime) -> None:
        cancel_batch(batch=self.one(Batch.objects.all()), by=by, now=now)

    def correct(self, by, now: datetime) -> None:
        credential = self.one(Credential.objects.filter(state="valid"))
        correct_name(credential=credential, name=f"Zoé Essai {now:%M}", by=by, now=now, keys=the_store())

    def revoke(self, by, now: datetime) -> None:
        credential = self.one(Credential.objects.filter(state__in=("valid", "suspended")))
        state = self.chance.choice(("suspended", "revoked"))
        turn(institution=body(), credentials=[credential.pk], state=state, why="Fraude", by=by, now=now)

    def withdraw(self, by, now: datetime) -> None:
        award = self.one(Award.objects.filter(withdrawn_at__isnull=True))
        if len(Award.objects.filter(withdrawn_at__isnull=True)) > 5:  # some stay to be issued
            Award.objects.filter(pk=award.pk).update(withdrawn_at=now, withdrawn_by=award.decision)

    def erase(self, by, now: datetime) -> None:
        award = self.one(Award.objects.filter(person__erased_at__isnull=True))
        if self.chance.random() < 0.3:
            erase(person=award.person, why="À la demande", by=people.head(body()), now=now)


ACTS = [name for name in vars(House) if not name.startswith("_") and name not in ("one", "act")]


@pytest.mark.parametrize("seed", range(4))
def test_the_mark_is_what_the_full_count_says_after_every_act(seed):
    house = House(Random(seed))
    past = []
    for _ in range(60):
        past.append(house.act())

        assert wrongly_marked() == [], past
        standing = Award.objects.filter(nothing_holds(), withdrawn_at__isnull=True, person__erased_at__isnull=True)
        assert waiting() == set(standing.values_list("pk", flat=True)), past
    assert len(house.done) > len(ACTS) // 2, house.done


def test_the_count_would_see_a_wrong_mark():
    one, two = awards(2)
    a_batch([one])
    set_free([one.pk], where=nothing_holds())
    assert wrongly_marked() == []

    Award.objects.filter(pk=one.pk).update(taken_up=False)
    take_up([two.pk])

    assert wrongly_marked() == [one.uuid, two.uuid]

    mark([one.pk, two.pk])
    assert wrongly_marked() == []


def test_an_act_that_is_refused_leaves_the_mark():
    one, two = awards(2)
    a_batch([one])

    with pytest.raises(IssuingError):
        prepare_batch(institution=body(), awards=[two, one], name="Lot", by=a_preparer(), now=NOW)

    assert waiting() == {two.pk}


def test_the_migration_marks_what_is_there():
    free, line, given, called_off, replaced = awards(5)
    a_batch([line])
    signed(a_released_batch([given]))
    cancel_batch(batch=a_released_batch([called_off]), by=head(body()), now=NOW)
    (credential,) = signed(a_released_batch([replaced]))
    Credential.objects.filter(pk=credential.pk).update(state="replaced")
    Award.objects.update(taken_up=False)

    import_module("sceau.issuing.migrations.0009_awards_taken_up").fill(apps, SimpleNamespace(connection=connection))

    assert wrongly_marked() == []
    assert waiting() == {free.pk, called_off.pk}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's plan has a test of its own")
def test_what_waits_is_counted_without_reading_what_has_a_credential():
    issued(3)

    for asked in (awards_to_issue(body()), awards_to_issue(body()).order_by()):
        assert "awards_that_wait" in asked.explain()
        assert plans_of(asked) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's plan has a test of its own")
def test_postgresql_finds_what_waits_by_its_index_also_before_it_gathered_anything():
    taken = awards(3_000)
    take_up([each.pk for each in taken])
    awards(3)

    assert "awards_that_wait" in awards_to_issue(body()).explain()
    assert awards_to_issue(body()).count() == 3
    let_go([each.pk for each in taken])
