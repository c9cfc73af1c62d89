"""The whole way of an assessment: from a session that opens to minutes that anybody verifies, and what comes after."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from allauth.core import context
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.test import RequestFactory
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from assessment.grids import published
from assessment.making import body, colleague, head
from browser.hands import Hand
from browser.test_marking_offline import SAVED, until
from design.samples import sample
from published import tool
from sceau.accounts.models import User
from sceau.config.wiring import ports
from sceau.design.models import DesignVersion
from sceau.jobs.outbox import drain
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key

DESK = "/desk/alpes-numerique/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SHOWN = "N2 N2 N2 N2"  # of four criteria, C1 to C4; from 0 to 3, 2 is asked of C1 and C2
GRIDS = {  # what Mona gives, and what Karim gives
    "Naïma Haddad": (SHOWN, "N2 N2 N3 N2"),
    "Jean-Baptiste N’Guessan": ("N2 N0 N2 N2", "N2 N3 N2 N2"),
    "Élodie Le Goff": ("", ""),
    "Oumar Bâ": (SHOWN, SHOWN),
    "Zoé Étienne": ("N2 N1 N2 N2", "N2 N1 N2 N2"),
}
SEEN = "Les rituels débordent de leur durée."
CHANGED = "Le relevé remis au jury compare deux scénarios."
# the page that is open is kept for an hour without network, and the worker rules it
KEPT = """async () => {
    const kept = await (await caches.open("sceau-assess")).keys();
    return navigator.serviceWorker.controller && kept.some((each) => each.url === location.href);
}"""


@dataclass(frozen=True, slots=True)
class House:
    """What is there before: a version with one event for two assessors, and the colleagues.

    recovery:  codes of the president, one for each signature after the first
    """

    version: DesignVersion
    amina: User
    mona: User
    karim: User
    lea: User
    mireille: User
    recovery: list[str]


@pytest.fixture
def house(own_database) -> House:
    owner = body()
    amina, benoit = head(owner), colleague(owner, "Benoît Roux", "head")
    long_ago = now() - timedelta(days=3)
    asked = ask_for_key(institution=owner, purpose=Purpose.DOCUMENTS, by=amina, now=long_ago, delay=timedelta(hours=48))
    agree(ceremony=asked, by=benoit, store=ports().keys, now=long_ago)
    mireille = colleague(owner, "Mireille Fabre", "jury_president")
    with context.request_context(RequestFactory().get("/")):
        TOTP.activate(mireille, SECRET)
        recovery = RecoveryCodes.activate(mireille).generate_codes()
    planned = sample("mc-gestion-projet-agile")["assessment"]
    one = planned["events"][0] | {"criteria_ids": ["C1", "C2", "C3", "C4"]}
    retake = planned["retake"] | {"min_delay_days": 0}
    return House(
        published(assessment=planned | {"events": [one], "retake": retake}),
        amina,
        *(colleague(owner, name, "assessor") for name in ("Mona Petit", "Karim Ould", "Léa Vasseur")),
        mireille,
        recovery,
    )


@pytest.fixture
def hand(page_at, sign_in) -> Callable[..., Hand]:
    """Somebody at a page of their own, signed in when they have an account."""

    def hand(user: User | None = None, width: int = 1280, language: str = "fr") -> Hand:
        page = page_at(width, language)
        if user:
            sign_in(user, page)
        return Hand(page, language)

    return hand


@pytest.fixture
def interrupted(page_at, faults):
    """What a browser complains of while it has no network is no fault."""
    yield
    faults[:] = [each for each in faults if "net::ERR_INTERNET_DISCONNECTED" not in each]


def letter_to(email: str) -> str:
    """The address that the last letter to somebody leads to."""
    drain(clock=now, at_most=timedelta(seconds=20))
    body = next(each.body for each in reversed(mail.outbox) if each.to == [email])
    return re.search(rf"{settings.BASE_URL}(/(?:apply|candidate|assess|desk)/\S+)", body)[1]


def looks_right(someone: Hand, axe, *widths: int) -> None:
    """Nothing for axe to say, and nothing wider than the screen."""
    usual = someone.page.viewport_size
    for width in widths or (usual["width"],):
        someone.page.set_viewport_size({"width": width, "height": 800})
        axe(someone.page)
        assert someone.page.evaluate("document.documentElement.scrollWidth") <= width, someone.page.url
    someone.page.set_viewport_size(usual)


def tab(someone: Hand, french: str) -> None:
    someone.within("Pages de la session", "navigation").press("link", french)


# the session and its candidates


def opens(amina: Hand) -> str:
    """Gives the address of the session."""
    amina.page.goto(f"{DESK}sessions/")
    amina.press("link", "Ouvrir une session")
    amina.press("link", "Choisir")
    amina.fill("Premier jour", f"{localdate():%d/%m/%Y}")
    amina.fill("Lieu", "Maison de la formation, Grenoble")
    amina.tick("Ouverte aux inscriptions depuis le catalogue")
    amina.tick("Ouverte à la reconnaissance de l’expérience")
    amina.press("button", "Ouvrir la session")
    amina.sees("Inscriptions ouvertes")
    return amina.page.url


def enrols(amina: Hand, given: str, family: str, email: str) -> None:
    """At the desk, somebody new."""
    tab(amina, "Candidats")
    amina.press("link", "Inscrire quelqu’un")
    amina.press("link", "C’est quelqu’un de nouveau")
    amina.fill("Prénom", given)
    amina.page.get_by_label(re.compile("^Nom")).fill(family)
    amina.fill("Courriel", email)
    amina.page.locator("input[type=radio][value=yes]").check()
    amina.press("button", "Inscrire")
    amina.heading(f"{given} {family}")
    amina.within("Fil d’Ariane", "navigation").press("link", "Candidats")


def applies(someone: Hand, version: DesignVersion, link: str, typed: dict[str, str]) -> None:
    """From the page of the micro-credential; the letter's link, then a button, make it count."""
    someone.page.goto(f"/m/{version.design.uuid}/{version.number}")
    someone.press("link", link)
    for label, text in typed.items():
        someone.fill(label, text)
    someone.page.locator("input[type=radio][value=yes]").check()
    someone.press("button", "Envoyer ma demande")
    someone.page.goto(letter_to(typed["Adresse électronique"]))
    someone.press("button", "Confirmer ma demande")
    someone.sees("Votre demande est reçue. L’organisme l’examine.")


