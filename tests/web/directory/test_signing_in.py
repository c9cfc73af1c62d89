from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import now

from institutions.people import member
from sceau.accounts.models import User
from sceau.accounts.services import create_account
from sceau.institutions.directories.services import require_directory
from sceau.institutions.models import Bond, DirectorySession, SessionEnd
from sceau.institutions.services import invite
from sceau.web.account.directory.flow import SIGN_INS

pytestmark = pytest.mark.django_db
DOOR = "/account/directory/alpes-numerique/"


@pytest.fixture
def nadia(alpes, idp):
    user = create_account(email="nadia@alpes.example", name="Nadia Petit", language="fr", now=now())
    member(user, alpes, "designer")
    idp.knows("1", "nadia@alpes.example", "Nadia Petit")
    return user


@pytest.fixture
def browser(world, directory):
    """A browser at sceau.example, over TLS."""
    return Client(SERVER_NAME="sceau.example", headers={"accept-language": "fr"})


def get(browser, url, **more):
    return browser.get(url, secure=True, **more)


def sent_to_directory(browser, **query):
    response = get(browser, f"{DOOR}start/", query_params=query)
    assert response.status_code == 302
    return response["Location"]


def sign_in(browser, idp, sub="1", **query):
    back = idp.authorize(sent_to_directory(browser, **query), sub)
    return get(browser, back.removeprefix("https://sceau.example"))


def signed_in(browser):
    return "_auth_user_id" in browser.session


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def grows_old(minutes):
    moment = now() - timedelta(minutes=minutes)
    DirectorySession.objects.update(checked_at=moment)


# coming in


def test_somebody_comes_in_by_the_directory(browser, idp, nadia):
    response = sign_in(browser, idp)
    assert response.status_code == 302
    assert response["Location"] == "/desk/"
    assert browser.session["_auth_user_id"] == str(nadia.pk)
    get(browser, "/desk/alpes-numerique/")
    assert DirectorySession.objects.get().session_key == browser.session.session_key


def test_one_goes_where_one_wanted_and_never_elsewhere(browser, idp, nadia):
    assert sign_in(browser, idp, next="/desk/alpes-numerique/")["Location"] == "/desk/alpes-numerique/"
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert sign_in(browser, idp, next=elsewhere)["Location"] == "/desk/"


def test_the_session_changes_its_name_at_sign_in(browser, idp, nadia):
    sent_to_directory(browser)
    before = browser.session.session_key
    sign_in(browser, idp)
    assert browser.session.session_key != before


def test_an_invited_newcomer_is_led_to_the_invitation(browser, idp, alpes, amina):
    idp.knows("9", "new@alpes.example", "Nouvelle Personne")
    invite(institution=alpes, email="new@alpes.example", role="designer", by=amina, now=now())
    response = sign_in(browser, idp, "9")
    assert response["Location"].startswith("/invitation/")
    assert signed_in(browser)


def test_somebody_not_invited_is_told_so(browser, idp):
    idp.knows("9", "new@alpes.example")
    response = sign_in(browser, idp, "9")
    assert response.status_code == 403
    assert "demandez une invitation" in response.content.decode()
    assert not User.objects.filter(email="new@alpes.example").exists()
    assert not signed_in(browser)


def test_whoever_was_there_before_leaves(browser, idp, nadia, bruno):
    browser.force_login(bruno)
    browser.session["left"] = "behind"
    sign_in(browser, idp)
    assert browser.session["_auth_user_id"] == str(nadia.pk)
    assert "left" not in browser.session


def test_the_second_factor_is_asked_for_all_the_same(browser, idp, nadia):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(nadia, generate_totp_secret())
    response = sign_in(browser, idp)
    assert response["Location"] == reverse("mfa_authenticate")
    assert not signed_in(browser)


# lies of the browser and of the directory


def test_an_answer_that_this_browser_did_not_ask_for_opens_nothing(browser, idp, nadia):
    back = idp.authorize(sent_to_directory(browser), "1").removeprefix("https://sceau.example")
    stranger = Client(SERVER_NAME="sceau.example")
    assert get(stranger, back).status_code == 403
    assert not signed_in(stranger)


