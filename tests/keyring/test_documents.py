"""What is published of the keys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sceau.engine.errors import MalformedController
from sceau.engine.keys.controller import verification_method, verification_methods
from sceau.keyring.documents import did_document, key_history, method_of
from sceau.keyring.models import Purpose
from sceau.keyring.queries import keys_of
from sceau.keyring.services import agree, ask_for_key, report_compromise


def test_only_keys_of_credentials_may_attest(greta, amina, chloe, make_key, store, now):
    key, documents = make_key(), make_key(Purpose.DOCUMENTS)
    ceremony = ask_for_key(
        institution=greta, purpose=Purpose.PERSON, by=chloe, now=now, delay=timedelta(0), holder=chloe
    )
    person = agree(ceremony=ceremony, by=amina, store=store, now=now)

    document = did_document(greta.did, keys_of(greta))

    assert {method.id for method in verification_methods(document)} == {f"{greta.did}#key-1", f"{greta.did}#key-1-jwk"}
    assert verification_method(document, method_of(greta.did, key)).expires is None
    for other in (documents, person):
        with pytest.raises(MalformedController):
            verification_method(document, method_of(greta.did, other))
        assert other.public_key not in str(document)


def test_former_keys_stay_dated_and_a_proof_of_their_last_second_is_theirs(greta, make_key, now):
    make_key()
    make_key(at=now + timedelta(days=1))

    first, second = (
        verification_method(did_document(greta.did, keys_of(greta)), f"{greta.did}#key-{number}") for number in (1, 2)
    )

    last_proof = (now + timedelta(days=1)).replace(microsecond=0)  # proofs are dated to the second
    assert last_proof < first.expires <= last_proof + timedelta(seconds=1)
    assert second.expires is None


def test_a_withdrawn_key_bears_its_moment(greta, amina, make_key, now):
    key = make_key()
    since = now + timedelta(days=2)
    report_compromise(key=key, since=since, by=amina, now=now + timedelta(days=3), why="fuite")

    method = verification_method(did_document(greta.did, keys_of(greta)), f"{greta.did}#key-1")

    assert method.revoked == since.replace(microsecond=0)
    assert method.expires is not None


def test_an_institution_without_a_key_has_a_document_that_authorises_nothing(greta):
    document = did_document(greta.did, [])

    assert document["id"] == greta.did
    assert document["assertionMethod"] == []


def test_the_history_tells_every_key_and_no_person(greta, amina, chloe, make_key, store, now):
    make_key()
    make_key(Purpose.DOCUMENTS)
    ceremony = ask_for_key(
        institution=greta, purpose=Purpose.PERSON, by=chloe, now=now, delay=timedelta(0), holder=chloe
    )
    agree(ceremony=ceremony, by=amina, store=store, now=now)
    make_key(at=now + timedelta(days=1))

    history = key_history(greta, keys_of(greta))

    assert [(key["id"].rpartition("#")[2], key["purpose"]) for key in history["keys"]] == [
        ("key-1", "credentials"),
        ("key-2", "documents"),
        ("key-3", "person"),
        ("key-4", "credentials"),
    ]
    assert "expires" in history["keys"][0]
    assert history["keys"][1]["certificate"].startswith("-----BEGIN CERTIFICATE-----")
    assert "chloe" not in str(history).lower()
