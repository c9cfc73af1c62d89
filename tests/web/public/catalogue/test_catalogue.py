"""The catalogue: found by words, by choices, in order, within few queries and few bytes."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sceau.institutions.models import Institution
from web.public.catalogue.conftest import NOW
from web.public.catalogue.samples import another, sample

pytestmark = pytest.mark.django_db
FRENCH, ENGLISH = {"accept-language": "fr"}, {"accept-language": "en"}
MOST_QUERIES = 15
MOST_BYTES = 100_000  # of a first visit, without pictures


@pytest.fixture
def ask(client):
    def answer(headers=FRENCH, **asked):
        return client.get(reverse("catalogue"), asked, headers=headers, secure=True)

    return answer


def weight(name: str) -> int:
    """The bytes of a static file as they travel."""
    content = Path(finders.find(name)).read_bytes()
    return len(content if name.endswith("woff2") else brotli.compress(content))


def titles(response) -> list[str]:
    return [card.title.text for card in response.context["cards"]]


def level(eqf):
    return {"eqf": eqf, "eqf_uri": f"http://data.europa.eu/snb/eqf/{eqf}"}


@pytest.fixture
def three(publish):
    base = sample()

    def annex(base, **changes):
        return {**base["annex1"], "mandatory": {**base["annex1"]["mandatory"], **changes}}

    publish(
        **another(1, "Conduire un audit énergétique"),
        sector="F",
        price={"amount": 620},
        annex1=annex(base, level=level(6), notional_workload={"hours_total": 42}),
        delivery={"modes": ["blended"], "places": [{"city": "Rodez"}]},
    )
    publish(
        **another(2, "Transformer le lait à la ferme"),
        sector="A",
        price={"amount": 0},
        annex1=annex(base, level=level(4), notional_workload={"hours_total": 7}),
        delivery={"modes": ["onsite"], "places": [{"city": "Saint-Affrique"}]},
    )
    publish("mc-cyber-risques-incident")
    return ["Sécuriser un système d’information", "Transformer le lait à la ferme", "Conduire un audit énergétique"]


def test_the_newest_come_first_and_are_counted_in_words(ask, three):
    response = ask()

    assert len(titles(response)) == 3
    assert "3 micro-certifications" in response.content.decode()


@pytest.mark.parametrize("words", ["énergétique", "energetique", "ENERGETIQUE audit", "énergétiqe", "audi"])
def test_it_is_found_in_spite_of_accents_and_typing_errors(ask, three, words):
    assert titles(ask(q=words))[0] == "Conduire un audit énergétique"


def test_what_was_probably_meant_is_said(ask, three):
    page = ask(q="énergétiqe").content.decode()

    assert "Vous vouliez dire" in page
    assert ">énergétique</a>" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"level": "6", "price": "1500"}, ["Conduire un audit énergétique"]),
        ({"level": ["4", "6"], "mode": "onsite"}, ["Transformer le lait à la ferme"]),
        ({"price": "free"}, ["Transformer le lait à la ferme"]),
        ({"price": ["free", "1500"]}, ["Transformer le lait à la ferme", "Conduire un audit énergétique"]),
        ({"sector": "F"}, ["Conduire un audit énergétique"]),
        ({"city": "rodez"}, ["Conduire un audit énergétique"]),
        ({"hours": "day"}, ["Transformer le lait à la ferme"]),
        ({"q": "lait", "level": "6"}, []),
        ({"institution": "nobody"}, []),
        ({"level": "99", "mode": "teleport", "sort": "; drop"}, None),
    ],
)
def test_choices_narrow_what_is_shown(ask, three, asked, found):
    shown = titles(ask(**asked))

    assert len(shown) == 3 if found is None else sorted(shown) == sorted(found)


def test_the_skill_of_an_outcome_is_a_choice(ask, three):
    (skill, *_) = [group for group in ask().context["lists"] if group.name == "skill"]

    assert skill.choices
    assert titles(ask(skill=skill.choices[0].value))


def test_languages_are_named_in_the_readers(ask, three):
    def names(**headers):
        groups = {group.name: group for group in ask(**headers).context["groups"]}
        return {choice.value: choice.label for choice in groups["language"].choices}

    assert names()["fr"] == "Français"
    assert names(headers={"accept-language": "en"})["fr"] == "French"


def test_a_choice_is_counted_with_the_others_that_are_made(ask, three):
    groups = {group.name: group for group in ask(level="6").context["groups"]}

    assert [(choice.value, choice.count, choice.chosen) for choice in groups["level"].choices] == [
        ("4", "1", False),
        ("6", "2", True),
    ]
    assert [choice.value for choice in groups["hours"].choices] == ["month"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("price", "Transformer le lait à la ferme"),
        ("hours", "Transformer le lait à la ferme"),
        ("title", "Conduire un audit énergétique"),
    ],
)
def test_the_order_is_the_readers(ask, three, sort, first):
    assert titles(ask(sort=sort))[0] == first


def test_nothing_found_says_what_to_do(ask, three):
    page = ask(q="zzzzzz", cpf="1").content.decode()

    assert "Aucune micro-certification" in page
    assert "Rien ne répond à tout cela à la fois." in page
    assert f'href="{reverse("catalogue")}"' in page


def test_an_empty_installation_says_what_will_be_here(ask, db):
    assert "Aucune micro-certification n’est encore publiée ici." in ask().content.decode()


def test_what_was_typed_is_written_as_text(ask, three):
    page = ask(q='"><script>alert(1)</script>').content.decode()

    assert "<script>alert" not in page


def test_a_retired_version_is_not_offered(ask, publish):
    version = publish()
    assert len(titles(ask())) == 1

    version.design.entry.delete()
    assert titles(ask()) == []


def test_one_is_kept_to_be_compared_in_the_address(ask, publish):
    first, second = publish(**another(1, "Une")), publish(**another(2, "Deux"))
    page = ask(compare=str(first.design.uuid), level="5")

    assert page.context["compared"]["title"].text == "Une"
    compare = reverse("catalogue_compare")
    assert (
        f"{compare}?a={first.design.uuid}&amp;b={second.design.uuid}" in ask(compare=first.design.uuid).content.decode()
    )


def test_every_filter_works_without_a_script(ask, three):
    """Each control belongs to the one form, which asks by GET."""
    page = ask().content.decode()

    assert page.count('form="find"') == page.count('type="checkbox"') + page.count("<select") + 1
    assert '<form class="ask" id="find"' in page
    assert 'method="post"' not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("asked", [{}, {"q": "conduire"}, {"cpf": "1", "level": ["4", "5"], "mode": "blended"}])
def test_fifty_are_shown_with_as_many_queries_as_three(ask, publish, asked):
    def count() -> int:
        ask(**asked)  # what is kept from one request to the next is kept
        with CaptureQueriesContext(connection) as queries:
            ask(**asked)
        return len(queries)

    publish("mc-cyber-risques-incident")
    for number in range(2):
        publish(**another(number, f"Conduire un projet {number}"))
    three = count()
    for number in range(2, 49):
        publish(**another(number, f"Conduire un projet {number}"))

    assert count() <= three <= MOST_QUERIES
    assert len(titles(ask())) == 24
    assert len(titles(ask(page=3))) == 2


def test_a_first_visit_weighs_less_than_a_hundred_kilobytes_without_pictures(ask, publish):
    for number in range(24):
        publish(**another(number, f"Conduire un projet {number}, et bien davantage que ce que dit son titre"))
    page = ask().content
    css = [weight(f"css/{name}.css") for name in ("tokens", "base", "components", "pages", "catalogue")]
    fonts = [weight(f"fonts/{name}.woff2") for name in ("sceau-sans-400", "sceau-serif-400")]

    assert len(page) + sum(css) + sum(fonts) + weight("js/sceau.js") < MOST_BYTES


def test_each_language_has_its_address(client, three):
    page = client.get(reverse("catalogue"), {"lang": "en"}, headers=FRENCH, secure=True).content.decode()

    assert '<html lang="en"' in page
    assert '<link rel="alternate" hreflang="fr" href="https://sceau.example/catalogue?lang=fr">' in page
    assert '<link rel="canonical" href="https://sceau.example/catalogue?lang=en">' in page


def test_in_english_nothing_is_left_in_french_but_the_texts_of_the_designs(ask, publish):
    publish()
    main = ask(headers=ENGLISH).content.decode().split("<main")[1].split("</main>")[0]

    assert "1 micro-credential<" in main
    assert "Agile project management" in main
    for french in ("Affiner", "Trier", "heures", "Niveau", "Chercher"):
        assert french not in main


def test_a_body_lists_what_it_publishes_and_the_first_page_leads_to_the_catalogue(client, publish):
    version = publish()
    body = client.get("/i/certif-occitanie", headers=FRENCH, secure=True).content.decode()

    assert reverse("micro_credential", args=[version.design.uuid, 1]) in body
    assert reverse("catalogue") in client.get("/", secure=True).content.decode()


def test_the_choice_of_a_body_has_those_that_publish(ask, publish):
    Institution.objects.create(slug="autre", name="Autre", legal_name="Autre", did="did:web:x", created_at=NOW)
    publish()

    (bodies,) = [group for group in ask().context["lists"] if group.name == "institution"]
    assert [choice.value for choice in bodies.choices] == ["certif-occitanie"]
