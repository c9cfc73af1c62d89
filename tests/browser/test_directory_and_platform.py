from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import now

from institutions.directories import box, idp, prove_domain, web, world  # noqa: F401 -- fixtures
from institutions.fake_idp import CLIENT, ISSUER, SECRET
from institutions.people import member
from sceau.accounts.services import create_account
from sceau.institutions.directories.services import put_into_service, set_up_directory, try_connection, vouch_for
from sceau.institutions.models import Bond, Directory
from sceau.institutions.services import create_institution
from signing_in import prove_now

EVERYWHERE = [(1280, "fr", "light"), (320, "en", "dark")]


@pytest.fixture
def house(own_database, world):  # noqa: F811
    """Paul administers, Amina heads an institution that has a directory in service."""
    moment = now()
    paul = create_account(
        email="paul@sceau.example", name="Paul Atrides", language="fr", now=moment, is_platform_administrator=True
    )
    alpes = create_institution(
        legal_name="Institut Alpes Numérique",
        name="Alpes Numérique",
        slug="alpes-numerique",
        siren="999900103",
        did_host="sceau.example",
        by=paul,
        now=moment,
    )
    amina = create_account(email="amina@alpes.example", name="Amina Benali", language="fr", now=moment)
    member(amina, alpes, "head")
    directory = set_up_directory(
        institution=alpes,
        name="Annuaire Alpes",
        issuer=ISSUER,
        client_id=CLIENT,
        client_secret=SECRET,
        box=world.box,
        by=amina,
        now=moment,
    )
    prove_domain(alpes, "alpes.example")
    vouch_for(directory=directory, domain="alpes.example", by=amina, now=moment)
    redirect = "https://sceau.example/account/directory/alpes-numerique/callback/"
    found = try_connection(
        directory=directory,
        web=world.web,
        box=world.box,
        redirect_uri=redirect,
        verifier="v" * 64,
        by=amina,
        now=moment,
    )
    assert found.faults == ()
    put_into_service(directory=directory, by=amina, now=moment)
    Bond.objects.create(directory=directory, subject="1", user=amina, created_at=moment, last_at=moment)
    return {"paul": paul, "amina": amina}


def enter(page, user):
    client = Client(headers={"host": settings.BASE_URL.removeprefix("https://")})
    prove_now(client, user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": settings.BASE_URL}])


def fits(page):
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


@pytest.mark.parametrize(("width", "language", "scheme"), EVERYWHERE)
def test_the_pages_of_a_directory_are_for_everybody(house, page_at, axe, width, language, scheme):
    page = page_at(width, language, scheme)
    for path in ("/account/directory/", "/account/directory/alpes-numerique/"):
        page.goto(path)
        axe(page)
        fits(page)
    page.goto("/account/directory/alpes-numerique/callback/?state=x&code=y")
    axe(page)
    enter(page, house["amina"])
    for path in ("", "settings/", "off/", "required/", "domains/alpes.example/"):
        page.goto(f"/desk/alpes-numerique/directory/{path}")
        axe(page)
        fits(page)


@pytest.mark.parametrize(("width", "language", "scheme"), EVERYWHERE)
def test_the_pages_of_the_platform_are_for_everybody(house, page_at, axe, width, language, scheme):
    page = page_at(width, language, scheme)
    enter(page, house["paul"])
    person = f"/platform/people/{house['amina'].uuid}/"
    one = "/platform/institutions/alpes-numerique/"
    paths = ["/platform/", "/platform/?q=nobody", "/platform/new/", one, f"{one}register/", f"{one}directory/off/"]
    for path in [*paths, "/platform/people/", person, f"{person}close/"]:
        page.goto(path)
        axe(page)
        fits(page)


def test_amina_tests_her_directory_and_reads_what_is_wrong(house, page, idp):  # noqa: F811
    enter(page, house["amina"])
    idp.metadata_lies = {"code_challenge_methods_supported": ["plain"]}
    page.goto("/desk/alpes-numerique/directory/")
    page.get_by_role("button", name="Tester la connexion").click()
    assert "PKCE" in page.get_by_role("alert").inner_text()
    page.get_by_role("link", name="Changer les réglages").click()
    page.get_by_label("Adresse de l’annuaire").fill("http://wrong.example")
    page.get_by_role("button", name="Enregistrer l’annuaire").click()
    assert page.get_by_label("Adresse de l’annuaire").input_value() == "http://wrong.example"
    assert Directory.objects.get().issuer == ISSUER


def test_paul_creates_an_institution_by_keyboard(house, page):
    enter(page, house["paul"])
    page.goto("/platform/new/")
    page.get_by_label("Nom légal").focus()
    page.keyboard.type("Institut des Métiers du Bois")
    page.keyboard.press("Tab")
    page.keyboard.type("Métiers du Bois")
    page.get_by_label("Adresse de la personne").focus()
    page.keyboard.type("zoe@bois.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/platform/institutions/metiers-du-bois/")
    assert "zoe@bois.example" in page.get_by_role("main").inner_text()
