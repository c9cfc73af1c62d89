"""Controller documents: which keys an issuer publishes, and what each is for."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from published import published
from sceau.engine.errors import EngineError, MalformedController, MalformedKey
from sceau.engine.keys import did_key, reasons
from sceau.engine.keys.controller import (
    MAXIMUM_METHODS,
    controller_url,
    method_with_jwk_id,
    method_with_key,
    verification_method,
    verification_methods,
)
from sceau.engine.keys.jwk import thumbprint, to_jwk
from sceau.engine.keys.multikey import encode_public
from sceau.engine.keys.private import SEED_LENGTH, generate
from sceau.engine.keys.stamps import read_stamp, write_stamp

DID = "did:web:greta.example:i:greta"
ED25519, P256, P384 = (
    generate(algorithm, bytes(range(length))).public_key for algorithm, length in SEED_LENGTH.items()
)


def method(name="#key-1", **changes):
    whole = {
        "id": DID + name,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": encode_public(ED25519),
        **changes,
    }
    return {member: value for member, value in whole.items() if value is not None}


def document(*methods, assertion=None, **changes):
    listed = [each["id"] for each in methods] if assertion is None else assertion
    return {"id": DID, "verificationMethod": list(methods), "assertionMethod": listed, **changes}


def test_a_method_listed_by_reference_is_found():
    found = verification_method(document(method()), f"{DID}#key-1")

    assert (found.id, found.controller, found.key) == (f"{DID}#key-1", DID, ED25519)
    assert (found.expires, found.revoked, found.jwk_id) == (None, None, None)


def test_a_method_embedded_in_the_relationship_is_found():
    found = verification_method({"id": DID, "assertionMethod": [method()]}, f"{DID}#key-1")

    assert found.key == ED25519


def test_names_relative_to_the_document_are_its_own():
    # DID Core 1.0, §3.2.2 "Relative DID URLs"
    relative = document({**method(), "id": "#key-1"}, assertion=["#key-1"])

    assert verification_method(relative, f"{DID}#key-1").id == f"{DID}#key-1"


def test_one_entry_may_stand_without_its_array():
    whole = {"id": DID, "verificationMethod": method(), "assertionMethod": f"{DID}#key-1"}

    assert verification_method(whole, f"{DID}#key-1").key == ED25519


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"type": "Multikey"}, ED25519),
        ({"type": "Ed25519VerificationKey2020"}, ED25519),
        ({"type": "Multikey", "publicKeyMultibase": encode_public(P384)}, P384),
        ({"type": "EcdsaSecp256r1VerificationKey2019", "publicKeyMultibase": encode_public(P256)}, P256),
        ({"type": "JsonWebKey", "publicKeyMultibase": None, "publicKeyJwk": to_jwk(P256)}, P256),
        ({"type": "JsonWebKey2020", "publicKeyMultibase": None, "publicKeyJwk": to_jwk(ED25519)}, ED25519),
    ],
)
def test_the_types_of_method_that_are_read(changes, key):
    assert verification_method(document(method(**changes)), f"{DID}#key-1").key == key


@pytest.mark.parametrize("name", ["vm-ed25519", "vm-p256"])
def test_the_published_methods_are_found_by_the_kid_of_a_jwt(name):
    published_method = json.loads(published(f"vectors/vc-jose-cose/{name}.json").read_bytes())
    published_method.pop("secretKeyJwk")
    owner, jwk = published_method["controller"], published_method["publicKeyJwk"]
    whole = {"id": owner, "verificationMethod": [published_method], "assertionMethod": [published_method["id"]]}

    found = method_with_jwk_id(whole, jwk["kid"])

    assert found == verification_method(whole, published_method["id"])
    assert method_with_jwk_id(whole, "another") is None
    assert method_with_jwk_id({**whole, "assertionMethod": []}, jwk["kid"]) is None


def test_a_key_in_a_header_counts_only_when_the_issuer_publishes_it():
    whole = document(method(), method("#key-2", publicKeyMultibase=encode_public(P256)), assertion=[f"{DID}#key-1"])

    assert method_with_key(whole, ED25519).id == f"{DID}#key-1"
    assert method_with_key(whole, P256) is None
    assert method_with_key(whole, P384) is None
    assert method_with_jwk_id(whole, thumbprint(ED25519)).id == f"{DID}#key-1"


@pytest.mark.parametrize(
    ("whole", "reason"),
    [
        ({}, reasons.OTHER_DOCUMENT),
        (document(method(), id="did:web:other.example"), reasons.OTHER_DOCUMENT),
        (document(method(), id=[DID]), reasons.OTHER_DOCUMENT),
        (document(), reasons.NO_SUCH_METHOD),
        (document(assertion=[f"{DID}#key-1"]), reasons.NO_SUCH_METHOD),
        (document(method("#key-2")), reasons.NO_SUCH_METHOD),
        (document(method(), assertion=[]), reasons.NOT_FOR_PURPOSE),
        (document(method(), assertion=[], authentication=[f"{DID}#key-1"]), reasons.NOT_FOR_PURPOSE),
        (document(method(), assertion=[f"{DID}#key-2"]), reasons.NOT_FOR_PURPOSE),
        (document(method(), assertion=["did:web:other.example#key-1"]), reasons.NOT_FOR_PURPOSE),
        (document(method(controller="did:web:other.example")), reasons.OTHER_CONTROLLER),
        (document(method(controller=None)), reasons.MALFORMED_MEMBER),
        (document(method(controller=[DID])), reasons.MALFORMED_MEMBER),
        (document(method(type="EcdsaSecp256k1VerificationKey2019")), reasons.UNKNOWN_METHOD_TYPE),
        (document(method(type=["Multikey"])), reasons.UNKNOWN_METHOD_TYPE),
        (document(method(type=None)), reasons.UNKNOWN_METHOD_TYPE),
        (document(method(publicKeyMultibase=None)), reasons.MALFORMED_MEMBER),
        (document(method(publicKeyMultibase=5)), reasons.MALFORMED_MEMBER),
        (document(method(publicKeyMultibase="z6Mk")), reasons.UNKNOWN_CODEC),
        (document(method(type="JsonWebKey")), reasons.MALFORMED_MEMBER),
        (document(method(type="JsonWebKey", publicKeyJwk={**to_jwk(P256), "d": "AA"})), reasons.PRIVATE_JWK),
        (
            document(method(type="Ed25519VerificationKey2020", publicKeyMultibase=encode_public(P256))),
            reasons.MALFORMED_MEMBER,
        ),
        (document(method(expires="2027")), reasons.MALFORMED_MEMBER),
        (document(method(expires=None, revoked=True)), reasons.MALFORMED_MEMBER),
        (document(method(), method(publicKeyMultibase=encode_public(P256))), reasons.TWO_METHODS),
        (document(method(), assertion=[method(expires="2027-01-01T00:00:00Z")]), reasons.TWO_METHODS),
        (document(*[method()] * (MAXIMUM_METHODS + 1)), reasons.TOO_MANY_METHODS),
    ],
)
def test_a_key_that_is_not_authorised_is_refused_with_the_reason(whole, reason):
    with pytest.raises((MalformedController, MalformedKey)) as refusal:
        verification_method(whole, f"{DID}#key-1")

    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")


@pytest.mark.parametrize(
    "name",
    ["", "#key-1", "key-1", DID, f"{DID}#", "#", ":#a", "a:#b", "did web:x#k", f"{DID}#key 1", f"{DID}#k\n", "é:a#b"],
)
def test_the_name_of_a_method_is_an_absolute_url_with_a_fragment(name):
    with pytest.raises(MalformedController) as refusal:
        verification_method(document(method()), name)

    assert refusal.value.reason is reasons.METHOD_NOT_ABSOLUTE


def test_a_method_lives_where_its_name_says():
    assert controller_url(f"{DID}#key-1") == DID
    assert controller_url("https://greta.example/issuer?x=1#z6Mk#y") == "https://greta.example/issuer?x=1"


def test_a_did_key_without_fragment_stands_for_its_only_key():
    did = did_key.did_of(ED25519)

    assert controller_url(did) == did
    assert verification_method(did_key.document_of(did), did) == verification_method(
        did_key.document_of(did), did_key.method_of(ED25519)
    )


def test_unreadable_methods_are_left_out_of_the_list():
    whole = document(
        method(), method("#bad", type="Unknown"), method("#foreign", controller="did:web:x"), method("#key-2")
    )

    assert [found.id for found in verification_methods(whole)] == [f"{DID}#key-1", f"{DID}#key-2"]
    with pytest.raises(MalformedController):
        verification_methods({"verificationMethod": []})


def test_the_end_of_a_key_is_read():
    found = verification_method(
        document(method(expires="2027-01-01T00:00:00Z", revoked="2026-06-01T14:30:00+02:00")), f"{DID}#key-1"
    )

    assert found.expires == datetime(2027, 1, 1, tzinfo=UTC)
    assert found.revoked == datetime(2026, 6, 1, 12, 30, tzinfo=UTC)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from([DID, f"{DID}#key-1", "#key-1", "Multikey", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "controller", "publicKeyMultibase", "publicKeyJwk", "kty", "crv"]), inner
        )
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["id", "verificationMethod", "assertionMethod"]), json_values))
def test_any_document_gives_a_key_or_a_reason(whole):
    for ask in (lambda: verification_method(whole, f"{DID}#key-1"), lambda: verification_methods(whole)):
        with suppress(EngineError):
            ask()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05.1234567Z", datetime(2026, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)),
        ("2026-01-02T03:04:05.5+14:00", datetime(2026, 1, 1, 13, 4, 5, 500000, tzinfo=UTC)),
        ("2026-01-02T03:04:05-00:30", datetime(2026, 1, 2, 3, 34, 5, tzinfo=UTC)),
        ("2026-12-31T24:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026-12-31T24:00:00.000Z", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_date_time_stamps_are_read(text, moment):
    assert read_stamp(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02T03:04:05",
        "2026-01-02",
        "2026-01-02 03:04:05Z",
        "2026-13-02T03:04:05Z",
        "2026-02-29T03:04:05Z",
        "2026-01-02T24:00:01Z",
        "2026-01-02T24:00:00.5Z",
        "2026-01-02T23:59:60Z",
        "2026-01-02T03:04:05+15:00",
        "2026-01-02T03:04:05+0200",
        "2026-01-02T03:04:05z",
        "0000-01-02T03:04:05Z",
        "9999-12-31T24:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "12026-01-02T03:04:05Z",
        "２026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.Z",
        " 2026-01-02T03:04:05Z",
        "",
        None,
        5,
        ["2026-01-02T03:04:05Z"],
    ],
)
def test_other_texts_are_no_date_time_stamps(text):
    assert read_stamp(text) is None


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 30)))  # noqa: DTZ001 -- the zone is added below
def test_a_moment_is_written_to_the_second_and_read_back(moment):
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=2)))

    assert read_stamp(write_stamp(moment)) == moment


def test_a_moment_without_a_zone_is_not_written():
    with pytest.raises(ValueError, match="zone"):
        write_stamp(datetime(2026, 1, 1))  # noqa: DTZ001 -- that is the point
