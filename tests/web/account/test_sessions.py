"""The list of one's sessions, and forged ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from sceau.journal.models import Act
from sceau.web.account.sessions import browser_of

from .conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def enter(user, agent=FIREFOX):
    client = Client(headers={"user-agent": agent})
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.session[SESSION_KEY] == str(user.pk)
    return client


def test_they_are_listed_with_what_the_browser_says_it_is(amina):
    client = enter(amina)

    page = client.get("/account/sessions/").content.decode()

    assert "Firefox, Linux" in page
    assert "Celle-ci" in page


@pytest.mark.parametrize("number", [1, 3, 9])
def test_the_list_costs_the_same_for_one_and_for_many(amina, django_assert_num_queries, number):
    client = [enter(amina) for _ in range(number)][-1]

    with django_assert_num_queries(4):
        page = client.get("/account/sessions/").content.decode()

    assert page.count("Firefox, Linux</th>") == number


def test_a_sign_in_costs_the_same_whoever_else_is_signed_in(amina):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(4):
        with CaptureQueriesContext(connection) as counted:
            enter(amina)
        counts.append(len([each for each in counted.captured_queries if "shared_cache" not in each["sql"]]))

    assert len(set(counts[1:])) == 1, counts


def test_one_is_ended(amina):
    here, there = enter(amina), enter(amina)
    other = UserSession.objects.get(session_key=there.session.session_key)

    here.post(f"/account/sessions/{other.pk}/end/")

    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    act = Act.objects.get(code="session.ended")
    assert (act.actor, act.details) == (amina.uuid, '{"reason":"asked","sessions":1}')


def test_all_the_others_are_ended(amina):
    here, *elsewhere = (enter(amina) for _ in range(3))

    here.post("/account/sessions/end/")

    assert [each.get("/account/").status_code for each in elsewhere] == [302, 302]
    assert here.get("/account/").status_code == 200


def test_ones_own_is_ended_too(amina):
    here = enter(amina)
    own = UserSession.objects.get()

    answer = here.post(f"/account/sessions/{own.pk}/end/")

    assert answer["Location"] == "/account/login/"
    assert here.get("/account/").status_code == 302


def test_that_of_another_person_is_not_found(amina, client, bruno):
    enter(amina)
    client.force_login(bruno)

    answer = client.post(f"/account/sessions/{UserSession.objects.get().pk}/end/")

    assert answer.status_code == 404
    assert UserSession.objects.count() == 1


def test_nothing_is_ended_by_a_link(amina):
    here = enter(amina)

    assert here.get("/account/sessions/end/").status_code == 405
    assert here.get(f"/account/sessions/{UserSession.objects.get().pk}/end/").status_code == 405


def test_those_that_are_over_are_not_listed_and_are_forgotten_at_the_next_sign_in(amina):
    enter(amina)
    Session.objects.update(expire_date=now() - timedelta(seconds=1))

    here = enter(amina)

    assert UserSession.objects.count() == 1
    assert here.get("/account/sessions/").context["page"].paginator.count == 1


def test_leaving_ends_the_session_for_good(amina):
    here = enter(amina)
    key = here.session.session_key

    here.post("/account/logout/")

    thief = with_key(key)
    assert thief.get("/account/").status_code == 302
    assert not UserSession.objects.exists()
    assert Act.objects.get(code="session.ended").details == '{"reason":"left","sessions":1}'


def test_a_session_that_was_made_up_is_nobodys(db, amina):
    assert with_key("x" * 32).get("/account/").status_code == 302
    assert with_key("../../etc/passwd").get("/account/").status_code == 302


def test_a_row_that_somebody_wrote_without_the_secret_key_is_nobodys(amina):
    """Whoever can write the table of sessions does not know the secret key: the row is not read."""
    Session.objects.create(
        session_key="k" * 32, session_data="eyJfYXV0aF91c2VyX2lkIjoiMSJ9:1x:forged", expire_date=now() + timedelta(1)
    )

    assert with_key("k" * 32).get("/account/").status_code == 302


def test_a_session_without_the_mark_of_the_password_is_nobodys(amina):
    store = SessionStore()
    store[SESSION_KEY] = str(amina.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = "0" * 64
    store.create()

    assert with_key(store.session_key).get("/account/").status_code == 302


def test_whoever_plants_a_session_does_not_share_it_afterwards(amina):
    """Fixation: the key that the attacker knew before the sign-in is worth nothing after it."""
    attacker = Client()
    attacker.get("/account/factors/passkeys/login/", headers={"accept": "application/json"})
    planted = attacker.session.session_key
    victim = with_key(planted)

    victim.post("/account/login/", {"login": amina.email, "password": PASSWORD})

    assert victim.get("/account/").status_code == 200
    assert attacker.get("/account/").status_code == 302
    assert victim.session.session_key != planted


def test_the_cookie_is_for_tls_and_out_of_reach_of_scripts(amina, settings):
    here = enter(amina)

    cookie = here.cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_pages_of_the_account_are_kept_by_nobody(amina):
    here = enter(amina)

    for page in ("/account/", "/account/sessions/", "/account/password/change/"):
        assert "no-store" in here.get(page)["Cache-Control"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iOS"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("", "navigateur inconnu"),
        ("<script>alert(1)</script>", "navigateur inconnu"),
    ],
)
def test_what_a_browser_says_of_itself(said, shown):
    assert browser_of(said) == shown


def with_key(key):
    from django.conf import settings

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client
