"""What a first visit to the page of a credential weighs: all that a browser asks for, but the picture."""

from __future__ import annotations

import gzip

import pytest
from django.urls import reverse

from issuing.making import awards_of_a_jury, the_store
from issuing.opened import a_credential
from sceau.config.wiring import ports

MOST = 60_000  # bytes, of the issue of verification
PACKED = {"css", "js", "svg"}  # static files that the storage keeps compressed


@pytest.fixture
def one(own_database, monkeypatch):
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    return a_credential(awards_of_a_jury(1)[0])


def weighed(page, address):
    """Path → bytes that travel, with the header of the answer; the seal of the credential left out."""
    answers = []

    def note(answer):  # playwright takes no method of a list
        answers.append(answer)

    page.on("response", note)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    found = {}
    for answer in answers:
        path = answer.url.split("?")[0].partition(".example")[2]
        if path.startswith("/m/"):
            continue
        sizes = answer.request.sizes()
        body = sizes["responseBodySize"]
        if path.startswith("/static/") and path.rpartition(".")[2] in PACKED:
            body = len(gzip.compress(answer.body(), 9))
        found[path] = body + sizes["responseHeadersSize"]
    return found


@pytest.mark.parametrize(("width", "language"), [(320, "fr"), (1280, "en")])
def test_a_first_visit_is_light(one, page_at, faults, width, language):
    found = weighed(page_at(width, language, "light"), f"{reverse('credential', args=[one.code])}?o={one.opening}")
    fonts = sorted(path.rpartition("/")[2].partition(".")[0] for path in found if path.endswith(".woff2"))

    assert fonts == ["sceau-sans-400-core", "sceau-sans-600-core", "sceau-serif-400-core"]
    assert not any(path.endswith("work.css") for path in found)
    assert sum(found.values()) < MOST, found


def test_a_rare_letter_brings_the_file_that_has_it(one, page_at, faults):
    page = page_at(1280, "fr", "light")
    page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}")
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/sceau-serif-400.woff2"):
        page.evaluate("document.querySelector('.credential__to strong').textContent = 'Šárka Dvořáková'")
