"""Forty ways to be believed that do not work: each is tried on both suites, or on the issuer's own documents."""

from __future__ import annotations

import copy
import hashlib
import hmac
import unicodedata
from datetime import timedelta

import orjson
import pytest

from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.multibase import encode_base64url
from sceau.engine.keys.multikey import encode_public
from sceau.engine.status.documents import status_entry
from sceau.engine.vocabularies.contexts import VC_2_0
from verifying import BASE, INDEX, LIST_URL, NOW, SIGNED_AT, Issuer, ask, credential, said, token_with

SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022")
OWN, EVIL = Issuer(1), Issuer(2, host="evil.example")
SITES = (OWN.site, EVIL.site)
DID = "https://badges.example/.well-known/did.json"


def _drop(of, name):
    del of[name]


# what somebody changes in a document that another has signed ----------------------------------------------------------

CHANGES = {
    "the subject in a list": lambda d: d.update(credentialSubject=[d["credentialSubject"]]),
    "the subject twice": lambda d: d.update(credentialSubject=[d["credentialSubject"]] * 2),
    "another vocabulary beside": lambda d: d.update({"@context": [*d["@context"], "https://a.example/words"]}),
    "words given another meaning": lambda d: d.update(
        {"@context": [*d["@context"], {"validUntil": "https://a.example/"}]}
    ),
    "vocabularies in another order": lambda d: d.update({"@context": [d["@context"][0], *d["@context"][:0:-1]]}),
    "an end that is nothing": lambda d: d.update(validUntil=None),
    "an end in a list": lambda d: d.update(validUntil=[d["validUntil"]]),
    "an end under its absolute name": lambda d: d.update(
        {"https://www.w3.org/2018/credentials#validUntil": d.pop("validUntil")}
    ),
    "an end in a look-alike letter": lambda d: d.update({"valid\u0405ntil": d.pop("validUntil")}),
    "a name decomposed": lambda d: d.update(name=unicodedata.normalize("NFD", d["name"])),
    "an issuer without its name": lambda d: d.update(issuer=d["issuer"]["id"]),
    "another issuer": lambda d: d["issuer"].update(id=EVIL.id),
    "another address": lambda d: d.update(id=f"{BASE}/v/ANOTHER"),
    "a picture of one's own": lambda d: d["credentialSubject"]["achievement"].update(
        image={"id": "data:image/png;base64,AAAA", "type": "Image"}
    ),
    "a proof without its purpose": lambda d: _drop(d["proof"], "proofPurpose"),
    "a proof without its date": lambda d: _drop(d["proof"], "created"),
    "a proof that never ends": lambda d: d["proof"].update(expires=None),
    "a proof of two types": lambda d: d["proof"].update({"@type": "DataIntegrityProof"}),
    "a proof built upon nothing": lambda d: d["proof"].update(previousProof="urn:uuid:none"),
    "the key of another": lambda d: d["proof"].update(verificationMethod=EVIL.method),
    "a key behind a question mark": lambda d: d["proof"].update(verificationMethod=f"{OWN.id}?x=1#key-1"),
    "a key in capitals": lambda d: d["proof"].update(verificationMethod=OWN.method.replace("badges", "BADGES")),
    "a key with two marks": lambda d: d["proof"].update(verificationMethod=f"{OWN.method}#key-1"),
    "a key and a space": lambda d: d["proof"].update(verificationMethod=f"{OWN.method} "),
    "a wrong proof of the issuer beside": lambda d: d.update(
        proof=[d["proof"] | {"proofValue": EVIL.badge()["proof"]["proofValue"]}, d["proof"]]
    ),
}


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("name", CHANGES)
def test_a_document_that_was_touched_is_never_valid(suite, name):
    document = OWN.sign(credential(OWN.id), cryptosuite=suite)
    assert ask(document, *SITES).verdict == "valid"
    CHANGES[name](document)

    assert ask(document, *SITES).verdict == "invalid"


