"""Open Badges 2.0: the published assertions and what they point to, and every rule with a document that breaks it."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.samples import read
from published import published
from sceau.engine.errors import MalformedCredential
from sceau.engine.model.open_badges_2 import (
    assertion_faults,
    badge_faults,
    badge_reference,
    is_signed,
    issuer_faults,
    issuer_reference,
    key_reference,
    read_assertion,
    revocation_list_reference,
)
from sceau.engine.model.open_badges_2_ties import (
    Revocation,
    hosted_faults,
    key_faults,
    public_key_pem,
    revocation_in,
    revocation_in_answer,
)

HOST = "https://example.org/"


def hosted():
    return read("vectors/open-badges-2.0/basic-assertion.json")


def asset(name):
    return read(f"vectors/open-badges-2.0/assets/{name}")


def payload_of(name):
    """The payload of a published JWS; its signature is another module's."""
    token = (published("vectors/open-badges-2.0") / name).read_text().strip()
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def found(faults):
    return [(fault.pointer, fault.reason.code) for fault in faults]


# published documents --------------------------------------------------------------------------------------------------

ASSERTIONS = {
    "basic-assertion.json": [],
    "basic-assertion-expired.json": [],  # sound, and over since 2022
    "basic-assertion-invalid-type.json": [("/type", "model.wrong_type")],  # OtherAssertion
}
DOCUMENTS = {
    "robotics-badge.json": badge_faults,
    "badge-from-organization-with-revocation-list.json": badge_faults,
    "badgeclass1.json": badge_faults,  # with the context written inside
    "organization.json": issuer_faults,
    "organization-with-revocation-list.json": issuer_faults,
    "issuer1.json": issuer_faults,
}


@pytest.mark.parametrize("name", ASSERTIONS)
def test_published_assertions(name):
    assert found(assertion_faults(read(f"vectors/open-badges-2.0/{name}"))) == ASSERTIONS[name]


@pytest.mark.parametrize("name", ["simple.jwt", "simple-revoked.jwt"])
def test_published_signed_assertions(name):
    assertion = payload_of(name)

    assert assertion_faults(assertion) == []
    assert is_signed(assertion)
    assert not is_signed(hosted())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_published_badges_and_issuers(name):
    document = asset(name)

    assert DOCUMENTS[name](document, found_at=document["id"]) == []
    assert found(DOCUMENTS[name](document, found_at="https://elsewhere.example/")) == [("/id", "ob2.another_document")]


def test_one_thing_leads_to_the_next():
    assertion, badge, issuer = payload_of("simple.jwt"), asset("robotics-badge.json"), asset("organization.json")

    assert badge_reference(assertion) == badge["id"]
    assert issuer_reference(badge) == issuer["id"]
    assert key_reference(assertion, issuer) == "http://example.org/key1.json"
    assert revocation_list_reference(issuer) is None
    with_list = asset("organization-with-revocation-list.json")
    assert revocation_list_reference(with_list) == "http://example.org/revocation-list.json"


def test_the_published_key_is_the_issuers():
    issuer, key = asset("organization.json"), asset("key1.json")

    assert key_faults(key, issuer) == []
    assert public_key_pem(key).startswith("-----BEGIN PUBLIC KEY-----")


def test_the_published_revocation():
    entries, revoked = asset("revocation-list.json"), payload_of("simple-revoked.jwt")

    assert revocation_in(entries, revoked) == Revocation("A good reason, for sure")
    assert revocation_in(entries, {"id": "urn:uuid:6deb4a00-ebce-4b28-8cc2-afa705ef7be4"}) == Revocation("")
    assert revocation_in(entries, {"id": "urn:uuid:52e4c6b3-8c13-4fa8-8482-a5cf34ef37a9"}) == Revocation("")
    assert revocation_in(entries, payload_of("simple.jwt")) is None


def test_the_view_of_a_published_assertion():
    credential = read_assertion(hosted(), asset("robotics-badge.json"), asset("organization.json"))

    assert credential.kind == "ob2"
    assert credential.id == "https://example.org/beths-robotics-badge.json"
    assert credential.name == "Awesome Robotics Badge"
    assert credential.issuer_id == "https://example.org/organization.json"
    assert credential.issuer_name == "An Example Badge Issuer"
    assert credential.valid_from == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert credential.valid_until is None
    assert credential.image == "https://example.org/beths-robot-badge.png"
    assert credential.subject["type"] == "email"
    assert credential.achievement["criteria"] == "https://example.org/badgecriteria.json"


