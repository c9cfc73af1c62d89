"""The verifier that is one file, with the network off: a credential alone, its keys beside it, papers and pictures, piles."""

from __future__ import annotations

import orjson
import pytest

from engine.checks.test_handed import bundle_of, publish
from outside.test_sealing import seal
from sceau.engine.images import bake
from sceau.engine.model.bundle import write_bundle
from sceau.web.verifier_file import verifier_page
from strangers_files import certificate
from verifying import Issuer
from web.verifier.test_opening import SVG, png

KEYS = "https://badges.example/.well-known/did.json"


@pytest.fixture
def stick(tmp_path):
    """What lies on a USB stick: the page, and files of ours and of a forger."""
    issuer, forger = publish(Issuer()), publish(Issuer(66))
    badge = orjson.dumps(issuer.badge_with_status(validUntil="2099-01-15T10:00:00Z"))
    files = {
        "verifier.html": verifier_page().encode(),
        "preuve.json": badge,
        "did.json": orjson.dumps(issuer.site[KEYS]),
        "faux.json": orjson.dumps(forger.badge()),
        "faux-did.json": orjson.dumps(forger.site[KEYS]),
        "autre-did.json": orjson.dumps(next(iter(Issuer(host="other.example").site.values()))),
        "preuve.pdf": seal(certificate(("credential.json", badge))),
        "preuve.png": bake(png(), badge.decode()),
        "preuve.svg": bake(SVG.replace(b"<g/>", b"<script>alert(1)</script>"), badge.decode()),
        "bundle.json": write_bundle(bundle_of(issuer, badge)),
        "changee.json": badge.replace("énergétique".encode(), "nucléaire".encode()),
        "cv.pdf": certificate(),
        "<img src=x onerror=alert(1)>.zip": b"PK\3\4",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def opened(stick, page_at):
    """(the page, what drops files into it); nothing is asked for but the file itself, and nothing asks back."""
    asked = []

    def open_page(*words):
        page = page_at(*words, offline=True)
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append(f"dialog: {dialog.message}"))
        page.goto((stick / "verifier.html").as_uri())

        def drop(*names):
            page.locator("#file").set_input_files([stick / name for name in names])

        return page, drop

    yield open_page
    assert all(url.startswith(("file:", "blob:")) for url in asked), asked


def test_a_credential_alone_then_its_keys_then_the_keys_confirmed_with_the_keyboard(stick, opened, axe):
    page, drop = opened(1280, "fr")
    verdict = page.get_by_role("heading", level=1)

    drop("preuve.json")
    verdict.get_by_text("Impossible à vérifier").wait_for()
    assert page.evaluate("document.activeElement.id") == "verdict"
    main = page.locator("main").inner_text()
    assert "Selon le fichier, sans garantie" in main
    assert "La clé qui la vérifierait n’est pas dans ce fichier." in main
    assert "Document intact\nCe fichier se lit" not in main
    assert page.get_by_role("link", name=KEYS).first.get_attribute("rel") == "noopener noreferrer external"
    axe(page)

    drop("did.json")
    verdict.get_by_text("Intacte, émetteur à confirmer").wait_for()
    assert "z6Mk" in page.locator("code").inner_text()
    assert page.get_by_role("status").inner_text() == "Intacte, émetteur à confirmer"
    axe(page)

    page.get_by_label("Ce que l’organisme publie").fill((stick / "autre-did.json").read_text())
    page.get_by_role("button", name="Comparer").click()
    assert page.get_by_text("Ce did.json est d’un autre organisme").is_visible()
    assert verdict.inner_text() == "Intacte, émetteur à confirmer"
    page.get_by_label("Ou le did.json que vous avez pris vous-même sur son site").set_input_files(stick / "did.json")
    verdict.get_by_text("Authentique, à vérifier").wait_for()  # its status is in no list that is at hand
    assert page.get_by_text("Son dossier (preuve-….zip), ouvert ici, dit aussi son état").is_visible()
    drop("bundle.json")
    verdict.get_by_text("Authentique et valide").wait_for()  # the key was confirmed on this page
    drop("faux.json", "faux-did.json")
    verdict.get_by_text("Intacte, émetteur à confirmer").wait_for()
    page.get_by_role("button", name="This page in English").press("Enter")
    page.get_by_role("heading", level=1, name="Intact, issuer to be confirmed").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "key":
        page.keyboard.press("Tab")
    page.keyboard.type(orjson.loads((stick / "did.json").read_bytes())["verificationMethod"][0]["publicKeyMultibase"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("The key that you gave is not the one that signed").first.wait_for(state="attached")
    assert verdict.inner_text() == "Intact, issuer to be confirmed"


@pytest.mark.parametrize("name", ["preuve.pdf", "preuve.png", "preuve.svg"])
def test_papers_and_pictures_are_opened_and_nothing_in_them_is_run(opened, name):
    page, drop = opened(768, "en")

    drop(name, "did.json")

    page.get_by_role("heading", level=1, name="Intact, issuer to be confirmed").wait_for()


def test_several_at_once_on_a_small_screen_in_the_dark(opened, axe):
    page, drop = opened(320, "fr", "dark")

    drop("preuve.png", "changee.json", "faux.json", "bundle.json", "cv.pdf", "<img src=x onerror=alert(1)>.zip")
    page.get_by_role("heading", level=1, name="3 preuves examinées").wait_for()

    assert page.evaluate("document.activeElement.id") == "pile"
    assert page.get_by_text("<img src=x onerror=alert(1)>.zip").is_visible()
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.get_by_role("button", name="changee.json").press("Enter")
    assert page.evaluate("document.activeElement.id") == "verdict"
    assert page.get_by_role("heading", level=2, name="Impossible à vérifier").is_visible()
    assert page.get_by_role("button", name="changee.json").get_attribute("aria-current") == "true"
    page.locator("summary", has_text="Laissés de côté (1)").press("Enter")
    assert page.get_by_text("Aucune preuve n’est jointe à ce PDF").is_visible()
    axe(page)


def test_what_is_dropped_wrongly_is_told_and_keys_alone_are_kept(opened, axe):
    page, drop = opened(320, "en")

    drop("did.json")
    page.get_by_role("heading", level=1, name="Keys received").wait_for()
    axe(page)
    drop("preuve.pdf")
    page.get_by_role("heading", level=1, name="Intact, issuer to be confirmed").wait_for()
    drop("<img src=x onerror=alert(1)>.zip")
    page.get_by_role("heading", level=1, name="This does not open").wait_for()
    assert page.locator("main").get_by_text("This ZIP is damaged.").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("#file").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
