"""Credentials that stand longer without a new assessment: on what grounds, until when, and what others read of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from assessment.making import version
from issuing.making import NOW, a_batch, a_preparer, body, colleague, head, the_store
from issuing.standing import SIGNED, issued, report_of, signed, verdict_of
from sceau.assessment.models import Award
from sceau.issuing import erasing
from sceau.issuing.errors import NotEntitled, NotNow, WrongValue
from sceau.issuing.letter_words import worded
from sceau.issuing.models import Batch, Credential, IssuingSettings, Letter
from sceau.issuing.queries.renewals import prospects
from sceau.issuing.reasons import batches as of_batches
from sceau.issuing.reasons import renewing as reasons
from sceau.issuing.reasons.turning import CHANGED_SINCE
from sceau.issuing.services.correcting import correct_name, name_on
from sceau.issuing.services.finishing import move_on
from sceau.issuing.services.releasing import release_batch
from sceau.issuing.services.reminding import remind_of_expiries
from sceau.issuing.services.renewing import LONGEST_GROUNDS, renew
from sceau.issuing.services.running import cancel_batch, retry_failed
from sceau.issuing.services.turning import turn
from sceau.issuing.states import BatchState, Cause, CredentialState, LineState
from sceau.journal.models import Act
from sceau.people.models import Person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TERM = {"months": 24, "renewal": {"fr": "Une mise à jour par an", "en": "An update a year"}}
GROUNDS = "Deux mises à jour suivies, attestées par l’employeur"
YEAR_AFTER = datetime(2027, 11, 22, 9, 30, tzinfo=UTC)
LONG_AFTER = datetime(2029, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def alone():
    """One person is enough."""
    return IssuingSettings.objects.create(institution=body(), two_people=False)


def ending(n=1, **values) -> list[Credential]:
    """Credentials that are valid for two years, from 22 November 2026."""
    return issued(n, version=version(validity=TERM), **values)


def renewed(*credentials, by=None, now=YEAR_AFTER, grounds=GROUNDS, follows=False, **values) -> Batch:
    keys = [each.pk for each in credentials]
    asked = {"institution": body(), "credentials": keys, "by": by or head(body()), "now": now, "keys": the_store()}
    return renew(**asked, grounds=grounds, follows=follows, **values)


def afresh(credential) -> Credential:
    return Credential.objects.select_related("content").get(pk=credential.pk)


def record_of(credential) -> dict:
    return orjson.loads(bytes(afresh(credential).content.record))


def last_day(credential) -> date:
    until = afresh(credential).valid_until
    return until.astimezone(UTC).date()


def refused(reason, error=NotNow, *of, **values):
    before = Batch.objects.count()
    with pytest.raises(error) as refusal:
        renewed(*of, **values)
    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")
    assert Batch.objects.count() == before
    return refusal.value


def why_not(credential, now=YEAR_AFTER):
    ((_credential, why),) = prospects(body(), [credential.pk], on=now.date()).left
    return why.reason


def test_the_new_one_stands_for_another_term_and_says_on_what_grounds():
    (old,) = ending()
    assert last_day(old) == date(2028, 11, 22)

    batch = renewed(old)
    (new,) = signed(batch, YEAR_AFTER)

    assert (batch.cause, batch.state, batch.name) == (
        Cause.RENEWAL,
        BatchState.RELEASED,
        f"Renouvellement de la preuve {old.code}",
    )
    assert (last_day(new), new.replaces, new.edition, new.award) == (date(2029, 11, 22), old, 2, old.award)
    said = record_of(new)["award"]["renewal"]
    assert (said["on"], said["counted_from"], said["former_on"]) == ("2027-11-22", "2027-11-22", "2026-11-22")
    assert (said["grounds"], GROUNDS in said["statement"]) == (GROUNDS, True)
    assert record_of(new)["award"]["awarded_on"] == "2026-11-22"
    assert "renewal" not in record_of(old)["award"]
    assert list(Act.objects.filter(subject=f"credential:{old.uuid}").order_by("pk").values_list("code", flat=True)) == [
        "credential.issued",
        "credential.renewed",
    ]


def test_the_old_one_verifies_as_superseded_and_not_as_revoked_and_the_new_one_as_valid():
    (old,) = ending()
    assert verdict_of(old, now=YEAR_AFTER) == "valid"

    (new,) = signed(renewed(old), YEAR_AFTER)

    later = YEAR_AFTER + timedelta(minutes=1)
    report = report_of(old, now=later)
    assert (report.verdict, report.is_revoked) == ("check", False)
    assert [check.reason.code for check in report.checks if check.outcome] == ["status.replaced"]
    assert verdict_of(new, now=later) == "valid"
    assert verdict_of(new, now=datetime(2029, 11, 20, tzinfo=UTC)) == "valid"
    assert verdict_of(new, now=datetime(2029, 11, 24, tzinfo=UTC)) != "valid"


def test_the_new_term_may_follow_the_former():
    (old,) = ending()

    (new,) = signed(renewed(old, follows=True), YEAR_AFTER)

    assert last_day(new) == date(2030, 11, 22)
    assert record_of(new)["award"]["renewal"]["counted_from"] == "2028-11-22"


@pytest.mark.parametrize("follows", [True, False])
def test_one_that_is_over_is_renewed_from_the_day_of_its_renewal(follows):
    (old,) = ending()
    assert verdict_of(old, now=LONG_AFTER) != "valid"

    (new,) = signed(renewed(old, now=LONG_AFTER, follows=follows), LONG_AFTER)

    assert last_day(new) == date(2031, 3, 1)
    assert verdict_of(new, now=LONG_AFTER + timedelta(minutes=1)) == "valid"


def test_what_was_renewed_is_renewed_again():
    (first,) = ending()
    (second,) = signed(renewed(first), YEAR_AFTER)
    again = YEAR_AFTER + 365 * DAY

    (third,) = signed(renewed(second, now=again, grounds="Encore"), again)

    assert (third.replaces, third.edition, last_day(third)) == (second, 3, date(2030, 11, 21))
    said = record_of(third)["award"]["renewal"]
    assert (said["former_on"], said["grounds"]) == ("2027-11-22", "Encore")
    assert [afresh(each).state for each in (first, second, third)] == ["replaced", "replaced", "valid"]


def test_a_correction_of_what_was_renewed_keeps_the_renewal():
    (old,) = ending()
    (new,) = signed(renewed(old), YEAR_AFTER)
    later = YEAR_AFTER + DAY

    (corrected,) = signed(
        correct_name(credential=new, name="Naïma Haddad-Lévy", by=head(body()), now=later, keys=the_store()), later
    )

    assert last_day(corrected) == last_day(new)
    assert record_of(corrected)["award"]["renewal"] == record_of(new)["award"]["renewal"]
    assert afresh(new).state == "replaced"


def test_the_name_that_a_correction_gave_is_kept():
    (old,) = ending()
    (corrected,) = signed(
        correct_name(credential=old, name="Naïma Haddad-Lévy", by=head(body()), now=SIGNED, keys=the_store()), SIGNED
    )

    (new,) = signed(renewed(corrected), YEAR_AFTER)

    assert name_on(afresh(new)) == "Naïma Haddad-Lévy"


def test_many_are_one_batch_and_those_that_cannot_are_left_out():
    good, other, gone = ending(3)
    Credential.objects.filter(pk=gone.pk).update(state="revoked")

    batch = renewed(good, other, gone, expected=2)

    assert (batch.lines_total, batch.name) == (2, "Renouvellement de 2 preuves")
    assert {line.instead_of for line in batch.lines.all()} == {good, other}


def test_statements_do_not_grow_with_how_many_are_renewed():
    few, many = ending(2), ending(9)

    def asked(credentials):
        with CaptureQueriesContext(connection) as caught:
            renewed(*credentials)
        return len(caught)

    asked(ending(1))
    assert asked(few) == asked(many)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "revoked"}, reasons.OVER),
        ({"state": "replaced"}, reasons.OVER),
        ({"state": "cancelled"}, reasons.OVER),
        ({"state": "erased"}, reasons.OVER),
        ({"state": "suspended"}, reasons.SUSPENDED),
    ],
)
def test_what_does_not_stand_is_not_renewed(change, reason):
    (old,) = ending()
    Credential.objects.filter(pk=old.pk).update(**change)

    assert why_not(old) is reason
    refused(reasons.NOTHING_TO_RENEW, NotNow, old)


def test_what_has_no_end_is_not_renewed():
    (old,) = issued(version=version(validity={}))

    assert why_not(old) is reasons.NO_TERM


def test_what_is_of_a_withdrawn_award_or_of_somebody_erased_is_not_renewed():
    withdrawn, erased = ending(2)
    Award.objects.filter(pk=withdrawn.award_id).update(withdrawn_at=NOW, withdrawn_by=withdrawn.award.decision)
    Person.objects.filter(pk=erased.award.person_id).update(erased_at=NOW)

    assert why_not(withdrawn) is of_batches.AWARD_WITHDRAWN
    assert why_not(erased) is of_batches.PERSON_ERASED


def test_what_is_valid_as_long_already_is_not_renewed_once_more():
    (old,) = ending()
    assert why_not(old, NOW) is reasons.LONG_ENOUGH
    (new,) = signed(renewed(old, follows=True), YEAR_AFTER)

    assert why_not(new, YEAR_AFTER + 30 * DAY) is reasons.LONG_ENOUGH


def test_a_renewal_that_waits_is_not_asked_for_twice():
    (old,) = ending()
    batch = renewed(old)

    assert why_not(old) is reasons.WAITS
    refused(reasons.NOTHING_TO_RENEW, NotNow, old)
    cancel_batch(batch=batch, by=head(body()), now=YEAR_AFTER)
    assert prospects(body(), [old.pk], on=YEAR_AFTER.date()).left == []


def test_the_same_form_twice_is_one_batch():
    (old,) = ending()

    first = renewed(old, idempotency="formulaire", expected=1)
    again = renewed(old, idempotency="formulaire", expected=1)

    assert (again, Batch.objects.filter(cause=Cause.RENEWAL).count()) == (first, 1)


def test_nothing_is_done_when_what_was_read_has_changed():
    good, gone = ending(2)
    Credential.objects.filter(pk=gone.pk).update(state="suspended")

    refused(CHANGED_SINCE, NotNow, good, gone, expected=2)


@pytest.mark.parametrize("grounds", ["", " \n ", "x" * (LONGEST_GROUNDS + 1), "Vu\u202e"])
def test_grounds_are_needed(grounds):
    (old,) = ending()

    assert refused(reasons.NO_GROUNDS, WrongValue, old, grounds=grounds).field == "grounds"


def test_who_does_not_change_credentials_renews_none_and_nobody_those_of_others():
    (old,) = ending()
    with pytest.raises(NotEntitled):
        renewed(old, by=a_preparer())
    with pytest.raises(NotEntitled):
        renewed(old, by=head(body("certif-occitanie")))
    (theirs,) = issued(1, body("certif-occitanie"), version=version(institution=body("certif-occitanie")))

    refused(reasons.NOTHING_TO_RENEW, NotNow, theirs)


def test_where_two_people_are_asked_for_somebody_else_releases_it(alone):
    IssuingSettings.objects.filter(pk=alone.pk).update(two_people=True)
    (old,) = ending()

    batch = renewed(old)

    assert batch.state == BatchState.ASKED
    release_batch(batch=batch, by=colleague(body(), "Henri Second", "head"), now=YEAR_AFTER + DAY, keys=the_store())
    (new,) = signed(batch, YEAR_AFTER + DAY)
    assert record_of(new)["award"]["renewal"]["on"] == "2027-11-22"
    assert last_day(new) == date(2029, 11, 22)


def test_holders_are_written_that_theirs_was_renewed():
    (old,) = ending()
    signed(renewed(old), YEAR_AFTER)

    move_on(YEAR_AFTER)
    move_on(YEAR_AFTER + DAY)

    letters = Letter.objects.filter(credential__line__batch__cause=Cause.RENEWAL)
    assert [each.kind for each in letters] == ["renewed"]


def test_one_that_is_suspended_meanwhile_waits_until_it_is_restored():
    (old,) = ending()
    batch = renewed(old)
    asked = {"institution": body(), "credentials": [old.pk], "by": head(body()), "why": "Doute"}
    turn(**asked, state=CredentialState.SUSPENDED, now=YEAR_AFTER)

    assert signed(batch, YEAR_AFTER) == []

    line = batch.lines.get()
    assert (line.state, line.code) == (LineState.FAILED, "issuing.old_is_suspended")
    turn(**asked, state=CredentialState.VALID, now=YEAR_AFTER)
    move_on(YEAR_AFTER)
    retry_failed(batch=batch, by=head(body()), now=YEAR_AFTER, keys=the_store())
    assert len(signed(batch, YEAR_AFTER)) == 1


def test_a_renewal_that_is_called_off_gives_the_old_one_back():
    (old,) = ending()
    batch = renewed(old)
    signed(batch, YEAR_AFTER)
    move_on(YEAR_AFTER)

    cancel_batch(batch=batch, by=head(body()), now=YEAR_AFTER + timedelta(minutes=1))

    assert afresh(old).state == "valid"
    assert verdict_of(old, now=YEAR_AFTER + timedelta(minutes=2)) == "valid"
    assert prospects(body(), [old.pk], on=YEAR_AFTER.date()).left == []


def test_nobody_is_reminded_of_the_end_of_what_is_renewed_or_about_to_be():
    done, waits, ends = ending(3)
    Batch.objects.update(state="done")
    soon = datetime(2028, 10, 1, 9, 30, tzinfo=UTC)
    signed(renewed(done, now=soon), soon)
    renewed(waits, now=soon)

    assert remind_of_expiries(now=soon) == 1
    assert [letter.credential for letter in Letter.objects.filter(kind="expiring")] == [ends]


def test_an_award_whose_credential_was_renewed_waits_for_none():
    (old,) = ending()
    signed(renewed(old), YEAR_AFTER)

    with pytest.raises(NotNow) as refusal:
        a_batch([old.award])

    assert refusal.value.reason is of_batches.AWARD_HAS_ONE


def test_an_erasure_takes_the_grounds_away():
    (old,) = ending()
    (new,) = signed(renewed(old), YEAR_AFTER)

    erasing.apply([old.award.person], head(body()), YEAR_AFTER)

    assert [afresh_state(each) for each in (old, new)] == ["erased", "erased"]
    assert new.line.batch.lines.get().renewal == {}
    assert why_not(new) is reasons.OVER


def afresh_state(credential) -> str:
    return Credential.objects.get(pk=credential.pk).state


def test_the_last_day_is_the_same_in_every_zone():
    (old,) = ending()

    assert old.last_day == date(2028, 11, 22)
    assert localdate(old.valid_until) == date(2028, 11, 23)  # in Paris the end falls in the night
    letter = Letter(institution=body(), credential=old, kind="expiring")
    assert any("jusqu’au 22 novembre 2028" in each for each in worded(letter).paragraphs)
