"""The VC-API as suites ask it: what is well is secured and verified, what is malformed is refused, nothing is a 500."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings

from published import published
from sceau.api.vc_api import issuers as of_server
from sceau.api.vc_api.apps import VcApiConfig
from sceau.api.vc_api.issuers import SUITES
from sceau.api.vc_api.server import Conformance, server
from sceau.engine.vocabularies.contexts import VC_2_0, shipped_file
from sceau.outside.fetchers import OfflineFetcher
from verifying import Issuer

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
BASE = "http://127.0.0.1:8099"
CLOSED = Conformance(BASE, b"7" * 32, OfflineFetcher())


@pytest.fixture(autouse=True)
def _server():
    """The addresses of `sceau conformance`, which reaches nobody else."""
    of_server._issuer.cache_clear()
    with override_settings(ROOT_URLCONF="sceau.api.vc_api.urls", MIDDLEWARE=[], SCEAU_CONFORMANCE=CLOSED):
        yield


def post(path: str, body: Any) -> tuple[int, Any]:
    """What an address answers: its status, and its body as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = Client().post(f"/vc-api/{path}", data, content_type="application/json")
    return answer.status_code, json.loads(answer.content)


def did(suite: str, place: int = 0) -> str:
    issuers: list[str] = json.loads(Client().get("/vc-api/").content)["suites"][suite]["issuers"]
    return issuers[place]


def credential(by: Any, /, **members: Any) -> Any:
    """The least that the standard asks for; members replace or, when None, remove."""
    document = {
        "@context": [VC_2_0],
        "type": ["VerifiableCredential"],
        "issuer": by,
        "credentialSubject": {"id": "did:example:subject"},
    }
    return {name: value for name, value in (document | members).items() if value is not None}


def issued(suite: str = "eddsa-rdfc-2022", **members: Any) -> Any:
    status, document = post(f"{suite}/credentials/issue", {"credential": credential(did(suite), **members)})
    assert status == 201, document
    return document


def verified(document: Any, suite: str = "eddsa-rdfc-2022", **options: Any) -> int:
    status, answer = post(f"{suite}/credentials/verify", {"verifiableCredential": document, "options": options})
    assert answer["verified"] == (status == 200)
    assert bool(answer["errors"]) == (status == 400)
    return status


# what is well ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", SUITES)
def test_each_path_secures_with_each_of_its_keys_and_verifies_what_it_secured(suite):
    for place in range(len(SUITES[suite])):
        status, document = post(f"{suite}/credentials/issue", {"credential": credential(did(suite, place))})

        assert status == 201
        assert verified(document, suite) == 200
        assert verified(document, suite, checks=["proof"]) == 200
        if suite == "jose":
            assert document["type"] == "EnvelopedVerifiableCredential"
            _, _, token = document["id"].partition(",")
            assert post("jose/credentials/verify", {"verifiableCredential": token})[0] == 200
        else:
            assert document["issuer"] == did(suite, place)
            assert document["proof"]["cryptosuite"] == ("eddsa-rdfc-2022" if "status" in suite else suite)
            assert document["proof"]["verificationMethod"].startswith(did(suite, place) + "#")


def test_the_issuer_stays_whom_the_caller_names():
    named = {"id": did("eddsa-rdfc-2022"), "name": "Test", "description": "An issuer"}
    assert issued(issuer=named)["issuer"] == named

    status, document = post("eddsa-rdfc-2022/credentials/issue", {"credential": credential("https://else.example/1")})
    assert (status, document["issuer"]) == (201, "https://else.example/1")
    assert verified(document) == 400  # nothing shows that it is theirs


def test_words_of_the_standards_examples_are_defined():
    subject = {"id": "did:example:subject", "alumniOf": {"id": "did:example:university", "name": "Université"}}
    document = issued(**{"@context": [VC_2_0, EXAMPLES], "credentialSubject": subject})

    assert verified(document) == 200


