"""A result is told in sentences, in French and in English, with figures that one can check with a pencil."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.marking.made import agile, marks_of, rules, some_rules
from sceau.engine.marking.explaining import explain
from sceau.engine.marking.outcome import State, judge
from sceau.engine.marking.rules import rules_of


def test_a_partial_result_in_french():
    found = explain(judge(rules(), {"C1": "N2", "C2": "N1", "C3": "N2", "C4": "N3"}), "fr")

    assert found == (
        "C1 · Le carnet de produit est exploitable par l’équipe\u00a0: niveau N2, 30 × 2 ÷ 3 = 20,0\u202f; "
        "éliminatoire\u00a0: niveau N2 demandé, atteint",
        "C2 · L’animation respecte l’intention et la durée de chaque rituel\u00a0: niveau N1, 30 × 1 ÷ 3 = 10,0\u202f; "
        "éliminatoire\u00a0: niveau N2 demandé, non atteint",
        "C3 · Les décisions s’appuient sur des indicateurs\u00a0: niveau N2, 25 × 2 ÷ 3 ≈ 16,67",
        "C4 · L’explication est juste et adaptée à l’interlocuteur\u00a0: niveau N3, 15 × 3 ÷ 3 = 15,0",
        "Score\u00a0: 20,0 + 10,0 + 16,67 + 15,0 ≈ 61,67 sur 100, arrondi à 61,7",
        "Le score demandé est de 60\u00a0: il est atteint",
        "Résultat\u00a0: partiellement acquis",
        "Critères conservés\u00a0: C1, C3, C4",
        "Critères à repasser\u00a0: C2",
    )


def test_the_same_in_english():
    found = explain(judge(rules(), {"C1": "N2", "C2": "N3", "C3": "N0", "C4": "N1"}, carried={"C1": "N2"}), "en")

    assert found[0].endswith(": level N2, 30 × 2 ÷ 3 = 20.0; eliminatory: level N2 needed, reached")
    assert found[4:] == (
        "Score: 20.0 + 30.0 + 0.0 + 5.0 = 55.0 out of 100",
        "The score needed is 60: it is not reached",
        "Result: partly acquired",
        "Criteria kept: C1, C2",
        "Criteria to take again: C3, C4",
    )


def test_what_was_carried_not_shown_or_not_marked_is_said():
    carried = explain(judge(rules(), {"C2": "N2"}, carried={"C1": "N3"}, absent=["C3", "C4"]), "fr")
    waiting = explain(judge(rules(), {"C1": "N3"}), "fr")

    assert carried[0].endswith("\u202f; repris d’un passage précédent")
    assert carried[2].endswith("\u00a0: absent, sans note")
    assert carried[4:] == (
        "Il n’y a pas de score\u00a0: tous les critères ne sont pas notés",
        "Résultat\u00a0: partiellement acquis",
        "Critères conservés\u00a0: C1, C2",
        "Critères à repasser\u00a0: C3, C4",
    )
    assert waiting[1].endswith("\u00a0: pas encore noté")
    assert waiting[-1] == "Résultat\u00a0: à évaluer, il manque C2, C3, C4"


def test_what_people_say_is_said_besides_what_the_marks_give():
    found = explain(judge(rules(), dict.fromkeys(rules().criteria, "N3"), said=State.SUSPENDED), "fr")

    assert found[-1] == "Résultat\u00a0: suspendu, quoi que donnent les notes"
    assert explain(judge(rules(), {}, absent=rules().criteria), "fr")[-2:] == (
        "Résultat\u00a0: absent",
        "Critères à repasser\u00a0: C1, C2, C3, C4",
    )


def test_weights_and_minimum_with_decimals_are_written_as_such():
    document = agile()
    criteria = document["assessment"]["grid"]["criteria"]
    criteria[0]["weight"], criteria[1]["weight"] = 30.5, 29.5
    document["assessment"]["pass_rule"]["minimum_score"] = 62.5

    found = explain(judge(rules_of(document), dict.fromkeys(rules().criteria, "N2")), "fr")

    assert "30,5 × 2 ÷ 3 ≈ 20,33" in found[0]
    assert "62,5" in found[5]


def test_without_a_minimum_nothing_is_said_of_one():
    asked = rules(grid=replace(rules().grid, minimum_score=None))

    found = explain(judge(asked, dict.fromkeys(asked.criteria, "N2")), "fr")

    assert len(found) == 6
    assert found[-1] == "Résultat\u00a0: acquis"


@given(st.data(), st.sampled_from(["fr", "en"]))
def test_every_result_can_be_told(data, language):
    asked = data.draw(some_rules())
    marks = marks_of(data.draw, asked, data.draw(st.sets(st.sampled_from(asked.criteria))))
    absent = data.draw(st.sets(st.sampled_from(asked.criteria)))
    said = data.draw(st.none() | st.sampled_from([State.ABSENT, State.SUSPENDED, State.PENDING]))

    found = explain(judge(asked, marks, absent=absent, said=said), language)

    assert len(found) >= len(asked.criteria) + 1
    assert not any("{" in sentence or "}" in sentence for sentence in found)
