"""The whole way of a certifying body, from the invitation of its first head to a role that changes."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.utils.timezone import now
from PIL import Image
from playwright.sync_api import Page, expect

from browser.hands import Hand, Keyboard
from browser.test_signing_in import authenticator
from sceau.accounts.services import create_account
from sceau.institutions.services import create_institution, invite
from sceau.jobs.outbox import drain

DOMAIN = "alpes-numerique.example"
WAYS = [pytest.param("fr", 1280, Hand, id="French"), pytest.param("en", 320, Keyboard, id="English, 320 px, keyboard")]


class Dns:
    """The domain name system, as far as this domain goes: nothing until something is published."""

    def __init__(self) -> None:
        self.published: tuple[str, ...] = ()

    def texts(self, name):
        return SimpleNamespace(canonical=name, texts=self.published)


@pytest.fixture
def dns(monkeypatch):
    made = Dns()
    monkeypatch.setattr("sceau.config.wiring.World.dns", made)
    monkeypatch.setattr("sceau.institutions.services.evidence.PAUSE", timedelta())  # the wait between two tries
    return made


@pytest.fixture
def invited(own_database):
    """What the administrator of the installation did: the body, and a letter to its first head."""

    def invite_head(language: str) -> None:
        paul = create_account(email="paul@sceau.example", name="Paul Atrides", language="fr", now=now())
        paul.is_platform_administrator = True
        paul.save()
        alpes = create_institution(
            legal_name="Institut Alpes Numérique",
            name="Alpes Numérique",
            slug="alpes",
            did_host="sceau.example",
            by=paul,
            now=now(),
        )
        invite(institution=alpes, email=f"amina@{DOMAIN}", role="head", language=language, by=paul, now=now())

    return invite_head


def letter_link() -> str:
    """The address in the last letter."""
    drain(clock=now, at_most=timedelta(seconds=20))
    return re.search(rf"{settings.BASE_URL}(/invitation/\S+)", mail.outbox[-1].body)[1]


def a_logo() -> dict[str, object]:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), "#14573f").save(drawn, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


def enters(amina: Hand, axe) -> None:
    """The invitation, a passkey, and the passkey again."""
    page = amina.page
    with authenticator(page):
        page.goto(letter_link())
        axe(page)
        amina.fill("Votre nom", "Amina Benali")
        amina.press("button", "Accepter l’invitation")
        amina.press("link", "Créer une clé d’accès")
        amina.press("button", "Créer la clé d’accès")
        amina.press("link", "J’ai gardé ces codes")
        page.wait_for_url(f"{settings.BASE_URL}/desk/alpes/")
        axe(page)
        page.goto("/account/logout/")
        amina.press("button", "Sortir")
        page.goto("/account/login/?next=/desk/alpes/")
        amina.press("button", "Entrer avec une clé d’accès")
        page.wait_for_url(f"{settings.BASE_URL}/desk/alpes/")


def says_who_it_is(amina: Hand, axe) -> None:
    """A wrong number first: it is named, and what was typed stays; then the right one, and a logo."""
    page = amina.page
    page.goto("/desk/alpes/profile/edit")
    amina.fill("Numéro SIREN", "999 900 104")
    amina.fill("Ville", "Grenoble")
    amina.press("button", "Enregistrer la fiche")
    expect(amina.field("Numéro SIREN")).to_have_attribute("aria-invalid", "true")
    expect(amina.field("Ville")).to_have_value("Grenoble")
    axe(page)
    amina.fill("Numéro SIREN", "999 900 103")
    amina.press("button", "Enregistrer la fiche")
    page.wait_for_url("**/desk/alpes/profile/")
    expect(page.get_by_text(re.compile("999.900.103")).first).to_be_visible()
    page.goto("/desk/alpes/appearance/")
    axe(page)
    page.set_input_files("input[type=file]", files=[a_logo()])
    amina.press("button", "Envoyer le logo")
    expect(page.locator("img.logo")).to_be_visible()


def proves_its_domain(amina: Hand, dns: Dns, axe) -> None:
    """Nothing is published, and it is said; then the record is there."""
    page = amina.page
    page.goto("/desk/alpes/identity/")
    amina.press("link", "Prouver un domaine")
    amina.fill("Nom de domaine", DOMAIN)
    amina.press("button", "Continuer")
    amina.press("button", "Vérifier maintenant")
    expect(page.locator(".state--bad, .state--check").first).to_have_text(amina.word("non trouvé"))
    axe(page)
    dns.published = (page.locator("#txt-value").inner_text(),)
    amina.press("button", "Vérifier maintenant")
    expect(page.locator(".state--good")).to_have_text(amina.word("vérifié"))


def invites(amina: Hand, karim: Hand) -> None:
    """A second head, who comes in without a passkey."""
    amina.page.goto("/desk/alpes/members/")
    amina.press("link", "Inviter quelqu’un")
    amina.fill("Adresse électronique", f"karim@{DOMAIN}")
    amina.choose("Rôle", "responsable de certification")
    amina.choose("Langue du courriel", "français" if amina.language == "fr" else "anglais")
    amina.press("button", "Envoyer l’invitation")
    amina.heading(amina.word("Équipe"))
    karim.page.goto(letter_link())
    karim.fill("Votre nom", "Karim Belkacem")
    karim.press("button", "Accepter l’invitation")
    karim.press("link", "Continuer : un code par courriel suffira")


def make_a_key(amina: Hand, karim: Hand, axe) -> None:
    """One asks, the other agrees."""
    amina.page.goto("/desk/alpes/keys/credentials/ask")
    axe(amina.page)
    amina.press("button", "Demander la clé")
    amina.heading(amina.word("Clés"))
    karim.page.goto("/desk/alpes/keys/")
    karim.press("link", "Donner mon accord")
    axe(karim.page)
    karim.press("button", "Donner mon accord et créer la clé")
    karim.sees("en service")
    axe(karim.page)


def is_seen_by(visitor: Page, axe) -> None:
    """By anybody: its page, and its keys for machines."""
    visitor.goto("/i/alpes")
    expect(visitor.get_by_text(DOMAIN).first).to_be_visible()
    axe(visitor)
    document = visitor.evaluate("async () => (await fetch('/i/alpes/did.json')).json()")
    assert document["id"] == "did:web:sceau.example:i:alpes"
    assert document["assertionMethod"][0] == "did:web:sceau.example:i:alpes#key-1"


def rechecks(amina: Hand, axe) -> None:
    """The journal is whole."""
    amina.page.goto("/desk/alpes/journal/")
    amina.press("button", "Contrôler le journal")
    amina.sees("Intact")
    axe(amina.page)


def changes_the_role_of(karim: Hand, amina: Hand, axe) -> None:
    """What a role opens closes with it, at the next page."""
    karim.page.goto("/desk/alpes/members/")
    karim.heading(karim.word("Équipe"))
    amina.page.goto("/desk/alpes/members/")
    amina.page.get_by_role("link", name=re.compile("Karim Belkacem")).first.focus()
    amina.page.keyboard.press("Enter")
    amina.choose("Rôle", "concepteur ou conceptrice")
    amina.fill("Pourquoi", "Il prend la conception en charge.")
    amina.press("button", "Changer le rôle")
    amina.heading(amina.word("Équipe"))
    axe(amina.page)
    karim.page.goto("/desk/alpes/members/")
    karim.heading(karim.word("Cette page est réservée."))
    axe(karim.page)


@pytest.mark.parametrize(("language", "width", "kind"), WAYS)
def test_a_body_opens_its_house(page_at, invited, dns, axe, language, width, kind):
    invited(language)
    amina, karim = (kind(page_at(width, language), language) for _ in range(2))

    enters(amina, axe)
    says_who_it_is(amina, axe)
    proves_its_domain(amina, dns, axe)
    invites(amina, karim)
    make_a_key(amina, karim, axe)
    is_seen_by(page_at(width, language), axe)
    rechecks(amina, axe)
    changes_the_role_of(karim, amina, axe)
    assert amina.page.evaluate("document.documentElement.scrollWidth") <= width
