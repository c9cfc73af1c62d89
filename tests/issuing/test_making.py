"""What is made for a batch is what the one maker of credentials makes, whatever was made before it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from issuing.making import NOW, awards, body, version
from sample_awards import bodies
from sceau.assessment.documents import award_values
from sceau.assessment.models import Award as Row
from sceau.assessment.models import Piece
from sceau.engine.model import annex_one, describe, results
from sceau.engine.model.annex_one import annex_one_file, annex_one_record, digest_sri, record_bytes
from sceau.engine.model.awards import Award, Basis, Conduct, Evidence, Holder, Issuer, Person, Route, Supervision
from sceau.engine.model.code import make_code
from sceau.engine.model.designs import Design, read_design
from sceau.issuing.making import Maker

DESIGNS = Path(__file__).parents[2] / "demo" / "designs"
BASE = "https://sceau.example"
CODE = make_code(bytes(range(9)))
SALT = "c2VsIHNlbCBzZWw"
WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
NAMES = st.one_of(WORDS, st.sampled_from(["", "sceau.place:0", '"sceau.place:3"', "Zoé", "\u2028", "名前"]))


@cache
def design_of(name: str) -> Design:
    return read_design(json.loads((DESIGNS / f"{name}.json").read_bytes()))


def issuer() -> Issuer:
    return Issuer(did="did:web:badges.example:i:body", base=BASE, body=next(iter(bodies().values())))


def fresh(design: Design, award: Award) -> tuple[dict, bytes]:
    """Made with an empty memory."""
    for memory in (describe._kept, describe._names_of, annex_one._pieces, annex_one._mark_file, results._nodes_of):
        memory.cache_clear()
    record = record_bytes(annex_one_record(design, issuer(), award))
    return describe.describe(design, issuer(), award, record=record), record


@st.composite
def engine_awards(draw, design: Design) -> Award:
    day = draw(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
    levels = [level.code for level in design.grid.scale] if design.grid else []
    criteria = [criterion.id for criterion in design.grid.criteria] if design.grid else []
    marks = draw(st.dictionaries(st.sampled_from(criteria), st.sampled_from(levels))) if criteria else {}
    return Award(
        code=make_code(draw(st.binary(min_size=9, max_size=9))),
        holder=Holder(
            name=draw(NAMES.filter(str.strip)),
            native_name=draw(NAMES),
            given_name=draw(NAMES),
            family_name=draw(NAMES),
            used_name=draw(NAMES),
            did=draw(st.sampled_from(["", "did:key:z6Mk"])),
            email=draw(st.sampled_from(["", "zoe@example.org"])),
            salt=SALT,
        ),
        language=draw(st.sampled_from(["fr", "en", "de"])),
        awarded_on=day,
        valid_from=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        basis=Basis(
            route=draw(st.sampled_from(Route)), people=(Person(draw(NAMES)),), source=draw(NAMES), digest="ab" * 32
        ),
        assessed_on=draw(st.sampled_from([None, day])),
        score=draw(st.sampled_from([None, Decimal("78.5"), Decimal(80)])),
        marks=marks,
        supervision=draw(st.sampled_from([None, *Supervision])),
        identity_verified=draw(st.sampled_from([None, True, False])),
        conduct=Conduct(assessors=draw(st.sampled_from([None, 0, 2])), minutes=draw(NAMES)),
        evidence=(Evidence(name=draw(NAMES.filter(bool))),) if draw(st.booleans()) else (),
        image_url=draw(st.sampled_from([None, f"{BASE}/picture.png"])),
    )


@given(st.data(), st.sampled_from(["mc-gestion-projet-agile", "mc-excel-reporting-rh"]))
def test_memory_changes_nothing_of_what_is_said(data, name):
    design = design_of(name)
    first, second = data.draw(engine_awards(design)), data.draw(engine_awards(design))
    alike = replace(first, code=second.code, holder=second.holder, marks=second.marks)
    expected = [fresh(design, each) for each in (first, alike, second)]

    shared = []
    for _ in range(2):
        for award, (document, record) in zip((first, alike, second), expected, strict=True):
            assert annex_one_file(design, issuer(), award) == record
            shared.append(describe.describe(design, issuer(), award, record=record, shares=True))
            made = describe.describe(design, issuer(), award, record=record)
            assert orjson.dumps(made) == orjson.dumps(document)
    assert [orjson.dumps(each) for each in shared] == [orjson.dumps(document) for document, _ in expected * 2]


def test_a_document_that_somebody_changes_is_nobody_elses():
    design = design_of("mc-gestion-projet-agile")
    award = Award(
        code=CODE,
        holder=Holder(name="Zoé"),
        language="fr",
        awarded_on=date(2026, 3, 2),
        valid_from=NOW,
        basis=Basis(route=Route.DECISION),
    )
    first = describe.describe(design, issuer(), award)
    first["credentialSubject"]["achievement"]["alignment"].clear()
    first["issuer"]["name"] = "Personne"

    second = describe.describe(design, issuer(), award)
    assert second["credentialSubject"]["achievement"]["alignment"]
    assert second["issuer"]["name"] != "Personne"


def test_lists_where_tuples_are_due_are_said_all_the_same():
    design = design_of("mc-gestion-projet-agile")
    award = Award(
        code=CODE,
        holder=Holder(name="Zoé"),
        language="fr",
        awarded_on=date(2026, 3, 2),
        valid_from=NOW,
        basis=Basis(route=Route.DECISION, people=[Person("Ana")]),
    )
    proper = replace(award, basis=Basis(route=Route.DECISION, people=(Person("Ana"),)))

    assert describe.describe(design, issuer(), award) == describe.describe(design, issuer(), proper)
    assert annex_one_file(design, issuer(), award) == annex_one_file(design, issuer(), proper)


@pytest.mark.django_db
def test_the_maker_says_what_the_engine_says_of_the_row():
    award = awards(1, score=78)[0]
    maker = Maker(body(), base=BASE)

    made = maker.unsigned(award, code=CODE, salt=SALT, now=NOW, place=maker.status_place("of-a-list", 7))

    values = award_values(award, code=CODE, now=NOW, salt=SALT, status=maker.status_place("of-a-list", 7))
    design = read_design(version().document)
    assert made.document == describe.describe(design, maker.issuer, values)
    assert made.record == record_bytes(annex_one_record(design, maker.issuer, values))
    assert made.document["relatedResource"][0]["digestSRI"] == digest_sri(made.record)
    assert made.document["credentialStatus"]["id"] == f"{BASE}/status/of-a-list#7"
    hashed = [each for each in made.document["credentialSubject"]["identifier"] if each["hashed"]]
    assert [each["salt"] for each in hashed] == [SALT]


@pytest.mark.django_db
def test_a_specimen_has_no_place_and_without_salt_no_address():
    made = Maker(body(), base=BASE).unsigned(awards(1)[0], code=CODE, salt="", now=NOW)

    assert "credentialStatus" not in made.document
    assert not [each for each in made.document["credentialSubject"]["identifier"] if each["hashed"]]


@pytest.mark.django_db
def test_another_name_stands_whole_and_nobody_says_which_part_is_which():
    made = Maker(body(), base=BASE).unsigned(awards(1)[0], code=CODE, salt=SALT, now=NOW, name="Zoé Ærø")

    assert made.document["credentialSubject"]["identifier"][0]["identityHash"] == "Zoé Ærø"
    assert b"Haddad" not in made.record


@pytest.mark.django_db
def test_what_the_body_chose_to_show_is_shown_and_nothing_else():
    award, other = awards(2)
    attempt = award.decision.attempt
    for name, chosen, removed in (("Mémoire", True, None), ("Brouillon", False, None), ("Retirée", True, NOW)):
        Piece.objects.create(
            attempt=attempt, kind="text", name=name, text="…", in_credential=chosen, removed_at=removed, sent_at=NOW
        )
    maker = Maker(body(), base=BASE)
    maker.fetch([award, other])

    shown, without = (maker.unsigned(each, code=CODE, salt=SALT, now=NOW).document for each in (award, other))
    assert [each["name"] for each in shown["evidence"]] == ["Mémoire"]
    assert "evidence" not in without


@pytest.mark.django_db
def test_a_hundred_awards_are_fetched_in_as_few_statements_as_three():
    made = list(Row.objects.filter(pk__in=[each.pk for each in awards(100)]).select_related("person__root"))
    counted = []
    for some in (made[:3], made):
        maker = Maker(body(), base=BASE)
        with CaptureQueriesContext(connection) as captured:
            maker.fetch(some)
            for award in some:
                maker.unsigned(award, code=CODE, salt=SALT, now=NOW + timedelta(days=1))
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 5
