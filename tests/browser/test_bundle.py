"""The file that needs nobody, as from a USB stick: the network off, no server, and a page that is one file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import orjson
import pytest
from django.test import Client
from django.urls import reverse

from assessment.juries import a_key
from engine.checks.test_handed import bundle_of, publish
from issuing.making import an_award, the_store
from issuing.opened import a_credential
from sceau.config.wiring import ports
from sceau.engine.checks.handed import shown_keys
from sceau.engine.model.bundle import read_bundle, write_bundle
from sceau.keyring.models import Purpose
from sceau.outside.files import DiskFiles
from sceau.web.verifier_file import page_with, verifier_page
from verifying import Issuer


@pytest.fixture
def stick(own_database, monkeypatch, tmp_path):
    """What a holder saved, unpacked: its page, and the ZIP itself."""
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setitem(vars(ports()), "files", DiskFiles(tmp_path / "files"))
    one = a_credential(an_award())
    a_key(one.institution, Purpose.DOCUMENTS)
    answer = Client(headers={"host": "testserver"}).get(
        reverse("credential_bundle", args=[one.code], query={"o": one.opening})
    )
    assert answer.status_code == 200
    (tmp_path / "preuve.zip").write_bytes(answer.content)
    with ZipFile(BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    for name, ending in (("credential_png", "png"), ("credential_svg", "svg")):
        saved = Client(headers={"host": "testserver"}).get(reverse(name, args=[one.code], query={"o": one.opening}))
        (tmp_path / f"preuve.{ending}").write_bytes(saved.content)
    (tmp_path / "verifier.html").write_text(verifier_page(), encoding="utf-8")
    return tmp_path


def test_it_is_verified_with_the_network_off_and_forgeries_never_pass(stick, page_at, axe):
    page = page_at(1280, "fr", offline=True)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    bundle = read_bundle((stick / "bundle.json").read_bytes())
    (key,) = shown_keys(bundle)
    own = next(stick.glob("preuve-*.html"))

    page.goto(own.as_uri())
    verdict = page.get_by_role("heading", level=1)
    verdict.get_by_text("Intacte, émetteur à confirmer").wait_for()
    assert page.evaluate("document.activeElement.id") == "verdict"
    assert "L’état est celui du" in page.locator(".verdict").inner_text()
    assert key.key in page.locator("main").inner_text()
    axe(page)

    page.get_by_role("button", name="Comparer").click()
    assert page.get_by_label("Ce que l’organisme publie").get_attribute("aria-invalid") == "true"
    page.get_by_label("Ce que l’organisme publie").fill(f"n° 1 {key.key} les preuves")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    verdict.get_by_text("Authentique et valide").wait_for()
    assert page.get_by_role("status").inner_text() == "Authentique et valide"
    page.locator("summary").first.press("Enter")
    axe(page)

    # forged: all documents are good, and the key is the forger's; the true key shows it
    forged = bundle_of(publish(Issuer(66)))
    (stick / "forged.html").write_text(page_with(write_bundle(forged)), encoding="utf-8")
    page.goto((stick / "forged.html").as_uri())
    verdict.get_by_text("Intacte, émetteur à confirmer").wait_for()
    page.get_by_label("Ce que l’organisme publie").fill(key.key)
    page.get_by_role("button", name="Comparer").click()
    page.get_by_text("La clé que vous avez donnée n’est pas celle qui a signé").first.wait_for(state="attached")
    assert verdict.inner_text() == "Intacte, émetteur à confirmer"

    # the page that is no one's opens any of them, by its ZIP or its JSON, and tells what was altered
    page.goto((stick / "verifier.html").as_uri())
    page.get_by_label("Vos fichiers").set_input_files(stick / "preuve.zip")
    verdict.get_by_text("Intacte, émetteur à confirmer").wait_for()
    altered = replace(bundle, credential=bundle.credential.replace(b'"narrative":"', b'"narrative":"x'))
    assert altered.credential != bundle.credential
    page.get_by_label("Vos fichiers").set_input_files(
        {"name": "bundle.json", "mimeType": "application/json", "buffer": write_bundle(altered)}
    )
    verdict.get_by_text("Non authentique").wait_for()
    page.get_by_label("Ou le texte d’une preuve").fill(orjson.dumps({"a": 1}).decode())
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_text("Non authentique").first.wait_for()
    assert all(url.startswith("file:") for url in asked), asked


def test_on_a_small_screen_in_english_and_in_the_dark(stick, page_at, axe):
    page = page_at(320, "en", "dark", offline=True)
    page.goto(next(stick.glob("preuve-*.html")).as_uri())
    page.get_by_role("heading", level=1, name="Intact, issuer to be confirmed").wait_for()

    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.goto((stick / "verifier.html").as_uri())
    page.get_by_role("button", name="Verify").click()
    assert page.get_by_text("Choose a file, or paste the text of a credential.").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_every_file_that_its_holder_saves_opens_beside_the_document_of_keys(stick, page_at):
    """Those of the house itself: the sealed paper, the pictures, the JSON."""
    page = page_at(1280, "fr", offline=True)
    bundle = read_bundle((stick / "bundle.json").read_bytes())
    (keys,) = [body for url, body in bundle.documents.items() if url.endswith("/did.json")]
    (stick / "did.json").write_bytes(keys)
    (paper,) = stick.glob("preuve-*.pdf")
    (alone,) = stick.glob("preuve-*.json")
    page.goto((stick / "verifier.html").as_uri())
    verdict = page.get_by_role("heading", level=1)

    for path in (paper, alone, stick / "preuve.png", stick / "preuve.svg"):
        page.reload()
        page.get_by_label("Vos fichiers").set_input_files(path)
        verdict.get_by_text("Impossible à vérifier").wait_for()
        page.get_by_label("Vos fichiers").set_input_files(stick / "did.json")
        verdict.get_by_text("Intacte, émetteur à confirmer").wait_for()
        page.get_by_label("Ou le did.json que vous avez pris vous-même sur son site").set_input_files(
            stick / "did.json"
        )
        verdict.get_by_text("Authentique, à vérifier").wait_for()
        page.get_by_label("Vos fichiers").set_input_files([path, stick / "preuve.zip"])
        verdict.get_by_text("Authentique et valide").wait_for()
