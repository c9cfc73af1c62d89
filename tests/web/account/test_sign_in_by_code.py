"""Entering by a code sent by mail: its limits, and what a stranger learns."""

from __future__ import annotations

import time
from importlib import import_module

import pytest
from allauth.account import app_settings
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse

from sceau.journal.models import Act
from signing_in import code_in

ASK = "/account/login/code/"
GIVE = "/account/login/code/confirm/"


def ask(client, email="amina@lyceum.example"):
    return client.post(ASK, {"email": email})


def signed_in(client):
    return client.session.get(SESSION_KEY)


def test_a_code_lets_in_and_the_session_is_another_one(client, amina):
    ask(client)
    before = client.session.session_key

    answer = client.post(GIVE, {"code": code_in(mail.outbox[0])})

    assert (answer.status_code, answer["Location"]) == (302, reverse("desk"))
    assert signed_in(client) == str(amina.pk)
    assert client.session.session_key != before
    assert list(Act.objects.values_list("code", "actor")) == [
        ("account.created", None),
        ("session.opened", amina.uuid),
    ]


def test_the_code_has_eight_figures_and_may_be_typed_without_its_hyphen(client, amina):
    ask(client)
    code = code_in(mail.outbox[0])

    client.post(GIVE, {"code": f" {code.replace('-', '')} "})

    assert signed_in(client) == str(amina.pk)


def test_one_goes_where_one_wanted_to_go(client, amina):
    client.post(ASK, {"email": amina.email, "next": "/account/sessions/"})

    answer = client.post(f"{GIVE}?next=/account/sessions/", {"code": code_in(mail.outbox[0])})

    assert answer["Location"] == "/account/sessions/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_and_nowhere_else(client, amina, elsewhere):
    ask(client)

    answer = client.post(GIVE, {"code": code_in(mail.outbox[0]), "next": elsewhere})

    assert answer["Location"] == reverse("desk")


