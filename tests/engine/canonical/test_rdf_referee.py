"""The same canonical form as PyLD, on documents that neither was written for.

PyLD's known faults are left out: control characters (it follows URDNA2015), and silence about what it drops, which we
refuse. Where we accept a document, we must agree.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from engine.canonical.changes import places, put
from published import BENCHMARK_CREDENTIAL, published
from sceau.engine.canonical.rdf import canonical_nquads
from sceau.engine.errors import EngineError
from sceau.engine.vocabularies.contexts import shipped

CONTEXTS = shipped()
CREDENTIAL = json.loads(BENCHMARK_CREDENTIAL.read_text())
COMPLETE = json.loads(published("vectors/open-badges-3.0/complete.json").read_text())


def _load(url, _options):
    return {"contextUrl": None, "documentUrl": url, "document": CONTEXTS.get(url), "contentType": "application/ld+json"}


def referee(document) -> bytes:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    return jsonld.normalize(document, options).encode()


texts = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=20)
numbers = (
    st.integers(-(10**6), 10**6) | st.floats(0.001, 10**6, allow_nan=False) | st.sampled_from([5.0, 0.1, 100, -2.5])
)
leaves = (
    texts
    | numbers
    | st.booleans()
    | st.sampled_from(
        [
            "https://example.org/a",
            "urn:uuid:6a1676b8-b51f-11ed-937b-d76685a20ff5",
            "did:key:z6Mk",
            "Achievement",
            "Percent",
        ]
    )
)
values = (
    leaves
    | st.lists(leaves, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "type", "name", "description", "narrative", "level"]), leaves, max_size=3)
    | st.just({"@value": "Bonjour", "@language": "fr"})
)


@pytest.mark.parametrize("document", [CREDENTIAL, COMPLETE], ids=["bench", "complete"])
def test_the_whole_document_has_the_same_form(document):
    unsigned = {name: value for name, value in document.items() if name != "proof"}

    assert canonical_nquads(unsigned, CONTEXTS) == referee(unsigned)


@given(st.sampled_from(list(places(CREDENTIAL))), values)
def test_a_changed_document_has_the_same_form_or_is_refused(place, value):
    document = put(CREDENTIAL, place, value)
    try:
        ours = canonical_nquads(document, CONTEXTS)
    except EngineError:
        return

    assert ours == referee(document)


@given(st.lists(st.tuples(st.sampled_from(list(places(CREDENTIAL))), leaves), min_size=2, max_size=6))
def test_several_changes_at_once(changes):
    document = CREDENTIAL
    for place, value in changes:
        try:
            document = put(document, place, value)
        except (KeyError, TypeError, IndexError):
            continue  # an earlier change took the place away
    try:
        ours = canonical_nquads(document, CONTEXTS)
    except EngineError:
        return

    assert ours == referee(document)
