"""Designs are read, older samples rewritten, and every fault is named with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from published import published
from sample_awards import DESIGN_IDS, bodies, design_document, learners, sample_design
from sceau.engine.errors import MalformedDesign
from sceau.engine.model.bodies import Body, read_bodies
from sceau.engine.model.designs import read_design
from sceau.engine.model.grids import Grid
from sceau.engine.model.registers import Registration, Standing
from sceau.engine.model.samples import modernise, number_of_label
from sceau.engine.strict_json import JsonObject

AGILE = "mc-gestion-projet-agile"
SCHEMA = json.loads((Path(__file__).resolve().parents[3] / "docs" / "sceau-design-1.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_every_design_of_the_demonstration_is_read(design_id):
    design = sample_design(design_id)

    assert design.id == design_id
    assert design.number == 1
    assert design.label == "1.0.0"
    assert design.document == design_document(design_id)
    assert {body.id for body in design.bodies} <= set(bodies())


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_the_published_samples_are_read_with_the_uuid_that_their_name_gives(design_id):
    document = json.loads((published("domain/samples/designs") / f"{design_id}.json").read_text("utf-8"))

    design = read_design(document)

    assert design.uuid == sample_design(design_id).uuid
    assert design.title.words == document["title"]
    assert design.workload is not None
    assert design.workload.hours == document["annex1"]["mandatory"]["notional_workload"]["hours_total"]
    labels = [a["label_fr"] for o in document["annex1"]["mandatory"]["learning_outcomes"] for a in o["alignments"]]
    assert [alignment.label.to("fr") for outcome in design.outcomes for alignment in outcome.alignments] == labels


def test_rewriting_a_sample_leaves_the_sample_alone():
    path = published("domain/samples/designs") / f"{AGILE}.json"
    document = json.loads(path.read_text("utf-8"))

    modernise(document)

    assert document == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_another_validator_agrees_that_the_designs_follow_the_schema(design_id):
    jsonschema = pytest.importorskip("jsonschema")

    jsonschema.Draft7Validator.check_schema(SCHEMA)
    jsonschema.Draft7Validator(SCHEMA).validate(design_document(design_id))


def test_the_schema_in_the_documentation_is_the_one_that_is_checked():
    shipped = files("sceau.engine.vocabularies") / "schemas" / "sceau-design-1.schema.json"

    assert json.loads(shipped.read_bytes()) == SCHEMA


def test_members_that_the_schema_does_not_name_are_kept():
    document = design_document(AGILE) | {"house_colour": "green"}

    assert read_design(document).document["house_colour"] == "green"


def test_a_text_is_given_in_one_language_or_in_several():
    document = design_document(AGILE)
    document["summary"] = {"fr": "En 20 heures.", "en": "In 20 hours."}
    document["annex1"]["mandatory"]["form_of_participation"]["label"] = "Hybride (mixte)"

    design = read_design(document)

    assert design.summary is not None
    assert design.summary.to("en") == "In 20 hours."
    assert design.summary.to("de") == "En 20 heures."
    assert design.participation.to("en") == "Hybride (mixte)"
    assert design.participation.language_for("en") == "fr"


def test_workload_and_level_may_be_not_applicable_with_a_reason():
    document = design_document(AGILE)
    document["annex1"]["mandatory"]["level"] = {"not_applicable": {"fr": "aucun cadre ne s’applique"}}

    design = read_design(document)

    assert design.level is None
    assert design.not_applicable["level"].to("fr") == "aucun cadre ne s’applique"


def at(*path: str | int) -> Callable[[JsonObject, Any], None]:
    """A change that puts a value at a place of a document; `...` removes it."""

    def change(document: JsonObject, value: Any) -> None:
        place: Any = document
        for name in path[:-1]:
            place = place[name]
        if value is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = value

    return change


MANDATORY = ("annex1", "mandatory")
CRITERIA = ("assessment", "grid", "criteria")
FAULTS = [
    (at("schema"), "edci", "design.another_format", "/schema"),
    (at("schema"), ..., "design.another_format", "/schema"),
    (at("uuid"), "7", "schema.wrong_form", "/uuid"),
    (at("version"), "1.0.0", "schema.wrong_kind", "/version"),
    (at("version"), 0, "schema.too_small", "/version"),
    (at("title"), ..., "schema.missing", "/title"),
    (at("title"), "", "schema.too_few", "/title"),
    (at("title"), ["Agile"], "schema.wrong_kind", "/title"),
    (at("title"), {"fr": 3}, "schema.wrong_kind", "/title/fr"),
    (at("status"), "gone", "schema.not_among", "/status"),
    (at(*MANDATORY), {}, "schema.missing", "/annex1/mandatory/country_region_of_the_issuer"),
    (at(*MANDATORY, "learning_outcomes"), [], "schema.too_few", "/annex1/mandatory/learning_outcomes"),
    (
        at(*MANDATORY, "learning_outcomes", 1, "id"),
        "LO1",
        "design.said_twice",
        "/annex1/mandatory/learning_outcomes/1/id",
    ),
    (at(*MANDATORY, "notional_workload"), {}, "design.not_filled", "/annex1/mandatory/notional_workload"),
    (at(*MANDATORY, "level"), {}, "design.not_filled", "/annex1/mandatory/level"),
    (at(*MANDATORY, "level", "eqf"), 9, "schema.too_large", "/annex1/mandatory/level/eqf"),
    (at(*MANDATORY, "awarding_body", 0), {"siren": "1"}, "schema.missing", "/annex1/mandatory/awarding_body/0/name"),
    (at("validity", "months"), 0, "schema.too_small", "/validity/months"),
    (at("registration"), {"type": "RS"}, "registration.no_code", "/registration"),
    (at("registration"), {"type": "RS", "code": "RNCP"}, "schema.wrong_form", "/registration/code"),
    (
        at("registration"),
        {"type": "RS", "code": "RS1", "start_date": "2026-02-31"},
        "design.not_a_date",
        "/registration/start_date",
    ),
    (at(*CRITERIA, 0, "outcome_ids"), ["LO9"], "design.no_such_outcome", "/assessment/grid/criteria/0/outcome_ids"),
    (at(*CRITERIA, 0, "minimum_level"), "N9", "design.no_such_level", "/assessment/grid/criteria/0"),
    (at(*CRITERIA, 0, "weight"), 31, "design.wrong_weights", "/assessment/grid/criteria"),
    (at(*CRITERIA, 3), ..., "design.outcome_not_judged", "/assessment/grid/criteria"),
]


@pytest.mark.parametrize(
    ("change", "value", "code", "pointer"), FAULTS, ids=[f"{code} {p}" for _, _, code, p in FAULTS]
)
def test_a_fault_is_named_with_its_place_in_both_languages(change, value, code, pointer):
    document = design_document(AGILE)
    change(document, value)

    with pytest.raises(MalformedDesign) as refusal:
        read_design(document)

    assert (refusal.value.reason.code, refusal.value.pointer) == (code, pointer)
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")


@pytest.mark.parametrize("value", [None, 3, "x", [], {}, [None], {"fr": None}], ids=str)
def test_whatever_a_sample_holds_it_is_read_or_refused(value):
    document = json.loads((published("domain/samples/designs") / f"{AGILE}.json").read_text("utf-8"))
    read = []

    for name in document:
        try:
            read.append(read_design(document | {name: value}))
        except MalformedDesign as refusal:
            read.append(refusal.sentence("en"))

    assert len(read) == len(document)


def test_each_label_has_its_own_version_number():
    labels = [f"{major}.{minor}.{patch}" for major in range(4) for minor in range(4) for patch in range(4)]

    numbers = [number_of_label(label) for label in labels]

    assert number_of_label("1.0.0") == 1
    assert number_of_label("2.0.0") == 2
    assert None not in numbers
    assert len(set(numbers)) == len(labels)
    assert number_of_label("one") is None


def marks_of(row: dict[str, str], grid: Grid) -> dict[str, str]:
    return {criterion.id: row[criterion.id] for criterion in grid.criteria if row[criterion.id]}


@pytest.mark.parametrize("design_id", DESIGN_IDS)
def test_the_scores_and_decisions_of_the_learners_are_found_again(design_id):
    grid = sample_design(design_id).grid
    assert grid is not None
    scored = [row for row in learners() if row["design_id"] == design_id and row["score"]]
    assert len(scored) >= 8

    for row in scored:
        marks = marks_of(row, grid)
        assert grid.score(marks) == Decimal(row["score"]), row["learner_id"]
        if row["decision"] in ("ACQUIS", "NON_ACQUIS", "PARTIEL"):
            assert grid.is_passed(marks) == (row["decision"] == "ACQUIS"), row["learner_id"]


def test_the_140_awards_all_have_a_score_that_was_checked():
    assert sum(1 for row in learners() if row["decision"] == "ACQUIS" and row["score"]) == 140


def test_a_grid_that_is_not_wholly_marked_has_no_score():
    grid = sample_design(AGILE).grid
    assert grid is not None

    assert grid.score({"C1": "N3"}) is None
    assert grid.is_passed({"C1": "N3"}) is None


def test_an_eliminatory_criterion_below_its_level_fails_whatever_the_score():
    grid = sample_design(AGILE).grid
    assert grid is not None
    marks = {"C1": "N1", "C2": "N3", "C3": "N3", "C4": "N3"}

    score = grid.score(marks)

    assert score is not None
    assert score >= 60
    assert grid.is_passed(marks) is False
    assert grid.is_passed(marks | {"C1": "N2"}) is True


def test_a_score_just_below_the_minimum_does_not_pass_by_rounding():
    grid = sample_design(AGILE).grid
    assert grid is not None
    marks = dict.fromkeys(("C1", "C2", "C3", "C4"), "N2")  # 66.666… exactly
    strict = type(grid)(grid.scale, grid.criteria, Fraction(667, 10))

    assert str(strict.score(marks)) == "66.7"
    assert strict.is_passed(marks) is False


CERTIFIER = Body(name="Certif", siren="999900111")
REGISTERED = Registration(
    kind="RNCP_BLOC",
    code="RNCP99901BC02",
    start=date(2026, 1, 15),
    end=date(2029, 1, 15),
    entitled=frozenset({"999900111"}),
)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2025, 12, 15), Standing.NOT_YET),
        (date(2026, 1, 14), Standing.NOT_YET),
        (date(2026, 1, 15), Standing.REGISTERED),
        (date(2029, 1, 15), Standing.REGISTERED),
        (date(2029, 1, 16), Standing.ENDED),
    ],
)
def test_a_registration_stands_from_its_first_day_to_its_last(day, standing):
    assert REGISTERED.standing([CERTIFIER], day) is standing


def test_a_registration_stands_for_the_bodies_that_are_entitled_only():
    stranger = Body(name="Autre", siren="999900129")

    assert REGISTERED.standing([stranger], date(2026, 2, 1)) is Standing.BODY_NOT_ENTITLED
    assert REGISTERED.standing([Body(name="Sans numéro")], date(2026, 2, 1)) is Standing.BODY_NOT_ENTITLED
    assert REGISTERED.standing([stranger, CERTIFIER], date(2026, 2, 1)) is Standing.REGISTERED


def test_a_registration_whose_dates_are_not_said_is_never_claimed():
    undated = Registration(kind="RS", code="RS9901", end=date(2028, 6, 30), entitled=frozenset({"999900111"}))

    assert undated.standing([CERTIFIER], date(2026, 2, 1)) is Standing.DATES_UNKNOWN


def test_the_page_of_a_registration_is_that_of_its_certification():
    assert REGISTERED.page == "https://www.francecompetences.fr/recherche/rncp/99901/"
    assert Registration(kind="RS", code="RS9901").page == "https://www.francecompetences.fr/recherche/rs/9901/"


def test_bodies_are_read_by_their_id():
    known = bodies()

    assert len(known) == 11
    assert known["org-terres-vives"].siret == "99990012900019"
    assert known["org-terres-vives"].country == "FR"


def test_a_body_alone_is_read_too():
    assert read_bodies({"name": "École du Lac"})["École du Lac"].name == "École du Lac"


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        ([], "body.none", ""),
        ("École", "body.not_a_body", ""),
        ([{"name": ""}], "body.not_a_body", "/0"),
        ([{"name": "É", "siret": "123"}], "body.wrong_identifier", "/0/siret"),
    ],
)
def test_what_is_no_body_is_refused(value, code, pointer):
    with pytest.raises(MalformedDesign) as refusal:
        read_bodies(value)

    assert (refusal.value.reason.code, refusal.value.pointer) == (code, pointer)
