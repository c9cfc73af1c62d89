"""The pages of quality: figures in words, nothing about few people, as many statements for three rows as for one."""

from __future__ import annotations

import html
import re
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from assessment.deciding import appealed, marked, with_results
from assessment.making import a_session, body, colleague, head, version
from sceau.web.desk.quality.wording import coefficient, duration, share
from signing_in import prove_now

pytestmark = pytest.mark.django_db

SIX = ["3333", "2222", "3211", "1311", "1110", "0001"]
MOST = 14


def said(answer):
    """The words of a page, its spaces as they are read."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def listed(client):
    return client.get(reverse("desk_quality", args=["alpes-numerique"]))


def shown(client, session):
    return client.get(reverse("desk_quality_version", args=["alpes-numerique", session.version.design.uuid, 1]))


@pytest.fixture
def amina(client):
    user = head(body())
    prove_now(client, user)
    return user


@pytest.fixture
def session(amina):
    return a_session()


def test_before_any_session_the_page_says_what_will_be_there(client, amina):
    answer = listed(client)

    assert "Aucune session pour l’instant" in said(answer)
    assert 'aria-current="page">Qualité des évaluations</a>' in answer.content.decode()


def test_each_version_has_its_key_figures(client, session):
    first, *_ = with_results(session, SIX)
    appealed(first.attempts.get().decisions.get())

    text = said(listed(client))

    assert session.version.titles["fr"] in text
    assert "version 1 1 6 50 % 1 1 version évaluée" in text


def test_few_people_are_too_few(client, session):
    with_results(session, SIX[:4])

    assert "version 1 1 4 trop peu trop peu 1 version évaluée" in said(listed(client))
    text = said(shown(client, session))
    assert "Moins de 5 personnes ont été jugées." in text
    assert "Taux" not in text
    assert "Points obtenus" not in text


def test_a_version_is_told_whole(client, session):
    people = with_results(session, SIX)
    pairs = [("321", "321"), ("222", "221"), ("112", "122"), ("333", "333"), ("010", "000"), ("321", "321")]
    for candidate, (one, other) in zip(people, pairs, strict=True):
        marked(candidate.attempts.get(), one, seconds=600)
        marked(candidate.attempts.get(), other, place=2, seconds=1260)
    appealed(people[0].attempts.get().decisions.get(), "none")

    answer = shown(client, session)
    text = said(answer)

    assert "Personnes jugées 6" in text
    assert "Réussite au premier passage 50 % Réussite, rattrapages compris 50 %" in text
    assert "C1 · Le carnet de produit est exploitable par l’équipe éliminatoire 56 % distingue très bien" in text
    assert "N0 · Non acquis 1 N1 · En cours d’acquisition 2 N2 · Acquis 1 N3 · Maîtrisé 2" in text
    assert '<meter min="0" max="6" value="2" aria-hidden="true">' in answer.content.decode()
    assert "Sur 18 comparaisons entre deux évaluateurs, pour 6 personnes, 83 % donnent le même niveau." in text
    assert "Alpha de Krippendorff 0,93 , accord presque parfait" in text
    assert "disent eux-mêmes leurs seuils arbitraires : 0,20" in text
    assert "12 16 min de 10 min à 21 min" in text
    assert "Décision maintenue 1" in text
    assert "style=" not in answer.content.decode().split("<main")[1]


def test_in_english_too(client, session):
    with_results(session, SIX)
    address = reverse("desk_quality_version", args=["alpes-numerique", session.version.design.uuid, 1])

    text = said(client.get(address, headers={"accept-language": "en"}))

    assert "Passed at the first attempt 50% Passed, retakes included 50%" in text
    assert "the 27% with the best score" in text


def test_what_cannot_be_told_says_why(client, session):
    with_results(session, ["2222"] * 6)
    text = said(shown(client, session))
    assert "tout le monde a le même niveau, ou le même total ailleurs" in text
    assert "Moins de 5 personnes ont été notées par deux évaluateurs" in text

    for candidate in session.candidates.all():
        marked(candidate.attempts.get(), "222")
        marked(candidate.attempts.get(), "222", place=2)

    assert "tous ont donné le même niveau partout" in said(shown(client, session))


def test_a_version_that_nobody_was_assessed_on_says_so_and_one_that_there_is_not_is_not_found(client, session):
    assert "Aucune décision pour l’instant" in said(shown(client, session))

    missing = client.get(reverse("desk_quality_version", args=["alpes-numerique", session.version.design.uuid, 9]))

    assert missing.status_code == 404


def test_who_does_not_see_sessions_does_not_see_their_quality(client, session):
    prove_now(client, colleague(session.institution, "Daria Dessin", "designer"))

    assert listed(client).status_code == 403
    assert shown(client, session).status_code == 403


def test_lists_ask_as_often_for_three_rows_as_for_one(client, session):
    with_results(session, SIX)
    listed(client)
    counts = []
    for more in range(2):
        for page in (listed, lambda client: shown(client, session)):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert page(client).status_code == 200
            counts.append(len(asked))
        with_results(a_session(version=version(title={"fr": f"Une autre {more}"})), SIX)
        with_results(a_session(), SIX)

    assert counts[:2] == counts[2:]
    assert max(counts) <= MOST, counts


@pytest.mark.parametrize(
    ("seconds", "french"),
    [(0, "0 s"), (45, "45 s"), (60, "1 min"), (89, "1 min"), (90, "2 min"), (3599, "60 min"), (3900, "1 h 05")],
)
def test_durations_are_as_precise_as_they_are_read(seconds, french):
    with override("fr"):
        assert duration(Fraction(seconds)).replace("\u00a0", " ") == french


def test_numbers_are_written_in_the_language():
    assert share(Fraction(2, 3), "fr") == "67\u00a0%"
    assert share(Fraction(2, 3), "en") == "67%"
    assert coefficient(Fraction(-1, 3), "fr") == "\u22120,33"
    assert coefficient(Fraction(-1, 1000), "en") == "0.00"