def shows_what_she_can_do(zoe: Hand) -> None:
    """By a file."""
    zoe.press("link", "Envoyer des preuves")
    zoe.fill("Ce que cela montre", "Sprint board")
    board = {"name": "board.txt", "mimeType": "text/plain", "buffer": b"Sprint 12: eleven stories, nine done."}
    zoe.page.locator("input[type=file]").set_input_files(board)
    zoe.press("button", "Envoyer")
    expect(zoe.page.get_by_text("Sprint board").first).to_be_visible()


def asks_for_more_time(naima: Hand) -> None:
    naima.page.goto(letter_to("naima@example.org"))
    naima.press("link", "Demander un aménagement")
    naima.choose("Ce qu’il faut prévoir", "Temps supplémentaire")
    naima.press("button", "Envoyer la demande")
    naima.sees("Votre demande est envoyée.")


def answers_them(amina: Hand) -> None:
    """Takes those who applied, and grants the arrangement."""
    amina.page.reload()
    amina.press("link", "Examiner les demandes")
    for box in amina.page.locator("tbody input[type=checkbox]").all():
        box.check()
    amina.press("button", "Accepter les demandes choisies")
    amina.press("link", "un aménagement à décider")
    amina.press("button", "Accorder")
    amina.within("Fil d’Ariane", "navigation").press("link", "Candidats")
    expect(amina.page.locator("tbody tr")).to_have_count(5)


# marking


def asks_them_to_mark(amina: Hand, *names: str) -> None:
    for name in names:
        chosen = amina.page.get_by_label("Personne", exact=True)
        if not chosen.is_visible():
            amina.unfold("Ajouter quelqu’un")
        chosen.select_option(label=next(each for each in chosen.locator("option").all_inner_texts() if name in each))
        amina.press("button", "Ajouter à la session")


