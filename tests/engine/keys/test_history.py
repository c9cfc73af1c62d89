"""The keys of an institution over time."""

from __future__ import annotations

import copy
from datetime import UTC, datetime

import pytest

from sceau.engine.errors import MalformedController
from sceau.engine.keys import reasons
from sceau.engine.keys.controller import MAXIMUM_METHODS, verification_method, verification_methods
from sceau.engine.keys.did_web import PublishedKey, build_document
from sceau.engine.keys.history import with_next_key, with_revoked_key
from sceau.engine.keys.private import generate

DID = "did:web:greta.example"
FIRST, SECOND, THIRD = (generate("Ed25519", bytes([number]) * 32).public_key for number in (1, 2, 3))
JANUARY, MAY = datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def document():
    return build_document(DID, [PublishedKey(1, FIRST)])


def test_the_next_key_takes_over_and_the_others_are_dated(document):
    before = copy.deepcopy(document)

    changed, method = with_next_key(document, SECOND, ends=JANUARY)

    assert document == before
    assert method == f"{DID}#key-2"
    assert verification_method(changed, method).key == SECOND
    assert verification_method(changed, method, "authentication").key == SECOND
    assert [found.expires for found in verification_methods(changed)] == [JANUARY, JANUARY, None, None]


def test_an_end_that_was_said_stays(document):
    once, _ = with_next_key(document, SECOND, ends=MAY)
    twice, method = with_next_key(once, THIRD, ends=JANUARY)

    assert method == f"{DID}#key-3"
    assert [found.expires for found in verification_methods(twice)] == [MAY, MAY, JANUARY, JANUARY, None, None]


@pytest.mark.parametrize("name", ["#key-1", "#key-1-jwk", f"{DID}#key-1", f"{DID}#key-1-jwk"])
def test_a_key_is_revoked_under_every_name_that_it_has(document, name):
    before = copy.deepcopy(document)
    two, _ = with_next_key(document, SECOND, ends=JANUARY)

    changed = with_revoked_key(two, name, since=MAY)

    assert document == before
    assert [found.revoked for found in verification_methods(changed)] == [MAY, MAY, None, None]


def test_relative_and_embedded_methods_are_revoked_too(document):
    relative = copy.deepcopy(document)
    for method in relative["verificationMethod"]:
        method["id"] = method["id"].removeprefix(DID)
    relative["assertionMethod"] = relative["verificationMethod"]
    relative["verificationMethod"] = []

    changed = with_revoked_key(relative, "#key-1", since=MAY)

    assert [found.revoked for found in verification_methods(changed)] == [MAY, MAY]


@pytest.mark.parametrize("name", ["#key-2", "key-1", "did:web:other.example#key-1", ""])
def test_a_key_that_is_not_published_is_not_revoked(document, name):
    with pytest.raises(MalformedController) as refusal:
        with_revoked_key(document, name, since=MAY)

    assert refusal.value.reason is reasons.NO_SUCH_METHOD


@pytest.mark.parametrize(
    "changes", [{"id": None}, {"verificationMethod": {}}, {"assertionMethod": "x"}, {"authentication": 1}]
)
def test_a_document_of_another_shape_is_refused(document, changes):
    for change in (
        lambda whole: with_next_key(whole, SECOND, ends=MAY),
        lambda whole: with_revoked_key(whole, "#key-1", since=MAY),
    ):
        with pytest.raises(MalformedController) as refusal:
            change(document | changes)
        assert refusal.value.reason is reasons.MALFORMED_MEMBER


def test_no_more_keys_are_added_than_readers_read(document):
    full = document | {"assertionMethod": document["assertionMethod"] * (MAXIMUM_METHODS // 2)}

    with pytest.raises(MalformedController) as refusal:
        with_next_key(full, SECOND, ends=MAY)

    assert refusal.value.reason is reasons.TOO_MANY_METHODS
