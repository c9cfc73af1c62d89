"""A design that asks for it has its credentials issued by the house, once the results are released, and once only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessment.making import version
from issuing.making import NOW, a_batch, a_key, a_preparer, awards, body, head, the_store
from sceau.assessment.models import Award, Deliberation
from sceau.issuing.models import Batch, Credential, IssuingSettings
from sceau.issuing.queries.batches import awards_to_issue
from sceau.issuing.services.automatic import is_automatic, issue_automatically
from sceau.issuing.services.preparing import prepare_batch
from sceau.issuing.services.releasing import release_batch, take_back
from sceau.issuing.services.signing import issue_next_lines
from sceau.issuing.states import BatchState, Cause
from sceau.jobs.handlers.awards import issued
from sceau.journal.models import Act
from sceau.journal.services import record

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def released(n=2, *, automatic=True, results=True) -> Deliberation:
    """Awards of a session whose version says whether it issues by itself, their results released or not."""
    rules = {"evidence": "optional", "grade": "shown", "language": "holder", "automatic": automatic}
    made = awards(n, version=version(issuing=rules))
    deliberation = made[0].decision.deliberation
    if results:
        Deliberation.objects.filter(pk=deliberation.pk).update(released_at=NOW, released_by=head(body()))
    return Deliberation.objects.select_related("session__institution", "session__version").get(pk=deliberation.pk)


def act_of(deliberation, **details) -> Act:
    return record(
        "results.released",
        subject=f"session:{deliberation.session.uuid}",
        by=head(body()).uuid,
        at=NOW,
        institution=body().uuid,
        deliberation=str(deliberation.uuid),
        **details,
    )


def test_the_house_prepares_releases_and_signs():
    a_key()
    deliberation = released(3)

    issued(act_of(deliberation, tell=True))

    batch = Batch.objects.get()
    assert (batch.state, batch.cause, batch.lines_total) == (BatchState.RELEASED, Cause.AUTOMATIC, 3)
    assert (batch.prepared_by, batch.released_by) == (None, None)
    assert deliberation.session.code in batch.name
    codes = Act.objects.filter(subject=f"batch:{batch.uuid}", actor__isnull=True).order_by("pk")
    assert list(codes.values_list("code", flat=True)) == ["batch.prepared", "batch.asked", "batch.released"]
    assert issue_next_lines(batch.pk, limit=10, keys=the_store(), now=batch.created + timedelta(seconds=1)) == 3
    assert Credential.objects.count() == 3


def test_the_same_act_twice_gives_one_batch():
    a_key()
    act = act_of(released())

    issued(act)
    issued(act)

    assert Batch.objects.count() == 1
    assert Act.objects.filter(code="batch.released").count() == 1


@pytest.mark.parametrize(
    ("given", "details"),
    [({"automatic": False}, {}), ({"results": False}, {}), ({}, {"tell": False})],
    ids=["not asked for", "not released", "an old register"],
)
def test_nothing_is_issued_where_nobody_asked_for_it(given, details):
    a_key()

    issued(act_of(released(**given), **details))

    assert not Batch.objects.exists()


def test_a_design_of_before_asks_for_nothing():
    there = awards(1)[0].version

    assert not is_automatic(there)
    for rules in (None, [], {}, {"automatic": "yes"}, {"automatic": 1}):
        there.document = {"issuing": rules}
        assert not is_automatic(there)


def test_what_is_hindered_is_left_to_people():
    a_key()
    deliberation = released(3)
    first, second, third = Award.objects.filter(decision__deliberation=deliberation).order_by("pk")
    a_batch([first])
    Award.objects.filter(pk=second.pk).update(withdrawn_at=NOW, withdrawn_by=second.decision)

    batch = issue_automatically(deliberation=deliberation, now=LATER)

    assert [line.award for line in batch.lines.all()] == [third]


def test_when_everything_was_issued_by_hand_nothing_is_left():
    a_key()
    deliberation = released(1)
    a_batch(Award.objects.filter(decision__deliberation=deliberation))

    assert issue_automatically(deliberation=deliberation, now=LATER) is None
    assert Batch.objects.count() == 1


def test_without_a_key_it_waits_for_a_person():
    deliberation = released()

    batch = issue_automatically(deliberation=deliberation, now=LATER)

    assert batch.state == BatchState.ASKED
    assert not awards_to_issue(body()).exists()
    a_key()
    assert release_batch(batch=batch, by=head(body()), now=LATER).released_by == head(body())


def test_what_a_person_took_back_is_not_released_behind_their_back():
    deliberation = released()
    batch = issue_automatically(deliberation=deliberation, now=LATER)
    a_key()
    take_back(batch=batch, by=a_preparer(), now=LATER)

    again = issue_automatically(deliberation=deliberation, now=LATER)

    assert (again.pk, again.state) == (batch.pk, BatchState.DRAFT)


def test_two_people_are_asked_of_people_only():
    IssuingSettings.objects.create(institution=body(), two_people=True)
    a_key()

    assert issue_automatically(deliberation=released(), now=LATER).state == BatchState.RELEASED


def test_a_call_of_somebody_is_not_taken_for_the_house():
    a_key()
    deliberation = released(2)
    mine = prepare_batch(
        institution=body(), awards=awards(1), name="Lot", by=a_preparer(), now=NOW, idempotency="automatic:x"
    )

    assert issue_automatically(deliberation=deliberation, now=LATER) != mine