def test_the_options_of_a_proof_are_kept_and_asked_for_again():
    body = {
        "credential": credential(did("eddsa-jcs-2022")),
        "options": {"created": "2026-01-02T03:04:05Z", "domain": "https://a.example", "challenge": "c1"},
    }
    status, document = post("eddsa-jcs-2022/credentials/issue", body)

    assert (status, document["proof"]["created"]) == (201, "2026-01-02T03:04:05Z")
    assert verified(document, domain="https://a.example", challenge="c1", checks=["proof"]) == 200
    assert verified(document, domain="https://b.example", checks=["proof"]) == 400
    assert verified(document, challenge="c2") == 400


def test_a_proof_that_has_expired_is_none():
    body = {
        "credential": credential(did("eddsa-rdfc-2022")),
        "options": {"created": "2026-01-02T00:00:00Z", "expires": "2026-01-03T00:00:00Z"},
    }
    _, document = post("eddsa-rdfc-2022/credentials/issue", body)

    assert verified(document, checks=["proof"]) == 400


def test_dates_count_unless_the_proof_alone_is_asked_for():
    past = issued(validFrom="2020-01-01T00:00:00Z", validUntil="2021-01-01T00:00:00Z")

    assert verified(past, checks=["proof"]) == 200
    assert verified(past) == 400


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_second_proof_makes_a_set(suite):
    first = issued(suite)
    status, both = post(f"{suite}/credentials/issue", {"credential": first})

    assert (status, len(both["proof"])) == (201, 2)
    assert verified(both, suite) == 200


# status lists ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_a_credential_has_a_place_in_a_list_that_is_served_and_says_when_it_is_set(purpose):
    identifier = f"urn:uuid:{hashlib.sha256(purpose.encode()).hexdigest()[:8]}-0000-4000-8000-000000000000"
    asked = {
        "credential": credential(did("bitstring-status-list"), id=identifier),
        "options": {"credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": purpose}},
    }
    status, document = post("bitstring-status-list/credentials/issue", asked)
    entry = document["credentialStatus"]
    told = Client().get(entry["statusListCredential"].removeprefix(BASE))

    assert status == 201
    assert entry["statusPurpose"] == purpose
    assert told["Access-Control-Allow-Origin"] == "*"
    assert verified(json.loads(told.content)) == 200
    assert verified(document) == 200

    change = {"credentialId": identifier, "credentialStatus": [{"statusPurpose": purpose, "status": "1"}]}
    assert post("bitstring-status-list/credentials/status", change)[0] == 200
    assert verified(document) == 400
    assert verified(document, checks=["proof"]) == 200
    change["credentialStatus"][0]["status"] = "0"
    assert post("bitstring-status-list/credentials/status", change)[0] == 200
    assert verified(document) == 200


def test_places_that_nobody_gave_out_are_not_found():
    for body in ({"credentialId": "urn:none", "credentialStatus": [{"status": "1"}]}, {}):
        assert post("bitstring-status-list/credentials/status", body)[0] == 404
    assert Client().get("/vc-api/status/message").status_code == 404


def test_a_list_out_of_reach_is_told_apart_from_a_revocation():
    entry = {
        "id": "https://lists.example/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://lists.example/1",
    }
    document = issued(credentialStatus=entry)
    _, answer = post("eddsa-rdfc-2022/credentials/verify", {"verifiableCredential": document})

    assert [each["type"].partition("#")[2] for each in answer["errors"]] == ["STATUS_RETRIEVAL_ERROR"]


# what the data model forbids ------------------------------------------------------------------------------------------

