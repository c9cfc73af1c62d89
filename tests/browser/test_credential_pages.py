"""The page of a credential in a browser: closed, opened, erased, at the holder's; on a small phone and on a desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from issuing.making import awards_of_a_jury
from issuing.opened import a_credential
from sceau.assessment.services import links
from sceau.issuing import erasing

SHAPES = [(320, "fr", "dark"), (1280, "fr", "light"), (320, "en", "light")]


@pytest.fixture
def one(own_database):
    return a_credential(awards_of_a_jury(1)[0])


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("shape", SHAPES)
def test_closed_and_opened_are_fit_to_read(one, page_at, axe, faults, shape):
    page = page_at(*shape)
    address = reverse("credential", args=[one.code])
    for path in (address, f"{address}?o={one.opening}", f"{address}?o=x", reverse("credential_find")):
        page.goto(path)
        assert wide(page) == 0, path
        axe(page)
    assert page.context.cookies() == []


def test_the_link_tells_nobody_where_it_came_from(one, page_at, faults):
    page = page_at(1280, "fr", "light")
    told = []
    page.on("request", lambda request: told.append(request.headers.get("referer", "")))
    page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}")
    page.get_by_role("link", name="Catalogue").click()
    page.wait_for_load_state()

    assert [each for each in told if one.opening in each] == []


def test_the_reader_changes_the_language_and_stays_in(one, page_at, faults):
    page = page_at(1280, "fr", "light")
    page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}")
    page.get_by_role("link", name="English").click()

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_text(str(one.award.person)).first.is_visible()


@pytest.mark.parametrize("shape", SHAPES)
def test_an_erased_one_and_a_mistyped_code_are_fit_to_read(one, page_at, axe, shape):
    erasing.apply([one.award.person], None, now() - timedelta(days=1))
    page = page_at(*shape)
    for path in (reverse("credential", args=[one.code]), reverse("credential", args=["bonjour"])):
        page.goto(path)
        assert wide(page) == 0, path
        axe(page)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_holder_reads_and_decides(one, page_at, axe, faults, shape):
    page = page_at(*shape)
    candidate = one.award.decision.attempt.candidate
    page.goto(reverse("candidate_open", args=[links.make_link(candidate, now())]))
    page.goto(reverse("candidate_credentials", args=[candidate.uuid]))
    assert wide(page) == 0
    axe(page)
    page.locator('button[value="public"]').click()

    assert page.locator('button[value="private"]').is_visible()


def test_with_the_holders_link_they_say_that_it_is_wrong_and_withdraw(one, page_at, axe, faults):
    page = page_at(320, "fr", "light")
    page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}")
    page.get_by_role("link", name="Le signaler à l’organisme").click()
    page.get_by_label("Mon nom").check()
    page.get_by_role("button", name="Envoyer la demande").click()
    assert wide(page) == 0
    axe(page)
    page.get_by_label("Votre nom, comme il devrait être écrit").fill("Naïma Haddad-Lévy")
    page.get_by_role("button", name="Envoyer la demande").click()
    assert page.get_by_text("Votre demande est envoyée.").is_visible()
    assert wide(page) == 0
    axe(page)
    page.get_by_role("button", name="Retirer ma demande").click()

    assert page.get_by_text("Vous avez retiré votre demande.").is_visible()
