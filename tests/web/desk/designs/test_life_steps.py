"""Level, look and issuing: what is typed becomes a document, what follows is computed, what contradicts itself is said."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import translation

from sceau.design.pointers import ABSENT, read
from sceau.web.desk.designs.forms.issuing import IssuingStep
from sceau.web.desk.designs.forms.level import LevelStep
from sceau.web.desk.designs.forms.levels import credits_of
from sceau.web.desk.designs.forms.look import LookStep
from sceau.web.desk.designs.forms.proposals import proposed_limits, proposed_worth
from sceau.web.desk.designs.forms.settings import code_of, read_choices, write_choices

SAMPLE = json.loads(
    (Path(__file__).resolve().parents[4] / "demo/designs/mc-gestion-projet-agile.json").read_text(encoding="utf-8")
)
SAMPLE = {name: value for name, value in SAMPLE.items() if name not in ("worth", "limits", "price")} | {
    "languages": ["fr"],
    "price_eur": 650,
}
LEVEL, LOAD = "/annex1/mandatory/level", "/annex1/mandatory/notional_workload"


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def blank():
    return {"schema": "sceau.design/1", "language": "fr", "languages": ["fr"]}


def typed(step, document, /, around=None, **changes):
    """A step after somebody changed some of its fields; a double underscore stands for the dash of a name."""
    sent = step(document, around=around).typed().copy()
    for name, value in changes.items():
        sent.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return step(document, sent, around=around)


# level and volume


@pytest.mark.parametrize(
    ("hours", "ects"), [(20, 0.8), (14, 0.5), (60, 2.4), (150, 6), (9, 0.3), (7, 0.2), (2.5, 0.1), (2, None)]
)
def test_credits_are_hours_by_twenty_five_rounded_down(hours, ects):
    assert credits_of(hours) == ects


def test_a_level_is_written_with_its_address_and_said_to_be_indicative():
    level = read(typed(LevelStep, blank(), volume__level="5").written(), LEVEL)

    assert (level["eqf"], level["eqf_uri"]) == (5, "http://data.europa.eu/snb/eqf/5")
    assert level["referencing"]["fr"].startswith("Niveau indicatif")


def test_a_registered_one_does_not_call_its_level_indicative():
    document = blank() | {"registration": {"type": "RS", "code": "RS9901"}}

    assert "referencing" not in read(typed(LevelStep, document, volume__level="5").written(), LEVEL)


def test_another_level_keeps_what_was_said_of_it():
    level = read(typed(LevelStep, SAMPLE, volume__level="6").written(), LEVEL)

    assert level["eqf"] == 6
    assert level["rationale"] == read(SAMPLE, LEVEL)["rationale"]


def test_no_level_needs_a_reason_and_then_nothing_else_is_left():
    refused = typed(LevelStep, SAMPLE, volume__level="na")
    assert refused.errors
    assert refused.written() == SAMPLE

    reason = "Une découverte, sans exigence de niveau."
    told = typed(LevelStep, SAMPLE, volume__level="na", **{"volume-no_level-fr": reason})
    assert read(told.written(), LEVEL) == {"not_applicable": {"fr": reason}}


def test_the_total_is_the_sum_of_the_parts_and_the_credits_follow():
    load = read(typed(LevelStep, SAMPLE, volume__guided="17 h").written(), LOAD)

    assert (load["hours_total"], load["iso8601"], load["ects"]) == (25, "PT25H", 1.0)
    assert load["ects_rule"] == read(SAMPLE, LOAD)["ects_rule"]


def test_a_total_that_is_not_the_sum_is_said_and_not_written():
    step = typed(LevelStep, SAMPLE, volume__total="30 h")

    assert [str(fault) for _field, fault in step.faults] == ["Les parties font 20 h, et non 30 h."]
    assert step.written() == SAMPLE


def test_half_hours_are_read_in_french_forms():
    load = read(typed(LevelStep, blank(), volume__guided="3 h 30", volume__assessment="1,5").written(), LOAD)

    assert load == {"breakdown": {"guided": 3.5, "assessment": 1.5}, "hours_total": 5}


def test_no_credits_is_an_answer_with_its_reason():
    assert typed(LevelStep, SAMPLE, volume__credits="none").errors  # the rule of the count is no reason
    assert typed(LevelStep, SAMPLE, volume__credits="none", **{"volume-ects_rule-fr": ""}).errors
    load = read(
        typed(LevelStep, SAMPLE, volume__credits="none", **{"volume-ects_rule-fr": "Hors supérieur"}).written(), LOAD
    )

    assert load["ects"] is None
    assert load["ects_rule"]["fr"] == "Hors supérieur"


def test_another_number_of_credits_is_written_as_typed():
    step = typed(LevelStep, SAMPLE, volume__credits="other", volume__ects="1,5", **{"volume-ects_rule-fr": "Jury"})

    assert read(step.written(), LOAD)["ects"] == 1.5


def test_credits_cannot_be_counted_without_hours():
    assert typed(LevelStep, blank(), volume__credits="computed").errors


def test_hours_and_the_reason_for_none_do_not_go_together():
    step = typed(LevelStep, SAMPLE, **{"volume-no_hours-fr": "Une reconnaissance d’expérience"})

    assert step.errors
    assert step.written() == SAMPLE
    assert read(typed(LevelStep, blank(), **{"volume-no_hours-fr": "Une VAE"}).written(), LOAD) == {
        "not_applicable": {"fr": "Une VAE"}
    }


def test_participation_is_of_the_european_list_in_both_languages():
    form = "/annex1/mandatory/form_of_participation"
    written = read(typed(LevelStep, SAMPLE, volume__form="online").written(), form)

    assert written["label"] == {"fr": "À distance (en ligne)", "en": "Online"}
    assert written["elm"].endswith("920fbb3cbe")
    assert written["detail"] == read(SAMPLE, form)["detail"]


def test_a_participation_in_somebody_s_own_words_stays():
    document = copy.deepcopy(SAMPLE)
    document["annex1"]["mandatory"]["form_of_participation"] = {"label": "Au fil de l’eau"}

    assert typed(LevelStep, document, volume__guided="13 h").written()["annex1"]["mandatory"][
        "form_of_participation"
    ] == {"label": "Au fil de l’eau"}


def test_what_counts_towards_something_is_stackable():
    step = typed(
        LevelStep, blank(), stacks=["new"], **{"stacks-new-title-fr": "Coordinateur", "stacks-new-role": "option"}
    )

    assert read(step.written(), "/annex1/optional/integration_stackability_options") == {
        "rules": [{"title": {"fr": "Coordinateur"}, "role": {"fr": "option", "en": "optional"}}],
        "type": "integrated",
    }


def test_only_a_registered_one_is_asked_what_to_say_only_then():
    assert "only_if_registered" not in LevelStep(SAMPLE)["quality"][0].fields
    registered = SAMPLE | {"registration": {"type": "RS", "code": "RS9901"}}

    assert "only_if_registered" in LevelStep(registered)["quality"][0].fields


# look


def test_an_ink_is_chosen_by_its_code():
    assert typed(LookStep, blank(), look__ink="garance").written()["look"] == {"ink": "garance"}
    assert typed(LookStep, blank(), look__ink="fuchsia").errors


def test_what_is_proposed_is_offered_and_never_written_in_silence():
    step = LookStep(SAMPLE)

    assert set(step.proposed) == {"worth", "limits"}
    assert LookStep(SAMPLE, step.typed()).written() == SAMPLE
    taken, where = step.act(SAMPLE, "propose:limits")
    assert "ni un diplôme" in taken["limits"]["fr"]
    assert where == "s-limits"
    assert "limits" not in LookStep(taken).proposed


def test_what_is_proposed_says_no_more_than_what_was_decided():
    registered = SAMPLE | {"registration": {"type": "RS", "code": "RS9901"}}

    assert "niveau indiqué est celui que propose l’organisme" in proposed_limits(SAMPLE, ["fr"])["fr"]
    assert "ni le titre entier" in proposed_limits(registered, ["fr"])["fr"]
    assert proposed_worth(blank(), ["fr"]) == {}
    jury = SAMPLE | {"assessment": {**SAMPLE["assessment"], "route": {"kind": "jury"}}}
    assert "4 acquis" in proposed_worth(jury, ["fr"])["fr"]
    assert "par un jury" in proposed_worth(jury, ["fr"])["fr"]
    assert proposed_worth(jury, ["en"])["en"].startswith("It attests 4 learning outcomes")


def test_a_next_step_is_a_design_of_the_institution_or_words():
    around = {"published": [("13c9d5a0-9651-5ae8-ad54-54d741901bc7", "Gestion de projet")]}
    step = typed(
        LookStep,
        blank(),
        around=around,
        next_steps=["new"],
        **{"next_steps-new-design": "13c9d5a0-9651-5ae8-ad54-54d741901bc7"},
    )

    assert step.written()["next_steps"] == [{"design": "13c9d5a0-9651-5ae8-ad54-54d741901bc7"}]


def test_the_rule_of_the_credits_is_kept_by_the_next_save_in_each_language():
    once = typed(LevelStep, blank(), volume__guided="20", volume__credits="computed").written()
    again = typed(LevelStep, once, volume__ects_rule__fr="").written()
    assert read(again, f"{LOAD}/ects_rule") == read(once, f"{LOAD}/ects_rule")
    assert set(read(again, f"{LOAD}/ects_rule")) == {"fr", "en"}


# issuing


def test_it_does_not_expire_or_lasts_some_months():
    for_ever = typed(IssuingStep, blank(), issuing__lasts="for_ever").written()
    assert for_ever["validity"] == {"months": None}
    some = typed(IssuingStep, for_ever, issuing__lasts="months", issuing__months="36").written()
    assert some["validity"] == {"months": 36}
    assert typed(IssuingStep, some, issuing__lasts="for_ever").written()["validity"] == {"months": None}
    assert typed(IssuingStep, blank(), issuing__lasts="months").errors


def test_a_number_of_months_that_is_saved_while_one_types_is_kept_by_the_next_save():
    once = typed(IssuingStep, blank(), issuing__months="24").written()
    again = typed(IssuingStep, once, issuing__lasts="", issuing__months="24").written()
    assert once["validity"] == again["validity"] == {"months": 24}
    assert typed(IssuingStep, blank() | {"validity": {"months": None}}, issuing__months="24").errors


def test_a_price_is_read_where_it_was_and_written_where_it_is_now():
    assert IssuingStep(SAMPLE)["issuing"].initial["amount"] == 650
    written = typed(IssuingStep, SAMPLE, issuing__amount="699,50").written()

    assert written["price"]["amount"] == 699.5
    assert "price_eur" not in written


def test_the_cpf_is_never_typed():
    offered = dict(IssuingStep(blank())["issuing"].fields["funders"].choices)

    assert "cpf" not in offered
    assert "opco" in offered
    step = typed(IssuingStep, blank(), issuing__funders=["cpf", "opco"])
    assert step.written()["price"]["funders"] == ["opco"]


def field(code, kind, **more):
    return SimpleNamespace(code=code, kind=kind, labels={"fr": code}, helps={}, choices=[], required=False, **more)


def test_the_fields_of_the_institution_are_typed_by_their_kind():
    around = {"custom": [field("centre", "text"), field("eleves", "number"), field("ouvert", "yes_no")]}
    first = typed(
        IssuingStep,
        blank(),
        around=around,
        **{"custom-centre-fr": "C12", "custom-eleves": "12,5", "custom-ouvert": "no"},
    ).written()

    assert first["custom"] == [
        {"code": "centre", "value": {"fr": "C12"}},
        {"code": "eleves", "value": 12.5},
        {"code": "ouvert", "value": False},
    ]
    assert typed(IssuingStep, first, around=around, **{"custom-eleves": "douze"}).errors
    assert typed(IssuingStep, first, around=around, **{"custom-eleves": ""}).written()["custom"][1]["code"] == "ouvert"


def test_what_the_institution_asks_no_more_stays_in_the_document():
    document = blank() | {"custom": [{"code": "ancien", "value": "x"}]}
    step = typed(IssuingStep, document, around={"custom": [field("centre", "text")]}, **{"custom-centre-fr": "C12"})

    assert step.written()["custom"] == [{"code": "ancien", "value": "x"}, {"code": "centre", "value": {"fr": "C12"}}]


# the fields themselves


def test_choices_are_one_a_line_and_keep_their_codes():
    first = read_choices("Pôle Gap | Gap\nPôle Grenoble\n\n", [])
    assert first == [
        {"code": "pole_gap", "label": {"fr": "Pôle Gap", "en": "Gap"}},
        {"code": "pole_grenoble", "label": {"fr": "Pôle Grenoble"}},
    ]
    assert read_choices(write_choices(first), first) == first
    renamed = read_choices("Pôle de Gap | Gap\nPôle Grenoble", first)
    assert [each["code"] for each in renamed] == ["pole_gap", "pole_grenoble"]
    shorter = read_choices("Pôle Grenoble", first)
    assert [each["code"] for each in shorter] == ["pole_grenoble"]


@pytest.mark.parametrize(("label", "code"), [("Centre de coût", "centre_de_cout"), ("2e année", "champ_2e_annee")])
def test_a_code_comes_from_the_name(label, code):
    assert code_of(label, "champ") == code


def test_nothing_is_absent_that_was_there():
    assert read(typed(IssuingStep, SAMPLE).written(), "/validity") is not ABSENT