def knows_nobody(assessor: Hand) -> None:
    assessor.page.goto("/assess/")
    assessor.press("link", "Déclarer mes liens")
    assessor.press("button", "Enregistrer ma déclaration")


def gives(assessor: Hand, levels: str) -> None:
    """On the grid that is open; "" for somebody who did not come. Hands it in."""
    assessor.page.locator("#grid[data-ready=yes]").wait_for()
    if not levels:
        assessor.unfold("Personne n’est venu")
        assessor.press("button", "Noter l’absence")
        return
    for criterion, level in zip(assessor.page.locator("[data-criterion]").all(), levels.split(), strict=True):
        criterion.locator(f"input[value={level}]").check()
        if level < "N2":
            criterion.locator("textarea").fill(SEEN)
    assessor.press("button", "Remettre ma grille")


def marks_without_network(mona: Hand, levels: str) -> None:
    """The network goes; what she does outlives a reload, and arrives once it is back."""
    page = mona.page
    page.locator("#grid[data-ready=yes]").wait_for()
    until(page, KEPT)
    page.context.set_offline(True)
    for criterion, level in zip(("C1", "C2", "C3", "C4"), levels.split(), strict=True):
        page.locator(f"input[name=level-{criterion}][value={level}]").check()
    until(page, "document.getElementById('saved').textContent.includes('En attente de connexion')")
    page.reload()
    page.locator("#grid[data-ready=yes]").wait_for()
    expect(page.locator("input[name=level-C4][value=N2]")).to_be_checked()
    page.context.set_offline(False)
    page.locator(SAVED).wait_for()
    mona.press("button", "Remettre ma grille")


def marks_everybody(assessor: Hand, place: int, axe) -> None:
    """From candidate to candidate, as the page leads."""
    assessor.page.goto("/assess/")
    assessor.press("link", "Commencer")
    for _ in GRIDS:
        name = assessor.page.locator("h1").inner_text()
        if name == "Naïma Haddad":
            expect(assessor.page.locator("#grid input[type=radio]:checked")).to_have_count(0)
            assessor.sees("Aménagement accordé")
            looks_right(assessor, axe, 1280, 320)
        if name == "Zoé Étienne":
            assessor.sees("Preuves du dossier")
        if name == "Naïma Haddad" and place == 0:
            marks_without_network(assessor, GRIDS[name][place])
        else:
            gives(assessor, GRIDS[name][place])
    assessor.page.goto("/assess/")


def agree_on_a_level(mona: Hand, karim: Hand) -> None:
    """Both are in and differ by one step; before, neither saw the other's."""
    mona.page.reload()
    mona.press("link", "candidat n° 1")
    mona.sees("1 critère reste à régler.")
    mona.page.get_by_label("Niveau à proposer").select_option(label="N3 – Maîtrisé")
    mona.press("button", "Proposer ce niveau")
    karim.press("link", "candidat n° 1")
    karim.press("button", "Convenir de N3")
    karim.sees("Le niveau est convenu.")


def third_one_marks(amina: Hand, lea: Hand) -> None:
    """The two differ too much on somebody: another person marks, who sees neither grid."""
    tab(amina, "Évaluateurs")
    asks_them_to_mark(amina, "Léa")
    knows_nobody(lea)
    amina.press("button", "Confier la grille qui reste")
    lea.page.reload()
    lea.press("link", "Commencer")
    lea.heading("Jean-Baptiste N’Guessan")
    assert SEEN not in lea.page.content()
    gives(lea, SHOWN)


def closes_marking(amina: Hand) -> None:
    tab(amina, "Vue d’ensemble")
    amina.press("link", "Clore la saisie")
    amina.press("button", "Clore la saisie")
    amina.sees("La saisie est close.")


# the jury