TYPED = ("credentialStatus", "credentialSchema", "termsOfUse", "evidence", "refreshService")
FORBIDDEN: list[dict[str, Any]] = [
    {"@context": None},
    {"@context": VC_2_0 + "/"},
    {"@context": [EXAMPLES, VC_2_0]},
    {"@context": [VC_2_0, 5]},
    {"@context": [VC_2_0, {"VerifiableCredential": "https://example.org/#Bad"}]},
    {"@context": [VC_2_0, "https://unknown.example/context"]},
    {"id": 5},
    {"id": ["https://a.example/1", "https://a.example/2"]},
    {"id": "not a url"},
    {"type": None},
    {"type": []},
    {"type": ["UnknownType"]},
    {"type": ["VerifiableCredential", "UndefinedHere"]},
    {"name": 5},
    {"name": {"@value": 5}},
    {"name": [{"@value": "a", "@language": 4}]},
    {"description": {"value": "x"}},
    {"issuer": None},
    {"issuer": []},
    {"issuer": ["did:example:a"]},
    {"issuer": {"name": "no id"}},
    {"issuer": "not-a-url"},
    {"credentialSubject": None},
    {"credentialSubject": {}},
    {"credentialSubject": []},
    {"credentialSubject": [{"id": "did:example:a"}, {}]},
    {"credentialSubject": "did:example:a"},
    {"credentialSubject": {"id": "did:example:a", "undefinedHere": 1}},
    {"validFrom": "2026-01-01"},
    {"validFrom": "2026-01-01T00:00:00"},
    {"validFrom": "2026-02-30T00:00:00Z"},
    {"validUntil": 5},
    {"validFrom": "2026-01-02T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"},
    {"issuanceDate": "2026-01-01T00:00:00Z"},
    *({member: {"id": "https://a.example/x"}} for member in TYPED if member != "credentialSchema"),
    {"credentialSchema": {"type": "JsonSchema"}},
    {"credentialSchema": {"id": "https://a.example/x"}},
    {"relatedResource": ["https://a.example/x"]},
    {"relatedResource": [{"digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}]},
    {"relatedResource": [{"id": "https://a.example/x"}]},
]


@pytest.mark.parametrize("members", FORBIDDEN, ids=[json.dumps(each)[:60] for each in FORBIDDEN])
def test_what_the_data_model_forbids_is_neither_issued_nor_verified(members):
    status, answer = post(
        "eddsa-rdfc-2022/credentials/issue", {"credential": credential(did("eddsa-rdfc-2022"), **members)}
    )

    assert status == 400
    assert answer["errors"][0]["detail"]
    proof = issued()["proof"]
    assert verified(credential(did("eddsa-rdfc-2022"), **members) | {"proof": proof}) == 400


ALLOWED: list[dict[str, Any]] = [
    {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33"},
    {"@context": [VC_2_0, EXAMPLES], "type": ["VerifiableCredential", "ExampleAlumniCredential"]},
    {"name": {"@value": "Nom", "@language": "fr"}},
    {"name": [{"@value": "Nom", "@language": "fr"}, {"@value": "Name", "@language": "en"}]},
    {"credentialSubject": [{"id": "did:example:a"}, {"id": "did:example:b"}]},
    {"validFrom": "2026-01-01T24:00:00Z"},
    {"validFrom": "2026-01-01T00:00:00.123+05:30"},
    *(
        {
            "@context": [VC_2_0, EXAMPLES],
            member: [{"type": "ExampleOne"}, {"id": "https://a.example/x", "type": "ExampleTwo"}],
        }
        for member in ("termsOfUse", "evidence")
    ),
    {"@context": [VC_2_0, EXAMPLES], "credentialStatus": {"id": "https://a.example/x", "type": "ExampleStatus"}},
    {"@context": [VC_2_0, EXAMPLES], "credentialSchema": [{"id": "https://a.example/x", "type": "ExampleSchema"}]},
]


@pytest.mark.parametrize("members", ALLOWED, ids=[json.dumps(each)[:60] for each in ALLOWED])
def test_what_the_data_model_allows_is_issued_and_verified(members):
    assert verified(issued(**members), checks=["proof"]) == 200


@pytest.mark.parametrize(
    "members",
    [
        {"statusPurpose": "message", "statusSize": 2},
        {"statusPurpose": "message", "statusSize": 2, "statusMessage": [{"status": "0x0", "message": "x"}]},
        {"statusListIndex": "-1"},
        {"statusListIndex": 7},
        {"statusPurpose": ""},
    ],
)
def test_a_place_in_a_list_that_nobody_could_read_is_not_signed(members):
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://lists.example/1",
    }
    assert issued(credentialStatus=entry)["credentialStatus"] == entry
    body = {"credential": credential(did("eddsa-rdfc-2022"), credentialStatus=entry | members)}
    status, answer = post("eddsa-rdfc-2022/credentials/issue", body)
    assert (status, answer["errors"][0]["pointer"].startswith("/credentialStatus")) == (400, True)


@pytest.mark.parametrize("suite", SUITES)
def test_words_that_nothing_defines_are_signed_by_no_suite(suite):
    subject = {"id": "did:example:subject"}
    for members in (
        {"undefinedHere": 1},
        {"credentialSubject": subject | {"undefinedHere": 1}},
        {"type": ["VerifiableCredential", "UndefinedHere"]},
        {"https://a.example/word": 1},
        {"@graph": []},
    ):
        body = {"credential": credential(did(suite), **members)}
        assert post(f"{suite}/credentials/issue", body)[0] == 400, members
    directed = credential(did(suite), name={"@value": "اسم", "@language": "ar", "@direction": "rtl"})
    assert post(f"{suite}/credentials/issue", {"credential": directed})[0] == (
        400 if "rdfc" in suite or "list" in suite else 201
    )


@pytest.mark.parametrize(
    "digest",
    [
        {"digestSRI": "sha256-{sri}"},
        {"digestMultibase": "u{bare}"},
        {"digestMultibase": "u{multihash}"},
    ],
)
@pytest.mark.parametrize("is_right", [True, False])
def test_digests_of_related_documents_are_compared_at_issue_and_at_verification(digest, is_right):
    data = hashlib.sha256((shipped_file(VC_2_0) or b"") + (b"" if is_right else b" ")).digest()
    words = {
        "sri": base64.b64encode(data).decode(),
        "bare": base64.urlsafe_b64encode(data).decode().rstrip("="),
        "multihash": base64.urlsafe_b64encode(b"\x12\x20" + data).decode().rstrip("="),
    }
    resource = {"id": VC_2_0} | {name: text.format(**words) for name, text in digest.items()}
    ours = credential(did("eddsa-rdfc-2022"), relatedResource=[resource])

    assert post("eddsa-rdfc-2022/credentials/issue", {"credential": ours})[0] == (201 if is_right else 400)
    issuer = Issuer(5, host=None)
    signed = issuer.sign(credential(issuer.id, relatedResource=[resource]))
    assert verified(signed) == (200 if is_right else 400)


# what is forged or malformed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_proof_that_was_touched_is_refused(suite):
    document = issued(suite)
    other = issued("eddsa-rdfc-2022" if suite.startswith("ecdsa") else "ecdsa-rdfc-2019")["proof"]["proofValue"]
    changes: list[dict[str, Any]] = [
        {"type": "UnknownProof"},
        {"cryptosuite": "unknown-2030"},
        {"cryptosuite": None},
        {"proofPurpose": "authentication"},
        {"proofPurpose": None},
        {"proofValue": None},
        {"proofValue": "u" + document["proof"]["proofValue"][1:]},
        {"proofValue": document["proof"]["proofValue"][:-4]},
        {"proofValue": other[:-1]},
        {"verificationMethod": "did:key:zNobody#zNobody"},
        {"verificationMethod": None},
        {"created": "yesterday"},
        {"created": "2020-01-01T00:00:00Z"},
        {"previousProof": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33"},
        {"undefinedHere": "x"},
    ]
    for change in changes:
        touched = copy.deepcopy(document)
        touched["proof"] = {name: each for name, each in (touched["proof"] | change).items() if each is not None}
        assert verified(touched, suite, checks=["proof"]) == 400, change
    for changed in ({"credentialSubject": {"id": "did:example:b"}}, {"proof": []}, {"proof": 5}, {"proof": None}):
        assert verified(document | changed, suite) == 400, changed


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"credential": {}, "credential": {}}',
        b'{"credential": null}',
        b'{"verifiableCredential": 5, "verifiablePresentation": [], "credential": "x"}',
        b'{"verifiableCredential": {}, "verifiablePresentation": {}, "credential": {}}',
        b'{"credential": {"@context": []}, "options": []}',
        b'{"verifiableCredential": {"a": 1}, "verifiablePresentation": {"a": 1}, "options": {"checks": ["magic"]}}',
        b'{"verifiableCredential": {"a": 1}, "verifiablePresentation": {"a": 1}, "options": {"challenge": 5}}',
        b'{"credential": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"credential": "' + b"x" * (1024 * 1024) + b'"}',
        b'{"credential": {"x": "\\ud800"}, "verifiableCredential": {"x": "\\ud800"}}',
    ],
    ids=range(14),
)
@pytest.mark.parametrize("path", ["credentials/issue", "credentials/verify", "presentations/verify"])
def test_nothing_malformed_is_more_than_a_4xx(path, body):
    for suite in ("eddsa-rdfc-2022", "jose"):
        assert post(f"{suite}/{path}", body)[0] == 400


def test_what_is_not_there_is_not_found_and_what_is_not_asked_so_is_refused():
    assert Client().post("/vc-api/unknown-2030/credentials/issue", b"{}", content_type="text/plain").status_code == 404
    assert Client().get("/vc-api/jose/credentials/issue").status_code == 405
    assert Client().post("/vc-api/").status_code == 405


# presentations --------------------------------------------------------------------------------------------------------


def presented(*inside: Any, holder: bool = True, **options: Any) -> Any:
    bearer = Issuer(9, host=None)
    document = {"@context": [VC_2_0], "type": ["VerifiablePresentation"], "verifiableCredential": list(inside)}
    document |= {"holder": bearer.id} if holder else {}
    return bearer.sign(document, **({"purpose": "authentication"} | options))


def shown(document: Any, **options: Any) -> int:
    body = {"verifiablePresentation": document, "options": options}
    status, answer = post("eddsa-rdfc-2022/presentations/verify", body)
    assert answer["verified"] == (status == 200), answer
    return status


def test_a_presentation_is_verified_with_whoever_presents_and_all_inside():
    good, token = issued(), issued("jose")
    bad = good | {"credentialSubject": {"id": "did:example:b"}}

    assert shown(presented(good, token), checks=[]) == 200
    assert shown(presented(good, holder=False)) == 200
    assert shown(presented()) == 200
    assert shown(presented(good, bad, cryptosuite="eddsa-jcs-2022")) == 400
    assert shown(presented(good, "https://a.example/1", cryptosuite="eddsa-jcs-2022")) == 400
    assert shown(presented(good, 5, cryptosuite="eddsa-jcs-2022")) == 400
    assert (
        shown(presented(good, domain="https://a.example", challenge="1"), domain="https://a.example", challenge="1")
        == 200
    )
    assert shown(presented(good, challenge="1"), challenge="2") == 400
    assert shown(presented(good, purpose="assertionMethod")) == 400
    assert shown(presented(good) | {"holder": "did:example:acme"}) == 400
    assert shown(presented(good) | {"holder": {"name": "no id"}}) == 400
    assert shown({name: each for name, each in presented(good).items() if name != "proof"}) == 400
    assert shown({name: each for name, each in presented(good).items() if name != "type"}) == 400


def test_only_the_proof_of_a_presentation_is_asked_for_when_whoever_issued_is_out_of_reach():
    issuer = Issuer(4)  # a did:web that is not there
    document = presented(issuer.badge())

    assert shown(document) == 400
    assert shown(document, checks=["proof"]) == 200


# the published vectors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["vectors/open-badges-3.0/simple-noproof.json", "vectors/open-badges-3.0/simple-err-type.json"]
)
def test_published_documents_without_a_proof_or_of_another_type_are_refused(path):
    assert verified(json.loads(published(path).read_bytes())) == 400


# the door -------------------------------------------------------------------------------------------------------------


def test_no_house_loads_it():
    import sceau.api.vc_api as module

    with override_settings(SCEAU_CONFORMANCE=None):
        for asked in (VcApiConfig("sceau.api.vc_api", module).ready, server):
            with pytest.raises(ImproperlyConfigured, match="sceau conformance"):
                asked()
