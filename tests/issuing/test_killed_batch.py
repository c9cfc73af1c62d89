"""A worker killed at any moment of a batch: each line has one credential with all that belongs to it, or it waits.

First at each statement that writes, one process a moment; then a real worker over a batch of thousands, by chance.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from hashlib import sha256

import orjson
import pytest
from django.db import connection

from assessment.killing import House
from issuing.making import NOW, a_released_batch, awards, the_store
from sceau.engine.proofs.data_integrity import verify_proof
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.models import Batch, Content, Credential, Letter, Line, StatusList
from sceau.issuing.services.finishing import move_on
from sceau.issuing.services.signing import Desk
from sceau.journal.models import Act, Chain
from sceau.journal.verification import recheck_all
from sceau.keyring.documents import ref_of
from sceau.ledger.models import Head, Leaf

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)
LINES = 7
EVERY = 2 if connection.vendor == "sqlite" else 7  # to put a database back takes a second on PostgreSQL


@pytest.fixture
def house(tmp_path):
    made = []

    def make():
        made.append(House(tmp_path))
        return made[0]

    yield make
    for each in made:
        each.close()


def sign():
    """As a worker does, three lines at a time, then as far as time has taken the batch."""
    desk = Desk(Batch.objects.get().pk, keys=the_store())
    while desk.issue(limit=3, now=NOW):
        continue
    move_on(NOW)
    move_on(LATER)


def is_whole():
    """Whatever the moment: what stands stands with all that belongs to it, and nothing else is there."""
    credentials = list(Credential.objects.select_related("line", "key", "content").order_by("leaf"))
    assert {each.line_id for each in credentials} == set(
        Line.objects.filter(state="signed").values_list("pk", flat=True)
    )
    assert Content.objects.count() == len(credentials)
    assert [each.leaf for each in credentials] == list(range(len(credentials)))
    assert [(leaf.number, bytes(leaf.digest).hex()) for leaf in Leaf.objects.order_by("number")] == [
        (each.leaf, each.digest) for each in credentials
    ]
    assert sum(Head.objects.values_list("length", flat=True)) == len(credentials)
    told = Counter(Act.objects.filter(code="credential.issued").values_list("subject", flat=True))
    assert told == Counter(f"credential:{each.uuid}" for each in credentials)
    assert len({(each.list_id, each.index) for each in credentials}) == len(credentials)
    given = {listed.pk: listed.given for listed in StatusList.objects.all()}
    assert all(count <= given[pk] for pk, count in Counter(each.list_id for each in credentials).items())
    for each in credentials:
        body = bytes(each.content.body)
        document = orjson.loads(body)
        assert sha256(body).hexdigest() == each.digest
        verify_proof(document, document["proof"], key=ref_of(each.key).public_key, contexts=shipped())
    batch = Batch.objects.get()
    assert batch.lines_signed == len(credentials)
    assert [each.findings for each in recheck_all()] == [()] * Chain.objects.count()
    return batch.state


def told_once():
    """At the end: everybody has one letter, and each step of the batch was told once."""
    assert is_whole() == "delivering"
    assert Credential.objects.count() == LINES
    assert Counter(Letter.objects.values_list("credential__line__number", flat=True)) == dict.fromkeys(
        range(1, LINES + 1), 1
    )
    acts = Counter(Act.objects.filter(code__startswith="batch.").values_list("code", flat=True))
    assert (acts["batch.signed"], acts["batch.delivering"]) == (1, 1)
    return True


def test_killed_at_each_moment_and_taken_up_again_a_batch_is_signed_once(house):
    a_released_batch(awards(LINES))
    shipped()
    there = house()
    moments = 0
    for _moment, is_new in there.killed(sign, every=EVERY):
        moments += 1
        if is_new:
            there.within(is_whole)

            def again():
                sign()
                return told_once()

            assert there.within(again)
    assert moments * EVERY > 40