def test_the_view_of_what_is_at_hand():
    alone = read_assertion(hosted())
    embedded = read_assertion(
        {**hosted(), "badge": {**asset("robotics-badge.json"), "issuer": asset("organization.json")}}
    )
    badge_only = read_assertion(hosted(), asset("robotics-badge.json"))

    assert (alone.name, alone.issuer_id, alone.issuer_name) == (None, None, None)
    assert embedded.issuer_name == "An Example Badge Issuer"
    assert (badge_only.issuer_id, badge_only.issuer_name) == ("https://example.org/organization.json", None)


# rules ----------------------------------------------------------------------------------------------------------------

NOTHING = object()


def broken(document, name, value):
    document = {**document}
    if value is NOTHING:
        del document[name]
    else:
        document[name] = value
    return document


@pytest.mark.parametrize(
    ("name", "value", "pointer", "code"),
    [
        ("@context", NOTHING, "/@context", "model.missing"),
        ("@context", "https://w3id.org/openbadges/v3", "/@context", "model.context_not_first"),
        ("id", NOTHING, "/id", "model.missing"),
        ("id", "badge 1", "/id", "model.not_a_url"),
        ("recipient", NOTHING, "/recipient", "model.missing"),
        ("recipient", {"type": "email", "identity": "a@example.org"}, "/recipient/hashed", "model.missing"),
        ("recipient", {"type": "email", "identity": 3, "hashed": False}, "/recipient/identity", "model.not_a_string"),
        (
            "recipient",
            {"type": "email", "identity": "x", "hashed": "no"},
            "/recipient/hashed",
            "model.not_true_or_false",
        ),
        ("badge", NOTHING, "/badge", "model.missing"),
        ("badge", "the badge", "/badge", "model.not_a_url"),
        ("badge", {"type": "BadgeClass", "name": "x", "description": "y"}, "/badge/issuer", "model.missing"),
        ("verification", {"type": "trust-me"}, "/verification/type", "ob2.how_to_verify"),
        ("verification", {}, "/verification/type", "model.missing"),
        ("verification", {"type": "signed", "creator": "key"}, "/verification/creator", "model.not_a_url"),
        ("issuedOn", NOTHING, "/issuedOn", "model.missing"),
        ("issuedOn", "2016-12-31", "/issuedOn", "date.not_a_date"),
        ("expires", "2016-12-31T00:00:00", "/expires", "date.without_zone"),
        ("image", 3, "/image", "model.not_a_string"),
        ("revoked", "yes", "/revoked", "model.not_true_or_false"),
    ],
)
def test_rules_of_an_assertion(name, value, pointer, code):
    assert found(assertion_faults(broken(hosted(), name, value)))[0] == (pointer, code)


@pytest.mark.parametrize(
    ("name", "value", "pointer", "code"),
    [
        ("type", "Badge", "/type", "model.wrong_type"),
        ("name", NOTHING, "/name", "model.missing"),
        ("description", 3, "/description", "model.not_a_string"),
        ("criteria", {}, "/criteria", "model.criteria_empty"),
        ("criteria", "see the web site", "/criteria", "model.not_a_url"),
        ("issuer", NOTHING, "/issuer", "model.missing"),
        ("issuer", {"type": "Issuer", "name": "x"}, "/issuer/id", "model.missing"),
    ],
)
def test_rules_of_a_badge(name, value, pointer, code):
    assert found(badge_faults(broken(asset("robotics-badge.json"), name, value)))[0] == (pointer, code)


@pytest.mark.parametrize(
    ("name", "value", "pointer", "code"),
    [
        ("type", "Organization", "/type", "model.wrong_type"),
        ("name", NOTHING, "/name", "model.missing"),
        ("id", NOTHING, "/id", "model.missing"),
        ("url", "www.example.org", "/url", "model.not_a_url"),
        ("publicKey", ["key"], "/publicKey/0", "model.not_a_url"),
        ("revocationList", [], "/revocationList", "model.not_a_string"),
    ],
)
def test_rules_of_an_issuer(name, value, pointer, code):
    assert found(issuer_faults(broken(asset("organization.json"), name, value)))[0] == (pointer, code)


@pytest.mark.parametrize(
    "assertion",
    [
        {"uid": "1", "recipient": {}, "badge": f"{HOST}b.json", "verify": {"type": "hosted", "url": f"{HOST}1.json"}},
        {"recipient": "a@example.org", "badge": {"version": "0.5.0", "name": "x"}},
    ],
)
def test_open_badges_1_is_named(assertion):
    assert found(assertion_faults(assertion)) == [("", "ob2.not_2_0")]


def test_the_view_of_open_badges_1():
    assertion = {
        "uid": "abc",
        "recipient": {"type": "email"},
        "issuedOn": 1359217910,
        "expires": "2027-01-01",
        "verify": {},
    }
    credential = read_assertion({**assertion, "badge": {"name": "x", "image": f"{HOST}x.png"}})

    assert credential.kind == "ob1"
    assert credential.id == "abc"
    assert credential.valid_from == datetime(2013, 1, 26, 16, 31, 50, tzinfo=UTC)
    assert credential.valid_until == datetime(2027, 1, 1, tzinfo=UTC)
    assert credential.image == f"{HOST}x.png"


