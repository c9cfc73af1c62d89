"""Every state of the page of a credential in a browser: fit to read on a small phone, a tablet and a desk, and on paper.

SEE_STATES=folder keeps a picture of each, to look at.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from assessment.making import version
from institutions.people import NOW
from issuing.making import an_award, awards_of_a_jury, the_store
from issuing.opened import a_credential
from issuing.tongues import TITLE, in_four_languages
from sceau.config.wiring import ports
from sceau.engine.model.code import make_code
from sceau.issuing import erasing
from sceau.issuing.models import Credential
from sceau.people.models import Person

SHAPES = [(320, "fr", "dark"), (768, "en", "light"), (1280, "fr", "light")]
LATER, YEARS_LATER, BEFORE = NOW + timedelta(hours=1), NOW + timedelta(days=4000), NOW - timedelta(days=2)
TERM = {"months": 24, "renewal": {"fr": "Sur dossier.", "en": "On file."}}


def _valid():
    award = awards_of_a_jury(1)[0]
    Person.objects.filter(pk=award.person_id).update(native_name="نعيمة حداد")
    award.person.refresh_from_db()
    return a_credential(award)


def _with_an_end():
    return a_credential(an_award(version=version(validity=TERM)))


def _standing(state):
    return lambda: a_credential(awards_of_a_jury(1)[0], state=state, state_at=NOW)


def _replaced():
    former = a_credential(an_award())
    a_credential(former.award, replaces=former, name="Naïma Haddad-Lévy")
    return Credential.objects.get(pk=former.pk)


def _erased():
    one = a_credential(awards_of_a_jury(1)[0])
    erasing.apply([one.award.person], None, NOW)
    return one


# state → (what makes it, when it is looked at, whether with its opening, what is read first in French and in English)
STATES = {
    "valid": (_valid, LATER, True, "Authentique et valide", "Authentic and valid"),
    "suspended": (_standing("suspended"), LATER, True, "Authentique, à vérifier", "Authentic, to be checked"),
    "revoked": (_standing("revoked"), LATER, True, "Authentique, mais révoquée", "Authentic, but revoked"),
    "replaced": (_replaced, LATER, True, "Authentique, à vérifier", "Authentic, to be checked"),
    "expired": (_with_an_end, YEARS_LATER, True, "Authentique, à vérifier", "Authentic, to be checked"),
    "not_yet": (_valid, BEFORE, True, "Authentique, à vérifier", "Authentic, to be checked"),
    "closed": (_valid, LATER, False, "Une preuve authentique existe", "An authentic credential exists"),
    "erased": (_erased, LATER, False, "a été effacée", "was erased"),
}


@pytest.fixture
def at(own_database, monkeypatch):
    """The house at a moment."""
    monkeypatch.setitem(vars(ports()), "keys", the_store())

    def be(moment):
        monkeypatch.setattr("sceau.web.public.credentials.doors.now", lambda: moment)

    return be


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def keep(page, name):
    folder = os.environ.get("SEE_STATES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("state", STATES)
def test_it_is_fit_to_read(at, page_at, axe, faults, state):
    make, moment, with_opening, french, english = STATES[state]
    one = make()
    at(moment)
    address = reverse("credential", args=[one.code]) + (f"?o={one.opening}" if with_opening else "")
    for width, language, scheme in SHAPES:
        page = page_at(width, language, scheme)
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => null)")
        keep(page, f"{state}-{width}-{language}-{scheme}")
        first = page.locator(".verdict p.h1, main h1").first.inner_text()
        assert (french if language == "fr" else english) in first
        assert fits(page), (state, width)
        axe(page)


@pytest.mark.parametrize("tongue", ["de", "ar"])
def test_its_texts_in_another_language_are_fit_to_read(at, page_at, axe, faults, tongue):
    one = in_four_languages()
    at(LATER)
    for width, language, scheme in SHAPES:
        page = page_at(width, language, scheme)
        page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}")
        page.locator(f".tongues a[lang={tongue}]").click()
        keep(page, f"{tongue}-{width}-{language}-{scheme}")
        assert page.locator("main h1").inner_text() == TITLE[tongue]
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("main h1").evaluate("each => getComputedStyle(each).direction") == (
            "rtl" if tongue == "ar" else "ltr"
        )
        assert fits(page), (tongue, width)
        axe(page)


@pytest.mark.parametrize("typed", ["unknown", "mistyped", "no_code"])
def test_a_code_of_nothing_is_fit_to_read(at, page_at, axe, faults, typed):
    at(LATER)
    good = make_code(bytes(20))
    text = {"unknown": good, "mistyped": good[:-1] + ("0" if good[-1] != "0" else "1"), "no_code": "bonjour"}[typed]
    for width, language, scheme in SHAPES:
        page = page_at(width, language, scheme)
        page.goto(reverse("credential", args=[text]))
        keep(page, f"{typed}-{width}-{language}-{scheme}")
        assert page.locator("main h1").count() == 1
        assert page.locator("#code").is_visible()
        assert fits(page), (typed, width)
        axe(page)


def test_the_keyboard_alone_reaches_everything_and_opens_what_unfolds(at, page_at, faults):
    one = _valid()
    at(LATER)
    page = page_at(1280, "fr", "light")
    page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, input')].filter(each => each.checkVisibility()).length"
    )
    seen = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
                const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
                return [it.tagName, it.innerText.trim(), style.outlineStyle, box.width > 0 && box.height > 0];
            }"""
        )
        seen.append(told)
        if told[0] == "SUMMARY":
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.parentElement.open")
            page.keyboard.press("Enter")

    assert len({(tag, text) for tag, text, *_ in seen}) >= wanted - 2  # two may have the same word
    assert [each for each in seen if each[2] == "none" or not each[3]] == []


@pytest.mark.parametrize("state", ["valid", "revoked", "replaced", "expired"])
def test_on_paper_it_is_one_sheet(at, page_at, faults, state, tmp_path):
    make, moment, _, french, _ = STATES[state]
    one = make()
    at(moment)
    page = page_at(1280, "fr", "light")
    page.goto(f"{reverse('credential', args=[one.code])}?o={one.opening}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # of a sheet of A4 within its margins
    keep(page, f"{state}-paper")
    assert page.locator(".verdict p.h1").inner_text().startswith(french)
    assert page.locator(".credential__square").is_visible()
    for hidden in ("nav", ".here", "form"):
        assert not any(each.is_visible() for each in page.locator(hidden).all())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type/Page/") == 1
