"""A lost second factor, by the pages: asked, told, approved, cancelled."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from sceau.accounts import resets
from sceau.accounts.models import FactorReset
from sceau.accounts.services import create_account
from sceau.institutions.models import Institution, Membership
from sceau.institutions.roles import Role
from sceau.jobs.handlers.factor_resets import tell
from sceau.journal.models import Act
from signing_in import code_in, prove_at, prove_now

ASK = "/account/lost-factor/"
GIVE = "/account/lost-factor/code/"


@pytest.fixture
def lyceum(guarded, bruno):
    house = Institution.objects.create(
        slug="lyceum", legal_name="Lyceum SA", name="Lyceum", did="did:web:x:lyceum", created_at=now()
    )
    Membership.objects.create(institution=house, user=guarded, role=Role.ASSESSOR, since=now())
    Membership.objects.create(institution=house, user=bruno, role=Role.HEAD, since=now())
    return house


def ask(client, email="amina@lyceum.example"):
    client.post(ASK, {"email": email})
    return client.post(GIVE, {"code": code_in(mail.outbox[-1])})


def follow_acts():
    mail.outbox.clear()
    for act in Act.objects.filter(code__startswith="factor_reset."):
        tell(act)


def test_a_code_makes_the_request_and_takes_nothing_away(client, lyceum, guarded):
    page = ask(client).content.decode()

    assert "Votre demande est enregistrée" in page
    assert FactorReset.objects.get().user == guarded
    assert Authenticator.objects.filter(user=guarded).count() == 2


def test_the_person_and_the_heads_are_told_each_in_their_language(client, lyceum, guarded, bruno):
    ask(client)

    follow_acts()

    told = {each.to[0]: each for each in mail.outbox}
    assert set(told) == {guarded.email, bruno.email}
    assert "/account/lost-factor/cancel/" in told[guarded.email].body
    assert "/account/factor-resets/" in told[bruno.email].body
    assert told[bruno.email].subject == "Second factor lost: Amina Diallo"
    tell(Act.objects.get(code="factor_reset.asked"))
    assert len(mail.outbox) == 2, "told once"


def test_the_link_of_the_mail_cancels_by_a_button_and_not_by_being_opened(client, lyceum, guarded):
    ask(client)
    follow_acts()
    link = re.search(r"https://[^\s]+(/account/lost-factor/cancel/\S+)", mail.outbox[0].body)[1]
    stranger = Client()

    assert "Annuler le retrait du second facteur" in stranger.get(link).content.decode()
    assert FactorReset.objects.get().is_open
    page = stranger.post(link, follow=True).content.decode()

    assert "La demande est annulée" in page
    assert not FactorReset.objects.get().is_open
    assert "La demande est annulée" in stranger.post(link, follow=True).content.decode(), "twice does no harm"


@pytest.mark.parametrize("forged", ["x", "0" * 32, "0" * 32 + ":forged"])
def test_a_forged_link_is_not_found(client, db, forged):
    assert client.get(f"/account/lost-factor/cancel/{forged}/").status_code == 404
    assert client.post(f"/account/lost-factor/cancel/{forged}/").status_code == 404


def test_the_person_cancels_once_in(client, lyceum, guarded):
    resets.ask(user=guarded, now=now())
    prove_now(client, guarded)
    assert "Le retrait de votre second facteur est demandé." in client.get("/account/").content.decode()

    client.post("/account/lost-factor/cancel/")

    assert FactorReset.objects.get().cancelled_by == guarded
    assert client.post("/account/lost-factor/cancel/").status_code == 404


def test_a_head_approves_and_the_person_enters_after_the_delay(client, lyceum, guarded, bruno):
    ask(client)
    reset = FactorReset.objects.get()
    head = Client()
    prove_now(head, bruno)
    assert "Amina Diallo" in head.get("/account/factor-resets/").content.decode()
    assert head.get(f"/account/factor-resets/{reset.uuid}/").status_code == 200

    head.post(f"/account/factor-resets/{reset.uuid}/approve/")
    assert Authenticator.objects.filter(user=guarded).exists()
    resets.carry_out_due(now=now() + timedelta(hours=24, minutes=1))

    assert not Authenticator.objects.filter(user=guarded).exists()
    client.post("/account/login/code/", {"email": guarded.email})
    client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    assert client.get("/account/").status_code == 200


def test_a_head_refuses(lyceum, guarded, bruno):
    reset = resets.ask(user=guarded, now=now())
    head = Client()
    prove_now(head, bruno)

    head.post(f"/account/factor-resets/{reset.uuid}/refuse/")

    assert FactorReset.objects.get().cancelled_by == bruno
    assert Act.objects.get(code="factor_reset.refused").chain_id == lyceum.uuid
    assert head.post(f"/account/factor-resets/{reset.uuid}/approve/").status_code == 404


def test_an_approval_asks_for_a_fresh_proof(lyceum, guarded, bruno):
    reset = resets.ask(user=guarded, now=now())
    head = Client()
    prove_at(head, bruno, 0)

    for page in ("", "approve/", "refuse/"):
        answer = head.post(f"/account/factor-resets/{reset.uuid}/{page}")
        assert answer["Location"].startswith("/account/proof/code/")
    assert FactorReset.objects.get().approved_at is None


def test_somebody_else_finds_nothing(lyceum, guarded):
    reset = resets.ask(user=guarded, now=now())
    chloe = create_account(email="chloe@ailleurs.example", name="Chloé Roy", language="fr", now=now())
    other = Client()
    for user in (chloe, guarded):
        prove_now(other, user)
        assert "Amina Diallo</th>" not in other.get("/account/factor-resets/").content.decode()
        assert other.get(f"/account/factor-resets/{reset.uuid}/").status_code == 404
        assert other.post(f"/account/factor-resets/{reset.uuid}/approve/").status_code == 404
        assert other.post(f"/account/factor-resets/{reset.uuid}/refuse/").status_code == 404
    assert FactorReset.objects.get().is_open


def test_a_stranger_is_led_to_sign_in(client, lyceum, guarded):
    reset = resets.ask(user=guarded, now=now())

    for page in ("", f"{reset.uuid}/"):
        assert client.get(f"/account/factor-resets/{page}")["Location"].startswith("/account/login/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(lyceum, bruno, django_assert_num_queries, number):
    for each in range(number):
        user = create_account(email=f"n{each}@lyceum.example", name="Un Autre", language="fr", now=now())
        Membership.objects.create(institution=lyceum, user=user, role=Role.ASSESSOR, since=now())
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        resets.ask(user=user, now=now())
    head = Client()
    prove_now(head, bruno)

    with django_assert_num_queries(4):
        page = head.get("/account/factor-resets/").content.decode()

    assert page.count("Un Autre<br>") == number


def test_every_address_gets_one_answer(guarded, bruno):
    """Unknown, without a second factor, with one: the pages are the same, the letters say which."""
    pages = []
    for email in (guarded.email, bruno.email, "nemo@nowhere.example"):
        client = Client()
        answer = client.post(ASK, {"email": email})
        page = client.get(GIVE).content.decode().replace(email, "…")
        pages.append((answer.status_code, answer["Location"], re.sub(r'value="[^"]{20,}"', "", page)))

    assert len(set(pages)) == 1
    assert [each.subject for each in mail.outbox] == [
        "Votre code pour retirer un second facteur perdu",
        "Your account has no second factor",
        "Personne n’est connu ici avec cette adresse",
    ]
    assert not re.search(r"\d{4}-\d{4}", mail.outbox[1].body)


def test_three_wrong_codes_and_the_right_one_asks_for_nothing(client, guarded):
    client.post(ASK, {"email": guarded.email})
    for _ in range(3):
        client.post(GIVE, {"code": "0000-0000"})

    client.post(GIVE, {"code": code_in(mail.outbox[0])})

    assert not FactorReset.objects.exists()
    assert Act.objects.filter(code="sign_in.refused").count() == 1


def test_a_code_for_another_purpose_asks_for_nothing(client, guarded):
    other = Client()
    other.post("/account/login/code/", {"email": guarded.email})
    client.post(ASK, {"email": guarded.email})

    client.post(GIVE, {"code": code_in(mail.outbox[0])})

    assert not FactorReset.objects.exists()


def test_asked_twice_there_is_one(client, lyceum):
    ask(client)

    page = ask(Client()).content.decode()

    assert "Votre demande est enregistrée" in page
    assert FactorReset.objects.count() == 1


def test_five_letters_a_quarter_of_an_hour(guarded):
    answers = [Client().post(ASK, {"email": guarded.email}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