# ties -----------------------------------------------------------------------------------------------------------------


def test_a_hosted_assertion_stands_where_it_says_on_a_site_of_its_issuer():
    assertion, issuer = hosted(), asset("organization.json")
    elsewhere = {**assertion, "id": "https://badges.elsewhere.example/1"}
    allowing = {**issuer, "verification": {"allowedOrigins": ["badges.elsewhere.example"]}}
    narrow = {**issuer, "verification": {"startsWith": f"{HOST}badges/"}}

    assert hosted_faults(assertion, issuer, found_at=assertion["id"]) == []
    assert found(hosted_faults(assertion, issuer, found_at=f"{HOST}other")) == [("/id", "ob2.not_where_it_says")]
    assert found(hosted_faults(elsewhere, issuer, found_at=elsewhere["id"])) == [("/id", "ob2.not_from_the_issuer")]
    assert hosted_faults(elsewhere, allowing, found_at=elsewhere["id"]) == []
    assert found(hosted_faults(assertion, narrow, found_at=assertion["id"])) == [("/id", "ob2.not_from_the_issuer")]


@pytest.mark.parametrize("identifier", ["", "http://[", "urn:uuid:1", None])
def test_an_assertion_without_a_host_is_on_no_site_of_the_issuer(identifier):
    issuer = {**asset("organization.json"), "id": identifier}
    assertion = {**hosted(), "id": identifier}

    assert ("/id", "ob2.not_from_the_issuer") in found(hosted_faults(assertion, issuer, found_at=str(identifier)))


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("id", f"{HOST}key9.json", "ob2.key_not_listed"),
        ("owner", "https://elsewhere.example/", "ob2.key_of_somebody_else"),
        ("publicKeyPem", None, "ob2.no_key_inside"),
    ],
)
def test_a_key_that_is_not_the_issuers(name, value, code):
    key = {**asset("key1.json"), name: value}

    assert [reason for _, reason in found(key_faults(key, asset("organization.json")))] == [code]


def test_a_key_inside_the_issuers_document_is_found_there():
    key = asset("key1.json")
    issuer = {**asset("organization.json"), "publicKey": [{"id": "urn:x:y"}, key]}

    assert key_reference(payload_of("simple.jwt"), issuer) == key
    assert key_faults(key, issuer) == []
    assert key_reference({"verification": {"type": "signed"}}, issuer) == {"id": "urn:x:y"}
    assert key_reference({"verification": {"type": "signed"}}, {}) is None


def test_a_key_without_its_text_is_refused():
    with pytest.raises(MalformedCredential):
        public_key_pem({"id": "urn:x:y"})


@pytest.mark.parametrize(
    ("status", "document", "revocation"),
    [
        (410, {"id": "x", "revoked": True, "revocationReason": "Erreur"}, Revocation("Erreur")),
        (410, None, Revocation("")),
        (200, {"revoked": True}, Revocation("")),  # the reference validator overlooks it; we do not
        (200, {"revoked": False}, None),
        (200, {"revoked": "yes"}, None),
        (200, None, None),
        (404, None, None),
    ],
)
def test_revocation_of_a_hosted_assertion(status, document, revocation):
    assert revocation_in_answer(status, document) == revocation


@pytest.mark.parametrize("document", [{}, {"revokedAssertions": "all"}])
def test_what_is_no_revocation_list_is_refused(document):
    with pytest.raises(MalformedCredential) as refusal:
        revocation_in(document, hosted())

    assert refusal.value.reason.code == "ob2.not_a_revocation_list"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    ["@context", "id", "type", "recipient", "badge", "verification", "verify", "issuedOn", "expires", "image", "issuer",
     "publicKey", "owner", "revocationList", "revokedAssertions", "criteria", "uid", "name"]
)  # fmt: skip
documents = st.dictionaries(names, json_values)


@given(documents, documents, documents)
def test_no_documents_break_us(assertion, badge, issuer):
    read_assertion(assertion, badge, issuer)
    faults = [*assertion_faults(assertion), *badge_faults(badge, found_at=HOST), *issuer_faults(issuer)]
    faults += [*hosted_faults(assertion, issuer, found_at=HOST), *key_faults(badge, issuer)]
    for fault in faults:
        assert fault.sentence("fr")
        assert fault.sentence("en")
    key_reference(assertion, issuer)
    if isinstance(badge.get("revokedAssertions"), list):
        assert revocation_in(badge, assertion) is None or assertion.get("id") is not None or "uid" in assertion