def composes_a_jury(amina: Hand) -> None:
    """A president with an account, somebody with an address, somebody with neither."""
    members = {
        "Mireille Fabre": ("", "Préside le jury"),
        "Sofia Marques": ("sofia@example.com", "De l’extérieur de l’organisme"),
        "Paul Delmas": ("", "De l’extérieur de l’organisme"),
    }
    tab(amina, "Jury")
    for name, (email, box) in members.items():
        amina.press("link", "Ajouter un membre")
        if name == "Mireille Fabre":
            amina.choose("Une personne de l’organisme", name)
        else:
            amina.page.get_by_label(re.compile("^Nom")).fill(name)
            amina.fill("Adresse électronique", email)
        amina.tick(box)
        amina.press("button", "Ajouter au jury")
    for name in ("Sofia Marques", "Paul Delmas"):  # told by them to the office
        amina.press("link", f"Liens {name}")
        amina.press("button", "Noter la déclaration")


def knows_no_candidate(mireille: Hand) -> None:
    """By her account, from the letter that says that she sits."""
    mireille.page.goto(letter_to("mireille@example.org"))
    mireille.press("link", "Déclarer mes liens")
    mireille.press("button", "Enregistrer")


def opens_the_deliberation(mireille: Hand, session: str) -> None:
    mireille.page.goto(f"{session}jury/")
    mireille.press("button", "Ouvrir la délibération")
    for presence in mireille.page.get_by_label(re.compile("^Présence de")).all():
        presence.select_option(label="là")
    mireille.press("button", "Noter les présences")


def decides_as_marked(mireille: Hand, name: str) -> None:
    """In the list itself."""
    mireille.page.get_by_role("link", name=name).click()
    mireille.named("button", "Comme les notes : ").click()
    expect(mireille.page.locator("#said")).to_contain_text(name)


def deliberates(mireille: Hand, axe) -> None:
    """One mark is changed, with its reason; nobody is forgotten; then it is closed."""
    expect(mireille.page.locator("#deciding tbody tr[id]").first).to_contain_text("Jean-Baptiste N’Guessan")
    looks_right(mireille, axe, 1280, 320)
    mireille.page.get_by_role("link", name="Oumar Bâ").click()
    panel = mireille.page.locator(".deciding__panel")
    panel.locator("summary", has_text="Changer une note").click()
    panel.get_by_label("Critère", exact=True).select_option(value="C3")
    panel.get_by_label("Nouveau niveau").select_option(value="N3")
    panel.get_by_label("Motif du changement").fill(CHANGED)
    panel.get_by_role("button", name="Changer cette note").click()
    mireille.sees("La note est changée")
    mireille.named("button", "Comme les notes : ").click()
    expect(mireille.page.locator("#said")).to_contain_text("Oumar Bâ")
    for name in ("Jean-Baptiste N’Guessan", "Zoé Étienne", "Naïma Haddad"):
        decides_as_marked(mireille, name)
    mireille.press("button", "Décider comme les notes")


def closes_the_deliberation(mireille: Hand) -> str:
    """Gives the address of the minutes."""
    mireille.press("link", "Relire et clore")
    mireille.press("button", "Clore et passer aux signatures")
    return mireille.page.url


def signs_by_a_link(sofia: Hand, mireille: Hand) -> None:
    """Sent when the president says so; it opens the minutes, and serves once."""
    mireille.press("button", "Envoyer un lien Sofia Marques")
    sofia.page.goto(letter_to("sofia@example.com"))
    sofia.sees("Zoé Étienne")
    sofia.fill("Votre nom", "Sofia Marques")
    sofia.tick("J’ai lu ce procès-verbal et je le signe.")
    sofia.press("button", "Signer")
    sofia.heading("Vous avez signé")


def signs_on_the_tablet(mireille: Hand) -> None:
    """Somebody with neither account nor address draws on the president's screen."""
    mireille.press("link", "Signer sur cet écran Paul Delmas")
    pad = mireille.page.locator("canvas").bounding_box()
    pen = mireille.page.mouse
    pen.move(pad["x"] + 40, pad["y"] + 60)
    pen.down()
    pen.move(pad["x"] + 120, pad["y"] + 20, steps=4)
    pen.move(pad["x"] + 200, pad["y"] + 80, steps=4)
    pen.up()
    mireille.press("button", "Signer")
    expect(mireille.page.get_by_role("img", name="Signature de Paul Delmas")).to_be_visible()