def test_an_answer_serves_once(browser, idp, nadia):
    back = idp.authorize(sent_to_directory(browser), "1").removeprefix("https://sceau.example")
    get(browser, back)
    browser.logout()
    assert get(browser, back).status_code == 403


def test_an_answer_comes_within_ten_minutes(browser, idp, nadia):
    back = idp.authorize(sent_to_directory(browser), "1").removeprefix("https://sceau.example")
    session = browser.session
    for kept in session[SIGN_INS].values():
        kept["at"] -= 601
    session.save()
    assert get(browser, back).status_code == 403
    assert not signed_in(browser)


def test_an_answer_of_another_directory_opens_nothing(browser, idp, nadia):
    back = idp.authorize(sent_to_directory(browser), "1").removeprefix("https://sceau.example")
    for lie in ("https%3A%2F%2Fother.example", ""):
        wrong = back.partition("iss=")[0] + f"iss={lie}"
        sent = idp.authorize(sent_to_directory(browser), "1")
        state = parse_qs(urlsplit(sent).query)["state"][0]
        assert get(browser, wrong.replace(parse_qs(urlsplit(back).query)["state"][0], state)).status_code == 403
        assert not signed_in(browser)


@pytest.mark.parametrize("lie", [{"nonce": "x"}, {"aud": "x"}, {"iss": "https://x.example"}, {"email_verified": False}])
def test_a_directory_that_lies_opens_nothing(browser, idp, nadia, lie):
    idp.lies = lie
    assert sign_in(browser, idp).status_code == 403
    assert not signed_in(browser)


def test_an_unsigned_answer_opens_nothing(browser, idp, nadia):
    idp.unsigned = True
    assert sign_in(browser, idp).status_code == 403
    assert not signed_in(browser)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [("access_denied", "Vous avez renoncé"), ("server_error", "server_error"), ("<script>", escape("<script>"))],
)
def test_a_refusal_there_is_told_here(browser, idp, error, sentence):
    state = parse_qs(urlsplit(sent_to_directory(browser)).query)["state"][0]
    asked = {"state": state, "error": error, "iss": idp.issuer}
    response = get(browser, f"{DOOR}callback/", query_params=asked)
    assert response.status_code == 403
    assert sentence in response.content.decode()


def test_a_silent_directory_is_told_before_anybody_leaves(browser, world, directory):
    type(directory).objects.update(read_at=None, metadata={}, keys=[])
    world.web.silent = True
    response = get(browser, f"{DOOR}start/")
    assert response.status_code == 503
    assert "n’a pas répondu" in response.content.decode()


def test_a_directory_that_is_off_is_not_there(browser, draft, directory, amina):
    from sceau.institutions.directories.services import turn_off

    turn_off(directory=directory, by=amina, now=now())
    for page in ("", "start/", "callback/"):
        assert get(browser, DOOR + page).status_code == 404
    assert browser.post(f"{DOOR}logout/", secure=True).status_code == 404


# finding it


def test_an_address_leads_to_its_directory(browser, nadia):
    response = browser.post("/account/directory/", {"email": "Nadia@alpes.example", "next": "/desk/"}, secure=True)
    assert response.status_code == 302
    assert response["Location"] == f"{DOOR}?email=Nadia%40alpes.example&next=%2Fdesk%2F"
    page = get(browser, response["Location"]).content.decode()
    assert "Se connecter avec l’annuaire de Alpes Numérique" in page
    assert "start/?email=Nadia%40alpes.example" in page


def test_an_address_without_directory_is_told_and_kept(browser):
    response = browser.post("/account/directory/", {"email": "x@elsewhere.example"}, secure=True)
    assert response.status_code == 200
    page = response.content.decode()
    assert "Aucun annuaire ne répond de elsewhere.example" in page
    assert "x@elsewhere.example" in page


def test_the_address_is_passed_to_the_directory_that_vouches_for_it_only(browser):
    assert "login_hint=nadia%40alpes.example" in sent_to_directory(browser, email="nadia@alpes.example")
    assert "login_hint" not in sent_to_directory(browser, email="bruno@example.org")


