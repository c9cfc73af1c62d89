"""Looking skills, occupations, fiches and blocs up from the desk: as a page, and as one types."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from frameworks.loaded import loaded
from sceau.web.desk.frameworks.picker import picker

__all__ = ["loaded"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(alpes):
    return reverse("desk_framework_search", args=[alpes.slug])


@pytest.mark.usefixtures("loaded")
def test_a_skill_is_found_in_spite_of_a_typing_error_and_a_fiche_says_how_long_it_lasts(client, amina, address):
    client.force_login(amina)

    page = client.get(address, {"q": "sibersecurité"}).content.decode()
    assert '<a href="http://data.europa.eu/esco/skill/8088750d-8388-4170-a76f-48354c469c44"' in page
    assert '<span class="found__other" lang="en">cyber security</span>' in page
    assert 'role="status"' in page
    assert "Vouliez-vous dire" in page

    page = client.get(address, {"q": "fictif", "in": ["rncp", "rs"]}).content.decode()
    assert "Active jusqu’au 15 janvier 2029" in page
    assert "Échue le 31 décembre 2024" in page
    assert 'id="in-rs" checked' in page


@pytest.mark.usefixtures("loaded")
def test_as_one_types_the_answer_is_a_list_and_what_is_announced(client, amina, address):
    client.force_login(amina)

    answer = client.get(address, {"q:LO1": "réuni", "in": "esco", "for": "LO1"}, headers={"HX-Request": "true"})
    page = answer.content.decode()

    assert 'name="add_alignment" value="LO1|esco|http://data.europa.eu/esco/skill/5e9e6dea' in page
    assert '<p id="said-LO1" hx-swap-oob="innerHTML">' in page
    assert "<html" not in page
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.usefixtures("loaded")
def test_before_anything_is_typed_the_statement_suggests(client, amina, address):
    client.force_login(amina)
    sent = {"q:LO1": "", "in": "esco", "for": "LO1", "from": "lo-fr", "lo-fr": "Animer une réunion d’équipe"}

    page = client.get(address, sent, headers={"HX-Request": "true"}).content.decode()

    assert "animer une réunion" in page
    assert "suggestion" in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"q": ""},
        {"q": "x" * 10_000},
        {"q": "'\"<script>", "in": "nowhere,<b>,esco", "for": "<i>"},
        {"from": "from", "for": "a|b"},
        {"in": ",".join(["esco"] * 500), "q": "a"},
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_whatever_is_sent_is_answered(client, amina, address, sent, headers):
    client.force_login(amina)

    answer = client.get(address, sent, headers=headers)

    assert answer.status_code == 200
    assert b"<script>" not in answer.content
    assert b"<i>" not in answer.content


def test_who_has_no_design_to_see_looks_nothing_up(client, bruno, address):
    client.force_login(bruno)

    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("loaded")
def test_it_is_english_for_whoever_reads_english(client, amina, address):
    client.force_login(amina)

    page = client.get(address, {"q": "feedback", "in": "esco"}, headers={"Accept-Language": "en"}).content.decode()

    assert '<span class="found__label" lang="en">' in page
    assert "give constructive feedback" in page
    assert "result" in page


@pytest.mark.usefixtures("loaded")
def test_the_picker_asks_nothing_until_it_is_asked(alpes, django_assert_num_queries):
    def seen(**sent: str):
        request = RequestFactory().get("/", sent)
        request.desk = type("Desk", (), {"institution": alpes})()
        with translation.override("fr"):
            return picker(request, field="LO1", label="Compétences", statement="Animer une réunion", chosen=[MEETING])

    with django_assert_num_queries(0):
        silent = seen()
    assert (silent.rows, silent.said) == ((), "")

    assert [row.label for row in seen(look_up="LO1", **{"q:LO1": "tableur"}).rows] == ["utiliser un tableur"]
    suggested = seen(look_up="LO1")
    assert [(row.label, row.chosen) for row in suggested.rows][:1] == [("animer une réunion", True)]
    with translation.override("fr"):
        page = render_to_string("desk/frameworks/picker.html", {"picker": suggested})
    assert "déjà choisi" in page
    assert f"LO1|esco|{MEETING}" not in page
    assert 'name="q:LO1"' in page


MEETING = "http://data.europa.eu/esco/skill/5e9e6dea-23d9-46ba-b8ea-749319b48994"
