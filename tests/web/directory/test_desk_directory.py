from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from institutions.directories import prove_domain
from institutions.fake_idp import CLIENT, ISSUER, SECRET
from sceau.accounts.models import User
from sceau.institutions.models import Bond, Directory, DirectoryState
from sceau.journal.models import Act
from signing_in import prove_now

pytestmark = pytest.mark.django_db
SLUG = "alpes-numerique"


def url(page, *more):
    return reverse(page, args=[SLUG, *more])


@pytest.fixture
def desk(world, amina):
    browser = Client(SERVER_NAME="sceau.example", headers={"accept-language": "fr"})
    prove_now(browser, amina)
    return browser


def words(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


SETTINGS = {
    "name": "Annuaire Alpes",
    "issuer": ISSUER,
    "client_id": CLIENT,
    "secret_is": "change",
    "client_secret": SECRET,
}

PAGES = [
    ("get", "desk_directory", ()),
    ("get", "desk_directory_settings", ()),
    ("post", "desk_directory_settings", ()),
    ("post", "desk_directory_test", ()),
    ("post", "desk_directory_domains", ()),
    ("get", "desk_directory_domain", ("alpes.example",)),
    ("post", "desk_directory_domain", ("alpes.example",)),
    ("post", "desk_directory_on", ()),
    ("get", "desk_directory_off", ()),
    ("post", "desk_directory_off", ()),
    ("get", "desk_directory_required", ()),
    ("post", "desk_directory_required", ()),
]


@pytest.mark.parametrize(("method", "page", "more"), PAGES)
def test_each_page_is_for_the_head_of_this_institution(world, directory, claire, bruno, method, page, more):
    stranger = Client(SERVER_NAME="sceau.example")
    assert getattr(stranger, method)(url(page, *more), secure=True).status_code == 302
    for user, status in ((claire, 403), (bruno, 404)):
        browser = Client(SERVER_NAME="sceau.example")
        prove_now(browser, user)
        assert getattr(browser, method)(url(page, *more), secure=True).status_code == status
    directory.refresh_from_db()
    assert directory.state == DirectoryState.ACTIVE
    assert directory.domains.count() == 1


@pytest.mark.parametrize("page", ["desk_directory_test", "desk_directory_domains", "desk_directory_on"])
def test_acts_are_posted(desk, directory, page):
    assert desk.get(url(page), secure=True).status_code == 405


def test_without_directory_the_page_says_what_to_do(desk, alpes):
    page = desk.get(url("desk_directory"), secure=True).content.decode()
    assert "Aucun annuaire n’est relié" in page
    assert url("desk_directory_settings") in page
    for other in ("desk_directory_test", "desk_directory_on", "desk_directory_off"):
        assert desk.post(url(other), secure=True).status_code == 404


def test_a_directory_is_set_up_tested_proven_and_put_into_service(desk, alpes):
    assert desk.post(url("desk_directory_settings"), SETTINGS, secure=True).status_code == 302
    directory = Directory.objects.get()
    assert directory.state == DirectoryState.OFF

    assert "Testez d’abord" in words(desk.post(url("desk_directory_on"), secure=True))[-1]
    assert "répond comme il faut" in words(desk.post(url("desk_directory_test"), secure=True))[-1]

    response = desk.post(url("desk_directory_domains"), {"domain": "alpes.example"}, secure=True)
    assert response.status_code == 200
    page = response.content.decode()
    assert "Rien ne prouve encore que alpes.example est à vous" in page
    assert 'value="alpes.example"' in page

    prove_domain(alpes, "alpes.example")
    assert desk.post(url("desk_directory_domains"), {"domain": "Alpes.example"}, secure=True).status_code == 302
    desk.post(url("desk_directory_on"), secure=True)
    directory.refresh_from_db()
    assert directory.state == DirectoryState.ACTIVE
    page = desk.get(url("desk_directory"), secure=True).content.decode()
    assert "en service" in page
    assert reverse("directory_sign_in", args=[SLUG]) in page
    codes = set(Act.objects.filter(code__startswith="directory.").values_list("code", flat=True))
    assert codes >= {"directory.set_up", "directory.tested", "directory.domain_added", "directory.put_into_service"}


def test_the_secret_is_written_and_never_shown(desk, directory):
    for page in ("desk_directory", "desk_directory_settings"):
        shown = desk.get(url(page), secure=True).content.decode()
        assert SECRET not in shown
        assert directory.client_secret not in shown
    wrong = {**SETTINGS, "issuer": "http://x.example", "client_secret": "typed and wrong"}
    response = desk.post(url("desk_directory_settings"), wrong, secure=True)
    shown = response.content.decode()
    assert "typed and wrong" not in shown
    assert 'value="http://x.example"' in shown
    assert 'value="sceau"' in shown


def test_the_secret_is_kept_changed_or_taken_away(desk, directory, box):
    def secret():
        found = Directory.objects.get().client_secret
        return box.open(found, context=f"directory:{directory.uuid}").decode() if found else ""

    desk.post(url("desk_directory_settings"), {**SETTINGS, "secret_is": "keep", "client_secret": ""}, secure=True)
    assert secret() == SECRET
    desk.post(url("desk_directory_settings"), {**SETTINGS, "client_secret": "another"}, secure=True)
    assert secret() == "another"
    response = desk.post(url("desk_directory_settings"), {**SETTINGS, "client_secret": " "}, secure=True)
    assert "Copiez ici le secret" in response.content.decode()
    assert secret() == "another"
    desk.post(url("desk_directory_settings"), {**SETTINGS, "secret_is": "none"}, secure=True)
    assert secret() == ""


def test_settings_and_grave_acts_ask_for_a_fresh_proof(world, directory, amina):
    browser = Client(SERVER_NAME="sceau.example")
    browser.force_login(amina)
    for method, page in (("get", "desk_directory_settings"), ("post", "desk_directory_required")):
        response = getattr(browser, method)(url(page), secure=True)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/")


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        ({"issuer": "https://idp.alpes.example/other"}, "L’annuaire se nomme https://idp.alpes.example/other"),
        ({"code_challenge_methods_supported": ["plain"]}, "PKCE"),
    ],
)
def test_the_test_says_what_is_wrong(desk, draft, idp, lie, sentence):
    idp.metadata_lies = lie
    said = words(desk.post(url("desk_directory_test"), secure=True))
    assert any(sentence in each for each in said)
    assert "État" in desk.get(url("desk_directory"), secure=True).content.decode()


