"""The check in the reader's own browser: on a click, with the issuer's published documents, beside the server's verdict."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from issuing.making import awards_of_a_jury, the_store
from issuing.opened import a_credential
from sceau.config.wiring import ports
from sceau.issuing.models import Content, Credential
from sceau.issuing.services.publishing import set_bits


@pytest.fixture
def one(own_database, monkeypatch):
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    return a_credential(awards_of_a_jury(1)[0])


def altered(credential):
    """Its bytes, changed where nobody of the house may."""
    with connection.cursor() as cursor:
        table = " ON issuing_content" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER content_is_not_changed{table}")
    content = Content.objects.get(credential=credential)
    content.body = bytes(content.body).replace(credential.award.person.given_name.encode(), b"Mallory")
    content.save()


def test_a_reader_verifies_without_believing_us(one, page_at, axe, faults):
    page = page_at(320, "fr", "light")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}")
    page.wait_for_load_state("networkidle")
    assert [each for each in asked if "/js/verifier/" in each] == []

    page.get_by_role("button", name="Vérifier dans ce navigateur").press("Enter")
    answer = page.locator("section.here")
    answer.wait_for()
    assert "Authentique et valide" in answer.locator("[data-sentence]").inner_text()
    assert "Notre serveur dit la même chose." in answer.inner_text()
    assert answer.locator("details").count() == 5
    assert answer.evaluate("each => each === document.activeElement")
    assert {each for each in asked if each.endswith("/did.json")}
    axe(page)

    altered(one)
    page.get_by_role("button", name="Vérifier dans ce navigateur").click()
    page.get_by_text("Votre navigateur ne dit pas la même chose que notre serveur.").wait_for()
    page.goto(page.url)
    assert page.locator(".verdict p.h1").inner_text() == "Non authentique"
    page.get_by_role("button", name="Vérifier dans ce navigateur").click()
    answer.wait_for()
    assert "Non authentique" in answer.locator("[data-sentence]").inner_text()
    assert "Notre serveur dit la même chose." in answer.inner_text()
    assert "Mallory" not in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_printed_on_one_sheet_also_when_there_is_something_to_do(one, page_at, language):
    Credential.objects.filter(pk=one.pk).update(state="suspended", state_at=now())
    set_bits([one], "suspended", now=now())
    page = page_at(1280, language, "light")
    page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}&lang={language}")
    page.emulate_media(media="print")

    assert page.locator("figure svg").bounding_box()["width"] >= 25 * 96 / 25.4  # mm: a telephone reads it
    assert page.get_by_text(reverse("credential", args=[one.code])).is_visible()
    assert re.findall(rb"/Type /Pages\s+/Count (\d+)", page.pdf(format="A4")) == [b"1"]
