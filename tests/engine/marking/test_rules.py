"""What a design says of its assessment is read, whatever it leaves out; what nobody can be assessed on is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.marking.made import agile, retake, rules
from sample_awards import DESIGN_IDS, design_document
from sceau.engine.errors import MalformedDesign
from sceau.engine.marking.reasons import EVENT_TWICE, NO_GRID, NO_POINTS, NOT_OBSERVED
from sceau.engine.marking.rules import PlannedRoute, Scope, rules_of
from sceau.engine.model.awards import Supervision


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_every_design_of_the_demonstration_has_rules(design_id):
    document = design_document(design_id)
    said = document["assessment"]

    found = rules_of(document)

    assert [event.id for event in found.events] == [entry["id"] for entry in said["events"]]
    assert [event.criteria for event in found.events] == [tuple(entry["criteria_ids"]) for entry in said["events"]]
    assert [event.assessors for event in found.events] == [entry["assessors"]["count"] for entry in said["events"]]
    assert found.retake is not None
    assert found.retake.attempts == said["retake"]["max_attempts"]
    assert found.retake.delay == said["retake"]["min_delay_days"]
    assert found.retake.scope == said["retake"]["scope"]
    assert found.partial.is_allowed == said["partial_validation"]["allowed"]
    assert found.partial.months == said["partial_validation"].get("keep_months")
    assert found.route == said.get("route", {}).get("kind", "jury")
    assert found.acquired_level == "N2"
    assert len(found.prerequisites) == len(document["annex1"]["optional"]["prerequisites"]["structured"])


def test_an_event_is_read_whole():
    board = rules_of(design_document("mc-cyber-risques-incident")).event("E3")

    assert board.label.to("fr") == "Soutenance devant jury"
    assert (board.type, board.mode, board.minutes) == ("oral", "onsite", 45)
    assert board.supervision is Supervision.ONSITE_WITH_IDENTITY
    assert (board.criteria, board.assessors, board.professionals) == (("C5",), 3, 2)
    assert board.is_independent
    assert board.is_double
    assert not rules_of(design_document("mc-rgpd-poste-de-travail")).event("E1").is_double


def test_what_a_candidate_is_asked_is_read():
    found = rules_of(design_document("mc-cyber-risques-incident"))

    assert [(each.kind, each.minimum, each.is_alternative) for each in found.prerequisites] == [
        ("qualification_level", Fraction(5), False),
        ("experience_years", Fraction(2), True),
    ]
    assert "nom_naissance" in found.required_fields
    assert rules().evidence == "optional"


def test_what_a_design_does_not_say_has_a_reading():
    document = agile()
    assessment = document["assessment"]
    for name in ("route", "retake", "partial_validation"):
        del assessment[name]
    del document["annex1"]["mandatory"]["identification_of_the_learner"]["required_fields"]
    assessment["events"] = [{"criteria_ids": ["C4", "C1", "C2", "C3"], "supervision": "somehow"}]

    found = rules_of(document)

    assert found.route is PlannedRoute.JURY
    assert found.retake is None
    assert not found.partial.is_allowed
    assert found.required_fields == ()
    event = found.event("E1")
    assert event.criteria == ("C1", "C2", "C3", "C4")
    assert (event.assessors, event.supervision, event.minutes, event.label.to("fr")) == (1, None, None, "E1")


def test_the_design_may_say_its_own_limit_between_two_marks():
    document = agile()
    assert rules_of(document).gap_limit == 1
    assert rules_of(document, gap_limit=2).gap_limit == 2

    document["assessment"]["double_marking"] = {"gap_limit": 0}

    assert rules_of(document, gap_limit=2).gap_limit == 0


def _without_grid(assessment):
    del assessment["grid"]


def _without_points(assessment):
    for level in assessment["grid"]["scale"]:
        level["points"] = 0


def _unobserved(assessment):
    assessment["events"].pop()


def _twice(assessment):
    assessment["events"][1]["id"] = "E1"


@pytest.mark.parametrize(
    ("spoil", "reason", "pointer"),
    [
        (_without_grid, NO_GRID, "/assessment/grid"),
        (_without_points, NO_POINTS, "/assessment/grid/scale"),
        (_unobserved, NOT_OBSERVED, "/assessment/grid/criteria/3"),
        (_twice, EVENT_TWICE, "/assessment/events/1/id"),
    ],
)
def test_what_nobody_can_be_assessed_on_is_refused(spoil, reason, pointer):
    document = agile()
    spoil(document["assessment"])

    with pytest.raises(MalformedDesign) as refusal:
        rules_of(document)

    assert refusal.value.reason is reason
    assert refusal.value.pointer == pointer


def test_without_a_common_level_the_lowest_that_passes_everywhere_is_the_one_to_keep():
    document = agile()
    del document["assessment"]["pass_rule"]["eliminatory_minimum_level"]
    assert rules_of(document).acquired_level == "N2"

    document["assessment"]["pass_rule"]["minimum_score"] = 70

    assert rules_of(document).acquired_level == "N3"


def test_an_eliminatory_criterion_is_kept_at_its_own_minimum_only():
    document = agile()
    document["assessment"]["grid"]["criteria"][0]["minimum_level"] = "N3"
    found = rules_of(document)

    assert not found.is_acquired("C1", "N2")
    assert found.is_acquired("C1", "N3")
    assert found.is_acquired("C3", "N2")
    assert not found.is_acquired("C3", "N1")


@pytest.mark.parametrize(
    ("scope", "opened"),
    [(Scope.CRITERIA, ("C2",)), (Scope.EVENT, ("C1", "C2", "C3")), (Scope.ALL, ("C1", "C2", "C3", "C4"))],
)
def test_the_scope_says_what_is_opened(scope, opened):
    marks = {"C1": "N3", "C2": "N1", "C3": "N2", "C4": "N2"}

    assert rules(retake=retake(scope)).reopened(marks) == opened


def test_where_only_the_score_falls_short_all_that_could_be_better_is_opened():
    document = agile()
    document["assessment"]["pass_rule"]["minimum_score"] = 80
    marks = {"C1": "N3", "C2": "N2", "C3": "N2", "C4": "N2"}

    assert rules_of(document).reopened(marks) == ("C2", "C3", "C4")


def test_steps_follow_the_points_and_not_the_order_of_the_file():
    document = agile()
    document["assessment"]["grid"]["scale"].reverse()

    assert rules_of(document).steps == {"N0": 0, "N1": 1, "N2": 2, "N3": 3}
