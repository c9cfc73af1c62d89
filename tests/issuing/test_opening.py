"""Who sees what of a credential: nothing but that it exists, until its holder opens it."""

from __future__ import annotations

import pytest

from assessment import making
from institutions.people import NOW, member, person
from issuing.opened import a_credential
from sceau.institutions.models import Unit
from sceau.issuing.errors import NotEntitled, NotNow
from sceau.issuing.models import Credential, Paper
from sceau.issuing.queries.opening import Seen, credential_at, credentials_shown_to, is_public, opens, seen_by
from sceau.issuing.services.opening import make_private, make_public, new_opening, renew_opening
from sceau.journal.models import Act
from sceau.people.models import Consent
from sceau.people.services import create_person, give_consent, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return a_credential()


def seen(credential, *, opening="", user=None):
    return seen_by(credential_at(credential.code), opening=opening, user=user, now=NOW)


def test_nobody_reads_it_unasked(one):
    assert seen(one) is Seen.NOTHING_BUT_EXISTS
    assert seen(one, user=person("Sacha Ailleurs")) is Seen.NOTHING_BUT_EXISTS


def test_its_own_opening_opens_it_and_no_other(one):
    other = a_credential()

    assert seen(one, opening=one.opening) is Seen.ALL
    for wrong in (other.opening, one.opening[:-1], one.opening + "A", one.opening.swapcase(), "é"):
        assert seen(one, opening=wrong) is Seen.NOTHING_BUT_EXISTS, wrong


def test_one_without_an_opening_is_opened_by_nothing(one):
    Credential.objects.filter(pk=one.pk).update(opening="")

    assert not opens(credential_at(one.code), "")


def test_the_holder_makes_it_public_and_takes_that_back(one):
    make_public(credential=one, by=None, now=NOW)
    make_public(credential=one, by=None, now=NOW)
    assert seen(one) is Seen.ALL
    assert Consent.objects.get().subject == f"credential:{one.uuid}"

    make_private(credential=one, by=None, now=NOW)
    make_private(credential=one, by=None, now=NOW)
    assert seen(one) is Seen.NOTHING_BUT_EXISTS


def test_what_the_holder_agreed_to_before_counts_and_is_taken_back_as_well(one):
    version = one.award.version
    subject = f"achievement:{version.design.uuid}/{version.number}"
    give_consent(person=one.award.person, subject=subject, how="on_screen", by=None, now=NOW)
    assert is_public(one)

    make_private(credential=one, by=None, now=NOW)
    assert not is_public(one)


def test_the_consent_of_one_opens_nothing_of_another(one):
    other = a_credential()
    make_public(credential=other, by=None, now=NOW)

    assert seen(one) is Seen.NOTHING_BUT_EXISTS


def test_a_consent_stands_when_records_are_found_to_be_one_person(one):
    make_public(credential=one, by=None, now=NOW)
    head = making.head(one.institution)
    kept = create_person(institution=one.institution, given_name="Naïma", family_name="H.", by=head, now=NOW)
    merge(kept=kept, other=one.award.person, why="La même", by=head, now=NOW)

    assert seen(one) is Seen.ALL


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("head", Seen.ALL),
        ("session_manager", Seen.ALL),
        ("dpo", Seen.ALL),
        ("designer", Seen.NOTHING_BUT_EXISTS),
        ("assessor", Seen.NOTHING_BUT_EXISTS),
    ],
)
def test_at_the_desk_whoever_sees_credentials_reads_it(one, role, found):
    colleague = person("Zoe Essai")
    member(colleague, one.institution, role)

    assert seen(one, user=colleague) is found


def test_a_head_of_elsewhere_reads_nothing(one):
    bruno = making.head(making.body("certif-occitanie"))

    assert seen(one, user=bruno) is Seen.NOTHING_BUT_EXISTS


def test_a_role_in_a_unit_shows_no_credential(one):
    unit = Unit.objects.create(institution=one.institution, name="Site de Gap")
    colleague = person("Zoe Essai")
    member(colleague, one.institution, "session_manager", unit=unit)

    assert seen(one, user=colleague) is Seen.NOTHING_BUT_EXISTS


def test_a_closed_account_reads_nothing(one):
    amina = making.head(one.institution)
    amina.is_active = False

    assert seen(one, user=amina) is Seen.NOTHING_BUT_EXISTS


def test_the_holder_signed_in_reads_their_own_and_decides_of_it(one):
    holder, stranger = person("Naïma Haddad"), person("Sacha Ailleurs")
    one.award.person.user = holder
    one.award.person.save()

    assert seen(one, user=holder) is Seen.ALL
    make_public(credential=one, by=holder, now=NOW)
    for act in (make_public, make_private, renew_opening):
        with pytest.raises(NotEntitled):
            act(credential=one, by=stranger, now=NOW)
    assert is_public(one)


def test_a_new_link_ends_the_former_one_and_its_papers(one):
    Paper.objects.create(credential=one, kind="certificate", digest="a" * 64, made_at=NOW)
    former = one.opening

    renewed = renew_opening(credential=one, by=None, now=NOW)

    assert renewed.opening != former
    assert seen(one, opening=former) is Seen.NOTHING_BUT_EXISTS
    assert seen(one, opening=renewed.opening) is Seen.ALL
    assert not Paper.objects.filter(credential=one).exists()
    act = Act.objects.get(code="credential.opening_renewed")
    assert (act.subject, act.actor) == (f"credential:{one.uuid}", None)
    assert renewed.opening not in str(act.details)


def test_an_opening_is_as_long_as_its_column_and_never_the_same():
    made = {new_opening() for _ in range(100)}

    assert {len(each) for each in made} == {43}
    assert len(made) == 100


def test_what_was_called_off_is_found_by_nobody_and_opened_no_more():
    gone = a_credential(state="cancelled", state_at=NOW)

    assert credential_at(gone.code) is None
    for act in (make_public, renew_opening):
        with pytest.raises(NotNow):
            act(credential=gone, by=None, now=NOW)


def test_the_holder_is_shown_what_was_handed_over_only(one):
    candidate = one.award.decision.attempt.candidate
    batch = one.line.batch
    assert list(credentials_shown_to(candidate)) == [one]

    for state in ("released", "signed"):
        batch.state = state
        batch.save()
        assert list(credentials_shown_to(candidate)) == [], state


def test_the_holder_is_shown_no_credential_of_another_file(one):
    other = a_credential()

    assert list(credentials_shown_to(other.award.decision.attempt.candidate)) == [other]
