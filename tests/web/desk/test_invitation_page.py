"""The page behind the link of an invitation."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from institutions.people import person
from sceau.accounts.models import User
from sceau.accounts.services import create_account
from sceau.institutions.models import Invitation, Membership
from sceau.institutions.services import invite, token_of, withdraw_invitation
from signing_in import prove_now


@pytest.fixture
def offer(alpes, amina):
    return invite(institution=alpes, email="david@example.org", role="assessor", by=amina, now=now(), language="en")


@pytest.fixture
def david(db):
    return create_account(email="david@example.org", name="David Eon", language="fr", now=now())


def page_of(offer):
    return reverse("invitation", args=[token_of(offer)])


def said(answer):
    return html.unescape(answer.content.decode())


def joined():
    return Membership.objects.filter(user__email="david@example.org")


def test_a_newcomer_says_who_they_are_and_is_in(client, offer, alpes):
    page = client.get(page_of(offer))
    assert "Alpes Numérique" in said(page)
    assert page.context["form"].initial["language"] == "fr"
    in_english = client.get(page_of(offer), headers={"accept-language": "en"})
    assert in_english.context["form"].initial["language"] == "en"  # that of the page they are reading
    # told to no other site; « no-referrer » would make browsers send « Origin: null », and every form refused
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]

    answer = client.post(page_of(offer), {"name": " David  Eon ", "language": "fr"})

    user = User.objects.get(email="david@example.org")
    assert (user.name, user.language) == ("David Eon", "fr")
    assert joined().get().role == "assessor"
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_welcome')}?next=%2Fdesk%2Falpes-numerique%2F"
    assert client.get(reverse("desk_home", args=[alpes.slug])).status_code == 200


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, {"name", "language"}),
        ({"name": " ", "language": "fr"}, {"name"}),
        ({"name": "x" * 201, "language": "de"}, {"name", "language"}),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(client, offer, typed, fields):
    answer = client.post(page_of(offer), typed)

    assert set(answer.context["form"].errors) == fields
    assert not User.objects.filter(email="david@example.org").exists()


def test_opening_the_page_accepts_nothing(client, offer, david):
    """Programs that read mail open links."""
    client.get(page_of(offer))
    prove_now(client, david)
    client.get(page_of(offer))
    client.head(page_of(offer))

    assert not joined().exists()


def test_whoever_has_an_account_signs_in_first(client, offer, david):
    for answer in (client.get(page_of(offer)), client.post(page_of(offer), {"name": "Un autre", "language": "fr"})):
        assert f"{reverse('account_login')}?next=" in said(answer)
    assert not joined().exists()

    prove_now(client, david)
    answer = client.post(page_of(offer))
    assert answer["Location"] == "/desk/alpes-numerique/"
    assert joined().get().user == david


def test_another_address_is_told_and_let_out(client, offer, bruno):
    prove_now(client, bruno)

    for answer in (client.get(page_of(offer)), client.post(page_of(offer))):
        assert answer.status_code == 403
        assert "bruno@example.org" in said(answer)
        assert reverse("account_logout") in said(answer)
        assert "david@example.org" not in said(answer)
    assert not Membership.objects.filter(user=bruno, institution=offer.institution).exists()


def test_used_twice(client, offer, david):
    prove_now(client, david)
    client.post(page_of(offer))
    assert client.post(page_of(offer))["Location"] == reverse("desk")
    assert joined().count() == 1

    client.logout()
    answer = client.get(page_of(offer))
    assert answer.status_code == 410
    assert "a déjà servi" in said(answer)


@pytest.mark.parametrize("signed_in", [False, True])
def test_late(client, offer, david, signed_in):
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    if signed_in:
        prove_now(client, david)

    for answer in (client.get(page_of(offer)), client.post(page_of(offer), {"name": "D", "language": "fr"})):
        assert answer.status_code == 410
        assert "n’est plus valable depuis le" in said(answer)
        assert "Demandez à Alpes Numérique de vous la renvoyer" in said(answer)
    assert not joined().exists()


def test_withdrawn(client, offer, amina):
    withdraw_invitation(invitation=offer, by=amina, now=now())

    answer = client.post(page_of(offer), {"name": "David", "language": "fr"})
    assert answer.status_code == 410
    assert "a été retirée" in said(answer)
    assert not User.objects.filter(email="david@example.org").exists()


@pytest.mark.parametrize("token", ["x", "x" * 43, "é", "../desk", "a" * 3000])
def test_a_link_that_opens_nothing(client, offer, token):
    answer = client.get("/invitation/" + token)

    assert answer.status_code == 404


def test_a_refused_acceptance_leaves_no_account(client, offer, amina):
    """The inviter was sent away between the page and the click: nobody is made for nothing."""
    Membership.objects.filter(user=amina).update(ended_at=now())

    answer = client.post(page_of(offer), {"name": "David", "language": "fr"})

    assert answer.status_code == 410
    assert "ne peut plus donner ce rôle" in said(answer)
    assert not User.objects.filter(email="david@example.org").exists()


def test_the_name_is_shown_as_a_text(client, offer, alpes, amina):
    alpes.name = "<script>alert(1)</script>"
    alpes.save()

    assert "<script>alert(1)" not in client.get(page_of(offer)).content.decode()


def test_a_second_address_that_is_verified_is_one_s_own(client, offer, db):
    from allauth.account.models import EmailAddress

    user = person("Nadia Or")
    EmailAddress.objects.create(user=user, email="david@example.org", verified=True)
    prove_now(client, user)

    client.post(page_of(offer))

    assert Membership.objects.get(user=user).role == "assessor"
