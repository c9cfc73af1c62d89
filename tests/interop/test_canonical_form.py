"""The same canonical form as jsonld.js in its safe mode, on documents that differ in what one can get wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.canonical.changes import places, put
from interop.corpus import REFUSED, SIGNED
from interop.node import Refused
from sceau.engine.canonical.rdf import canonical_nquads
from sceau.engine.errors import EngineError
from sceau.engine.vocabularies.contexts import shipped

CONTEXTS = shipped()


@pytest.mark.parametrize("name", SIGNED)
def test_the_canonical_form_is_the_same(node, name):
    assert canonical_nquads(SIGNED[name], CONTEXTS).decode() == node.ask("canonize", document=SIGNED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_what_safe_mode_refuses_we_refuse(node, name):
    with pytest.raises(Refused):
        node.ask("canonize", document=REFUSED[name])
    with pytest.raises(EngineError):
        canonical_nquads(REFUSED[name], CONTEXTS)


names = st.sampled_from(["id", "type", "name", "description", "narrative", "proof", "@language", "colour"])
leaves = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.sampled_from(
        ["https://badges.example/a", "urn:uuid:1", "v/1", "did:key:z6Mk", "Achievement", "_:b0", "Évi dence"]
    )
    | st.just({"@value": "Bonjour", "@language": "fr-FR"})
)
values = leaves | st.lists(leaves | st.none(), max_size=3) | st.dictionaries(names, leaves, min_size=1, max_size=3)


@given(
    st.sampled_from([(document, place) for document in SIGNED.values() for place in places(document)]),
    values,
)
def test_a_changed_document_is_refused_or_has_the_same_form(node, where, value):
    document, place = where
    changed = put(document, place, value)
    try:
        ours = canonical_nquads(changed, CONTEXTS, equal_nodes=False).decode()
    except EngineError:
        return  # we may be stricter

    assert ours == node.ask("canonize", document=changed)
