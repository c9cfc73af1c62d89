"""Entering by password, losing it, changing it."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from sceau.journal.models import Act
from signing_in import code_in, prove_at, prove_now

from .conftest import PASSWORD

LOGIN = "/account/login/"
RESET = "/account/password/reset/"
CONFIRM = "/account/password/reset/confirm/"
COMPLETE = "/account/password/reset/complete/"
NEW = "une autre phrase, plus longue encore"


def enter(client, password=PASSWORD, email="amina@lyceum.example"):
    return client.post(LOGIN, {"login": email, "password": password})


def signed_in(client):
    return client.session.get(SESSION_KEY)


def test_the_password_lets_in(client, amina):
    answer = enter(client)

    assert answer.status_code == 302
    assert signed_in(client) == str(amina.pk)
    assert Act.objects.get(code="session.opened").details == '{"ways":["password"]}'


def test_the_session_is_another_one_than_before_the_sign_in(client, amina):
    client.get("/account/factors/passkeys/login/", headers={"accept": "application/json"})  # makes a session
    before = client.session.session_key
    enter(client)

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_wrong_password_and_an_unknown_address_get_one_answer(client, amina):
    wrong = enter(Client(), "faux").content.decode()
    unknown = enter(Client(), "faux", "nemo@nowhere.example").content.decode()

    sentence = "L’adresse ou le mot de passe ne va pas."
    assert sentence in wrong
    assert sentence in unknown
    assert 'value="amina@lyceum.example"' in wrong


def test_both_hash_the_password_once(client, amina, monkeypatch):
    """An unknown address costs the time of a hash as well."""
    from django.contrib.auth import hashers

    hashed = []
    real = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or real(*a, **k))

    enter(Client(), "faux")
    known = len(hashed)
    enter(Client(), "faux", "nemo@nowhere.example")

    assert (known, len(hashed)) == (1, 2)


def test_five_wrong_passwords_and_the_right_one_waits(client, amina):
    for _ in range(5):
        enter(Client(), "faux")

    answer = enter(client)

    assert "Trop d’essais" in answer.content.decode()
    assert signed_in(client) is None
    assert Act.objects.filter(code="sign_in.refused", subject=f"user:{amina.uuid}").count() == 1


def test_an_attack_writes_one_act_and_not_a_hundred(amina):
    for _ in range(20):
        enter(Client(), "faux")

    assert Act.objects.filter(code="sign_in.refused").count() == 1


def test_the_limit_is_the_accounts_whatever_the_host_that_is_asked(client, amina, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(5):
        Client(headers={"host": f"h{number}.example"}).post(LOGIN, {"login": amina.email, "password": "faux"})

    enter(client)

    assert signed_in(client) is None


def test_the_limit_of_one_account_is_not_that_of_another(client, amina, bruno):
    bruno.set_password(NEW)
    bruno.save()
    for _ in range(6):
        enter(Client(), "faux")

    enter(client, NEW, bruno.email)

    assert signed_in(client) == str(bruno.pk)


def test_thirty_failures_a_minute_from_one_address_of_the_network(client, amina):
    for number in range(30):
        enter(Client(), "faux", f"n{number}@nowhere.example")

    enter(client)

    assert signed_in(client) is None


def test_a_right_password_uses_up_nothing(amina):
    for _ in range(8):
        client = Client()
        enter(client)
        assert signed_in(client)


def test_who_has_no_password_enters_with_none(client, bruno):
    for nothing in ("", " ", "!", bruno.password):
        enter(client, nothing, bruno.email)

    assert signed_in(client) is None


def test_a_closed_account_is_told_so_to_whoever_has_the_password(client, amina):
    amina.is_active = False
    amina.save()

    answer = enter(client)

    assert answer["Location"] == "/account/inactive/"
    assert signed_in(client) is None
    assert "Ce compte est fermé" in client.get("/account/inactive/").content.decode()


def test_a_lost_password_is_replaced_with_a_code_and_sessions_elsewhere_end(client, amina):
    elsewhere = Client()
    enter(elsewhere)
    client.post(RESET, {"email": amina.email})
    client.post(CONFIRM, {"code": code_in(mail.outbox[0])})

    answer = client.post(COMPLETE, {"password1": NEW, "password2": NEW})

    assert answer["Location"] == "/account/password/reset/done/"
    assert elsewhere.get("/account/").status_code == 302
    assert not UserSession.objects.filter(user=amina).exists()
    fresh = Client()
    enter(fresh, NEW)
    assert signed_in(fresh) == str(amina.pk)
    assert "password.reset" in Act.objects.values_list("code", flat=True)
    assert mail.outbox[1].subject == "Votre mot de passe a changé"


def test_the_new_one_is_asked_for_after_the_code_only(client, amina):
    client.post(RESET, {"email": amina.email})

    answer = client.post(COMPLETE, {"password1": NEW, "password2": NEW})

    assert answer["Location"] == CONFIRM
    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)


def test_three_wrong_codes_end_it(client, amina):
    client.post(RESET, {"email": amina.email})
    code = code_in(mail.outbox[0])
    for _ in range(3):
        client.post(CONFIRM, {"code": "0000-0000"})

    answer = client.post(CONFIRM, {"code": code})

    assert answer["Location"] == LOGIN
    assert client.post(COMPLETE, {"password1": NEW, "password2": NEW})["Location"] == RESET


def test_a_lost_password_of_an_unknown_address_looks_the_same(amina):
    first, second = Client(), Client()

    known, unknown = (
        each.post(RESET, {"email": email}) for each, email in ((first, amina.email), (second, "nemo@nowhere.example"))
    )

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert first.get(CONFIRM).status_code == second.get(CONFIRM).status_code == 200
    assert second.post(CONFIRM, {"code": "0000-0000"}).status_code == 200
    assert mail.outbox[1].subject == "Personne n’est connu ici avec cette adresse"


def test_changing_it_ends_the_other_sessions_and_keeps_this_one(client, amina):
    elsewhere = Client()
    enter(elsewhere)
    enter(client)

    answer = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, follow=True
    )

    assert "Votre mot de passe est changé." in answer.content.decode()
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert UserSession.objects.filter(user=amina).count() == 1
    assert {"password.changed", "session.ended"} <= set(Act.objects.values_list("code", flat=True))


def test_it_is_changed_only_with_the_present_one(client, amina):
    prove_now(client, amina)

    answer = client.post("/account/password/change/", {"oldpassword": "faux", "password1": NEW, "password2": NEW})

    assert "Ce n’est pas votre mot de passe actuel." in answer.content.decode()
    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["court", "motdepasse", "password1234", "123456789012345", "bruno@atelier.example"])
def test_a_weak_one_is_refused(client, bruno, weak):
    prove_now(client, bruno)

    client.post("/account/password/set/", {"password1": weak, "password2": weak})

    bruno.refresh_from_db()
    assert not bruno.has_usable_password()


def test_a_first_one_is_set_after_a_fresh_proof_only(client, bruno):
    prove_at(client, bruno, 0)

    answer = client.post("/account/password/set/", {"password1": NEW, "password2": NEW})

    assert answer["Location"] == "/account/proof/code/?next=%2Faccount%2Fpassword%2Fset%2F"
    bruno.refresh_from_db()
    assert not bruno.has_usable_password()
    assert NEW not in str(dict(client.session.items()))


def test_a_first_one_ends_the_other_sessions(client, bruno):
    elsewhere = Client()
    elsewhere.force_login(bruno)
    prove_now(client, bruno)

    client.post("/account/password/set/", {"password1": NEW, "password2": NEW})

    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