# required


def test_whoever_must_come_through_the_directory_comes_in_no_other_way(browser, idp, nadia, directory, amina):
    nadia.set_password("une phrase que personne ne devine")
    nadia.save()
    sign_in(browser, idp)
    require_directory(directory=directory, required=True, by=amina, now=now())
    other = Client(SERVER_NAME="sceau.example")
    typed = {"login": nadia.email, "password": "une phrase que personne ne devine"}
    response = other.post(reverse("account_login"), typed, secure=True, follow=True)
    assert "demande que l’on se connecte par son annuaire" in response.content.decode()
    assert not signed_in(other)
    assert sign_in(other, idp).status_code == 302
    assert signed_in(other)


def test_sessions_opened_in_another_way_end_when_it_becomes_the_only_one(browser, idp, nadia, directory, amina):
    other, elsewhere = Client(SERVER_NAME="sceau.example"), Client(SERVER_NAME="sceau.example")
    EmailAddress.objects.create(user=amina, email=amina.email, verified=True, primary=True)
    for each, user in ((other, nadia), (elsewhere, amina)):  # Amina's address is of another domain
        user.set_password("une phrase que personne ne devine")
        user.save()
        typed = {"login": user.email, "password": "une phrase que personne ne devine"}
        each.post(reverse("account_login"), typed, secure=True)
    sign_in(browser, idp)
    for each in (browser, other, elsewhere):
        assert get(each, "/desk/")["Location"] == "/desk/alpes-numerique/"
    require_directory(directory=directory, required=True, by=amina, now=now())
    assert get(other, "/desk/")["Location"].startswith(reverse("account_login"))
    assert get(browser, "/desk/")["Location"] == "/desk/alpes-numerique/"
    assert get(elsewhere, "/desk/")["Location"] == "/desk/alpes-numerique/"


# staying in


def test_a_fresh_session_asks_nothing(browser, idp, nadia):
    sign_in(browser, idp)
    idp.asked.clear()
    assert get(browser, "/desk/alpes-numerique/").status_code == 200
    assert idp.asked == []


def test_after_four_minutes_the_directory_is_asked_once(browser, idp, nadia):
    sign_in(browser, idp)
    grows_old(4)
    idp.asked.clear()
    assert get(browser, "/desk/alpes-numerique/").status_code == 200
    assert get(browser, "/desk/alpes-numerique/").status_code == 200
    assert idp.asked == ["/token"]


def test_somebody_removed_is_out_within_five_minutes_and_told(browser, idp, nadia):
    sign_in(browser, idp)
    get(browser, "/desk/alpes-numerique/")
    idp.forgets("1")
    grows_old(4)
    response = get(browser, "/desk/alpes-numerique/")
    assert response.status_code == 302
    assert response["Location"] == reverse("account_login")
    assert not signed_in(browser)
    assert "retiré de son annuaire" in words(response)[0]
    assert DirectorySession.objects.get().end == SessionEnd.REMOVED
    assert sign_in(browser, idp).status_code == 403  # and the directory's door is closed as well


def test_a_post_of_somebody_removed_does_nothing(browser, idp, nadia, alpes):
    member(nadia, alpes, "head")
    sign_in(browser, idp)
    idp.forgets("1")
    grows_old(4)
    before = alpes.name
    response = browser.post(reverse("desk_directory_off", args=["alpes-numerique"]), secure=True)
    assert response.status_code == 302
    alpes.refresh_from_db()
    assert alpes.name == before
    assert alpes.directory.state == "active"


def test_a_session_that_the_worker_ended_is_over_at_once(browser, idp, nadia, world):
    from sceau.institutions.directories.sessions import sweep_sessions

    sign_in(browser, idp)
    get(browser, "/desk/")
    idp.forgets("1")
    assert sweep_sessions(web=world.web, box=world.box, now=now() + timedelta(minutes=3)).ended == 1
    response = get(browser, "/desk/alpes-numerique/")
    assert response.status_code == 302
    assert not signed_in(browser)