def test_a_silent_directory_is_told_by_the_test(desk, draft, world):
    world.web.silent = True
    assert "n’a pas répondu" in words(desk.post(url("desk_directory_test"), secure=True))[-1]


def test_it_is_required_after_one_has_come_through_it(desk, directory, amina):
    said = words(desk.post(url("desk_directory_required"), secure=True))
    assert "Personne ne s’est encore connecté" in said[-1]
    Bond.objects.create(directory=directory, subject="1", user=amina, created_at=now(), last_at=now())
    assert "L’exiger de tous" in desk.get(url("desk_directory_required"), secure=True).content.decode()
    desk.post(url("desk_directory_required"), secure=True)
    directory.refresh_from_db()
    assert directory.required
    desk.post(url("desk_directory_required"), secure=True)
    directory.refresh_from_db()
    assert not directory.required


def test_it_is_turned_off_after_being_asked_once(desk, directory):
    assert "déconnectées aussitôt" in desk.get(url("desk_directory_off"), secure=True).content.decode()
    desk.post(url("desk_directory_off"), secure=True)
    directory.refresh_from_db()
    assert directory.state == DirectoryState.OFF
    assert desk.get(url("desk_directory_required"), secure=True).status_code == 404


def test_a_domain_is_removed_after_being_asked_once(desk, directory):
    page = desk.get(url("desk_directory_domain", "alpes.example"), secure=True).content.decode()
    assert "C’est le dernier" in page
    desk.post(url("desk_directory_domain", "alpes.example"), secure=True)
    assert not directory.domains.exists()
    assert desk.get(url("desk_directory_domain", "alpes.example"), secure=True).status_code == 404


def test_a_link_is_undone_and_never_that_of_another_institution(desk, directory, amina, bruno, world):
    bond = Bond.objects.create(directory=directory, subject="1", user=amina, created_at=now(), last_at=now())
    other = Client(SERVER_NAME="sceau.example")
    prove_now(other, bruno)
    there = reverse("desk_directory_person", args=["certif-occitanie", bond.uuid])
    assert other.post(there, secure=True).status_code == 404
    assert Bond.objects.exists()
    assert amina.name in desk.get(url("desk_directory_person", bond.uuid), secure=True).content.decode()
    desk.post(url("desk_directory_person", bond.uuid), secure=True)
    assert not Bond.objects.exists()


def test_the_page_asks_the_same_questions_for_one_and_for_fifty(desk, directory, django_assert_max_num_queries):
    def bonds(count):
        for number in range(count):
            user = User.objects.create_user(f"{number}-{count}@alpes.example", name=f"N {number}")
            moment = now() - timedelta(minutes=number)
            Bond.objects.create(directory=directory, subject=user.email, user=user, created_at=moment, last_at=moment)

    def asked():
        with django_assert_max_num_queries(12) as queries:
            desk.get(url("desk_directory"), secure=True)
        return len(queries)

    bonds(1)
    first = asked()
    bonds(50)
    assert asked() == first
    page = desk.get(url("desk_directory"), {"page": 3}, secure=True).content.decode()
    assert "51 personnes" in page
