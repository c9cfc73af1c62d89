"""The template writes what the long way writes, or says that it cannot."""

from __future__ import annotations

import copy
import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from published import BENCHMARK_CREDENTIAL
from sceau.engine.canonical.literals import escape, escaped_bytes
from sceau.engine.canonical.rdf import canonical_nquads
from sceau.engine.canonical.template import NotThisTemplate, Template, leaves, structure_of
from sceau.engine.errors import EngineError, NotCanonical
from sceau.engine.vocabularies.contexts import shipped

CONTEXTS = shipped()
CREDENTIAL = json.loads(BENCHMARK_CREDENTIAL.read_text())
PLACES = [
    ("id",),
    ("issuer", "name"),
    ("credentialSubject", "id"),
    ("credentialSubject", "identifier", 0, "identityHash"),
    ("credentialSubject", "identifier", 0, "salt"),
    ("credentialSubject", "result", 0, "achievedLevel"),
    ("credentialSubject", "result", 1, "value"),
    ("evidence", 0, "id"),
    ("evidence", 0, "name"),
    ("credentialStatus", "id"),
    ("credentialStatus", "statusListIndex"),
]
TEMPLATE = Template(CREDENTIAL, PLACES, CONTEXTS)

hostile = st.sampled_from(
    [
        CREDENTIAL["id"],
        CREDENTIAL["evidence"][0]["id"],
        CREDENTIAL["credentialSubject"]["id"],
        CREDENTIAL["credentialSubject"]["achievement"]["id"],
        CREDENTIAL["issuer"]["id"],
        "urn:sceau:0:1:",
        "_:b0",
        "_:c14n0",
        "%s %(x)s %%",
        '" .\n<x:y> <x:y> "',
        "\0_:b0\0",
        "xsd:date",
        "id:x",
        "Achievement",
        "did:web:badges.example",
        "https://badges.example/é",
        "https://badges.example/<",
        "",
        "\ud800",
    ]
)
texts = hostile | st.text(max_size=12) | st.text('\\"\n\t\r\x07\x7f%{}', max_size=6)


def put(document, changes):
    changed = copy.deepcopy(document)
    for place, value in changes:
        holder = changed
        for name in place[:-1]:
            holder = holder[name]
        holder[place[-1]] = value
    return changed


def written(template, document):
    texts, text = template.read(document)
    assert text == orjson.dumps(document)
    return template.nquads(texts)


def test_every_place_given_may_vary():
    assert TEMPLATE.places == tuple(PLACES)


@given(st.lists(st.tuples(st.sampled_from(PLACES), texts), max_size=8))
def test_hostile_texts_give_the_same_form_or_take_the_long_way(changes):
    document = put(CREDENTIAL, changes)
    try:
        short = written(TEMPLATE, document)
    except NotThisTemplate:
        return

    assert short == canonical_nquads(document, CONTEXTS, equal_nodes=False)


@given(st.sampled_from([place for place, _ in leaves(CREDENTIAL)]), texts | st.integers() | st.none() | st.booleans())
def test_a_difference_elsewhere_takes_the_long_way(place, value):
    document = put(CREDENTIAL, [(place, value)])
    try:
        short = written(TEMPLATE, document)
    except NotThisTemplate:
        return

    assert place in PLACES or document == CREDENTIAL
    assert short == canonical_nquads(document, CONTEXTS, equal_nodes=False)


def test_every_text_of_the_document_either_varies_safely_or_is_part_of_the_structure():
    everywhere = [place for place, value in leaves(CREDENTIAL) if isinstance(value, str)]
    template = Template(CREDENTIAL, everywhere, CONTEXTS)
    left_out = {
        place[-1] if isinstance(place[-1], str) else place[-2] for place in everywhere if place not in template.places
    }

    assert left_out == {"@context", "type"}
    assert written(template, CREDENTIAL) == canonical_nquads(CREDENTIAL, CONTEXTS)


@pytest.mark.parametrize(
    "change",
    [{"extra": 1}, {"validUntil": None}, {"evidence": []}, {"credentialSubject": "did:example:a"}],
    ids=lambda change: next(iter(change)),
)
def test_another_structure_is_not_this_template(change):
    with pytest.raises(NotThisTemplate):
        TEMPLATE.read(CREDENTIAL | change)


def test_one_and_true_and_one_point_zero_are_different_structures():
    kinds = {structure_of(leaves({"a": value})) for value in (1, 1.0, True, None)}

    assert len(kinds) == 4
    assert structure_of(leaves({"a": "x"})) == structure_of(leaves({"a": "y"}))


@given(st.text('\\"\n\t\r\x07\x7f\u2028é%u0', max_size=8) | st.text(max_size=8))
def test_a_text_is_escaped_alike_as_bytes(text):
    assert escaped_bytes(text) == escape(text).encode()


