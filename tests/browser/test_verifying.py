"""The box in a browser: a code from paper, a screenshot, each format dropped, and each way in which one is not right."""

from __future__ import annotations

import io
import re

import orjson
import pytest
from django.urls import reverse
from PIL import Image

from issuing.making import awards_of_a_jury, the_store
from issuing.opened import a_credential
from published_documents import VECTORS, open_badges_2
from sceau.config.wiring import ports
from sceau.engine.images import bake
from sceau.engine.model.code import group_code
from sceau.outside.fetchers import MemoryFetcher, OfflineFetcher
from strangers_files import certificate, picture
from verifying import INDEX, Issuer, credential

VALID, CHECK, FORGED = "Authentique et valide", "Authentique, à vérifier", "Non authentique"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
LASTING = {"validUntil": "2099-01-01T00:00:00Z"}


@pytest.fixture
def elsewhere(monkeypatch):
    """An issuer of another house, and those of Open Badges 2.0, who answer."""
    issuer = Issuer()
    issuer.publish_list(revoked={INDEX: 1})
    monkeypatch.setitem(vars(ports()), "witnesses", MemoryFetcher(issuer.site | open_badges_2()))
    return issuer


def png():
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "#205").save(out, "PNG")
    return out.getvalue()


def dropped(page, name, content):
    """Its verdict: the file is put on the form as a hand that drops it does."""
    page.goto(reverse("verifier"))
    given = {"name": name, "bytes": list(content)}
    transfer = page.evaluate_handle(
        """({name, bytes}) => {
            const transfer = new DataTransfer()
            transfer.items.add(new File([new Uint8Array(bytes)], name))
            return transfer
        }""",
        given,
    )
    field = page.locator('input[type="file"]')
    field.evaluate("(input, transfer) => { input.files = transfer.files; }", transfer)
    field.dispatch_event("change")
    page.get_by_role("button", name="Vérifier", exact=True).click()
    return page.locator("main h1").inner_text()


def test_each_format_is_read_and_each_fault_is_told(elsewhere, page):
    good = elsewhere.badge(**LASTING)
    data = orjson.dumps(good)
    formats = {
        "preuve.json": data,
        "preuve.jwt": elsewhere.token(**LASTING).encode(),
        "preuve.png": bake(png(), data.decode()),
        "preuve.svg": bake(SVG, data.decode()),
        "certificat.pdf": certificate(("preuve.json", data)),
        "ob2.json": (VECTORS / "open-badges-2.0" / "basic-assertion.json").read_bytes(),
        "ob2.png": (VECTORS / "open-badges-2.0" / "simple-badge.png").read_bytes(),
        "ob2.jwt": (VECTORS / "open-badges-2.0" / "simple.jwt").read_bytes(),
    }
    stranger = Issuer(7, host=None)
    others = {
        "modifiee.json": (data.replace(b"Conduire", b"Diriger!"), FORGED),
        "expiree.json": (orjson.dumps(elsewhere.badge(validUntil="2026-02-01T00:00:00Z")), CHECK),
        "revoquee.json": (orjson.dumps(elsewhere.badge_with_status(**LASTING)), "Authentique, mais révoquée"),
        "inconnu.json": (orjson.dumps(stranger.sign(credential(stranger.id, **LASTING))), CHECK),
        "clr.json": ((VECTORS / "clr-2.0" / "simple.json").read_bytes(), "Impossible à vérifier"),
        "edc.jsonld": ((VECTORS / "elm" / "Sample-MC-Annex1-signed.jsonld").read_bytes(), "Impossible à vérifier"),
    }

    assert {name: dropped(page, name, content) for name, content in formats.items()} == dict.fromkeys(formats, VALID)
    assert {name: dropped(page, name, content) for name, (content, _) in others.items()} == {
        name: verdict for name, (_, verdict) in others.items()
    }


def test_with_the_network_down_nothing_is_concluded(elsewhere, page, axe, monkeypatch):
    monkeypatch.setitem(vars(ports()), "witnesses", OfflineFetcher())

    assert dropped(page, "preuve.json", orjson.dumps(elsewhere.badge(**LASTING))) == "Impossible à vérifier"
    assert page.get_by_text("Recommencez plus tard").is_visible()
    axe(page)


def test_a_code_from_paper_a_screenshot_and_one_that_was_replaced(elsewhere, page, monkeypatch):
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    old = a_credential(awards_of_a_jury(1)[0])
    new = a_credential(old.award, replaces=old)
    link = page.goto(reverse("verifier")).url.removesuffix(reverse("verifier")) + reverse("credential", args=[new.code])

    page.get_by_label(re.compile("collez un lien")).fill(group_code(new.code).lower())
    page.get_by_role("button", name="Vérifier", exact=True).click()
    assert page.url.endswith(reverse("credential", args=[new.code]))
    assert page.get_by_text("Une preuve authentique").first.is_visible()

    assert dropped(page, "capture.png", picture(f"{link}?o={new.opening}")) == VALID
    assert dropped(page, "ancienne.json", bytes(old.content.body)) == CHECK
    assert "L’émetteur a remplacé cette preuve" in page.locator("main").inner_text()
