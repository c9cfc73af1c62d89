"""Somebody who is assessed anew has their former credential renewed, where it has an end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.making import version
from issuing.keeping import mark
from issuing.making import NOW, a_batch, a_released_batch, awards, body, head, the_store
from issuing.standing import issued, report_of, signed, verdict_of
from sceau.assessment.models import Award, Deliberation
from sceau.design.models import DesignVersion
from sceau.issuing.errors import NotNow
from sceau.issuing.models import Credential, IssuingSettings, Letter
from sceau.issuing.queries.batches import awards_to_issue, hindrances
from sceau.issuing.queries.renewals import renewed_by
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.services.automatic import issue_automatically
from sceau.issuing.services.correcting import correct_name
from sceau.issuing.services.finishing import move_on
from sceau.issuing.services.preparing import add_awards
from sceau.issuing.services.running import cancel_batch
from sceau.issuing.services.turning import turn
from sceau.issuing.states import CredentialState
from sceau.journal.models import Act
from sceau.people.models import Person

pytestmark = pytest.mark.django_db
TERM = {"months": 24, "renewal": {"fr": "Une évaluation tous les deux ans", "en": "An assessment every two years"}}
AGAIN = datetime(2028, 10, 1, 9, 30, tzinfo=UTC)
LATER = AGAIN + timedelta(minutes=5)


def ending(n=1, **values) -> list[Credential]:
    """Credentials that are valid for two years."""
    return issued(n, version=version(validity=TERM), **values)


def anew(*olds, **values) -> list[Award]:
    """Awards of a later session for the people who hold these credentials."""
    given = {"version": olds[0].award.version, "awarded_on": AGAIN.date()} | values
    return awards(people=[each.award.person for each in olds], **given)


def joined(one: Person, *, into: Person) -> None:
    Person.objects.filter(pk=into.pk).update(root=None, merged_into=None)
    Person.objects.filter(pk=one.pk).update(root=into, merged_into=into)


def afresh(credential) -> Credential:
    return Credential.objects.select_related("line__batch").get(pk=credential.pk)


def state(credential) -> str:
    return afresh(credential).state


def test_the_new_one_stands_instead_of_the_old_one_from_its_signature_on():
    (old,) = ending()
    (award,) = anew(old)
    batch = a_released_batch([award], now=AGAIN)
    assert (batch.lines.get().instead_of, state(old)) == (old, "valid")

    (new,) = signed(batch, AGAIN)

    assert (new.replaces, new.award, new.edition, state(old)) == (old, award, 1, "replaced")
    assert new.valid_until.date() == date(2030, 10, 1)
    assert (verdict_of(new, now=LATER), report_of(old, now=LATER).is_revoked) == ("valid", False)
    assert [each.reason.code for each in report_of(old, now=LATER).checks if each.outcome] == ["status.replaced"]
    assert Act.objects.get(code="credential.renewed").subject == f"credential:{old.uuid}"


def test_each_holder_of_a_mixed_batch_is_written_the_letter_of_their_line():
    (old,) = ending()
    (award,) = anew(old)
    first = awards(1, version=old.award.version)
    batch = a_released_batch([award, *first], now=AGAIN)

    signed(batch, AGAIN)
    move_on(AGAIN)
    move_on(AGAIN + timedelta(days=1))

    letters = Letter.objects.filter(credential__line__batch=batch).order_by("credential__line__number")
    assert [each.kind for each in letters] == ["renewed", "issued"]
    move_on(AGAIN + timedelta(days=1))
    assert letters.count() == 2


def test_without_an_end_both_stand():
    (old,) = issued(1, version=version(validity={}))
    (new,) = signed(a_released_batch(anew(old), now=AGAIN), AGAIN)

    assert (new.replaces, state(old), state(new)) == (None, "valid", "valid")


def test_one_that_is_over_is_renewed_as_well():
    (old,) = ending()
    much_later = datetime(2031, 1, 1, 9, 30, tzinfo=UTC)

    (new,) = signed(a_released_batch(anew(old, awarded_on=much_later.date()), now=much_later), much_later)

    assert (new.replaces, state(old)) == (old, "replaced")


@pytest.mark.parametrize("stands", ["suspended", "revoked", "replaced", "cancelled", "erased"])
def test_what_is_not_valid_is_not_renewed(stands):
    (old,) = ending()
    Credential.objects.filter(pk=old.pk).update(state=stands)
    mark([old.award_id])

    assert renewed_by(body(), [each.pk for each in anew(old)]) == {}


def test_what_is_of_another_micro_credential_of_another_body_or_of_another_person_is_not_renewed():
    (old,) = ending()
    other = anew(old, version=version(validity=TERM, title={"fr": "Autre chose", "en": "Something else"}))
    somebody_else = awards(1, version=old.award.version, awarded_on=AGAIN.date())

    assert renewed_by(body(), [each.pk for each in [*other, *somebody_else]]) == {}
    assert renewed_by(body("certif-occitanie"), [each.pk for each in anew(old)]) == {}


def test_an_award_that_is_not_later_or_whose_predecessor_was_withdrawn_renews_nothing():
    (old,) = ending()
    assert renewed_by(body(), [each.pk for each in anew(old, awarded_on=old.award.awarded_on)]) == {}
    (later,) = anew(old)

    Award.objects.filter(pk=old.award_id).update(withdrawn_at=NOW, withdrawn_by=later.decision)

    assert renewed_by(body(), [later.pk]) == {}


def test_it_is_the_same_micro_credential_whatever_its_version():
    (old,) = ending()
    was = old.award.version
    fields = {each.attname: getattr(was, each.attname) for each in was._meta.concrete_fields}
    dropped = ("id", "uuid")
    fresh = DesignVersion.objects.bulk_create(
        [DesignVersion(**{name: value for name, value in fields.items() if name not in dropped} | {"number": 2})]
    )[0]

    (award,) = anew(old, version=fresh)

    assert renewed_by(body(), [award.pk])[award.pk] == old


def test_the_same_person_under_records_that_were_joined():
    (old,) = ending()
    (award,) = awards(1, version=old.award.version, awarded_on=AGAIN.date())
    holder, other = old.award.person, award.person
    assert renewed_by(body(), [award.pk]) == {}

    joined(other, into=holder)
    assert renewed_by(body(), [award.pk])[award.pk] == old

    joined(holder, into=other)
    assert renewed_by(body(), [award.pk])[award.pk] == old


def test_of_several_the_latest_is_renewed_and_of_two_awards_the_later_renews():
    (first,) = ending()
    between = datetime(2027, 6, 1, 9, 30, tzinfo=UTC)
    Credential.objects.filter(pk=first.pk).update(state="suspended")
    (second,) = signed(a_released_batch(anew(first, awarded_on=between.date()), now=between), between)
    Credential.objects.filter(pk=first.pk).update(state="valid")
    (early,) = anew(first, awarded_on=date(2028, 1, 1))
    (late,) = anew(first)

    assert renewed_by(body(), [late.pk, early.pk]) == {late.pk: second}
    new = signed(a_released_batch([late, early], now=AGAIN), AGAIN)
    assert [each.replaces for each in new] == [second, None]
    assert [state(each) for each in (first, second, *new)] == ["valid", "replaced", "valid", "valid"]


def test_added_to_a_batch_they_renew_as_well():
    (old,) = ending()
    batch = a_batch(awards(1), now=AGAIN)

    add_awards(batch=batch, awards=anew(old), by=batch.prepared_by, now=AGAIN)

    assert batch.lines.get(number=2).instead_of == old


def test_issued_automatically_they_renew_as_well():
    rules = {"evidence": "optional", "grade": "shown", "language": "holder", "automatic": True}
    (old,) = issued(1, version=version(validity=TERM, issuing=rules))
    (award,) = anew(old)
    deliberation = award.decision.deliberation
    Deliberation.objects.filter(pk=deliberation.pk).update(released_at=AGAIN, released_by=head(body()))
    deliberation.refresh_from_db()

    batch = issue_automatically(deliberation=deliberation, now=AGAIN)

    assert (batch.state, batch.lines.get().instead_of) == ("released", old)


def test_statements_do_not_grow_with_how_many_are_put_together():
    few, many = anew(*ending(2)), anew(*ending(9))

    def asked(of):
        with CaptureQueriesContext(connection) as caught:
            a_batch(of, now=AGAIN)
        return len(caught)

    asked(anew(*ending(1)))
    assert asked(few) == asked(many)


# What became of the old one since the batch was prepared


def test_what_was_corrected_since_is_what_is_renewed():
    IssuingSettings.objects.create(institution=body(), two_people=False)
    (old,) = ending()
    batch = a_released_batch(anew(old), now=AGAIN)
    by = head(body())
    (corrected,) = signed(
        correct_name(credential=old, name="Naïma Haddad-Lévy", by=by, now=AGAIN, keys=the_store()), AGAIN
    )

    (new,) = signed(batch, AGAIN)

    assert (new.replaces, state(old), state(corrected)) == (corrected, "replaced", "replaced")


def test_what_was_revoked_or_suspended_since_is_left_as_it_is_and_the_new_award_has_its_credential():
    for stands in (CredentialState.REVOKED, CredentialState.SUSPENDED):
        (old,) = ending()
        batch = a_released_batch(anew(old), now=AGAIN)
        asked = {"institution": body(), "credentials": [old.pk], "by": head(body()), "now": AGAIN, "why": "Fraude"}
        turn(**asked, state=stands)

        (new,) = signed(batch, AGAIN)

        assert (new.replaces, state(old), new.state) == (None, stands, "valid")


def test_a_batch_that_is_called_off_gives_back_what_it_renewed():
    (old,) = ending()
    (award,) = anew(old)
    batch = a_released_batch([award], now=AGAIN)
    signed(batch, AGAIN)
    move_on(AGAIN)

    cancel_batch(batch=batch, by=head(body()), now=LATER)

    assert (state(old), verdict_of(old, now=LATER)) == ("valid", "valid")
    assert award in awards_to_issue(body())


def test_the_award_of_what_was_renewed_waits_for_no_other():
    (old,) = ending()
    signed(a_released_batch(anew(old), now=AGAIN), AGAIN)

    assert old.award not in awards_to_issue(body())
    assert hindrances(body(), [old.award])[old.award_id].reason is reasons.AWARD_RENEWED
    with pytest.raises(NotNow):
        a_batch([old.award])


def test_two_batches_that_renew_the_same_one_renew_one_after_the_other():
    (old,) = ending()
    (early,) = anew(old, awarded_on=date(2028, 1, 1))
    (late,) = anew(old)
    one, other = a_released_batch([early], now=AGAIN), a_released_batch([late], now=AGAIN)

    (first,) = signed(one, AGAIN)
    (second,) = signed(other, AGAIN)

    assert (first.replaces, second.replaces) == (old, first)
    assert [state(each) for each in (old, first, second)] == ["replaced", "replaced", "valid"]


def test_the_later_of_them_signed_first_keeps_its_place():
    (old,) = ending()
    (early,) = anew(old, awarded_on=date(2028, 1, 1))
    (late,) = anew(old)
    one, other = a_released_batch([early], now=AGAIN), a_released_batch([late], now=AGAIN)

    (second,) = signed(other, AGAIN)
    (first,) = signed(one, AGAIN)

    assert (second.replaces, first.replaces) == (old, None)
    assert [state(each) for each in (old, first, second)] == ["replaced", "valid", "valid"]
