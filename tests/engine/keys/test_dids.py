"""did:key and did:web: identifiers, addresses, documents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.engine.errors import MalformedController, MalformedKey
from sceau.engine.keys import did_key, did_web
from sceau.engine.keys.controller import verification_method, verification_methods
from sceau.engine.keys.did_web import PublishedKey
from sceau.engine.keys.jwk import from_jwk
from sceau.engine.keys.private import SEED_LENGTH, generate

KEYS = [generate(algorithm, bytes(range(length))).public_key for algorithm, length in SEED_LENGTH.items()]

# did:key Method v0.9, "Test Vectors": Ed25519, P-256, P-384
PUBLISHED_DID_KEYS = [
    "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
    "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
    "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
    "did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9",
]

# did:web Method, §2.1 and §2.5.2, the examples
PUBLISHED_ADDRESSES = {
    "did:web:w3c-ccg.github.io": "https://w3c-ccg.github.io/.well-known/did.json",
    "did:web:w3c-ccg.github.io:user:alice": "https://w3c-ccg.github.io/user/alice/did.json",
    "did:web:example.com%3A3000:user:alice": "https://example.com:3000/user/alice/did.json",
    "did:web:example.com%3A3000": "https://example.com:3000/.well-known/did.json",
    "did:web:greta.example:i:a%20b": "https://greta.example/i/a%20b/did.json",
    "did:web:localhost%3a8443:i:greta": "https://localhost:8443/i/greta/did.json",
}


@pytest.mark.parametrize("did", PUBLISHED_DID_KEYS)
def test_the_published_did_keys(did):
    key = did_key.key_of(did)
    document = did_key.document_of(did)
    (method,) = document["verificationMethod"]

    assert did_key.did_of(key) == did
    assert method["id"] == did_key.method_of(key) == f"{did}#{did.removeprefix('did:key:')}"
    assert verification_method(document, method["id"]).key == key
    assert verification_method(document, method["id"], "authentication").key == key


@pytest.mark.parametrize(
    "did", ["did:key:", "did:key:z6Mk", "did:key:u7QE", "did:web:a.example", "z6Mk", "", "did:key:z6MkiTBz1#z6MkiTBz1"]
)
def test_what_is_not_a_did_key_is_refused(did):
    with pytest.raises((MalformedController, MalformedKey)):
        did_key.document_of(did)


@pytest.mark.parametrize(("did", "url"), PUBLISHED_ADDRESSES.items())
def test_the_published_addresses_of_did_web(did, url):
    assert did_web.url_of(did) == url


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web::",
        "did:web:a.example:",
        "did:web:a.example::b",
        "did:web:127.0.0.1",
        "did:web:127.1",
        "did:web:0x7f.0.0.0x1",
        "did:web:2130706433",
        "did:web:[::1]",
        "did:web:a.example/../b",
        "did:web:a.example:..",
        "did:web:a.example:%2e%2E",
        "did:web:a.example:.:b",
        "did:web:a.example:b%2Fc",
        "did:web:a.example:b%2fc",
        "did:web:a.example:b/c",
        "did:web:a.example:b?c",
        "did:web:a.example#key-1",
        "did:web:a.example:b#key-1",
        "did:web:user@a.example",
        "did:web:a..example",
        "did:web:-a.example",
        "did:web:a_b.example",
        "did:web:a.example%3A",
        "did:web:a.example%3A0",
        "did:web:a.example%3A99999",
        "did:web:a.example%3A80%3A90",
        "did:web:a.example%20",
        "did:web:école.example",
        "did:web:a.example:é",
        "did:web:a.example:b c",
        "did:web:a.example:b%zz",
        "did:web:a.example\n",
        "did:web:" + "a" * 64 + ".example",
        "did:web:" + "a." * 130 + "example",
        "did:web:a.example:" + "b" * 2000,
        "did:key:z6Mk",
        "DID:WEB:a.example",
        "",
    ],
)
def test_what_is_not_a_did_web_is_refused(did):
    with pytest.raises(MalformedController):
        did_web.url_of(did)


@pytest.mark.parametrize(
    ("host", "path", "did"),
    [
        ("greta.example", (), "did:web:greta.example"),
        ("GRETA.example", ("i", "greta"), "did:web:greta.example:i:greta"),
        ("localhost:8443", ("i",), "did:web:localhost%3A8443:i"),
        ("bücher.example", (), "did:web:xn--bcher-kva.example"),
    ],
)
def test_a_did_web_is_made_of_a_host_and_a_path(host, path, did):
    assert did_web.did_of(host, path) == did


@pytest.mark.parametrize(
    ("host", "path"), [("", ()), ("a b", ()), ("::1", ()), ("a.example", ("",)), ("a.example", ("é",))]
)
def test_a_did_web_is_not_made_of_anything_else(host, path):
    with pytest.raises(MalformedController):
        did_web.did_of(host, path)


@given(st.text(max_size=60))
def test_any_text_has_an_address_on_its_own_host_or_none(text):
    try:
        url = did_web.url_of("did:web:" + text)
    except MalformedController:
        return
    assert url.startswith("https://")
    assert url.endswith("/did.json")
    assert "@" not in url
    assert "/../" not in url


def test_every_key_is_published_twice_under_names_that_are_never_multibase():
    document = did_web.build_document(
        "did:web:greta.example", [PublishedKey(number, key) for number, key in enumerate(KEYS, 1)]
    )

    names = [method["id"] for method in document["verificationMethod"]]
    assert names == [
        f"did:web:greta.example#{name}" for name in ("key-1", "key-1-jwk", "key-2", "key-2-jwk", "key-3", "key-3-jwk")
    ]
    assert document["assertionMethod"] == names
    for number, key in enumerate(KEYS, 1):
        as_multikey = verification_method(document, f"did:web:greta.example#key-{number}")
        as_jwk = verification_method(document, f"did:web:greta.example#key-{number}-jwk")
        assert as_multikey.key == as_jwk.key == key


def test_an_rsa_key_is_published_once(rsa_key):
    document = did_web.build_document("did:web:greta.example", [PublishedKey(7, rsa_key.public_key)])

    (method,) = document["verificationMethod"]
    assert (method["id"], method["type"]) == ("did:web:greta.example#key-7", "JsonWebKey")
    assert from_jwk(method["publicKeyJwk"]) == rsa_key.public_key


def test_the_history_of_a_key_is_published_and_read_back():
    expired, revoked = datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
    keys = [PublishedKey(1, KEYS[0], expires=expired, revoked=revoked), PublishedKey(2, KEYS[1])]

    methods = verification_methods(did_web.build_document("did:web:greta.example", keys))

    assert [(method.expires, method.revoked) for method in methods] == [(expired, revoked)] * 2 + [(None, None)] * 2


def test_a_document_is_built_for_did_web_only():
    with pytest.raises(MalformedController):
        did_web.build_document("did:key:z6Mk", [PublishedKey(1, KEYS[0])])