def test_whoever_signs_in_the_name_of_another_is_refused():
    assert said(ask(EVIL.sign(credential(OWN.id)), *SITES))["key"] == "failed key.not_the_issuers"


# what somebody publishes in the place of keys -------------------------------------------------------------------------

KEYS = {
    "keys of another": lambda d: [each.update(controller=EVIL.id) for each in d["verificationMethod"]],
    "keys that may not attest": lambda d: d.update(assertionMethod=[]),
    "keys to present": lambda d: d.update(authentication=d.pop("assertionMethod")),
    "one name for two keys": lambda d: d["verificationMethod"].insert(
        0, d["verificationMethod"][0] | {"publicKeyMultibase": encode_public(EVIL.signer.public_key)}
    ),
    "the document of another": lambda d: d.update(id=EVIL.id),
    "also known as": lambda d: d.update(id=EVIL.id, alsoKnownAs=[OWN.id]),
    **{
        f"withdrawn {value!r}": lambda d, value=value: d["verificationMethod"][0].update(revoked=value)
        for value in ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00", None, "yesterday", True, ["2025-01-01T00:00:00Z"])
    },
    **{
        f"out of service {value!r}": lambda d, value=value: d["verificationMethod"][0].update(expires=value)
        for value in ("2025-01-01T00:00:00Z", "2016-12-31T23:59:60Z", ["2020-01-01T00:00:00Z"], 0)
    },
}


@pytest.mark.parametrize("name", KEYS)
def test_a_document_of_keys_that_says_something_else_gives_none(name):
    document = copy.deepcopy(orjson.loads(orjson.dumps(OWN.site[DID])))
    KEYS[name](document)

    assert ask(OWN.badge(), {DID: document}, EVIL.site).verdict != "valid"


# tokens ---------------------------------------------------------------------------------------------------------------

HEADER = {"alg": "EdDSA", "typ": "vc+jwt", "kid": OWN.method}
JWK = to_jwk(EVIL.signer.public_key)
TOKENS = {
    "no signature": (HEADER | {"alg": "none"}, OWN),
    "the algorithm of another key": (HEADER | {"alg": "ES256"}, OWN),
    "the key of another by name": (HEADER | {"kid": EVIL.method}, EVIL),
    "the key of another in the header": ({"alg": "EdDSA", "typ": "vc+jwt", "jwk": JWK}, EVIL),
    "the key of another beside the name": (HEADER | {"jwk": JWK}, EVIL),
    "an address of keys": (HEADER | {"jku": "https://evil.example/keys"}, EVIL),
    "a certificate": (HEADER | {"x5c": ["AAAA"]}, EVIL),
    "an address of a key": (HEADER | {"kid": "https://evil.example/key"}, EVIL),
    "a part that is not signed": (HEADER | {"crit": ["b64"], "b64": False}, OWN),
}


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_names_no_key_but_the_issuers(name):
    header, signer = TOKENS[name]

    assert ask(token_with(header, credential(OWN.id), signer), *SITES).verdict == "invalid"


def test_a_public_key_is_no_secret():
    parts = [encode_base64url(orjson.dumps(each)) for each in (HEADER | {"alg": "HS256"}, credential(OWN.id))]
    text, secret = ".".join(parts), encode_public(OWN.signer.public_key).encode()
    token = f"{text}.{encode_base64url(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"

    assert said(ask(token, *SITES)) == {"proof": "unknown jwt.unknown_algorithm"}


@pytest.mark.parametrize("again", [b',"name":"Autre"}', b',"n\\u0061me":"Autre"}'])
def test_a_name_that_is_written_twice_is_read_by_nobody(again):
    payload = orjson.dumps(credential(OWN.id))[:-1] + again
    text = f"{encode_base64url(orjson.dumps(HEADER))}.{encode_base64url(payload)}"
    token = f"{text}.{encode_base64url(OWN.signer.sign(text.encode()))}"

    for twice in (token, orjson.dumps(OWN.badge())[:-1] + again):
        assert said(ask(twice, *SITES)) == {"readable": "failed json.duplicate_name"}


