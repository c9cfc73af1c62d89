"""The camera on the page of the verifier: a square code of ours, filmed, is judged; refused or absent, words say so."""

from __future__ import annotations

import io

import pytest
import resvg_py
from django.conf import settings
from django.urls import reverse
from PIL import Image

from browser.conftest import FLAGS
from issuing.making import awards_of_a_jury, the_store
from issuing.opened import a_credential
from published import tool
from sceau.cli.screenshots import CHROMIUM
from sceau.config.wiring import ports

WIDE, HIGH = 640, 480
REFUSING = "(name) => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', name) } }"
BLANK = """() => {
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d");
  setInterval(() => { paper.fillStyle = "#ddd"; paper.fillRect(0, 0, 300, 150); }, 50);
  return (window.filmed = canvas.captureStream());
};
}"""
START, STOP = "Utiliser la caméra", "Arrêter la caméra"


def film(path, address):
    """A film of one picture: the square of our own maker, on a desk. YUV4MPEG2, 4:2:0"""
    svg = ports().typesetter.square_code(address)
    square = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=360))))
    square = Image.alpha_composite(Image.new("RGBA", square.size, "white"), square.convert("RGBA")).convert("L")
    desk = Image.new("L", (WIDE, HIGH), 205)
    desk.paste(square.rotate(4, expand=True, fillcolor=255), (130, 50))
    grey = bytes([128]) * (WIDE * HIGH // 2)
    path.write_bytes(
        f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode() + b"FRAME\n" + desk.tobytes() + grey
    )
    return path


@pytest.fixture
def filmed(browser, server, own_database, tmp_path, monkeypatch):
    """A browser whose camera films a credential of ours."""
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    one = a_credential(awards_of_a_jury(1)[0])
    address = f"{settings.BASE_URL}{reverse('credential', args=[one.code])}?o={one.opening}"
    path = film(tmp_path / "square.y4m", address)
    fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    fake += [f"--use-file-for-fake-video-capture={path}"]
    opened = browser.browser_type.launch(executable_path=tool(*CHROMIUM), args=[*FLAGS, *server.flags, *fake])
    context = opened.new_context(base_url=settings.BASE_URL, locale="fr-FR", permissions=["camera"])
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    assert page.said == []
    opened.close()


def test_a_square_code_that_is_filmed_is_judged_and_the_camera_let_go(filmed):
    asked = []
    filmed.on("request", lambda request: asked.append(request.url))
    filmed.goto("/verifier")
    filmed.wait_for_load_state("networkidle")
    assert [each for each in asked if "/qr/" in each] == []

    filmed.get_by_role("button", name=START).press("Enter")
    filmed.wait_for_url("**/verifier?lang=fr")
    assert filmed.locator("h1").inner_text() == "Authentique et valide"
    assert "?o=" in filmed.get_by_label("Ou collez un lien, un code, un texte").input_value()


def test_words_say_what_is_wrong_and_stopping_lets_the_camera_go(page_at, axe, faults):
    page = page_at(320, "fr", "light")
    page.goto("/verifier")
    start = page.get_by_role("button", name=START)
    for fault, words in (
        ("NotAllowedError", "n’a pas la permission"),
        ("NotFoundError", "n’a pas de caméra"),
        ("NotReadableError", "ne répond pas"),
    ):
        page.evaluate(REFUSING, fault)
        start.click()
        page.get_by_text(words).wait_for()
        assert start.is_enabled(), fault

    page.evaluate(BLANK)
    start.click()
    page.get_by_text("Présentez le QR code à la caméra").wait_for()
    stop = page.get_by_role("button", name=STOP)
    assert stop.evaluate("each => each === document.activeElement")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.keyboard.press("Escape")
    page.get_by_text("La caméra est arrêtée.").wait_for()
    assert page.evaluate("filmed.getTracks().map((track) => track.readyState)") == ["ended"]
    assert start.evaluate("each => each === document.activeElement")
    assert not stop.is_visible()