def test_an_address_that_becomes_that_of_another_node_is_written_from_the_template():
    """Each with lines of its own, and more than ten parts without an address: _:c14n10 comes before _:c14n2."""
    sample = copy.deepcopy(CREDENTIAL)
    sample["evidence"] = [
        {"id": f"https://e.example/{n}", "type": ["Evidence"], "name": f"Pièce {n}"} for n in range(3)
    ]
    sample["credentialSubject"]["result"] = [{"type": ["Result"], "value": str(number)} for number in range(12)]
    places = [("evidence", n, "id") for n in range(2)] + [
        ("credentialSubject", "result", n, "value") for n in range(12)
    ]
    template = Template(sample, places, CONTEXTS)
    for first, second in ((2, 2), (1, 1), (2, 9), (9, 2), (9, 9)):
        other = put(sample, [(places[0], f"https://e.example/{first}"), (places[1], f"https://e.example/{second}")])
        other = put(other, [(place, f"{first}{second}{place[2]}") for place in places[2:]])

        assert written(template, other) == canonical_nquads(other, CONTEXTS, equal_nodes=False)


def test_a_sample_that_is_refused_makes_no_template():
    with pytest.raises(NotCanonical):
        Template(CREDENTIAL | {"colour": "green"}, PLACES, CONTEXTS)


def test_texts_that_make_two_nodes_alike_take_the_long_way_and_are_refused_there():
    results = [{"type": ["Result"], "value": "1"}, {"type": ["Result"], "value": "2"}]
    sample = copy.deepcopy(CREDENTIAL)
    sample["credentialSubject"]["result"] = results
    places = [("credentialSubject", "result", 0, "value"), ("credentialSubject", "result", 1, "value")]
    template = Template(sample, places, CONTEXTS)
    alike = put(sample, [(places[1], "1")])

    assert written(template, sample) == canonical_nquads(sample, CONTEXTS)
    with pytest.raises(NotThisTemplate):
        written(template, alike)
    with pytest.raises(EngineError):
        canonical_nquads(alike, CONTEXTS, equal_nodes=False)


def test_a_node_with_several_anonymous_parts_under_one_name_is_written_from_the_template():
    sample = copy.deepcopy(CREDENTIAL)
    del sample["credentialSubject"]["id"]
    sample["credentialSubject"]["identifier"] = [
        {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}
        for name in ("Xiaoming Wang", "王 小明")
    ]
    places = [
        ("id",),
        ("credentialSubject", "identifier", 0, "identityHash"),
        ("credentialSubject", "identifier", 1, "identityHash"),
        ("credentialSubject", "achievement", "id"),
    ]
    template = Template(sample, places, CONTEXTS)
    other = put(
        sample, [(places[1], "Oksana Shevtchenko"), (places[2], "Оксана Шевченко"), (places[3], "https://e.example/2")]
    )

    assert template.places == tuple(places)
    assert written(template, other) == canonical_nquads(other, CONTEXTS, equal_nodes=False)


def tagged(*tags):
    sample = copy.deepcopy(CREDENTIAL)
    achievement = sample["credentialSubject"]["achievement"]
    del achievement["id"]
    achievement["tag"] = [*tags, "m"]
    return sample


TAGS = [("credentialSubject", "achievement", "tag", number) for number in range(2)]
TAGGED = Template(tagged("x", "y"), TAGS, CONTEXTS)


@pytest.mark.parametrize("tags", [("a", "b"), ("b", "a"), ("n", "a"), ("x", "xy"), ("m", "a"), ("a", "a")])
def test_lines_of_an_anonymous_part_that_change_their_order_are_written_in_it_or_take_the_long_way(tags):
    document = tagged(*tags)
    assert TAGGED.places == tuple(TAGS)
    if len({*tags, "m"}) < 3:
        with pytest.raises(NotThisTemplate):
            written(TAGGED, document)
    else:
        assert written(TAGGED, document) == canonical_nquads(document, CONTEXTS, equal_nodes=False)


def test_an_id_that_becomes_that_of_a_node_inside_a_graph_takes_the_long_way():
    inner = {
        "@context": CREDENTIAL["@context"],
        "id": "urn:uuid:0b9a8c3e-4f0c-4d6e-9df1-6f1f5b7f7a11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": "did:example:b", "type": ["Profile"], "name": "B"},
        "credentialSubject": {"id": "did:example:a", "type": ["EndorsementSubject"], "endorsementComment": "Bien"},
        "proof": {
            "id": "urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0001",
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "verificationMethod": "did:example:b#key-1",
        },
    }
    sample = CREDENTIAL | {"endorsement": [inner]}
    template = Template(sample, [("id",)], CONTEXTS)
    twice = sample | {"id": inner["proof"]["id"]}

    assert written(template, sample) == canonical_nquads(sample, CONTEXTS)
    with pytest.raises(NotCanonical):
        canonical_nquads(twice, CONTEXTS)
    with pytest.raises(NotThisTemplate):
        written(template, twice)