def test_three_wrong_codes_and_the_right_one_no_longer_counts(client, amina):
    ask(client)
    code = code_in(mail.outbox[0])

    answers = [client.post(GIVE, {"code": "0000-0000"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 302]
    client.post(GIVE, {"code": code})
    assert signed_in(client) is None
    assert Act.objects.filter(code="sign_in.refused", subject=f"user:{amina.uuid}").count() == 1


def test_three_wrong_codes_at_once_from_copies_of_the_session_are_three(client, amina):
    """Requests that run together each read the session before the others wrote it: the cache counts them all."""
    ask(client)
    code = code_in(mail.outbox[0])
    store = import_module(settings.SESSION_ENGINE).SessionStore
    key = client.session.session_key
    kept = dict(store(key).items())

    for wrong in ("0000-0001", "0000-0002", "0000-0003"):
        client.post(GIVE, {"code": wrong})
        session = store(key)  # as it was before this try
        session.update(kept)
        session.save()
    answer = client.post(GIVE, {"code": code})

    assert signed_in(client) is None
    assert "Trop d’essais" in answer.content.decode()


def test_a_code_counts_once(client, amina):
    ask(client)
    code = code_in(mail.outbox[0])
    client.post(GIVE, {"code": code})
    client.post("/account/logout/")

    answer = client.post(GIVE, {"code": code})

    assert (answer.status_code, answer["Location"]) == (302, ASK)
    assert signed_in(client) is None


def test_the_code_of_another_browser_does_not_count(client, amina):
    other = Client()
    ask(client)
    ask(other)
    first, second = (code_in(message) for message in mail.outbox)
    assert first != second

    other.post(GIVE, {"code": first})

    assert signed_in(other) is None


def test_the_code_of_another_person_does_not_count(client, amina, bruno):
    other = Client()
    ask(client)
    ask(other, bruno.email)

    client.post(GIVE, {"code": code_in(mail.outbox[1])})

    assert signed_in(client) is None


def test_a_code_is_over_after_ten_minutes(client, amina, monkeypatch):
    ask(client)
    later = time.time() + 10 * 60 + 1
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)

    answer = client.post(GIVE, {"code": code_in(mail.outbox[0])})

    assert answer["Location"] == ASK
    assert signed_in(client) is None


def test_the_code_before_the_last_one_no_longer_counts(client, amina):
    ask(client)
    client.post(GIVE, {"action": "resend"})
    first, second = (code_in(message) for message in mail.outbox)

    client.post(GIVE, {"code": first})
    assert signed_in(client) is None
    client.post(GIVE, {"code": second})
    assert signed_in(client) == str(amina.pk)


def test_at_most_two_more_codes_are_sent(client, amina):
    ask(client)

    for _ in range(5):
        client.post(GIVE, {"action": "resend"})

    assert len(mail.outbox) == 3


def test_five_codes_a_quarter_of_an_hour_for_one_address(client, amina):
    answers = []
    for _ in range(6):
        fresh = Client()
        answers.append(ask(fresh))

    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert "Trop d’essais" in answers[-1].content.decode()
    assert "amina@lyceum.example" in answers[-1].content.decode()
    assert len(mail.outbox) == 5


def test_the_limit_of_one_address_is_not_that_of_another(amina, bruno):
    for _ in range(6):
        ask(Client())

    assert ask(Client(), bruno.email).status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_a_letter_that_says_so(client, amina):
    stranger = Client()

    known, unknown = ask(client), ask(stranger, "nemo@nowhere.example")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = [
        each.get(GIVE).content.decode().replace("nemo@nowhere.example", "amina@lyceum.example")
        for each in (client, stranger)
    ]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert mail.outbox[1].to == ["nemo@nowhere.example"]
    assert mail.outbox[1].subject == "Personne n’est connu ici avec cette adresse"


def test_no_code_is_right_for_an_unknown_address(client, db):
    ask(client, "nemo@nowhere.example")

    answers = [client.post(GIVE, {"code": code}) for code in ("", "0000-0000", "-")]

    assert [answer.status_code for answer in answers] == [200, 200, 302]  # three tries, as for anybody
    assert signed_in(client) is None


def test_both_answers_take_the_same_work(amina):
    """The time of an answer is that of its queries and of its letter: a known address costs nothing that shows."""

    def queries(email):
        client = Client()
        with _count() as counted:
            ask(client, email)
        return len(counted.captured_queries)

    assert abs(queries("amina@lyceum.example") - queries("nemo@nowhere.example")) <= 2
    assert len(mail.outbox) == 2


def test_somebody_whose_account_is_closed_is_unknown(client, amina):
    amina.is_active = False
    amina.save()

    ask(client)

    assert mail.outbox[0].subject == "Personne n’est connu ici avec cette adresse"


def test_the_letter_speaks_the_language_of_the_person(client, bruno):
    ask(client, bruno.email)

    assert mail.outbox[0].subject == "Your code to enter Sceau"
    assert mail.outbox[0].alternatives[0][0].count(code_in(mail.outbox[0])) == 1


def test_the_pages_speak_it_too_once_one_is_in(client, bruno):
    ask(client, bruno.email)
    client.post(GIVE, {"code": code_in(mail.outbox[0])})

    assert '<html lang="en"' in client.get("/account/").content.decode()


def test_a_letter_that_cannot_leave_is_said_and_nobody_learns_who_is_known(client, amina, monkeypatch):
    def refuse(*_):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)

    answers = [ask(Client(), email) for email in ("amina@lyceum.example", "nemo@nowhere.example")]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert all("Le courriel n’est pas parti" in answer.content.decode() for answer in answers)


def test_what_is_no_address_is_kept_and_said(client, db):
    answer = ask(client, "amina at lyceum")

    assert answer.status_code == 200
    assert 'value="amina at lyceum"' in answer.content.decode()
    assert mail.outbox == []


def test_the_settings_are_those_that_the_documentation_tells():
    assert (app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS, app_settings.LOGIN_BY_CODE_TIMEOUT) == (3, 600)
    assert app_settings.PREVENT_ENUMERATION


def _count():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def without_tokens(page):
    import re

    return re.sub(r'(value|nonce)="[^"]{20,}"', "", page)
