"""What is typed in a step becomes of the document, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from sceau.design import pointers
from sceau.engine.quality.gate import assess
from sceau.engine.quality.report import Setting
from sceau.web.desk.designs.comparing import chosen, compared, marks, merged
from sceau.web.desk.designs.forms import STEPS, assessment, grids, outcomes
from sceau.web.desk.designs.forms.tongues import Tongues

OUTCOMES, CRITERIA, EVENTS = outcomes.AT, outcomes.CRITERIA, grids.EVENTS


def sent(step: str, document: dict, **changed: object):
    typed = STEPS[step](document).typed()
    for name, value in changed.items():
        typed.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return STEPS[step](document, typed)


def test_what_is_typed_is_read_back_equal(document):
    step = sent("identity", document, about__title__fr="Suivre un chantier", about__contact="a@alpes.example")
    written = step.written()

    assert written["title"] == {"fr": "Suivre un chantier", "en": document["title"]["en"]}
    assert written["delivery"]["contact_email"] == "a@alpes.example"
    again = STEPS["identity"](written)
    assert again["about"].initial["title"] == {"fr": "Suivre un chantier"}
    assert STEPS["identity"](written, again.typed()).written() == written


def test_only_what_was_changed_is_written(document):
    written = sent("assessment", document, rules__score="70").written()

    changed = {name for name in document if written[name] != document[name]}
    assert changed == {"assessment"}
    assert written["assessment"]["grid"] == document["assessment"]["grid"]
    assert written["assessment"]["pass_rule"]["minimum_score"] == 70
    assert "70/100" in written["assessment"]["pass_rule"]["text"]["fr"]


def test_a_field_that_cannot_be_read_keeps_what_was_there_and_the_rest_is_written(document):
    step = sent("assessment", document, rules__score="beaucoup", rules__attempts="4")

    assert step.errors == 1
    assert [str(field.label) for field, _fault in step.faults] == ["Score minimal, sur 100"]
    written = step.written()
    assert written["assessment"]["pass_rule"] == document["assessment"]["pass_rule"]
    assert written["assessment"]["retake"]["max_attempts"] == 4


def test_members_that_no_field_knows_stay(document):
    document["annex1"]["mandatory"]["learning_outcomes"][0]["x-note"] = {"kept": [1, None]}

    written = sent("outcomes", document, outcomes__LO1__statement__fr="Animer une revue devant dix personnes").written()

    outcome = written["annex1"]["mandatory"]["learning_outcomes"][0]
    assert outcome["x-note"] == {"kept": [1, None]}
    assert outcome["verb"] == "animer"


def test_rows_are_written_in_the_order_that_was_sent(document):
    written = sent("outcomes", document, outcomes=["LO3", "LO1", "LO2"]).written()

    ids = [each["id"] for each in pointers.read(written, OUTCOMES)]
    assert ids[:3] == ["LO3", "LO1", "LO2"]


def test_a_row_that_came_meanwhile_stays_as_it_is(document):
    typed = STEPS["outcomes"](document).typed()
    fresh = {"id": "LO9", "statement": {"fr": "Vérifier"}, "bloom_level": 5}
    meanwhile = pointers.write(document, OUTCOMES, [*pointers.read(document, OUTCOMES), fresh])

    assert STEPS["outcomes"](meanwhile, typed).written() == meanwhile


def test_a_language_that_came_meanwhile_is_not_wiped_out(document):
    typed = STEPS["identity"](document).typed()
    meanwhile = document | {"languages": ["fr", "en"]}

    assert STEPS["identity"](meanwhile, typed).written()["title"]["en"] == document["title"]["en"]


def test_a_new_row_has_an_id_that_no_other_ever_had_beside_it(document):
    changed, where = STEPS["outcomes"](document).act(document, "add:outcomes")

    ids = [each["id"] for each in pointers.read(changed, OUTCOMES)]
    assert len(set(ids)) == len(ids)
    assert where == f"outcomes-{ids[-1]}"


def test_a_row_moves_and_stops_at_the_ends(document):
    step = STEPS["outcomes"](document)
    ids = [each["id"] for each in pointers.read(document, OUTCOMES)]

    down, _where = step.act(document, f"down:outcomes:{ids[0]}")
    assert [each["id"] for each in pointers.read(down, OUTCOMES)][:2] == [ids[1], ids[0]]
    assert step.act(document, f"up:outcomes:{ids[0]}")[0] == document
    assert step.act(document, "up:outcomes:nothing") == (document, "")


def test_an_outcome_that_goes_is_judged_by_no_criterion(document):
    first = pointers.read(document, OUTCOMES)[0]["id"]
    changed, _where = STEPS["outcomes"](document).act(document, f"remove:outcomes:{first}")

    assert first not in [each["id"] for each in pointers.read(changed, OUTCOMES)]
    assert all(first not in each["outcome_ids"] for each in pointers.read(changed, CRITERIA))


def test_a_criterion_that_goes_is_observed_in_no_event(document):
    changed, _where = STEPS["assessment"](document).act(document, "remove:criteria:C1")

    assert all("C1" not in each["criteria_ids"] for each in pointers.read(changed, EVENTS))


def test_a_new_criterion_judges_what_nothing_judges_and_takes_what_is_left(document):
    changed, _where = STEPS["assessment"](document).act(document, "remove:criteria:C1")
    changed, _where = STEPS["assessment"](changed).act(changed, "add:criteria")

    fresh = pointers.read(changed, CRITERIA)[-1]
    removed = pointers.read(document, CRITERIA)[0]
    assert fresh["outcome_ids"] == removed["outcome_ids"]
    assert fresh["weight"] == removed["weight"]


def test_the_first_criterion_brings_the_scale():
    changed, _where = STEPS["assessment"]({}).act({}, "add:criteria")

    assert [each["code"] for each in pointers.read(changed, grids.SCALE)] == ["N0", "N1", "N2", "N3"]


@pytest.mark.parametrize(("many", "weights"), [(1, [100]), (3, [34, 33, 33]), (6, [17, 17, 17, 17, 16, 16])])
def test_weights_are_shared_in_whole_numbers_whose_sum_is_a_hundred(many, weights):
    document = pointers.write({}, CRITERIA, [{"id": f"C{number}"} for number in range(many)])

    shared, _where = STEPS["assessment"](document).act(document, "weights:even")

    assert [each["weight"] for each in pointers.read(shared, CRITERIA)] == weights


def test_the_types_of_annex_one_follow_the_events(document):
    written = sent("assessment", document, events__E1__type="oral").written()

    assert "oral" in pointers.read(written, assessment.TYPES)[0]["label"]["fr"]
    assert pointers.read(written, EVENTS)[0]["elm_type"].startswith("http://data.europa.eu/snb/assessment/")


def test_the_matrix_says_what_is_covered_what_is_not_and_what_no_event_observes(document):
    whole = grids.matrix(document)
    assert {row["state"] for row in whole["rows"]} == {"good"}

    bare, _where = STEPS["assessment"](document).act(document, "remove:criteria:C1")
    assert [row["id"] for row in grids.matrix(bare)["bare"]] == ["LO1"]

    unseen = pointers.write(document, EVENTS, [])
    assert {row["state"] for row in grids.matrix(unseen)["rows"]} == {"check"}


@pytest.mark.parametrize("document_of", [{}, {"annex1": None}, {"title": 3, "assessment": {"grid": [], "events": {}}}])
@pytest.mark.parametrize("step", ["identity", "outcomes", "assessment"])
def test_a_draft_that_holds_anything_is_shown_and_written(step, document_of):
    shown = STEPS[step](document_of)

    assert STEPS[step](document_of, shown.typed()).written() == document_of


def test_every_finding_of_a_bare_draft_leads_somewhere():
    report = assess({"language": "fr"}, today=date(2026, 11, 22), setting=Setting(languages=("fr",)))
    steps = {name: each({"language": "fr"}) for name, each in STEPS.items()}

    lost = [
        (finding.step, finding.code, finding.pointer)
        for finding in report.findings
        if finding.step in ("identity",) and not steps[finding.step].anchor(finding.pointer)
    ]
    assert lost == []


def test_what_both_changed_is_asked_and_what_one_alone_changed_is_not(document):
    shown = STEPS["identity"](document)
    typed = shown.typed()
    typed["was"] = marks(shown)
    typed["about-title-fr"], typed["about-need-fr"] = "Mon titre", "Mon besoin"
    theirs = document | {"title": {"fr": "Leur titre"}, "audience": {"fr": "Tous"}}
    there, mine = STEPS["identity"](theirs), STEPS["identity"](theirs, typed)

    asked = compared(there, mine, typed["was"])
    assert [(each.label, each.there, each.mine) for each in asked] == [("Intitulé", "Leur titre", "Mon titre")]

    whole = merged(typed, there, mine)
    whole["choice:about-title"] = "there"
    made = STEPS["identity"](theirs, chosen(whole, there)).written()
    told = [made["title"]["fr"], made["need"]["fr"], made["audience"]["fr"]]
    assert told == ["Leur titre", "Mon besoin", "Tous"]


def test_without_marks_every_difference_is_asked(document):
    typed = STEPS["identity"](document).typed()
    typed["about-title-fr"] = "Mon titre"
    theirs = document | {"audience": {"fr": "Tous"}}
    there, mine = STEPS["identity"](theirs), STEPS["identity"](theirs, typed)

    assert [each.label for each in compared(there, mine, "[")] == ["Intitulé", "Pour qui"]


def test_a_row_that_somebody_took_away_and_nobody_touched_is_gone(document):
    shown = STEPS["outcomes"](document)
    typed = shown.typed()
    typed["was"] = marks(shown)
    theirs, _where = shown.act(document, "remove:outcomes:LO2")
    there, mine = STEPS["outcomes"](theirs), STEPS["outcomes"](theirs, typed)

    assert compared(there, mine, typed["was"]) == []
    assert STEPS["outcomes"](theirs, merged(typed, there, mine)).written() == theirs


def test_texts_stand_in_each_language_of_the_design(document):
    shown = STEPS["outcomes"](document, tongues=Tongues(("fr", "en"), "fr"))

    names = [name for name in shown.typed() if name.endswith("-en")]
    assert len(names) == len(shown["outcomes"])
