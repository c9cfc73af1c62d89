"""What is found by words, in which order, and by how many queries. The expected rankings hold on both databases."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sceau.search import queries, services
from sceau.search.models import Collection, Posting, Slip, Word
from sceau.search.services import Entry

pytestmark = pytest.mark.django_db

SKILLS = {
    "agile": "gestion de projet agile",
    "projects": "gestion de projets",
    "quality": "gérer la qualité d’un projet",
    "feedback": "donner un retour constructif",
    "orders": "préparer des commandes pour l’expédition",
    "farm-orders": "préparer des commandes de produits agricoles",
    "preparation": "préparation de commandes en entrepôt",
    "gdpr": "respecter les principes de protection des données",
    "data": "analyser des données",
    "analysts": "encadrer une équipe d’analystes de données",
    "art": "présenter l’œuvre d’un artiste",
    "cyber": "cybersécurité",
    "e-learning": "concevoir un module d’e-learning",
    "meeting": "animer une réunion",
    "client": "communiquer avec les clients",
    "crm": "utiliser un logiciel de gestion de la relation client",
    "c": "programmer en langage C",
}


@pytest.fixture(autouse=True)
def _skills():
    services.index("skills", (Entry(key, ((label, 10),)) for key, label in SKILLS.items()))


def found(words: str, **more: object) -> list[str]:
    return [hit.key for hit in queries.find("skills", words, **more)]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("gestion projet", ["projects", "agile", "quality", "crm"]),
        ("projet de gestion", ["projects", "agile", "quality", "crm"]),
        ("GESTION DE PROJETS", ["projects", "agile", "quality", "crm"]),
        ("cybersecurite", ["cyber"]),
        ("oeuvre", ["art"]),
        ("d'œuvres", ["art"]),
        ("elearning", ["e-learning"]),
        ("e-learning", ["e-learning"]),
        ("langage c", ["c"]),
        ("préparation commandes", ["preparation", "orders", "farm-orders"]),
        ("préparer une commande", ["orders", "preparation", "farm-orders"]),
        ("analyse de données", ["data", "gdpr", "analysts"]),
        ("clients", ["client", "crm"]),
        ("communication client", ["client", "crm"]),
    ],
)
def test_what_is_found_and_in_which_order(words, keys):
    assert found(words, typing=False) == keys


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("comuniquer clients", "client"),
        ("communiqeur", "client"),
        ("cybersecuritté", "cyber"),
        ("sibersécurité", "cyber"),
        ("retour construcif", "feedback"),
        ("reunoin", "meeting"),
        ("gestoin projt agil", "agile"),
    ],
)
def test_typing_errors_are_forgiven(words, first):
    assert found(words)[0] == first


def test_what_is_spelt_right_is_not_taken_for_an_error():
    services.index("skills", [Entry("poste", (("aménager un poste de travail", 10),))])
    services.index("skills", [Entry("porte", (("poser une porte", 10),))])

    assert found("poste", typing=False) == ["poste"]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("cyb", "cyber"),
        ("gestion de projet ag", "agile"),
        ("constr", "feedback"),
        ("comuniq", "client"),
        ("an", "data"),
    ],
)
def test_the_last_word_may_be_unfinished(words, first):
    assert found(words)[0] == first


def test_a_space_ends_the_last_word():
    assert found("cyb ") == []
    assert found("cyb") == ["cyber"]
    assert found("cyb", typing=False) == []


def test_one_letter_is_a_word_and_not_the_beginning_of_others():
    assert found("c") == ["c"]


def test_what_has_every_word_comes_before_what_has_the_rarest():
    hits = queries.find("skills", "respecter projet", typing=False)

    assert (hits[0].key, hits[0].words) == ("gdpr", 1)
    services.index("skills", [Entry("both", (("conduire un projet long et difficile et respecter son budget", 2),))])
    best = queries.find("skills", "respecter projet", typing=False)[0]
    assert (best.key, best.words) == ("both", 2)


def test_a_title_weighs_more_than_a_description():
    services.index("skills", [Entry("described", (("titre", 10), ("réunion", 1)))])

    assert found("réunion", typing=False) == ["meeting", "described"]


def test_who_is_boosted_comes_first():
    services.index("skills", [Entry("active", (("animer une réunion", 10),), boost=40)])

    assert found("animer réunion", typing=False) == ["active", "meeting"]


def test_only_among_these():
    assert found("projet", among=["agile", "data"]) == ["agile"]
    assert found("projet", among=[]) == []


def test_several_collections_are_one_question():
    services.index("others", [Entry("x", (("gestion de projet", 10),))])

    hits = queries.find(("skills", "others", "nothing"), "gestion de projet", limit=2, typing=False)

    assert {(hit.collection, hit.key) for hit in hits} == {("others", "x"), ("skills", "projects")}
    assert queries.find("nothing", "projet") == []


@pytest.mark.parametrize("words", ["", "   ", "…", "'", "%", "\x00", "de la", "xyzzyxyzzy", "0" * 10_000, "é" * 10_000])
def test_nothing_that_is_asked_is_too_strange(words):
    assert found(words) == [] or words == "de la"


def test_what_is_beyond_the_budget_is_not_read():
    long = " ".join(["mot"] * 20 + [f"mot{n}" for n in range(500)])

    assert found(long + " cybersécurité") == []


def test_words_that_say_nothing_alone_are_asked_when_there_is_nothing_else():
    services.index("skills", [Entry("preposition", (("en", 10),))])

    assert found("en") != []


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("cybersecuritté", "cybersécurité"),
        ("gestoin projet", "gestion projet"),
        ("gestion projet", ""),
        ("xyzzyxyzzy", ""),
        ("", ""),
    ],
)
def test_what_was_probably_meant_is_spelt_as_the_entries_spell_it(words, meant):
    assert queries.nearest_words("skills", words) == meant


@pytest.mark.parametrize("words", ["gestion de projet agile", "gestoin projt agil", "g", "ge"])
def test_four_queries_at_most(words):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.find(("skills", "others"), words)

    assert len(asked) <= 4


def test_common_words_choose_among_what_rare_ones_found(monkeypatch):
    monkeypatch.setattr(queries, "MOST_LOOKED_AT", 1)

    assert found("gestion projet agile", typing=False) == ["agile"]
    assert found("gestion", typing=False) == ["projects", "agile", "crm"]


def test_indexing_again_changes_nothing():
    def rows() -> tuple[object, ...]:
        size = Collection.objects.get(name="skills").size
        words = {bytes(text): entries for text, entries in Word.objects.values_list("text", "entries")}
        return size, words, Posting.objects.count(), Slip.objects.count()

    before = rows()
    assert services.index("skills", (Entry(key, ((label, 10),)) for key, label in SKILLS.items())) == len(SKILLS)

    assert rows() == before


def test_what_is_indexed_anew_loses_its_old_words():
    services.index("skills", [Entry("cyber", (("sécurité des réseaux", 10),))])

    assert found("cybersécurité", typing=False) == []
    assert found("réseau", typing=False) == ["cyber"]
    assert not Word.objects.filter(text=b"cybersecurite").exists()


def test_the_last_of_two_with_one_key_counts():
    services.index("skills", [Entry("twice", (("premier", 5),)), Entry("twice", (("second", 5),))])

    assert found("premier", typing=False) == []
    assert found("second", typing=False) == ["twice"]


def test_what_is_forgotten_is_not_found_and_leaves_nothing_behind():
    services.forget("skills", ["cyber", "never there"])
    assert found("cybersécurité") == []
    assert Collection.objects.get(name="skills").size == len(SKILLS) - 1

    services.forget("skills", list(SKILLS))
    assert (Word.objects.count(), Posting.objects.count(), Slip.objects.count()) == (0, 0, 0)


def test_a_collection_can_be_emptied_and_the_others_stay():
    services.index("others", [Entry("x", (("gestion de projet", 10),))])

    services.forget_all("skills")

    assert found("projet") == []
    assert [hit.key for hit in queries.find("others", "projet")] == ["x"]
    services.forget_all("others")
    assert (Word.objects.count(), Posting.objects.count(), Slip.objects.count()) == (0, 0, 0)


def test_a_stream_is_written_in_batches_of_few_statements(monkeypatch):
    monkeypatch.setattr(services, "BATCH", 50)
    with CaptureQueriesContext(connection) as few:
        services.index("few", (Entry(f"k{n}", ((f"mot{n} commun", 5),)) for n in range(50)))
    with CaptureQueriesContext(connection) as many:
        services.index("many", (Entry(f"k{n}", ((f"mot{n} commun", 5),)) for n in range(100)))

    assert len(many) <= 2 * len(few)
    assert len(few) < 25
    assert [hit.key for hit in queries.find("many", "mot77")] == ["k77"]


def test_a_text_without_end_is_found_by_its_beginning():
    services.index("skills", [Entry("long", ((" ".join(f"bis{n}" for n in range(5_000)), 5),))])

    assert found("bis3", typing=False) == ["long"]
    assert found("bis4999", typing=False) == []
