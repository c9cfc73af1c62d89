"""What a text is to the search: words, stems, slips, typing errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.search.words import (
    LONGEST,
    compounds_of,
    distance,
    edits_forgiven,
    slips_of,
    stem,
    words_of,
)

LETTERS = st.text("abcdefghij", min_size=4, max_size=14)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’œuvre d'une équipe", ["oeuvre", "une", "equipe"]),
        ("COMPÉTENCES clés", ["competences", "cles"]),
        ("lorsqu’il faut qu’on s’arrête", ["il", "faut", "on", "arrete"]),
        ("langage C, 2D, ISO 9001", ["langage", "c", "2d", "iso", "9001"]),
        ("e\u0301quipe", ["equipe"]),
        ("…!—", []),
    ],
)
def test_the_words_of_a_text_are_folded_and_lose_their_elided_articles(text, words):
    assert [folded for folded, _ in words_of(text)] == words


def test_a_word_is_kept_as_it_is_spelt_too():
    assert list(words_of("Sécurité du Système")) == [
        ("securite", "sécurité"),
        ("du", "du"),
        ("systeme", "système"),
    ]


def test_what_has_hyphens_is_also_one_word():
    assert list(compounds_of("E-learning et savoir-être")) == [("elearning", "elearning"), ("savoiretre", "savoirêtre")]


def test_a_word_without_end_is_cut():
    assert list(words_of("é" * 5000)) == [("e" * LONGEST, "é" * LONGEST)]


@pytest.mark.parametrize(
    "family",
    [
        "analyse analyses analyser analysé analysées",
        "évaluation évaluations évaluer évalués",
        "commercial commerciale commerciaux commerciales",
        "formateur formatrice formateurs formatrices",
        "technicien technicienne techniciens",
        "vendeur vendeuse vendeuses",
        "ouvrier ouvrière ouvrières",
        "professionnel professionnelle professionnels",
        "actif active actifs actives",
        "bateau bateaux",
        "communiquer communication communications",
        "industry industries industrie",
        "clés clé",
    ],
)
def test_words_that_differ_by_their_endings_have_one_stem(family):
    assert len({stem(folded) for folded, _ in words_of(family)}) == 1


@pytest.mark.parametrize(
    "pair", ["gestion gérer", "donner données", "poste postal", "porte poste", "station stage", "9001 900"]
)
def test_words_that_mean_other_things_keep_their_stems_apart(pair):
    first, second = (stem(folded) for folded, _ in words_of(pair))
    assert first != second


@pytest.mark.parametrize(
    ("typed", "word", "edits"),
    [
        ("comunication", "communication", 1),
        ("communciation", "communication", 1),
        ("comunicasion", "communication", 2),
        ("agile", "agile", 0),
        ("agyle", "agile", 1),
        ("agilee", "agile", 1),
        ("xyz", "agile", None),
    ],
)
def test_the_distance_counts_letters_wrong_missing_too_many_or_exchanged(typed, word, edits):
    assert distance(typed, word, 2) == edits


def test_what_is_typed_so_far_is_compared_with_the_beginning_of_the_word():
    assert distance("comunic", "communication", 2) is None
    assert distance("comunic", "communication", 2, unfinished=True) == 1


@given(word=LETTERS, data=st.data())
def test_whoever_makes_no_more_errors_than_are_forgiven_shares_a_slip_with_the_word(word, data):
    typed = word
    for _ in range(edits_forgiven(word)):
        at = data.draw(st.integers(0, len(typed) - 1))
        typed = data.draw(
            st.sampled_from(
                [
                    typed[:at] + typed[at + 1 :],
                    typed[:at] + "k" + typed[at:],
                    typed[:at] + "k" + typed[at + 1 :],
                    typed[:at] + typed[at + 1 : at + 2] + typed[at] + typed[at + 2 :],
                ]
            )
        )
    made = distance(typed, word, 2)
    if made is not None and made <= edits_forgiven(typed):
        assert slips_of(typed) & slips_of(word)


def test_short_words_and_numbers_are_not_guessed_at():
    assert [edits_forgiven(word) for word in ("sel", "38596", "agile", "communication")] == [0, 0, 1, 2]


def test_a_word_has_thirty_slips_at_most():
    assert len(slips_of("anticonstitutionnellement")) <= 30
