"""Grave acts: a proof of less than fifteen minutes, or another one."""

from __future__ import annotations

import time

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from sceau.config.urls import urlpatterns as addresses
from sceau.journal.models import Act
from sceau.web.account.proof import fresh_proof
from signing_in import code_in, prove_at, prove_now

from .conftest import PASSWORD
from .test_second_factor import application_code

LONG_AGO = 15 * 60 + 1
done: list[str] = []


@fresh_proof
def grave(request):
    if request.method == "POST":
        done.append(request.POST["name"])
        return HttpResponse("fait")
    return HttpResponse("page grave")


urlpatterns = [*addresses, path("grave/", grave)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


def stale(client, user):
    prove_at(client, user, time.time() - LONG_AGO)


def test_a_fresh_sign_in_is_a_proof(client, amina):
    client.post("/account/login/", {"login": amina.email, "password": PASSWORD})

    assert client.get("/grave/").content == b"page grave"


@pytest.mark.parametrize(("ago", "status"), [(0, 200), (14 * 60, 200), (LONG_AGO, 302)])
def test_it_counts_fifteen_minutes(client, amina, ago, status):
    prove_at(client, amina, time.time() - ago)

    assert client.get("/grave/").status_code == status


def test_a_session_without_any_proof_is_asked(client, amina):
    client.force_login(amina)

    assert client.get("/grave/")["Location"] == "/account/reauthenticate/?next=%2Fgrave%2F"


def test_the_proof_of_another_person_is_none(client, amina, bruno):
    client.force_login(amina)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(bruno.pk)
    session.save()

    assert client.get("/grave/").status_code == 302


def test_what_a_form_sent_goes_on_after_the_password(client, amina):
    stale(client, amina)

    asked = client.post("/grave/", {"name": "Clé de juin"})
    assert done == []
    answer = client.post(asked["Location"], {"password": PASSWORD})

    assert answer.content == b"fait"
    assert done == ["Clé de juin"]


def test_a_wrong_password_proves_nothing(client, amina):
    stale(client, amina)
    asked = client.get("/grave/")

    answer = client.post(asked["Location"], {"password": "faux"})

    assert "Ce n’est pas votre mot de passe." in answer.content.decode()
    assert client.get("/grave/").status_code == 302


def test_wrong_passwords_are_counted_here_as_well(client, amina):
    stale(client, amina)
    for _ in range(5):
        client.post("/account/reauthenticate/", {"password": "faux"})

    client.post("/account/reauthenticate/", {"password": PASSWORD})

    assert client.get("/grave/").status_code == 302
    assert Act.objects.filter(code="sign_in.refused").count() == 1


def test_who_has_a_second_factor_proves_it_by_that(client, guarded):
    stale(client, guarded)

    asked = client.get("/grave/")
    assert asked["Location"].startswith("/account/factors/prove/")
    client.post(asked["Location"], {"code": application_code()})

    assert client.get("/grave/").status_code == 200


def test_and_never_by_a_code_sent_by_mail(client, guarded):
    stale(client, guarded)

    answer = client.post("/account/proof/code/", {"next": "/grave/"})

    assert answer["Location"] == "/account/factors/prove/?next=%2Fgrave%2F"
    assert mail.outbox == []


def test_who_has_nothing_but_an_address_proves_it_by_a_code(client, bruno):
    stale(client, bruno)
    asked = client.post("/grave/", {"name": "Clé de juin"})
    assert asked["Location"].startswith("/account/proof/code/")
    client.post(asked["Location"], {"next": "/grave/"})

    answer = client.post("/account/proof/code/", {"code": code_in(mail.outbox[0]), "next": "/grave/"})

    assert answer.content == b"fait"
    assert done == ["Clé de juin"]
    assert client.get("/grave/").status_code == 200


def test_three_wrong_codes_and_the_right_one_is_over(client, bruno):
    stale(client, bruno)
    client.post("/account/proof/code/", {})
    right = code_in(mail.outbox[0])
    for _ in range(3):
        client.post("/account/proof/code/", {"code": "0000-0000"})

    client.post("/account/proof/code/", {"code": right})

    assert client.get("/grave/").status_code == 302
    assert Act.objects.filter(code="sign_in.refused").count() == 1


def test_a_code_of_another_session_proves_nothing(client, bruno):
    stale(client, bruno)
    client.post("/account/proof/code/", {})
    other = Client()
    stale(other, bruno)
    other.post("/account/proof/code/", {})

    other.post("/account/proof/code/", {"code": code_in(mail.outbox[0])})

    assert other.get("/grave/").status_code == 302


def test_a_code_is_over_after_ten_minutes(client, bruno, monkeypatch):
    stale(client, bruno)
    client.post("/account/proof/code/", {})
    later = time.time() + 601
    monkeypatch.setattr("sceau.web.account.codes.time.time", lambda: later)

    client.post("/account/proof/code/", {"code": code_in(mail.outbox[0])})

    assert client.get("/grave/").status_code == 302


def test_five_letters_a_quarter_of_an_hour(client, bruno):
    stale(client, bruno)

    answers = [client.post("/account/proof/code/", {}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_nobody_but_who_is_signed_in_proves(client, db):
    assert client.get("/grave/").status_code == 302
    assert client.get("/account/proof/code/")["Location"].startswith("/account/login/")


def test_an_ordinary_page_asks_for_nothing(client, amina):
    prove_now(client, amina)
    stale(client, amina)

    assert client.get("/account/").status_code == 200
