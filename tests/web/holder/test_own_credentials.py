"""What a candidate sees of the credentials that their file led to, and decides about them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.timezone import now

from issuing.making import head, the_store
from issuing.opened import a_credential
from sceau.assessment.services import links
from sceau.issuing.models import Batch, Credential, IssuingSettings
from sceau.issuing.queries.opening import is_public
from sceau.issuing.services.correcting import correct_name
from sceau.issuing.services.signing import issue_next_lines
from sceau.people.models import Consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return a_credential()


@pytest.fixture
def candidate(one):
    return one.award.decision.attempt.candidate


@pytest.fixture
def inside(client, candidate):
    client.get(reverse("candidate_open", args=[links.make_link(candidate, now())]))
    return client


def page(candidate):
    return reverse("candidate_credentials", args=[candidate.uuid])


def decide(client, candidate, credential, act):
    return client.post(reverse("candidate_credential", args=[candidate.uuid, credential.uuid]), {"act": act})


def words(answer):
    return answer.content.decode()


def test_the_first_page_leads_there_and_it_shows_link_state_and_files(inside, candidate, one):
    assert page(candidate) in words(inside.get(reverse("candidate", args=[candidate.uuid])))

    answer = inside.get(page(candidate))
    said = words(answer)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert f"https://sceau.example/v/{one.code}?o={one.opening}" in said
    assert "Valide" in said
    for name in ("credential_json", "credential_record", "credential_png", "credential_svg"):
        assert reverse(name, args=[one.code]) in said, name


def test_nothing_is_offered_before_it_is_handed_over(inside, candidate, one):
    Batch.objects.update(state="signed")

    assert page(candidate) not in words(inside.get(reverse("candidate", args=[candidate.uuid])))
    assert one.code not in words(inside.get(page(candidate)))
    assert decide(inside, candidate, one, "public").status_code == 404


def test_the_one_that_stands_instead_is_there_as_soon_as_the_other_says_that_it_is_replaced(inside, candidate, one):
    body = one.institution
    IssuingSettings.objects.update_or_create(institution=body, defaults={"two_people": False})
    batch = correct_name(credential=one, name="Naïma Haddad-Lévy", by=head(body), now=now(), keys=the_store())
    issue_next_lines(batch.pk, limit=10, keys=the_store(), now=now())
    new = Credential.objects.get(line__batch=batch)

    said = words(inside.get(page(candidate)))

    assert Batch.objects.get(pk=batch.pk).state == "released"
    assert f"/v/{new.code}?o={new.opening}" in said


def test_it_is_made_public_and_private_again(inside, candidate, one):
    assert "Rendre la page publique" in words(inside.get(page(candidate)))

    assert decide(inside, candidate, one, "public").status_code == 302
    assert is_public(one)
    assert "Ne plus la montrer" in words(inside.get(page(candidate)))

    decide(inside, candidate, one, "private")
    assert not is_public(one)


def test_a_new_link_takes_the_place_of_the_former_one_and_says_what_that_does(inside, candidate, one):
    assert "L’ancien n’ouvrira plus rien, ni le carré" in words(inside.get(page(candidate)))

    decide(inside, candidate, one, "renew")
    said = words(inside.get(page(candidate)))
    renewed = Credential.objects.get(pk=one.pk).opening
    assert renewed != one.opening
    assert (renewed in said, one.opening in said) == (True, False)


def test_an_act_that_is_none_changes_nothing(inside, candidate, one):
    decide(inside, candidate, one, "erase")
    inside.get(reverse("candidate_credential", args=[candidate.uuid, one.uuid]))

    assert Credential.objects.get(pk=one.pk).opening == one.opening
    assert not Consent.objects.exists()


def test_the_choice_made_before_is_shown_and_taken_back_with_all_that_follows(inside, candidate, one):
    decide(inside, candidate, one, "public")
    kept = reverse("candidate_kept", args=[candidate.uuid])
    assert 'value="yes" checked' in words(inside.get(kept))

    inside.post(reverse("candidate_consent", args=[candidate.uuid]), {})
    assert not is_public(one)
    assert 'value="yes" checked' not in words(inside.get(kept))


def test_somebody_elses_credential_is_neither_shown_nor_decided_upon(inside, candidate):
    other = a_credential()

    assert other.code not in words(inside.get(page(candidate)))
    for act in ("public", "private", "renew"):
        assert decide(inside, candidate, other, act).status_code == 404
    assert Credential.objects.get(pk=other.pk).opening == other.opening


def test_without_a_link_to_the_file_nothing_opens(client, candidate, one):
    assert client.get(page(candidate)).status_code == 404
    assert decide(client, candidate, one, "renew").status_code == 404
    assert Credential.objects.get(pk=one.pk).opening == one.opening


def test_what_was_replaced_leads_to_sharing_the_other(inside, candidate, one):
    new = a_credential(one.award, replaces=one)
    Batch.objects.update(state="done")

    said = words(inside.get(page(candidate)))
    assert "Une autre vaut à sa place" in said
    assert new.code in said