def signs_on_paper(mireille: Hand) -> None:
    """What was printed, signed and scanned."""
    mireille.press("link", "Déposer un procès-verbal signé sur papier")
    mireille.tick("Paul Delmas")
    with mireille.page.expect_download() as given:
        mireille.named("link", "Télécharger le PDF à signer").click()
    mireille.page.locator("input[type=file]").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": Path(given.value.path()).read_bytes()}
    )
    mireille.press("button", "Déposer et attester")


def signs_with_her_account(mireille: Hand, code: str) -> None:
    """And her second factor, asked for at that moment."""
    mireille.press("link", "Lire et signer")
    mireille.press("button", "Signer")
    mireille.fill("Code de l’application", code)
    mireille.press("button", "Confirmer")
    mireille.sees("Vous avez signé.")


def is_sealed_and_verified(amina: Hand, minutes: str, folder: Path) -> None:
    """With programs that are not ours: the seal is valid, and the data are those whose digest the page shows."""
    amina.page.goto(minutes)
    amina.press("button", "Sceller")
    amina.sees("Le procès-verbal est scellé.")
    digest = re.sub(r"\s", "", amina.page.locator(".digest").inner_text())
    number = re.search(r"PV-\d+-\d+", amina.page.locator("h1").inner_text())[0]
    with amina.page.expect_download() as given:
        amina.named("link", "Télécharger le PDF scellé").click()
    sealed = folder / f"{number}.pdf"
    given.value.save_as(sealed)
    told = run("pdfsig", "-nocert", sealed)
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    run("pdfdetach", "-saveall", "-o", folder, sealed)
    assert sha256((folder / f"{number}.json").read_bytes()).hexdigest() == digest


def run(program: str, *words: object) -> str:
    return subprocess.run([tool(program), *words], check=True, capture_output=True, text=True).stdout


def releases(mireille: Hand, session: str) -> None:
    """The president; whoever was assessed is told."""
    mireille.page.goto(f"{session}results/")
    mireille.page.locator("tbody a").first.click()
    mireille.press("link", "Diffuser les résultats")
    mireille.press("button", "Diffuser les résultats")
    mireille.sees("Les résultats sont diffusés.")


# what comes after


def reads_her_result(someone: Hand, email: str, result: str, axe) -> None:
    """On a phone."""
    someone.page.goto(letter_to(email))
    looks_right(someone, axe)
    someone.press("link", "Voir mes résultats")
    someone.sees(result)
    looks_right(someone, axe)


def appeals(jean: Hand, amina: Hand) -> None:
    """He contests; the body answers."""
    answer = "Les deux grilles ont été relues : elles parlent bien de votre groupe."
    jean.unfold("Contester cette décision")
    jean.page.locator("details[open] textarea").fill("La seconde grille ne parle pas de mon groupe.")
    jean.page.locator("details[open] form button").click()
    jean.sees("à instruire")
    amina.page.goto(letter_to("amina@example.org"))
    amina.press("link", "Répondre")
    amina.fill("Réponse, avec ses raisons", answer)
    amina.tick("La décision est maintenue")
    amina.press("button", "Donner cette réponse")
    jean.page.reload()
    jean.sees(answer)


def opens_what_zoe_missed(amina: Hand, session: str) -> None:
    amina.page.goto(f"{session}retakes/")
    expect(amina.page.get_by_role("row", name="Zoé Étienne")).to_contain_text("C2")
    amina.tick("Zoé Étienne")
    amina.press("button", "Ouvrir le passage")
    amina.press("button", "Confier les 2 grilles qui restent")


def lists_awards(amina: Hand) -> None:
    """Each with what it rests on."""
    amina.page.goto(f"{DESK}awards/")
    rows = amina.page.locator("tbody tr")
    expect(rows).to_have_count(4)
    for row in rows.all():
        expect(row).to_contain_text("Procès-verbal de jury")
    amina.press("link", "Zoé Étienne")
    amina.sees("procès-verbal n° PV-")


# the way of it all


