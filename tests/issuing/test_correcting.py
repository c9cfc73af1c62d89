"""A name put right: the new credential stands, the old one is superseded and never looks revoked."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from django.db import connection

from design.test_races import together
from issuing.making import a_preparer, awards, body, colleague, head, the_store, without_address
from issuing.standing import LATER, issued, report_of, signed, verdict_of
from sceau.assessment.models import Award, Decision, Deliberation
from sceau.engine.model.code import group_code
from sceau.issuing.errors import NamesRefused, NotEntitled, NotNow, WrongValue
from sceau.issuing.models import Batch, Credential, IssuingSettings, Letter, Turn
from sceau.issuing.reasons import batches as of_batches
from sceau.issuing.reasons import requests as of_requests
from sceau.issuing.reasons import turning as reasons
from sceau.issuing.reasons.signing import OLD_IS_SUSPENDED
from sceau.issuing.services.correcting import (
    MOST_AT_ONCE,
    correct_decision,
    correct_name,
    correct_names,
    name_on,
    refused_names,
)
from sceau.issuing.services.preparing import prepare_batch
from sceau.issuing.services.releasing import release_batch
from sceau.issuing.services.running import cancel_batch, retry_failed
from sceau.issuing.services.turning import turn
from sceau.issuing.states import BatchState, Cause, CredentialState
from sceau.journal.models import Act
from sceau.people.models import Person

pytestmark = pytest.mark.django_db
SIGNED_AGAIN = LATER + timedelta(minutes=1)
in_memory = pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite shares nothing between threads")


@pytest.fixture
def alone():
    """One person is enough."""
    return IssuingSettings.objects.create(institution=body(), two_people=False)


@pytest.fixture
def credential():
    return issued(1)[0]


def corrected(credential, name="Naïma Haddad-Lévy", by=None, now=LATER, **ports):
    return correct_name(credential=credential, name=name, by=by or head(body()), now=now, keys=the_store(), **ports)


def afresh(credential):
    return Credential.objects.select_related("content", "award__person__root", "institution").get(pk=credential.pk)


def test_the_new_one_bears_the_name_and_stands_instead_of_the_old_one(alone, credential):
    was = name_on(credential)
    (new,) = signed(corrected(credential), SIGNED_AGAIN)
    old = afresh(credential)

    assert (was, name_on(new), name_on(old)) == ("Naïma Haddad", "Naïma Haddad-Lévy", "Naïma Haddad")
    assert (new.edition, new.replaces, new.award, new.state) == (2, old, old.award, "valid")
    assert new.code != old.code
    assert (old.state, old.state_at, old.replaced_by) == ("replaced", SIGNED_AGAIN, new)
    assert str(old.award.person) == "Naïma Haddad"
    assert Turn.objects.get(credential=old).state == "replaced"
    batch = new.line.batch
    assert (batch.cause, batch.name) == (Cause.CORRECTION, f"Correction de la preuve {group_code(old.code)}")


def test_the_old_one_verifies_as_superseded_and_not_as_revoked(alone, credential):
    (new,) = signed(corrected(credential), SIGNED_AGAIN)

    report = report_of(credential, now=SIGNED_AGAIN + timedelta(minutes=1))

    assert report.verdict == "check"
    assert [check.reason.code for check in report.checks if check.outcome] == ["status.replaced"]
    assert not report.is_revoked
    assert verdict_of(new, now=SIGNED_AGAIN + timedelta(minutes=1)) == "valid"


def test_suspended_before_it_was_handed_over_and_given_back_after_it_is_told_as_corrected(alone, credential):
    (new,) = signed(corrected(credential), SIGNED_AGAIN)
    without_address(new.award.person)
    for minutes, state in enumerate([CredentialState.SUSPENDED, CredentialState.VALID]):
        at = SIGNED_AGAIN + timedelta(minutes=minutes)
        turn(institution=body(), credentials=[new.pk], state=state, by=head(body()), now=at, why="À vérifier")
        Batch.objects.filter(pk=new.line.batch_id).update(state=BatchState.DONE)

    assert list(Letter.objects.values_list("credential", "kind", "state")) == [(new.pk, "replaced", "to_print")]


def test_until_the_new_one_is_signed_the_old_one_stands(alone, credential):
    corrected(credential)

    assert verdict_of(credential) == "valid"
    assert afresh(credential).state == "valid"


def test_where_two_people_are_asked_for_somebody_else_releases_it(credential):
    batch = corrected(credential)

    assert batch.state == BatchState.ASKED
    with pytest.raises(NotNow) as refusal:
        release_batch(batch=batch, by=head(body()), now=LATER, keys=the_store())
    assert refusal.value.reason in (of_batches.TWO_PEOPLE, of_batches.NOBODY_ELSE)
    release_batch(batch=batch, by=colleague(body(), "Henri Second", "head"), now=LATER, keys=the_store())
    signed(batch, SIGNED_AGAIN)
    assert afresh(credential).state == "replaced"


def test_a_suspended_one_is_corrected_as_well(alone, credential):
    by = head(body())
    turn(
        institution=body(), credentials=[credential.pk], state=CredentialState.SUSPENDED, by=by, now=LATER, why="Le nom"
    )

    (new,) = signed(corrected(credential), SIGNED_AGAIN)

    report = report_of(credential, now=SIGNED_AGAIN)
    assert [check.reason.code for check in report.checks if check.outcome] == ["status.replaced"]
    assert new.state == "valid"


def test_one_suspended_while_its_correction_waits_stays_suspended(credential):
    """Whoever suspends it has a doubt that whoever prepared the correction did not know of."""
    by, second = head(body()), colleague(body(), "Henri Second", "head")
    batch = corrected(credential)
    at = LATER + timedelta(minutes=1)
    suspended = CredentialState.SUSPENDED
    turn(institution=body(), credentials=[credential.pk], state=suspended, by=by, now=at, why="Un doute")
    release_batch(batch=batch, by=second, now=at, keys=the_store())

    assert signed(batch, SIGNED_AGAIN) == []
    assert afresh(credential).state == "suspended"
    line = batch.lines.get()
    assert (line.state, line.code) == ("failed", OLD_IS_SUSPENDED.code)

    again = SIGNED_AGAIN + timedelta(minutes=1)
    turn(institution=body(), credentials=[credential.pk], state=CredentialState.VALID, by=by, now=again, why="")
    retry_failed(batch=batch, by=by, now=again, keys=the_store())
    (new,) = signed(batch, again)
    assert (new.state, afresh(credential).state) == ("valid", "replaced")


def test_the_name_of_the_record_once_it_was_put_right_there(alone, credential):
    Person.objects.filter(pk=credential.award.person_id).update(family_name="Haddad-Lévy")

    batch = corrected(afresh(credential), "Naïma  Haddad-Lévy ")

    assert batch.lines.get().name == ""
    (new,) = signed(batch, SIGNED_AGAIN)
    subject = orjson.loads(bytes(new.content.record))
    assert "Haddad-Lévy" in orjson.dumps(subject).decode()
    assert name_on(new) == "Naïma Haddad-Lévy"


@pytest.mark.parametrize("name", ["", "   ", "\u200c", "x" * 301, "Naïma\x00", "Naïma\u202eHaddad"])
def test_a_name_that_is_none_is_refused(alone, credential, name):
    with pytest.raises(WrongValue) as refusal:
        corrected(credential, name)

    assert (refusal.value.reason, refusal.value.field) == (reasons.NAME_WRONG, "name")
    assert Batch.objects.count() == 1


@pytest.mark.parametrize("name", ["阮 氏梅", "نعيمة حداد", "علي\u200cرضا", "N’Guessan-Öberg, dite « Léa »", "x" * 300])
def test_names_of_all_scripts_are_taken(alone, credential, name):
    (new,) = signed(corrected(credential, name), SIGNED_AGAIN)

    assert name_on(new) == name
    assert verdict_of(new, now=SIGNED_AGAIN) == "valid"


def test_the_same_name_is_no_correction(alone, credential):
    with pytest.raises(WrongValue) as refusal:
        corrected(credential, " Naïma   Haddad ")

    assert refusal.value.reason is reasons.NAME_AS_BEFORE


def test_the_same_name_typed_with_its_accents_apart_is_none_either(alone, credential):
    """As some systems put text on the clipboard."""
    with pytest.raises(WrongValue) as refusal:
        corrected(credential, "Nai\u0308ma Haddad")

    assert refusal.value.reason is reasons.NAME_AS_BEFORE


@pytest.mark.parametrize("state", ["revoked", "replaced", "cancelled", "erased"])
def test_what_does_not_stand_is_not_corrected(alone, credential, state):
    Credential.objects.filter(pk=credential.pk).update(state=state)

    with pytest.raises(NotNow) as refusal:
        corrected(credential)

    assert refusal.value.reason is reasons.NOT_TO_CORRECT


def test_an_award_that_was_withdrawn_is_not_issued_anew(alone, credential):
    again = awards(1)[0].decision
    Award.objects.filter(pk=credential.award_id).update(withdrawn_at=LATER, withdrawn_by=again)

    with pytest.raises(NotNow) as refusal:
        corrected(credential)

    assert refusal.value.reason is of_batches.AWARD_WITHDRAWN


def test_corrected_twice_meanwhile_the_second_is_told_where_the_first_waits(credential):
    first = corrected(credential)

    with pytest.raises(NotNow) as refusal:
        corrected(credential, "Naïma Lévy")

    assert (refusal.value.reason, refusal.value.details["number"]) == (of_batches.AWARD_WAITS, first.number)


def test_a_correction_is_itself_corrected(alone, credential):
    (second,) = signed(corrected(credential), SIGNED_AGAIN)
    (third,) = signed(corrected(afresh(second), "Naïma Lévy"), SIGNED_AGAIN)

    assert [each.edition for each in (credential, second, third)] == [1, 2, 3]
    assert [afresh(each).state for each in (credential, second, third)] == ["replaced", "replaced", "valid"]
    moment = SIGNED_AGAIN + timedelta(minutes=1)
    assert [verdict_of(each, now=moment) for each in (credential, second, third)] == ["check", "check", "valid"]


def test_a_correction_called_off_gives_the_old_one_back(alone, credential):
    (new,) = signed(corrected(credential), SIGNED_AGAIN)
    batch = new.line.batch
    batch.refresh_from_db()

    cancel_batch(batch=batch, by=head(body()), now=SIGNED_AGAIN + timedelta(minutes=1))

    moment = SIGNED_AGAIN + timedelta(minutes=2)
    assert (afresh(credential).state, afresh(new).state) == ("valid", "cancelled")
    assert (verdict_of(credential, now=moment), verdict_of(new, now=moment)) == ("valid", "invalid")


def test_one_revoked_before_its_correction_is_signed_stays_revoked(alone, credential):
    batch = corrected(credential)
    by = head(body())
    turn(institution=body(), credentials=[credential.pk], state=CredentialState.REVOKED, by=by, now=LATER, why="Fraude")

    assert signed(batch, SIGNED_AGAIN) == []
    assert batch.lines.get().state == "failed"
    assert verdict_of(credential, now=SIGNED_AGAIN) == "invalid"


def test_who_may_not_change_credentials_corrects_none(alone, credential):
    with pytest.raises(NotEntitled):
        corrected(credential, by=a_preparer(body()))
    with pytest.raises(NotEntitled):
        corrected(credential, by=head(body("certif-occitanie")))

    assert Batch.objects.count() == 1


def test_the_journal_tells_of_the_batch_and_of_both_credentials(alone, credential):
    (new,) = signed(corrected(credential), SIGNED_AGAIN)

    about = Act.objects.filter(subject__in=[f"credential:{each.uuid}" for each in (credential, new)])
    assert sorted(about.values_list("code", flat=True)) == [
        "credential.issued",
        "credential.issued",
        "credential.replaced",
    ]
    assert not Act.objects.filter(details__icontains="Haddad").exists()


@in_memory
@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_waits_in_a_batch():
    (credential,) = issued(1)
    by = head(body())

    found = together(*[lambda: corrected(credential, by=by)] * 3)

    assert sorted(type(each).__name__ for each in found) == ["Batch", "NotNow", "NotNow"]
    assert Batch.objects.filter(cause=Cause.CORRECTION).count() == 1


# A decision put right


def redecided(credential, **values):
    """As a corrective decision leaves it: the first award withdrawn, another in its place for the same person."""
    first = Award.objects.select_related("decision__deliberation").get(pk=credential.award_id)
    was = first.decision.deliberation
    again = Deliberation.objects.create(
        session=was.session,
        number=was.number + 1,
        round=1,
        route=was.route,
        source=was.source,
        source_digest=was.source_digest,
        opened_at=LATER,
        opened_by=was.opened_by,
    )
    decision = Decision.objects.create(
        deliberation=again,
        attempt=first.decision.attempt,
        proposed="acquired",
        outcome="acquired",
        decided_by=head(body()),
        decided_at=LATER,
    )
    Award.objects.filter(pk=first.pk).update(withdrawn_at=LATER, withdrawn_by=decision)
    kept = ("institution", "person", "version", "language", "awarded_on", "basis")
    return Award.objects.create(
        decision=decision, made_at=LATER, **{name: getattr(first, name) for name in kept} | values
    )


def test_the_credential_of_the_new_decision_stands_instead_of_the_old_one(alone, credential):
    award = redecided(credential, score=91)

    batch = correct_decision(credential=afresh(credential), by=head(body()), now=LATER, keys=the_store())
    (new,) = signed(batch, SIGNED_AGAIN)

    assert (new.award, new.edition, new.replaces) == (award, 1, credential)
    assert "91" in orjson.dumps(orjson.loads(bytes(new.content.record))).decode()
    moment = SIGNED_AGAIN + timedelta(minutes=1)
    report = report_of(credential, now=moment)
    assert [check.reason.code for check in report.checks if check.outcome] == ["status.replaced"]
    assert verdict_of(new, now=moment) == "valid"
    assert afresh(credential).replaced_by == new


def test_without_a_new_award_there_is_nothing_to_put_in_its_place(alone, credential):
    with pytest.raises(NotNow) as refusal:
        correct_decision(credential=credential, by=head(body()), now=LATER)
    assert refusal.value.reason is reasons.NO_OTHER_AWARD


def test_a_new_award_that_has_its_credential_already_is_not_issued_twice(alone, credential):
    award = redecided(credential)
    batch = prepare_batch(institution=body(), awards=[award], name="À part", by=head(body()), now=LATER)
    signed(release_batch(batch=batch, by=head(body()), now=LATER, keys=the_store()), SIGNED_AGAIN)

    with pytest.raises(NotNow) as refusal:
        correct_decision(credential=afresh(credential), by=head(body()), now=SIGNED_AGAIN)

    assert refusal.value.reason is of_batches.AWARD_HAS_ONE
    assert afresh(credential).state == "valid"


def test_who_may_not_change_credentials_puts_no_decision_right(alone, credential):
    redecided(credential)

    with pytest.raises(NotEntitled):
        correct_decision(credential=afresh(credential), by=a_preparer(body()), now=LATER)


# Several names at once


def renamed(names, by=None):
    return correct_names(institution=body(), names=names, by=by or head(body()), now=LATER, keys=the_store())


def test_several_names_are_corrected_in_one_batch_and_the_others_left_alone(alone):
    first, second, third = issued(3)
    Person.objects.filter(pk=second.award.person_id).update(given_name="Jean-Noël", family_name="Petit")

    batch = renamed({first.pk: "Naïma  Haddad-Lévy", second.pk: "Jean-Noël Petit", third.pk: name_on(third)})

    assert (batch.cause, batch.name, batch.lines_total) == (Cause.CORRECTION, "Correction de 2 noms", 2)
    assert dict(batch.lines.values_list("instead_of", "name")) == {first.pk: "Naïma Haddad-Lévy", second.pk: ""}
    made = signed(batch, SIGNED_AGAIN)
    assert {name_on(each) for each in made} == {"Naïma Haddad-Lévy", "Jean-Noël Petit"}
    assert [afresh(each).state for each in (first, second, third)] == ["replaced", "replaced", "valid"]


def test_where_one_name_cannot_be_none_is_corrected_and_each_says_why(alone):
    first, second, third, fourth = issued(4)
    Credential.objects.filter(pk=third.pk).update(state="revoked")
    corrected(fourth)
    names = {first.pk: "Zoé Été", second.pk: " ", third.pk: "Zoé", fourth.pk: "Zoé"}

    with pytest.raises(NamesRefused) as refusal:
        renamed(names)

    assert {pk: each.reason for pk, each in refusal.value.each.items()} == {
        second.pk: reasons.NAME_WRONG,
        third.pk: reasons.NOT_TO_CORRECT,
        fourth.pk: of_batches.AWARD_WAITS,
    }
    assert refused_names(institution=body(), names=names).keys() == refusal.value.each.keys()
    assert Batch.objects.filter(cause="correction").count() == 1


def test_no_name_changed_too_many_or_no_right_to_it_is_refused(alone, credential):
    for names, reason in (
        ({credential.pk: "Naïma Haddad"}, of_requests.NO_NAME_CHANGED),
        (dict.fromkeys(range(MOST_AT_ONCE + 1), "Zoé"), of_requests.TOO_MANY_NAMES),
    ):
        with pytest.raises(WrongValue) as refusal:
            renamed(names)
        assert refusal.value.reason is reason
    with pytest.raises(NotEntitled):
        renamed({credential.pk: "Zoé"}, by=a_preparer())


def test_a_credential_of_another_institution_is_not_among_them(alone):
    (ours,) = issued(1)
    (theirs,) = issued(1, body("certif-occitanie"))

    batch = renamed({ours.pk: "Zoé Été", theirs.pk: "Zoé Été"})

    assert [line.instead_of_id for line in batch.lines.all()] == [ours.pk]
