"""The reference data that ship with Sceau."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from sceau.frameworks import small_set
from sceau.frameworks.models import Concept, Fiche, Framework

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
DESIGNS = Path(__file__).resolve().parents[2] / "demo" / "designs"
SETS = {name: small_set.read_framework(name)[1] for name in small_set.FRAMEWORKS}


@pytest.mark.parametrize("name", small_set.FRAMEWORKS)
def test_codes_are_unique_and_every_concept_has_a_french_name(name):
    codes = [row.code for row in SETS[name]]

    assert len(codes) == len(set(codes))
    assert [row.code for row in SETS[name] if not row.label_fr] == []
    assert [row.code for row in SETS[name] if not row.label_en] == [] or name in ("rome", "nsf")
    assert {parent for row in SETS[name] for parent in row.parents} <= set(codes)


@pytest.mark.parametrize("name", small_set.FRAMEWORKS)
def test_labels_are_well_spelt(name):
    texts = [text for row in SETS[name] for text in (row.label_fr, row.label_en)]

    assert [text for text in texts if text != text.strip() or "  " in text] == []
    assert [row.label_fr for row in SETS[name] if "'" in row.label_fr] == []


def test_how_many_there_are():
    skills = {name: sum(row.kind != "group" for row in SETS[name]) for name in ("digcomp", "greencomp", "lifecomp")}

    assert skills == {"digcomp": 21, "greencomp": 12, "lifecomp": 9}
    assert len(SETS["isced-f"]) == 220
    assert len([row for row in SETS["rome"] if len(row.code) == 1]) == 14
    assert len(SETS["esco"]) >= 250


def test_addresses_have_the_form_that_their_publishers_give():
    esco = re.compile(r"http://data\.europa\.eu/esco/skill/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

    assert [row.code for row in SETS["esco"] if not esco.fullmatch(row.code) or row.url != row.code] == []
    for row in SETS["isced-f"]:
        assert row.url == f"http://data.europa.eu/snb/isced-f/{row.code}"
    for row in SETS["rome"]:
        assert re.fullmatch(r"[A-N](\d\d(\d\d)?)?", row.code)


def test_whatever_the_sample_designs_name_is_there():
    named = {"ESCO": "esco", "DigComp": "digcomp", "GreenComp": "greencomp", "LifeComp": "lifecomp"}
    codes = {name: {row.code for row in rows} for name, rows in SETS.items()}
    missing = []
    for file in sorted(DESIGNS.glob("*.json")):
        design = json.loads(file.read_text(encoding="utf-8"))
        for outcome in design["annex1"]["mandatory"]["learning_outcomes"]:
            missing += [each for each in outcome["alignments"] if each["id"] not in codes[named[each["framework"]]]]
        for scheme, name in (("isced_f", "isced-f"), ("rome", "rome"), ("nsf", "nsf")):
            missing += [each for each in design["classification"][scheme] if each["code"] not in codes[name]]

    assert missing == []


@pytest.mark.django_db
def test_it_is_loaded_once_and_quickly():
    begun = process_time()
    assert small_set.load(now=NOW) > 600
    assert process_time() - begun < 5  # half a second on a machine that does nothing else
    counts = Concept.objects.count(), Fiche.objects.count(), Framework.objects.count()

    assert small_set.load(now=NOW) == 0
    assert (Concept.objects.count(), Fiche.objects.count(), Framework.objects.count()) == counts
    assert counts[1:] == (4, 8)
    assert not Framework.objects.filter(whole=True).exists()


def test_the_fiches_are_said_to_be_invented():
    assert [(sheet.number, "ficti" in sheet.title) for sheet in small_set.read_sheets()] == [
        ("RNCP99700", True),
        ("RNCP99800", True),
        ("RNCP99901", True),
        ("RS9901", True),
    ]