def test_a_silent_directory_is_trusted_for_five_minutes_and_no_longer(browser, idp, nadia, world):
    sign_in(browser, idp)
    world.web.silent = True
    grows_old(4.5)
    assert get(browser, "/desk/alpes-numerique/").status_code == 200
    grows_old(5)
    response = get(browser, "/desk/alpes-numerique/")
    assert response.status_code == 503
    assert "ne répond pas" in response.content.decode()
    assert "Nadia Petit" not in response.content.decode().partition("<main")[2]
    world.web.silent = False
    assert get(browser, "/desk/alpes-numerique/").status_code == 200


def test_what_was_typed_stays_while_the_directory_is_silent(browser, idp, nadia, alpes, world):
    member(nadia, alpes, "head")
    sign_in(browser, idp)
    world.web.silent = True
    grows_old(6)
    typed = {"domain": "mon « domaine »", "client_secret": "not shown again", "csrfmiddlewaretoken": "old"}
    url = reverse("desk_directory_domains", args=["alpes-numerique"])
    response = browser.post(url, typed, secure=True)
    assert response.status_code == 503
    page = response.content.decode()
    assert f'name="domain" value="{escape(typed["domain"])}"' in page
    assert f'action="{url}"' in page
    assert "not shown again" not in page
    assert "no-store" in response["Cache-Control"]
    assert not alpes.directory.domains.exclude(domain="alpes.example").exists()


def test_a_forged_post_is_refused_before_it_is_shown_again(idp, nadia, world, directory):
    browser = Client(SERVER_NAME="sceau.example", enforce_csrf_checks=True)
    sign_in(browser, idp)
    world.web.silent = True
    grows_old(6)
    response = browser.post("/desk/alpes-numerique/directory/off/", {"x": "forged"}, secure=True)
    assert response.status_code == 403
    assert "forged" not in response.content.decode()


def test_public_pages_and_the_way_out_stay_open_while_it_is_silent(browser, idp, nadia, world):
    sign_in(browser, idp)
    world.web.silent = True
    grows_old(6)
    response = get(browser, "/")
    assert response.status_code == 200
    assert "Nadia Petit" not in response.content.decode()  # nobody is named on the word of five minutes ago
    assert signed_in(browser)
    browser.post(reverse("account_logout"), secure=True)
    assert not signed_in(browser)


def test_the_directory_ends_a_session_from_its_side(browser, idp, nadia):
    sign_in(browser, idp)
    sent = {"logout_token": idp.logout_token(sub="1")}
    response = Client(SERVER_NAME="sceau.example", enforce_csrf_checks=True).post(f"{DOOR}logout/", sent, secure=True)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    response = get(browser, "/desk/alpes-numerique/")
    assert response["Location"] == DOOR
    assert not signed_in(browser)
    assert "mis fin à votre session" in words(response)[0]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "x" * 70_000])
def test_what_is_no_logout_token_ends_nothing(browser, idp, nadia, token):
    sign_in(browser, idp)
    assert browser.post(f"{DOOR}logout/", {"logout_token": token}, secure=True).status_code == 400
    assert get(browser, "/desk/alpes-numerique/").status_code == 200


def test_a_link_undone_ends_the_session(browser, idp, nadia):
    sign_in(browser, idp)
    Bond.objects.all().delete()
    assert get(browser, "/desk/alpes-numerique/").status_code == 302
    assert not signed_in(browser)


def test_a_mark_of_another_person_is_dropped(browser, idp, nadia, bruno):
    sign_in(browser, idp)
    mark = browser.session["directory_session"]
    browser.force_login(bruno)
    session = browser.session
    session["directory_session"] = mark
    session.save()
    assert get(browser, "/desk/")["Location"] == "/desk/certif-occitanie/"
    assert "directory_session" not in browser.session


def test_who_did_not_come_by_a_directory_is_never_asked_about(browser, idp, bruno):
    browser.force_login(bruno)
    idp.asked.clear()
    assert get(browser, "/desk/")["Location"] == "/desk/certif-occitanie/"
    assert idp.asked == []
