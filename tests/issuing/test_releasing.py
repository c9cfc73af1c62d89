"""A batch is released by somebody else than whoever put lines into it, with the key in service."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessment.juries import signer_of
from assessment.making import colleague, somebody
from institutions.people import member
from issuing.making import NOW, a_batch, a_key, a_preparer, awards, body, head, the_store
from sceau.accounts.models import User
from sceau.engine.errors import EngineError, Reason
from sceau.issuing.errors import NotEntitled, NotNow, WrongValue
from sceau.issuing.models import Batch, IssuingSettings
from sceau.issuing.queries.batches import preparers_of, reading_of, releasers_of
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.reasons.common import BATCH_STANDS_ELSEWHERE, MAY_NOT
from sceau.issuing.services.preparing import add_awards, drop_lines
from sceau.issuing.services.releasing import LONGEST_AHEAD, ask_release, release_batch, take_back
from sceau.issuing.services.settings import edit_settings
from sceau.issuing.states import BatchState, Cause
from sceau.journal.models import Act
from sceau.keyring.models import SigningKey
from sceau.people.services.joining import merge
from sceau.people.services.persons import edit_person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def refused(reason, act, error=NotNow, **values):
    with pytest.raises(error) as refusal:
        act(**values)
    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")
    return refusal.value


def asked(n=1, by=None) -> Batch:
    a_key()
    batch = a_batch(awards(n), by=by)
    return ask_release(batch=batch, by=by or a_preparer(), now=NOW)


def release(batch, **values) -> dict:
    return {"batch": batch, "by": head(body()), "now": LATER, "keys": the_store()} | values


def alone():
    """Amina is the only one who may release."""
    User.objects.filter(name__startswith="second").update(is_active=False)
    return head(body())


def test_who_prepared_asks_and_who_heads_releases():
    batch = release_batch(**release(asked(2)))

    assert batch.state == BatchState.RELEASED
    assert (batch.released_by, batch.released_at, batch.not_before) == (head(body()), LATER, None)
    assert (batch.key, batch.created) == (a_key(), LATER)
    act = Act.objects.get(code="batch.released")
    assert act.actor == head(body()).uuid
    assert str(a_key().uuid) in act.details


def test_signing_may_be_planned_and_bears_that_hour():
    hour = LATER + timedelta(days=2)

    batch = release_batch(**release(asked(), not_before=hour))

    assert (batch.not_before, batch.created) == (hour, hour)


@pytest.mark.parametrize(
    ("hour", "reason"),
    [
        (LATER, reasons.PLANNED_IN_THE_PAST),
        (NOW, reasons.PLANNED_IN_THE_PAST),
        (LATER + LONGEST_AHEAD + timedelta(seconds=1), reasons.PLANNED_TOO_LATE),
    ],
)
def test_signing_is_planned_for_an_hour_that_can_be(hour, reason):
    refused(reason, release_batch, WrongValue, **release(asked(), not_before=hour))


# Two people


def test_whoever_prepared_it_does_not_release_it():
    benoit = colleague(body(), "Benoît Second", "head")
    batch = asked(by=benoit)

    refused(reasons.TWO_PEOPLE, release_batch, **release(batch, by=benoit))
    assert head(body()) in releasers_of(batch, now=LATER)
    assert benoit not in releasers_of(batch, now=LATER)
    assert release_batch(**release(batch)).state == BatchState.RELEASED


def test_whoever_added_a_line_prepared_it_as_well():
    a_key()
    batch = a_batch(awards(1))
    add_awards(batch=batch, awards=awards(1), by=head(body()), now=NOW)
    ask_release(batch=batch, by=a_preparer(), now=NOW)

    assert preparers_of(batch) == {a_preparer().uuid, head(body()).uuid}
    refused(reasons.TWO_PEOPLE, release_batch, **release(batch))


def test_nobody_else_is_told_plainly():
    a_key()
    amina = alone()
    batch = asked(by=amina)

    refusal = refused(reasons.NOBODY_ELSE, release_batch, **release(batch))

    assert "renoncez à la double validation" in refusal.sentence("fr")
    assert not releasers_of(batch, now=LATER).exists()
    IssuingSettings.objects.create(institution=body(), two_people=False)
    assert list(releasers_of(batch, now=LATER)) == [amina]
    assert release_batch(**release(batch)).released_by == amina


def test_what_is_still_being_prepared_is_not_released_by_another():
    a_key()
    batch = a_batch(awards(1))

    refused(reasons.ASK_FIRST, release_batch, **release(batch))


def test_one_person_is_enough_where_the_institution_decided_so():
    IssuingSettings.objects.create(institution=body(), two_people=False)
    a_key()
    batch = a_batch(awards(1), by=head(body()))

    assert release_batch(**release(batch)).released_by == head(body())


def test_the_house_releases_what_it_prepared_and_nothing_else():
    a_key()
    own = a_batch(awards(1), by=None, cause=Cause.AUTOMATIC)
    Batch.objects.filter(pk=own.pk).update(prepared_by=None)

    assert release_batch(batch=own, by=None, now=LATER).state == BatchState.RELEASED
    refused(reasons.TWO_PEOPLE, release_batch, batch=asked(), by=None, now=LATER)


# Who


@pytest.mark.parametrize("role", ["session_manager", "designer", "assessor", "jury_president", "dpo", "auditor"])
def test_a_colleague_without_the_right_releases_nothing(role):
    user = somebody("Zoé Ailleurs")
    member(user, body(), role, until=NOW.replace(year=2027))

    refused(MAY_NOT, release_batch, NotEntitled, **release(asked(), by=user))


def test_a_stranger_asks_takes_back_and_releases_nothing():
    stranger = head(body("certif-occitanie"))
    waits, draft = asked(), a_batch(awards(1))

    for act, batch in ((ask_release, draft), (take_back, waits), (release_batch, waits)):
        refused(MAY_NOT, act, NotEntitled, batch=batch, by=stranger, now=LATER)


# As it stands


def test_it_is_taken_back_changed_and_asked_for_again():
    batch = asked(2)

    batch = take_back(batch=batch, by=a_preparer(), now=NOW)
    assert (batch.state, batch.asked_at) == (BatchState.DRAFT, None)
    drop_lines(batch=batch, lines=list(batch.lines.all()[:1]), by=a_preparer(), now=NOW)
    batch = ask_release(batch=batch, by=a_preparer(), now=LATER)

    assert (batch.state, batch.asked_at, batch.lines_total) == (BatchState.ASKED, LATER, 1)
    codes = list(Act.objects.filter(subject=f"batch:{batch.uuid}").order_by("pk").values_list("code", flat=True))
    assert codes == ["batch.prepared", "batch.asked", "batch.taken_back", "batch.lines_dropped", "batch.asked"]


def test_a_batch_without_lines_is_not_asked_for():
    batch = a_batch(awards(1))
    drop_lines(batch=batch, lines=list(batch.lines.all()), by=a_preparer(), now=NOW)

    refused(reasons.NOTHING_LEFT, ask_release, batch=batch, by=a_preparer(), now=NOW)


def test_each_step_is_taken_once():
    batch = asked()
    refused(BATCH_STANDS_ELSEWHERE, ask_release, batch=batch, by=a_preparer(), now=NOW)

    release_batch(**release(batch))

    refused(BATCH_STANDS_ELSEWHERE, release_batch, **release(batch))
    refused(BATCH_STANDS_ELSEWHERE, take_back, batch=batch, by=a_preparer(), now=NOW)
    assert Act.objects.filter(code="batch.released").count() == 1


# Its key


def test_without_a_key_nothing_is_released():
    batch = ask_release(batch=a_batch(awards(1)), by=a_preparer(), now=NOW)

    refused(reasons.NO_KEY, release_batch, **release(batch))


def test_a_key_that_is_out_of_service_is_no_key():
    batch = asked()
    SigningKey.objects.update(state="retired", retired_at=NOW)

    refused(reasons.NO_KEY, release_batch, **release(batch))


class Closed:
    """A store that opens nothing."""

    name = "sealed"

    def create(self, algorithm, label):
        raise AssertionError("nothing is made here")

    def signer(self, ref):
        raise EngineError(Reason("store.closed", fr="Fermé", en="Closed"))


def test_a_store_that_does_not_open_is_told_before_anything_is_signed():
    batch = asked()

    refused(reasons.KEY_DOES_NOT_OPEN, release_batch, **release(batch, keys=Closed()))
    batch.refresh_from_db()
    assert batch.state == BatchState.ASKED
    assert signer_of(a_key())


def test_what_was_put_in_after_it_was_read_is_not_released_unseen():
    first, second = awards(2)
    a_key()
    batch = ask_release(batch=a_batch([first]), by=a_preparer(), now=NOW)
    read = reading_of(batch)

    batch = take_back(batch=batch, by=a_preparer(), now=LATER)
    drop_lines(batch=batch, lines=list(batch.lines.all()), by=a_preparer(), now=LATER)
    batch = add_awards(batch=batch, awards=[second], by=a_preparer(), now=LATER)
    batch = ask_release(batch=batch, by=a_preparer(), now=LATER)

    refused(reasons.CHANGED_SINCE_READ, release_batch, **release(batch, read=read))
    assert Batch.objects.get(pk=batch.pk).state == BatchState.ASKED
    assert release_batch(**release(batch, read=reading_of(batch))).state == BatchState.RELEASED


def called(person, name, now=LATER):
    return edit_person(
        person=person,
        given_name=name,
        family_name=person.family_name,
        native_name=person.native_name,
        language=person.language,
        reference=person.reference,
        by=head(body()),
        now=now,
    )


@pytest.mark.parametrize("how", ["edited", "merged"])
def test_a_name_that_changed_since_it_was_read_is_read_again(how):
    a_key()
    first, other = awards(2)
    batch = ask_release(batch=a_batch([first]), by=a_preparer(), now=NOW)
    read = reading_of(batch)

    if how == "edited":
        called(first.person, "Mallory")
    else:
        merge(kept=other.person, other=first.person, why="Une seule personne", by=head(body()), now=LATER)

    refused(reasons.CHANGED_SINCE_READ, release_batch, **release(batch, read=read))
    assert release_batch(**release(batch, read=reading_of(batch))).state == BatchState.RELEASED


def test_whoever_prepared_a_batch_does_not_lift_the_rule_for_it():
    a_key()
    alone = head(body())
    colleague(body(), "Karim Belkacem", "head")
    first, second = awards(2)
    batch = ask_release(batch=a_batch([first], by=alone), by=alone, now=NOW)
    edit_settings(institution=body(), by=alone, now=LATER, two_people=False)

    refused(reasons.TWO_PEOPLE, release_batch, **release(batch, by=alone))
    refused(reasons.TWO_PEOPLE, release_batch, **release(take_back(batch=batch, by=alone, now=LATER), by=alone))
    new = a_batch([second], by=alone, now=LATER + timedelta(minutes=1))
    assert release_batch(**release(new, by=alone, now=LATER + timedelta(minutes=2))).state == BatchState.RELEASED


def test_alone_as_well_what_another_tab_put_in_is_read_first():
    first, second = awards(2)
    a_key()
    IssuingSettings.objects.create(institution=body(), two_people=False)
    batch = a_batch([first])
    read = reading_of(batch)

    add_awards(batch=batch, awards=[second], by=a_preparer(), now=LATER)

    refused(reasons.CHANGED_SINCE_READ, release_batch, **release(batch, read=read))