def gather_candidates(version: DesignVersion, session: str, amina: Hand, naima: Hand, jean: Hand, zoe: Hand) -> None:
    """Three at the desk, one of whom will not come; one from the catalogue; one by experience."""
    amina.page.goto(session)
    enrols(amina, "Naïma", "Haddad", "naima@example.org")
    enrols(amina, "Élodie", "Le Goff", "elodie@example.org")
    enrols(amina, "Oumar", "Bâ", "oumar@example.org")
    asks_for_more_time(naima)
    names = "Prénom", "Nom de naissance", "Adresse électronique", "Date de naissance"
    typed = dict(zip(names, ("Jean-Baptiste", "N’Guessan", "jean@example.org", "05/03/1991"), strict=True))
    applies(jean, version, "S’inscrire", typed)
    typed = dict(zip(names, ("Zoé", "Étienne", "zoe@example.org", "07/08/1988"), strict=True))
    typed["Ce que vous savez faire, et où vous l’avez appris"] = "Eight years at the head of a web team."
    applies(zoe, version, "Faire reconnaître mon expérience", typed)
    shows_what_she_can_do(zoe)
    answers_them(amina)


def mark_them(amina: Hand, mona: Hand, karim: Hand, lea: Hand, axe) -> None:
    """Two assessors, each blind; what they differ on; the end of marking."""
    tab(amina, "Évaluateurs")
    asks_them_to_mark(amina, "Mona", "Karim")
    knows_nobody(mona)
    knows_nobody(karim)
    tab(amina, "Vue d’ensemble")
    amina.press("link", "Commencer")
    amina.press("button", "Commencer les épreuves")
    tab(amina, "Évaluateurs")
    amina.press("button", "Confier les 10 grilles qui restent")
    marks_everybody(mona, 0, axe)
    expect(mona.page.get_by_role("link", name="candidat n° 1")).to_have_count(0)
    marks_everybody(karim, 1, axe)
    agree_on_a_level(mona, karim)
    third_one_marks(amina, lea)
    closes_marking(amina)


def decide_and_sign(session: str, amina: Hand, mireille: Hand, sofia: Hand, axe) -> str:
    """Gives the address of the minutes that three people signed, each in another way."""
    composes_a_jury(amina)
    knows_no_candidate(mireille)
    opens_the_deliberation(mireille, session)
    deliberates(mireille, axe)
    minutes = closes_the_deliberation(mireille)
    signs_by_a_link(sofia, mireille)
    signs_on_the_tablet(mireille)
    looks_right(mireille, axe, 1280, 320)
    signs_with_her_account(mireille, format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    return minutes


def take_zoe_again(session: str, amina: Hand, assessors: tuple[Hand, Hand], mireille: Hand) -> None:
    """What she missed alone, to a complementary deliberation."""
    opens_what_zoe_missed(amina, session)
    for assessor in assessors:
        assessor.page.goto("/assess/")
        assessor.press("link", "Continuer")
        gives(assessor, "N2")
    amina.page.goto(session)
    closes_marking(amina)
    opens_the_deliberation(mireille, session)
    mireille.heading("Délibération complémentaire")
    mireille.press("button", "Décider comme les notes")


@pytest.mark.usefixtures("interrupted")
def test_a_session_goes_from_opening_to_signed_minutes_and_beyond(house, hand, axe, tmp_path):
    amina, mona, karim, lea = (hand(each) for each in (house.amina, house.mona, house.karim, house.lea))
    mireille, sofia = hand(house.mireille), hand(width=375)
    naima, jean, zoe = hand(), hand(width=360), hand(width=360, language="en")

    session = opens(amina)
    gather_candidates(house.version, session, amina, naima, jean, zoe)
    mark_them(amina, mona, karim, lea, axe)
    minutes = decide_and_sign(session, amina, mireille, sofia, axe)
    is_sealed_and_verified(amina, minutes, tmp_path)
    releases(mireille, session)

    reads_her_result(jean, "jean@example.org", "Acquis", axe)
    appeals(jean, amina)
    reads_her_result(zoe, "zoe@example.org", "Acquis en partie", axe)
    take_zoe_again(session, amina, (mona, karim), mireille)
    minutes = closes_the_deliberation(mireille)
    signs_by_a_link(sofia, mireille)
    mireille.page.goto(minutes)
    signs_on_paper(mireille)
    signs_with_her_account(mireille, house.recovery[0])
    is_sealed_and_verified(amina, minutes, tmp_path)
    lists_awards(amina)
