"""The whole way of a design: from a blank page to a version that anybody finds, and to the version after it."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from browser.hands import Hand, Keyboard
from institutions.people import member
from sceau.accounts.models import User
from sceau.accounts.services import create_account
from sceau.design.services import edit_settings
from sceau.engine.quality.lists import (
    EVENT_TYPES,
    FUNDERS,
    GRADE_SCHEMES,
    LICENCES,
    MODES,
    PARTICIPATION,
    QUALITY,
    ROUTES,
    SECTORS,
    STACKABILITY,
    SUPERVISION,
)
from sceau.engine.quality.profiles import PROFILES
from sceau.frameworks import small_set
from sceau.institutions.services import create_institution
from sceau.jobs.outbox import drain
from sceau.web.desk.designs.forms.issuing import FOR_EVER, LASTS
from sceau.web.desk.designs.forms.levels import COMPUTED, CREDITS
from signing_in import code_in, prove_at

DESIGNS = "/desk/alpes/designs/"


@dataclass(frozen=True, slots=True)
class Told:
    """What a designer types, in her language.

    looked_for: a skill with a slip and without accents; skill: what the framework calls it
    vague:      an outcome that nobody can observe; observable: what she writes in its place
    levels:     what is seen at each level of the grid
    lost:       what a stranger looks for in the catalogue, with a slip
    """

    title: str
    summary: str
    need: str
    audience: str
    looked_for: str
    skill: str
    vague: str
    observable: str
    judged: tuple[str, str]
    levels: tuple[str, str, str, str]
    event: str
    rationale: str
    quality: str
    accessibility: str
    asked: str
    wished: str
    lost: str


FRENCH = Told(
    title="Suivre une activité avec trois indicateurs",
    summary="Choisir, mesurer et lire trois indicateurs pour décider chaque semaine dans une petite équipe.",
    need="Douze ateliers de la vallée suivent leur activité de mémoire et découvrent les retards trop tard.",
    audience="Chefs d’équipe qui rendent compte chaque semaine.",
    looked_for="indicateur cle perfomance",
    skill="suivre des indicateurs clés de performance",
    vague="Comprendre un tableau de bord",
    observable="Calculer trois indicateurs à partir des relevés d’une semaine, sans erreur",
    judged=("Les trois valeurs calculées sont justes", "La décision proposée suit des valeurs"),
    levels=("Aucune n’est juste", "Une seule est juste", "Deux sont justes", "Toutes sont justes et vérifiées"),
    event="Étude de cas : une semaine de relevés d’un atelier de douze personnes",
    rationale="La personne choisit seule la méthode dans un cadre connu.",
    quality="Comité annuel avec trois employeurs",
    accessibility="Un tiers-temps est accordé sur demande à l’accueil, une semaine avant.",
    asked="Regardez surtout la grille.",
    wished="Dites aussi à qui l’on rend compte.",
    lost="indicatuers",
)
ENGLISH = Told(
    title="Track an activity with three indicators",
    summary="Choose, measure and read three indicators to decide each week.",
    need="Twelve workshops follow their activity from memory and find delays too late.",
    audience="Team leaders who report each week.",
    looked_for="key perfomance indicator",
    skill="track key performance indicators",
    vague="Understand a dashboard",
    observable="Calculate three indicators from the records of a week, without error",
    judged=("The three values are right", "The decision follows from the values"),
    levels=("None is right", "One is right", "Two are right", "All are right and checked"),
    event="Case study: a week of records of a workshop",
    rationale="The person chooses the method alone, in a known setting.",
    quality="Yearly committee with three employers",
    accessibility="A third more time is given on request, a week before.",
    asked="Look at the grid first.",
    wished="Say to whom they report.",
    lost="indcators",
)


@pytest.fixture
def house(own_database):
    """An institution that asks for reviews, who designs there and who heads it; the reference data that ship."""

    def house(language: str) -> None:
        paul, claire, amina = (
            create_account(email=f"{name.split()[0].lower()}@alpes.example", name=name, language=language, now=now())
            for name in ("Paul Atrides", "Claire Dumas", "Amina Benali")
        )
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
        member(claire, alpes, "designer")
        member(amina, alpes, "head")
        edit_settings(
            institution=alpes,
            languages=[language],
            review_required=True,
            licence="all-rights-reserved",
            by=amina,
            now=now(),
        )
        small_set.load(now=now())

    return house


def came_in_an_hour_ago(email: str, page: Page) -> None:
    """Signed in, but a grave act asks again who it is."""
    user = User.objects.get(email=email)
    client = Client(headers={"host": settings.BASE_URL.removeprefix("https://")})
    prove_at(client, user, time.time() - 3600)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": settings.BASE_URL}])


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def saves_by_itself(claire: Hand, act) -> None:
    """What she does is kept without a button, and said."""
    with claire.page.expect_response(lambda answer: answer.headers.get("sceau-saved") == "yes"):
        act()
    expect(claire.page.locator("#saved")).to_contain_text(claire.word("Enregistré à %(hour)s.", hour="").rstrip(" ."))


def goes_on(claire: Hand, axe) -> None:
    axe(claire.page)
    fits(claire.page)
    claire.press("button", "Enregistrer et continuer")


def enters(claire: Hand, email: str) -> None:
    """By a code."""
    claire.page.goto(f"/account/login/?next={DESIGNS}")
    claire.fill("Adresse de courriel", email)
    claire.press("button", "Recevoir un code")
    claire.fill("Code reçu par courriel", code_in(mail.outbox[-1]))
    claire.press("button", "Entrer")
    claire.page.wait_for_url(f"**{DESIGNS}")


def begins(claire: Hand, told: Told) -> None:
    claire.press("link", "Nouvelle micro-certification")
    claire.fill("Intitulé", told.title)
    claire.press("button", "Commencer")
    claire.heading(told.title)


def says_what_it_is(claire: Hand, told: Told, axe) -> None:
    """First step. What she writes is kept by itself, and is on the public page beside."""
    saves_by_itself(claire, lambda: claire.fill("Résumé", told.summary))
    beside = claire.page.locator("#preview")
    if beside.is_visible():
        expect(claire.page.frame_locator("#preview").get_by_text(told.summary).first).to_be_visible()
    claire.fill("Besoin visé", told.need)
    claire.fill("Pour qui", told.audience)
    claire.choose("Secteur", SECTORS["C"].to(claire.language))
    claire.tick(PROFILES["eu"].name.to(claire.language))
    claire.tick(MODES["blended"].to(claire.language))
    claire.fill("Adresse électronique pour les questions", "accueil@alpes.example")
    goes_on(claire, axe)


def says_what_one_can_do(claire: Hand, told: Told, axe) -> None:
    """Second step: an outcome that nobody can see is said to be one; a skill is found in spite of a slip."""
    claire.press("button", "Ajouter un acquis")
    first = claire.within("Acquis %(n)s", n=1)
    saves_by_itself(claire, lambda: first.fill("À la fin, la personne est capable de", told.vague))
    expect(first.here.locator(".finding").first).to_be_visible()
    first.fill("Chercher une compétence à laquelle cet acquis correspond", told.looked_for)
    first.here.get_by_role("button", name=told.skill).wait_for()
    axe(claire.page)
    first.press("button", told.skill)
    expect(first.here.locator(".picked")).to_contain_text(told.skill)
    claire.press("button", "Enregistrer et continuer")


def says_how_it_is_judged(claire: Hand, told: Told, axe) -> None:
    """Third step: the weights do not make a hundred, and she does not see it yet."""
    claire.tick(ROUTES["assessor"].to(claire.language))
    for number, (judged, weight) in enumerate(zip(told.judged, ("60", "30"), strict=True), start=1):
        claire.press("button", "Ajouter un critère")
        criterion = claire.within("Critère %(n)s (%(code)s)", n=number, code=f"C{number}")
        criterion.fill("Ce que l’on juge", judged)
        outcome = criterion.field("LO1")
        if not outcome.is_checked():
            criterion.tick("LO1")
        criterion.fill("Poids, en %", weight)
        for place, sentence in enumerate(told.levels):
            criterion.fill(f"N{place} · ", f"{judged} : {sentence}")
    claire.press("button", "Ajouter une épreuve")
    event = claire.within("Épreuve %(n)s", n=1)
    event.fill("Ce qui est demandé", told.event)
    event.choose("Type", capital(EVENT_TYPES["pbl"].label.to(claire.language)))
    event.fill("Durée", "1 h 30")
    event.choose("Forme", PARTICIPATION["onsite"].label.to(claire.language))
    event.choose("Surveillance et identité", SUPERVISION["sup_onsite_id"].label.to(claire.language))
    whole = "Surveillance et vérification d’identité, dans l’ensemble"
    claire.choose(whole, SUPERVISION["sup_onsite_id"].label.to(claire.language))
    claire.fill("Score minimal, sur 100", "60")
    goes_on(claire, axe)


def says_how_much_it_asks(claire: Hand, told: Told, axe) -> None:
    """Fourth step: hours make the credits."""
    claire.tick(claire.word("Niveau %(n)s", n=5))
    claire.fill("Pourquoi ce niveau", told.rationale)
    claire.fill("Heures encadrées", "14")
    saves_by_itself(claire, lambda: claire.fill("Heures en autonomie", "6"))
    expect(claire.field("Total")).to_have_value("20")
    claire.tick(CREDITS[COMPUTED].to(claire.language))
    claire.choose("Forme de participation", PARTICIPATION["blended"].label.to(claire.language))
    claire.tick(STACKABILITY["stand_alone"].to(claire.language))
    claire.press("button", "Ajouter une assurance qualité")
    assurance = claire.within("Assurance qualité %(n)s", n=1)
    assurance.tick(QUALITY["external"].to(claire.language))
    assurance.fill("En quoi elle consiste", told.quality)
    goes_on(claire, axe)


def says_what_it_is_worth(claire: Hand, told: Told, axe) -> None:
    """Fifth step: what follows from what she decided is proposed to her."""
    for part in ("pour ce qu’elle vaut", "pour ce qu’elle n’est pas"):
        claire.press("button", part)
    claire.fill("Aménagements possibles", told.accessibility)
    goes_on(claire, axe)


def says_how_long_it_lasts(claire: Hand, axe) -> None:
    """Sixth step. What it costs, she leaves for later."""
    claire.tick(LASTS[FOR_EVER].to(claire.language))
    claire.choose("Résultat montré", GRADE_SCHEMES["pass_fail"].to(claire.language))
    claire.tick(FUNDERS["opco"].to(claire.language))
    claire.tick(LICENCES["CC-BY-4.0"].to(claire.language))
    axe(claire.page)
    fits(claire.page)
    claire.press("button", "Enregistrer et terminer")
    claire.sees("À régler")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_refused(claire: Hand, axe) -> None:
    """The gate names what is missing, shows what a good one is like, and leads to the place."""
    claire.press("link", "Lire le contrôle en entier")
    waiting = claire.page.get_by_role("region", name=claire.word("À régler avant de publier"))
    expect(waiting.get_by_role("listitem")).to_have_count(2)
    axe(claire.page)
    fits(claire.page)


def mends(claire: Hand, told: Told) -> None:
    """What stands in the way first, then what is only remarked."""
    asks = {"fr": ("Les poids des critères font 90", "Le prix n’est pas dit", "ne peut pas être observé")}
    asks["en"] = ("The weights of the criteria sum to 90", "The price is not said", "cannot be observed")
    weights, price, vague = asks[claire.language]
    gate = claire.page.url
    follow(claire, weights, to="criteria")
    claire.press("button", "Répartir les poids également")
    claire.sees("Les poids font 100.")
    claire.page.goto(gate)
    follow(claire, price, to="id_issuing-amount")
    claire.page.keyboard.type("450")
    claire.press("button", "Enregistrer et terminer")
    claire.page.goto(gate)
    expect(claire.page.get_by_text(claire.word("À régler avant de publier"))).to_be_hidden()
    follow(claire, vague, to=f"id_outcomes-LO1-statement-{claire.language}")
    claire.page.keyboard.press("Control+A")
    claire.page.keyboard.type(told.observable)
    claire.press("button", "Enregistrer")


def follow(claire: Hand, said: str, *, to: str) -> None:
    """An example stands there, folded; the link leads to the very field."""
    line = claire.page.get_by_role("listitem").filter(has_text=said)
    expect(line.locator("details")).to_be_visible()
    with claire.page.expect_navigation():
        line.get_by_role("link").focus()
        claire.page.keyboard.press("Enter")
    expect(claire.page.locator(f"#{to}")).to_be_focused()


def asks_for_a_review(claire: Hand, told: Told) -> str:
    """Gives the address that the letter leads to."""
    claire.page.goto(re.sub("(step|gate)/.*", "", claire.page.url))
    claire.press("link", "Demander une relecture")
    claire.choose("À qui", "Amina Benali")
    claire.fill("Votre message", told.asked)
    claire.press("button", "Demander la relecture")
    drain(clock=now, at_most=timedelta(seconds=20))
    assert mail.outbox[-1].to == ["amina@alpes.example"]
    return re.search(rf"{settings.BASE_URL}(/desk/\S+)", mail.outbox[-1].body)[1]


def asks_for_changes(amina: Hand, address: str, told: Told, axe) -> None:
    """She reads the page as the public will, and says what is missing in one step."""
    amina.page.goto(address)
    expect(amina.page.get_by_text(told.asked)).to_be_visible()
    axe(amina.page)
    fits(amina.page)
    amina.unfold("Étape par étape")
    amina.fill("Identité", told.wished)
    amina.press("button", "Demander des modifications")


def changes_what_was_asked(claire: Hand, told: Told) -> None:
    claire.page.reload()
    expect(claire.page.get_by_text(told.wished)).to_be_visible()
    expect(claire.page.get_by_role("region", name=claire.word("Ce qui vient"))).to_contain_text("Amina Benali")
    claire.within("Contrôle qualité", "region").press("link", "Identité")
    claire.fill("Pour qui", f"{told.audience} {told.wished}")
    claire.press("button", "Enregistrer")


def approves_and_publishes(amina: Hand, address: str, number: int, axe) -> None:
    """A grave act: she proves again who she is."""
    amina.page.goto(address)
    amina.press("button", "Approuver cette version")
    amina.press("link", "Publier cette version")
    if number == 1:
        amina.press("button", "Recevoir un code")
        amina.fill("Code", code_in(mail.outbox[-1]))
        amina.press("button", "Confirmer")
        axe(amina.page)
        fits(amina.page)
    amina.press("button", "Publier la version %(n)s", n=number)
    amina.heading(amina.word("Version %(n)s", n=number))


def is_found(stranger: Hand, told: Told, axe) -> None:
    """By words that are not quite right, from the first page."""
    page = stranger.page
    page.goto("/")
    stranger.fill("Métier, compétence, organisme ou lieu", told.lost)
    stranger.press("button", "Chercher")
    axe(page)
    fits(page)
    stranger.press("link", told.title)
    stranger.heading(told.title)
    axe(page)
    fits(page)
    document = downloaded(stranger, "Le document publié (JSON)")
    assert json.loads(document)["title"] == {stranger.language: told.title}
    assert downloaded(stranger, "Fiche pour l’employeur (PDF)").startswith("%PDF-")


def downloaded(stranger: Hand, french: str) -> str:
    """What a link leads to, each byte as a sign."""
    address = stranger.named("link", french).get_attribute("href")
    read = "async (address) => [...new Uint8Array(await (await fetch(address)).arrayBuffer())]"
    return bytes(stranger.page.evaluate(read, address)).decode("utf-8", "replace")


def begins_the_next_version(claire: Hand) -> None:
    """It costs more."""
    claire.page.goto(re.sub("step/.*", "", claire.page.url))
    claire.press("button", "Préparer une nouvelle version")
    claire.within("Étapes de la conception", "navigation").press("link", "Délivrance")
    claire.fill("Prix, en euros", "480")
    claire.press("button", "Enregistrer et terminer")


def shows_what_changed(amina: Hand, stranger: Hand, axe) -> None:
    """To those who keep it; whoever reads the former version is told of the new one."""
    amina.press("link", "Ce qui change depuis la version %(n)s", n=1)
    amina.heading(amina.word("De la version %(old)s à la version %(new)s", old=1, new=2))
    expect(amina.page.locator("del")).to_contain_text("450")
    expect(amina.page.locator("ins")).to_contain_text("480")
    axe(amina.page)
    fits(amina.page)
    stranger.page.reload()
    stranger.sees("Une version plus récente existe.")


@pytest.mark.parametrize(
    ("told", "language", "width", "kind"),
    [
        pytest.param(FRENCH, "fr", 1280, Hand, id="French"),
        pytest.param(ENGLISH, "en", 320, Keyboard, id="English, 320 px, keyboard"),
    ],
)
def test_a_design_is_made_reviewed_published_found_and_made_again(page_at, house, axe, told, language, width, kind):
    house(language)
    claire, amina, stranger = (kind(page_at(width, language), language) for _ in range(3))

    enters(claire, "claire@alpes.example")
    begins(claire, told)
    says_what_it_is(claire, told, axe)
    says_what_one_can_do(claire, told, axe)
    says_how_it_is_judged(claire, told, axe)
    says_how_much_it_asks(claire, told, axe)
    says_what_it_is_worth(claire, told, axe)
    says_how_long_it_lasts(claire, axe)
    is_refused(claire, axe)
    mends(claire, told)

    came_in_an_hour_ago("amina@alpes.example", amina.page)
    asks_for_changes(amina, asks_for_a_review(claire, told), told, axe)
    changes_what_was_asked(claire, told)
    approves_and_publishes(amina, asks_for_a_review(claire, told), 1, axe)
    is_found(stranger, told, axe)
    begins_the_next_version(claire)
    approves_and_publishes(amina, asks_for_a_review(claire, told), 2, axe)
    shows_what_changed(amina, stranger, axe)