@pytest.mark.parametrize("claim", [{"iss": EVIL.id}, {"vc": credential(OWN.id)}, {"vp": {}}, {"exp": 1}, {"nbf": 4e9}])
def test_a_claim_that_says_something_else_is_told(claim):
    assert ask(token_with(HEADER, credential(OWN.id) | claim, OWN), *SITES).verdict != "valid"


# what was said since --------------------------------------------------------------------------------------------------


def lists(issuer, **options):
    issuer.publish_list(**options)
    return issuer.badge_with_status()


@pytest.mark.parametrize(
    "options",
    [
        {"purpose": "suspension"},
        {"valid_until": SIGNED_AT + timedelta(days=1)},
        {"valid_from": NOW + timedelta(days=1)},
        {"revoked": {INDEX: 1}},
    ],
)
def test_a_list_that_does_not_answer_is_no_good_news(options):
    issuer = Issuer(1)

    assert ask(lists(issuer, **options), issuer.site).verdict != "valid"


@pytest.mark.parametrize(
    "index", ["04711", " 4711", "4711.0", "+4711", "\uff14\uff17\uff11\uff11", "1e3", 4711.0, True, "-0"]
)
def test_an_index_is_read_in_one_way_or_not_at_all(index):
    issuer = Issuer(1)
    issuer.publish_list(revoked={INDEX: 1})
    entry = status_entry(LIST_URL, INDEX) | {"statusListIndex": index}
    report = ask(issuer.sign(credential(issuer.id, credentialStatus=entry), cryptosuite=SUITES[1]), issuer.site)

    assert report.verdict != "valid"
    assert report.is_revoked or "revocation" not in [each.id for each in report.checks]


def test_a_list_of_another_or_under_another_name_and_a_badge_in_its_place_say_nothing():
    issuer, other = Issuer(1), Issuer(2, host="evil.example")
    other.publish_list("https://evil.example/list")
    foreign = issuer.badge(credentialStatus=status_entry("https://evil.example/list", INDEX))
    assert said(ask(foreign, issuer.site, other.site)) == {"status": "failed status.foreign"}

    issuer.publish_list()
    renamed = {name: each for name, each in issuer.site[LIST_URL].items() if name != "proof"} | {
        "id": f"{BASE}/status/x"
    }
    for instead in (issuer.sign(renamed), issuer.badge()):
        found = said(ask(issuer.badge_with_status(), issuer.site | {LIST_URL: instead}))
        assert found == {"status": "failed status.other_list"}


# dates ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "until",
    [
        "2026-06-02T01:59:59+14:00",
        "2026-05-31T23:59:59-12:00",
        "2026-06-01T11:59:59.999999Z",
        "2026-05-31T24:00:00Z",
        "2026-05-31T23:59:60Z",
        "2026-06-30T12:00:00",
        "10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        ["2030-01-01T00:00:00Z"],
    ],
)
def test_an_end_that_is_over_or_unreadable_in_any_zone_is_not_in_force(until):
    signed = OWN.sign(credential(OWN.id, validUntil=until), cryptosuite=SUITES[1])

    assert ask(signed, *SITES).verdict != "valid"


# what holds something else --------------------------------------------------------------------------------------------


def test_nothing_can_be_added_around_what_is_signed():
    good = OWN.badge()
    shell = {"@context": [VC_2_0], "type": ["VerifiablePresentation"], "verifiableCredential": [good]}
    envelope = {"@context": [VC_2_0], "id": f"data:application/vc+jwt,{OWN.token()}"}
    both = ["VerifiablePresentation", "VerifiableCredential"]
    for document in (
        shell | {"type": both, "credentialSubject": {"id": "did:example:me"}},
        shell | {"verifiableCredential": [good, EVIL.sign(credential(OWN.id))]},
        envelope
        | {"type": ["EnvelopedVerifiableCredential", "OpenBadgeCredential"], "credentialSubject": {"id": "x:y"}},
    ):
        assert ask(document, *SITES).verdict == "invalid"
