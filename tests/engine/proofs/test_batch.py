"""The bulk path gives what the ordinary way gives, says how it went, and stops when the two differ."""

from __future__ import annotations

import copy
import json
import random
from datetime import UTC, datetime

import orjson
import pytest

from published import BENCHMARK_CREDENTIAL
from sceau.engine.canonical.template import Template
from sceau.engine.errors import NotCanonical
from sceau.engine.keys.did_key import did_of
from sceau.engine.keys.private import PrivateKey
from sceau.engine.proofs.batch import WORTHWHILE, Batch, BatchDiffers
from sceau.engine.proofs.data_integrity import secure, verify_proof
from sceau.engine.vocabularies.contexts import shipped

CONTEXTS = shipped()
KEY = PrivateKey.from_secret("Ed25519", bytes(range(32)))
SIGNER = KEY.signer()
DID = did_of(KEY.public_key)
METHOD = f"{DID}#{DID.removeprefix('did:key:')}"
CREATED = datetime(2026, 1, 15, 10, tzinfo=UTC)
CREDENTIAL = json.loads(BENCHMARK_CREDENTIAL.read_text())


def numbered(number, **members):
    document = copy.deepcopy(CREDENTIAL) | members
    code = f"{number:08d}"
    document["id"] = f"https://badges.example.edu/credentials/{code}"
    document["credentialSubject"]["id"] = f"did:example:learner{code}"
    document["credentialSubject"]["identifier"][0]["salt"] = f"salt “{number}” \\ % é"
    document["credentialSubject"]["result"][1]["value"] = str(number % 101)
    document["credentialStatus"]["statusListIndex"] = code
    return document


def batch(share=0.1):
    chance = random.Random(3).random
    return Batch(
        signer=SIGNER, verification_method=METHOD, created=CREATED, contexts=CONTEXTS, chance=chance, share=share
    )


def ordinary(document):
    return secure(document, signer=SIGNER, verification_method=METHOD, created=CREATED, contexts=CONTEXTS)


def test_a_batch_gives_the_bytes_of_the_ordinary_way():
    documents = [numbered(number) for number in range(200)]
    signing = batch()

    signed = list(signing.sign(documents))

    assert documents == [numbered(number) for number in range(200)]  # parts of them may be those of others' too
    assert signed == [orjson.dumps(ordinary(document)) for document in documents]
    assert signing.tally.ordinary == WORTHWHILE - 1
    assert signing.tally.from_template == 200 - signing.tally.ordinary
    assert 2 <= signing.tally.compared < 40


def test_structures_may_come_in_any_order_and_places_may_appear_late():
    documents = []
    for number in range(300):
        document = numbered(number)
        if number % 3 == 1:
            del document["validUntil"]
        if number > 150:
            document["issuer"]["name"] = f"Antenne {number}"
        if number % 7 == 0:
            document["credentialSubject"]["creditsEarned"] = number
        documents.append(document)
    signing = batch()

    assert list(signing.sign(documents)) == [orjson.dumps(ordinary(document)) for document in documents]
    assert signing.tally.from_template > 150


def test_documents_that_no_template_can_write_take_the_ordinary_way():
    endorsed = ordinary(numbered(1))
    documents = [numbered(number) for number in range(40)] + [endorsed, numbered(41, name="\x07 bell")]

    assert list(batch().sign(documents)) == [orjson.dumps(ordinary(document)) for document in documents]


def test_a_document_that_is_refused_is_refused_in_a_batch_too():
    documents = [numbered(number) for number in range(40)]
    documents[30]["evidence"][0]["id"] = "not an address"
    signing = batch().sign(documents)

    with pytest.raises(NotCanonical) as refusal:
        list(signing)
    assert refusal.value.pointer == "/evidence/0/id"


def test_every_signed_document_verifies():
    for text in batch().sign(numbered(number) for number in range(30)):
        document = orjson.loads(text)
        verify_proof(document, document["proof"], key=KEY.public_key, contexts=CONTEXTS)


@pytest.mark.parametrize("place", ["first", "last", "drawn"])
def test_a_difference_stops_the_batch(monkeypatch, place):
    """A fault in the template must not get out: here it writes every form with one line less, from some document on."""
    faultless = Template.nquads
    wrong_from = {"first": 0, "last": 60 - WORTHWHILE, "drawn": 5}[place]
    written = []

    def faulty(self, texts):
        written.append(texts)
        form = faultless(self, texts)
        return form if len(written) <= wrong_from else form.split(b"\n", 1)[1]

    monkeypatch.setattr(Template, "nquads", faulty)
    signing = batch(share=0.5 if place == "drawn" else 0).sign(numbered(number) for number in range(60))

    with pytest.raises(BatchDiffers):
        list(signing)


def test_an_empty_batch_is_empty():
    assert list(batch().sign([])) == []
