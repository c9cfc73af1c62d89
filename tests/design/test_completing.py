"""From a draft to a document: whatever a draft holds, what comes out can be issued, or is refused with its place."""

from __future__ import annotations

import contextlib
from copy import deepcopy
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from design.samples import sample
from institutions.people import NOW
from sceau.design.completing import Given, complete, filled_in
from sceau.design.errors import WrongValue
from sceau.design.proving import prove
from sceau.engine.quality.gate import assess
from sceau.engine.quality.report import Setting

BODY = {"id": "greta", "name": "GRETA", "siren": "732829320"}
DID = "did:web:sceau.example:i:greta"
GARBAGE = some.sampled_from(
    [None, True, 5, -1.5, "", "x", [], {}, [5], ["x"], [[]], {"x": 5}, {"fr": 5}, {"fr": "x"}, [{}], [None]]
)


def given_for(**more):
    told = {
        "uuid": UUID(int=7),
        "name": "mc-essai",
        "number": 3,
        "languages": ("fr",),
        "bodies": (BODY,),
        "country": "FR",
        "today": date(2026, 11, 22),
    }
    return Given(**told | more)


def places(value, pointer=()):
    """Every place of a document, as a path."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in items:
        yield (*pointer, name)
        yield from places(member, (*pointer, name))


PLACES = list(places(sample()))


def test_types_of_assessment_and_country_come_from_elsewhere_when_nobody_says_them():
    draft = sample()
    mandatory = draft["annex1"]["mandatory"]
    typed = mandatory.pop("type_of_assessment")
    del mandatory["country_region_of_the_issuer"]

    document = complete(draft, given_for(country="BE"))

    assert document["annex1"]["mandatory"]["country_region_of_the_issuer"] == [{"country": "BE"}]
    assert len(document["annex1"]["mandatory"]["type_of_assessment"]) >= len(typed) - 1
    assert "type_of_assessment" not in mandatory
    assert prove(document, did=DID, now=NOW).number == 3


def test_what_a_draft_claims_of_the_cpf_is_not_taken():
    document = complete(sample() | {"cpf": {"eligible": True}}, given_for())

    assert document["cpf"]["eligible"] is False


@given(some.lists(some.tuples(some.sampled_from(PLACES), GARBAGE), min_size=1, max_size=3))
def test_a_draft_with_garbage_in_it_is_described_or_refused(changes):
    draft = deepcopy(sample())
    for path, value in changes:
        there = draft
        try:
            for name in path[:-1]:
                there = there[name]
            there[path[-1]] = deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    before = deepcopy(draft)

    asked = filled_in(draft, bodies=[BODY], country="FR")
    if not assess(asked, today=NOW.date(), setting=Setting()).blocks:
        with contextlib.suppress(WrongValue):
            prove(complete(draft, given_for()), did=DID, now=NOW)
    assert draft == before
