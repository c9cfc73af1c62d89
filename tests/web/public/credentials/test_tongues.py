"""A credential in more languages than ours: the reader has its texts in any of them, the page stays in its own."""

from __future__ import annotations

import re
from datetime import timedelta

import orjson
import pytest
from django.core.cache import cache
from django.urls import reverse

from institutions.people import NOW
from issuing.making import the_store
from issuing.tongues import ABLE, TITLE, in_four_languages
from sceau.config.wiring import ports
from sceau.web.public.credentials.reading import shown
from sceau.web.public.credentials.tongues import own_name, tongues_of, wanted_in, written_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(monkeypatch):
    cache.clear()
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setattr("sceau.web.public.credentials.doors.now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def one():
    return in_four_languages()


def page(client, one, **query):
    answer = client.get(reverse("credential", args=[one.code]), {"o": one.opening, "lang": "fr"} | query)
    assert answer.status_code == 200
    return answer.content.decode()


def choices(text):
    """(address, language, name, whether it is the one that is shown) of each language to choose."""
    (nav,) = re.findall(r'<nav class="tongues.*?</nav>', text, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)" lang="([^"]*)"[^>]*?( aria-current="true")?>([^<]*)</a>', nav)
    return [(address.replace("&amp;", "&"), tag, name, bool(current)) for address, tag, current, name in found]


def test_every_language_of_the_record_is_offered_under_its_own_name(client, one):
    offered = choices(page(client, one))

    assert [(tag, name, is_shown) for _, tag, name, is_shown in offered] == [
        ("fr", "Français", True),
        ("en", "English", False),
        ("ar", "العربيّة", False),
        ("de", "Deutsch", False),
    ]
    assert all(one.opening in address and "lang=fr" in address for address, *_ in offered)


def test_in_another_one_the_texts_say_so_and_the_page_stays_in_its_own(client, one):
    text = page(client, one, text="de")

    assert '<html lang="fr"' in text
    assert f'<h1 lang="de">{TITLE["de"]}</h1>' in text
    assert f'<span lang="de">{ABLE["de"]}</span>' in text
    assert "Ce que nous avons vérifié" in text
    assert [tag for _, tag, _, is_shown in choices(text) if is_shown] == ["de"]
    assert (
        "text=de" in re.findall(r'href="([^"]*)" lang="en" hreflang="en">English</a></li></ul></nav>\s*</div>', text)[0]
    )


def test_what_is_read_from_the_right_is_shown_from_the_right(client, one):
    text = page(client, one, text="ar")

    assert f'<h1 lang="ar" dir="rtl">{TITLE["ar"]}</h1>' in text
    assert f'<span lang="ar" dir="rtl">{ABLE["ar"]}</span>' in text


def test_french_texts_on_an_english_page(client, one):
    text = page(client, one, lang="en", text="fr")

    assert '<html lang="en"' in text
    assert f'<h1 lang="fr">{TITLE["fr"]}</h1>' in text


@pytest.mark.parametrize("asked", ["it", "x" * 200, '"><script>', "../", "FR"])
def test_what_it_is_not_written_in_is_not_shown(client, one, asked):
    text = page(client, one, text=asked)

    assert f"<h1>{TITLE['fr']}</h1>" in text
    assert [tag for _, tag, _, is_shown in choices(text) if is_shown] == ["fr"]
    assert "<script>" not in text


def test_where_there_is_one_language_there_is_nothing_to_choose(one):
    content = one.content
    document, record = orjson.loads(bytes(content.body)), orjson.loads(bytes(content.record))
    mandatory = record["annex1"]["mandatory"]
    mandatory["title_of_the_micro_credential"] = TITLE["fr"]
    for each in mandatory["learning_outcomes"]:
        each["statement"] = ABLE["fr"]
    page = shown(document, record, language="fr", wanted="de")

    assert (page.tongues, page.tongue) == (("fr",), "fr")
    assert tongues_of(page.tongues, shown=page.tongue, query={}) == ()


def test_tags_are_tags_and_names_are_names():
    record = {
        "annex1": {"mandatory": {"title_of_the_micro_credential": {"fr": "a", "pt-BR": "b", "no tag": "c", "it": " "}}}
    }

    assert written_in(record, own="fr") == ("fr", "pt-BR")
    assert [own_name(tag) for tag in ("pt-BR", "oc", "de-AT", "tlh")] == [
        "Português Brasileiro",
        "Occitan",
        "Deutsch",
        "tlh",
    ]
    assert [wanted_in({"text": tag}) for tag in ("pt-BR", "<", "")] == ["pt-BR", "", ""]
