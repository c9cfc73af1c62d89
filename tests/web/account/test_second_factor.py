"""The second step, and what its codes are worth."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client

from sceau.journal.models import Act
from signing_in import code_in, prove_at, prove_now

from .conftest import PASSWORD, SECRET

CHECK = "/account/factors/check/"


def application_code(shift=0):
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + shift))


def first_step(client, email="amina@lyceum.example"):
    return client.post("/account/login/", {"login": email, "password": PASSWORD})


def signed_in(client):
    return client.session.get(SESSION_KEY)


def test_the_password_alone_does_not_let_in(client, guarded):
    answer = first_step(client)

    assert answer["Location"] == CHECK
    assert signed_in(client) is None
    assert client.get("/account/").status_code == 302


def test_a_code_by_mail_alone_does_not_either(client, guarded):
    client.post("/account/login/code/", {"email": guarded.email})

    answer = client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[0])})

    assert answer["Location"] == CHECK
    assert signed_in(client) is None


def test_nor_does_a_new_password(client, guarded):
    client.post("/account/password/reset/", {"email": guarded.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(mail.outbox[0])})
    new = "une autre phrase, plus longue encore"
    client.post("/account/password/reset/complete/", {"password1": new, "password2": new})

    answer = client.post("/account/login/", {"login": guarded.email, "password": new})

    assert answer["Location"] == CHECK


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_a_code_of_the_application_lets_in(client, guarded, shift):
    first_step(client)

    client.post(CHECK, {"code": application_code(shift)})

    assert signed_in(client) == str(guarded.pk)
    assert Act.objects.get(code="session.opened").details == '{"ways":["password","mfa-totp"]}'


@pytest.mark.parametrize("shift", [-3, -2, 2, 3])
def test_an_old_one_or_a_coming_one_does_not(client, guarded, shift):
    first_step(client)

    answer = client.post(CHECK, {"code": application_code(shift)})

    assert signed_in(client) is None
    assert "Ce code ne va pas." in answer.content.decode()


def test_a_code_of_the_application_counts_once_also_after_allauth_forgot_it(client, guarded):
    from django.core.cache import cache

    code = application_code()
    first_step(client)
    client.post(CHECK, {"code": code})
    assert signed_in(client)
    cache.clear()
    thief = Client()
    first_step(thief)

    thief.post(CHECK, {"code": code})

    assert signed_in(thief) is None


def test_an_earlier_code_does_not_count_after_a_later_one(client, guarded):
    first_step(client)
    client.post(CHECK, {"code": application_code(0)})
    other = Client()
    first_step(other)

    other.post(CHECK, {"code": application_code(-1)})

    assert signed_in(other) is None


def test_five_wrong_codes_and_the_right_one_waits(client, guarded):
    first_step(client)
    for _ in range(5):
        client.post(CHECK, {"code": "000000"})

    answer = client.post(CHECK, {"code": application_code()})

    assert signed_in(client) is None
    assert "Trop d’essais" in answer.content.decode()
    assert Act.objects.filter(code="sign_in.refused", subject=f"user:{guarded.uuid}").count() == 1


def test_the_limit_holds_for_many_browsers(guarded):
    for _ in range(5):
        client = Client()
        first_step(client)
        client.post(CHECK, {"code": "000000"})
    last = Client()
    first_step(last)

    last.post(CHECK, {"code": application_code()})

    assert signed_in(last) is None


def test_a_recovery_code_lets_in_once(client, guarded):
    code = guarded.recovery_codes[0]
    first_step(client)
    client.post(CHECK, {"code": code})
    assert signed_in(client) == str(guarded.pk)
    other = Client()
    first_step(other)

    other.post(CHECK, {"code": code})

    assert signed_in(other) is None


def test_the_second_step_is_for_whoever_took_the_first_one(client, guarded):
    answer = client.post(CHECK, {"code": application_code()})

    assert answer["Location"] == "/account/login/"
    assert signed_in(client) is None


def test_the_code_of_another_person_does_not_count(client, guarded, bruno):
    from allauth.core import context
    from allauth.mfa.totp.internal.auth import TOTP
    from django.test import RequestFactory

    with context.request_context(RequestFactory().get("/")):
        TOTP.activate(bruno, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    first_step(client)
    of_bruno = format_hotp_value(hotp_value("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", int(time.time()) // 30))

    client.post(CHECK, {"code": of_bruno})

    assert signed_in(client) is None


def test_the_second_step_is_over_after_a_quarter_of_an_hour(client, guarded, monkeypatch):
    first_step(client)
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: later)

    answer = client.post(CHECK, {"code": application_code()})

    assert answer["Location"] == "/account/login/"
    assert signed_in(client) is None


def test_secrets_are_sealed_in_the_database(guarded):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in kept
    assert all(code not in kept for code in guarded.recovery_codes)


def test_a_secret_sealed_with_a_former_key_is_still_read(client, guarded, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the tests, of fifty signs at the least, surely"
    first_step(client)

    client.post(CHECK, {"code": application_code()})

    assert signed_in(client) == str(guarded.pk)


@pytest.mark.parametrize("code", ["123456", "12345678"])
def test_a_secret_that_no_longer_opens_lets_nobody_in_and_the_page_says_so(client, guarded, settings, code):
    """The secret key was changed because it may have been read: what was sealed with it is a lost factor."""
    settings.SECRET_KEY = "another key of the tests, of fifty signs at the least, surely"
    first_step(client)

    answer = client.post(CHECK, {"code": code})

    assert answer.status_code == 200
    assert "Ce code ne va pas" in answer.content.decode()
    assert signed_in(client) is None
    prove_now(client, guarded)
    assert client.get("/account/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_application_is_linked_and_the_codes_are_shown_once(client, amina):
    elsewhere = Client()
    first_step(elsewhere)
    prove_now(client, amina)
    client.get("/account/factors/application/")
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    answer = client.post("/account/factors/application/", {"code": code}, follow=True)

    assert answer.redirect_chain == [("/account/factors/codes/", 302)]
    assert len(answer.context["unused_codes"]) == 10
    shown = answer.context["unused_codes"][0]
    assert shown in answer.content.decode()
    assert shown not in client.get("/account/factors/codes/").content.decode()
    codes = list(Act.objects.order_by("number").values_list("code", flat=True))
    assert codes.count("factor.added") == 2
    assert elsewhere.get("/account/").status_code == 302, "sessions elsewhere end"
    assert client.get("/account/").status_code == 200
    assert mail.outbox[0].subject == "Une application de codes protège votre compte"


def test_a_wrong_first_code_links_nothing_and_keeps_the_secret(client, amina):
    prove_now(client, amina)
    client.get("/account/factors/application/")
    secret = client.session["mfa.totp.secret"]

    answer = client.post("/account/factors/application/", {"code": "000000"})

    assert secret in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_an_application_is_removed_and_the_recovery_codes_with_it(client, guarded):
    prove_now(client, guarded)

    client.post("/account/factors/application/remove/")

    assert not Authenticator.objects.filter(user=guarded).exists()
    acts = Act.objects.filter(code="factor.removed")
    assert {(act.actor, act.details) for act in acts} == {
        (guarded.uuid, '{"kind":"totp"}'),
        (guarded.uuid, '{"kind":"recovery_codes"}'),
    }


GRAVE = [
    "/account/email/",
    "/account/password/change/",
    "/account/factors/application/remove/",
    "/account/factors/codes/",
    "/account/factors/codes/new/",
    "/account/factors/passkeys/new/",
]


@pytest.mark.parametrize("page", GRAVE)
def test_what_changes_how_one_enters_asks_for_a_fresh_proof(client, guarded, page):
    prove_at(client, guarded, time.time() - 15 * 60 - 1)

    for method in (client.get, client.post):
        answer = method(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/factors/prove/?next=")


@pytest.mark.parametrize("page", GRAVE)
def test_a_stranger_is_led_to_sign_in(client, db, page):
    assert client.get(page)["Location"].startswith("/account/login/")


def test_the_key_of_another_person_is_not_found(client, amina, guarded, bruno):
    key = Authenticator.objects.create(user=bruno, type=Authenticator.Type.WEBAUTHN, data={"name": "de Bruno"})
    prove_now(client, amina)

    answers = [
        client.get(f"/account/factors/passkeys/{key.pk}/name/"),
        client.post(f"/account/factors/passkeys/{key.pk}/name/", {"name": "à moi"}),
        client.post(f"/account/factors/passkeys/{key.pk}/remove/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    key.refresh_from_db()
    assert key.data == {"name": "de Bruno"}
