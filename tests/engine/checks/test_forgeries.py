"""Ways to pass for an issuer, or to hide what one has said, that were found by trying: none of them works any more."""

from __future__ import annotations

import base64
import copy
import hashlib
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from sceau.engine.checks.policy import Policy
from sceau.engine.checks.verify import Memory, verify
from sceau.engine.checks.words import harmless
from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.multibase import encode_base64url
from sceau.engine.keys.multikey import encode_public
from sceau.engine.model.open_badges_2_ties import hosted_faults
from sceau.engine.proofs.claims import claims_of
from sceau.engine.proofs.data_integrity import verify_proof
from sceau.engine.status.bitstring import StatusList
from sceau.engine.status.documents import status_entry, status_list_credential
from sceau.engine.vocabularies.contexts import VC_1_1, VC_2_0, shipped
from sceau.outside.fetchers import MemoryFetcher
from verifying import INDEX, LIST_URL, NOW, SIGNED_AT, Issuer, answer, ask, credential, said, token_with

OB2 = "https://w3id.org/openbadges/v2"
REGRESSIONS = Path(__file__).parent / "vectors" / "regressions"


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def forger():
    return Issuer(2, host="faussaire.example")


# sets and chains ------------------------------------------------------------------------------------------------------


def test_a_proof_of_another_is_worth_nothing_beneath_one_of_the_issuer_that_cannot_be_judged(issuer, forger):
    document = forger.sign(credential(issuer.id), proof_id="urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0001")
    own = document["proof"]
    pretended = own | {"cryptosuite": "nobody-knows-2030", "verificationMethod": issuer.method}
    del pretended["id"]
    document["proof"] = [own, pretended | {"previousProof": own["id"]}]

    report = ask(document, issuer.site, forger.site)

    assert report.sentence["fr"] == "Impossible à vérifier"
    assert "proof.intact_since" not in {check.reason.code for check in report.checks}


@pytest.mark.parametrize("name", [[], {}, ["urn:uuid:1"], None, 7])
@pytest.mark.parametrize("is_the_issuers", [True, False])
def test_a_proof_whose_name_is_no_text_is_answered_like_any_other(issuer, forger, name, is_the_issuers):
    document = issuer.sign(issuer.badge(), cryptosuite="eddsa-jcs-2022")
    document["proof"][1] |= {"id": name} if is_the_issuers else {"id": name, "verificationMethod": forger.method}

    assert ask(document, issuer.site, forger.site).verdict == ("invalid" if is_the_issuers else "valid")


# who the issuer is ----------------------------------------------------------------------------------------------------


def _at_an_address(issuer, address):
    """The issuer under an https identifier, where its keys stand."""
    issuer.id, issuer.method = address, f"{address}#key-1"
    key = {"publicKeyMultibase": encode_public(issuer.signer.public_key)}
    method = {"id": issuer.method, "type": "Multikey", "controller": address, **key}
    issuer.site = {address: {"id": address, "verificationMethod": [method], "assertionMethod": [issuer.method]}}
    return issuer


@pytest.mark.parametrize(
    "address",
    [
        "https://faussaire.example?@universite.example/1",
        "https://faussaire.example/?@universite.example/1",
        "https://faussaire.example:443?@universite.example",
    ],
)
def test_a_name_after_the_host_does_not_pass_for_the_host(forger, address):
    report = ask(_at_an_address(forger, address).badge(), forger.site)

    assert "faussaire.example" in answer(report, "issuer").message["fr"]
    assert "universite" not in answer(report, "issuer").message["fr"]


@pytest.mark.parametrize("address", ["https://universite.example@faussaire.example/1", "https://été.example/1"])
def test_an_address_whose_host_could_be_misread_identifies_nobody(forger, address):
    report = ask(_at_an_address(forger, address).badge(), forger.site)

    assert answer(report, "issuer").reason.code == "issuer.identified_by_nothing"


@pytest.mark.parametrize(
    "way_out", ["../2/key", "%2e%2e/2/key", "..%2f2/key", "./../2/key", "key?file=../2/key", "..;/2"]
)
def test_a_key_file_that_only_seems_to_stand_below_the_issuer_is_not_the_issuers(forger, way_out):
    here = "https://host.example/issuers/1"
    kid = f"{here}/{way_out}"
    token = token_with({"alg": "EdDSA", "typ": "vc+jwt", "kid": kid}, credential(here), forger)
    nobodys = {"id": here, "verificationMethod": [], "assertionMethod": []}

    report = ask(token, {kid: to_jwk(forger.signer.public_key), here: nobodys})

    assert said(report)["key"].startswith("failed")


# Open Badges 2.0 ------------------------------------------------------------------------------------------------------


def _signed_badge_2(creator, published_key):
    """A 2.0 assertion in the name of an honest issuer, signed by a forger; and what everybody publishes."""
    key, forged = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    home = "https://universite.example"

    def pem(private):
        form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        return private.public_key().public_bytes(*form).decode()

    own = {"id": f"{home}/key", "type": "CryptographicKey", "owner": f"{home}/issuer", "publicKeyPem": pem(key)}
    site = {
        f"{home}/issuer": {"@context": OB2, "id": f"{home}/issuer", "type": "Issuer", "name": "Université"},
        f"{home}/badge": {"@context": OB2, "id": f"{home}/badge", "type": "BadgeClass", "name": "B"},
        f"{home}/key": own,
        creator: own | {"publicKeyPem": pem(forged)},
    }
    site[f"{home}/badge"] |= {"description": "b", "criteria": f"{home}/c", "issuer": f"{home}/issuer"}
    site[f"{home}/badge"] |= {"image": f"{home}/i.png"}
    site[f"{home}/issuer"] |= {"url": home, "email": "a@universite.example", "publicKey": published_key(own)}
    assertion = {
        "@context": OB2,
        "id": "urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0002",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "naima@example.org"},
        "badge": f"{home}/badge",
        "verification": {"type": "signed", "creator": creator},
        "issuedOn": "2026-01-01T00:00:00Z",
    }
    signed = ".".join(encode_base64url(orjson.dumps(part)) for part in ({"alg": "RS256"}, assertion))
    return f"{signed}.{encode_base64url(forged.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}", site


def _without_its_name(key):
    return [{name: value for name, value in key.items() if name != "id"}]


@pytest.mark.parametrize("published_key", [lambda key: key["id"], lambda key: [key], _without_its_name])
def test_a_key_of_open_badges_2_is_the_one_at_its_own_address(published_key):
    token, site = _signed_badge_2("https://faussaire.example/key", published_key)
    nameless = copy.deepcopy(site)
    del nameless["https://faussaire.example/key"]["id"]

    for published in (site, nameless):
        assert said(ask(token, published))["key"] == "failed ob2.not_where_it_says"


@pytest.mark.parametrize("way_out", ["../mine/1", "%2e%2e/mine/1", "..%2Fmine/1"])
def test_an_assertion_that_only_seems_to_stand_within_the_issuers_pages_is_not_the_issuers(way_out):
    home = "https://host.example/universite/"
    policy = {"type": "VerificationObject", "startsWith": f"{home}badges/"}

    assert (
        hosted_faults({"id": f"{home}badges/1"}, {"verification": policy, "id": home}, found_at=f"{home}badges/1") == []
    )
    address = f"{home}badges/{way_out}"
    faults = hosted_faults({"id": address}, {"verification": policy, "id": home}, found_at=address)
    assert [fault.reason.code for fault in faults] == ["ob2.not_from_the_issuer"]


# dates of tokens ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
@pytest.mark.parametrize("end", [int(NOW.timestamp()) - 60, 0, -5])
def test_a_token_that_ends_before_a_credential_without_end_has_ended(issuer, typ, end):
    document = credential(issuer.id, validUntil=None)
    claims = claims_of(document) | {"exp": end}
    token = token_with({"alg": "EdDSA", "typ": typ, "kid": issuer.method}, document | claims, issuer)

    assert said(ask(token, issuer.site)) == {"proof_time": "failed proof.expired"}


def test_a_token_that_is_not_good_yet_asks_for_attention(issuer):
    document = credential(issuer.id) | {"nbf": int((NOW + timedelta(days=1)).timestamp())}
    token = token_with({"alg": "EdDSA", "typ": "vc+jwt", "kid": issuer.method}, document, issuer)

    assert said(ask(token, issuer.site)) == {"proof_time": "failed proof.created_later"}


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_ends_of_the_calendar_are_moments_like_others(issuer, moment):
    at = SIGNED_AT.fromisoformat(moment)

    assert ask(issuer.badge(), issuer.site, at=at).as_json("x")["verdict"] == "check"
    dated = issuer.sign(credential(issuer.id, validFrom=moment, validUntil=None), created=None)
    assert ask(dated, issuer.site).as_json("x")["verdict"] in ("valid", "check")


# envelopes ------------------------------------------------------------------------------------------------------------


def test_an_envelope_holds_a_token_and_no_other_envelope(issuer):
    document = '"x"'
    for _ in range(150):
        inside = document.replace("%", "%25").replace('"', "%22")
        document = f'{{"type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,{inside}"}}'

    assert said(ask(document)) == {"readable": "failed opening.not_enveloped"}


# names that a holder adds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("added", shipped().urls())
def test_the_end_of_a_proof_cannot_be_hidden_under_another_name(issuer, added):
    document = issuer.sign(credential(issuer.id), expires=SIGNED_AT + timedelta(days=2))
    assert said(ask(document, issuer.site)) == {"proof_time": "failed proof.expired"}

    document["@context"].append(added)  # no proof covers the contexts, only what they do
    document["proof"]["expiration"] = document["proof"].pop("expires")

    assert said(ask(document, issuer.site))["context"].startswith("failed")


# a revocation that a holder would like to hide ------------------------------------------------------------------------

REWRITTEN = {
    "an index in a list": lambda entry: entry | {"statusListIndex": [entry["statusListIndex"]]},
    "a purpose in a list": lambda entry: entry | {"statusPurpose": [entry["statusPurpose"]]},
    "a purpose as a value": lambda entry: entry | {"statusPurpose": {"@value": entry["statusPurpose"]}},
    "an address in an object": lambda entry: entry | {"statusListCredential": {"id": entry["statusListCredential"]}},
    "an address in a list": lambda entry: entry | {"statusListCredential": [entry["statusListCredential"]]},
    "a size that is null": lambda entry: entry | {"statusSize": None},
    "a reference that is null": lambda entry: entry | {"statusReference": None},
    "a type said twice": lambda entry: entry | {"type": [entry["type"], entry["type"]]},
    "names before the entry": lambda entry: [entry["id"]] * 8 + [entry],
    "references before the entry": lambda entry: [{"id": entry["id"]}] * 8 + [entry],
    "nothing before the entry": lambda entry: [None] * 8 + [entry],
    "the entry cut in two": lambda entry: [
        {name: entry[name] for name in ("id", "type", "statusPurpose", "statusListIndex")},
        {name: entry[name] for name in ("id", "type", "statusListCredential")},
    ],
}


@pytest.mark.parametrize("rewrite", REWRITTEN.values(), ids=REWRITTEN)
def test_a_revoked_credential_rewritten_over_its_signature_is_no_less_refused(issuer, rewrite):
    issuer.publish_list(revoked={INDEX: 1})
    badge = issuer.badge_with_status()
    document = badge | {"credentialStatus": rewrite(badge["credentialStatus"])}
    verify_proof(document, document["proof"], key=issuer.signer.public_key, contexts=shipped())

    assert ask(badge, issuer.site).sentence["fr"] == "Authentique, mais révoquée"
    assert ask(document, issuer.site).verdict == "invalid"


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_an_index_written_as_a_number_cannot_be_made_unreadable(issuer, suite):
    issuer.publish_list(revoked={INDEX: 1})
    entry = status_entry(LIST_URL, INDEX) | {"statusListIndex": INDEX}
    badge = issuer.sign(credential(issuer.id, credentialStatus=entry), cryptosuite=suite)
    rewritten = badge | {"credentialStatus": entry | {"statusListIndex": float(INDEX)}}

    assert ask(badge, issuer.site).verdict == "invalid"
    assert ask(rewritten, issuer.site).verdict == "invalid"


# one credential of a pile against the others --------------------------------------------------------------------------


def test_a_credential_that_spends_all_it_may_ask_leaves_nothing_wrong_in_the_memory(issuer, forger):
    issuer.publish_list()
    lists = [f"https://faussaire.example/status/{number}" for number in range(5)]
    for url in lists:
        forger.site[url] = {"type": "no list"}
    entries = [status_entry(url, 1) for url in [*lists, LIST_URL]]
    greedy = forger.badge(credentialStatus=entries)
    asked = {"policy": Policy(shipped(), most_fetches=7), "memory": Memory(), "now": NOW}
    fetcher = MemoryFetcher({**issuer.site, **forger.site})

    assert verify(greedy, fetcher=fetcher, **asked).verdict == "check"
    assert verify(issuer.badge_with_status(), fetcher=fetcher, **asked).verdict == "valid"


def test_a_list_of_many_purposes_takes_the_place_of_one(issuer):
    document = status_list_credential(
        LIST_URL, issuer.id, StatusList.new(), purpose=[f"purpose-{n}" for n in range(8)], valid_from=SIGNED_AT
    )
    issuer.site[LIST_URL] = issuer.sign(document)
    entries = [status_entry(LIST_URL, n, f"purpose-{n}") for n in range(8)]
    memory = Memory()

    report = verify(
        issuer.badge(credentialStatus=entries),
        policy=Policy(shipped()),
        fetcher=MemoryFetcher(issuer.site),
        now=NOW,
        memory=memory,
    )

    assert report.verdict == "valid"
    assert len(memory.lists.get(LIST_URL, NOW).unpacked) == 1


def test_related_documents_are_compared_within_bounds(issuer):
    record = bytes(16 * 1024 * 1024)
    digest = "sha256-" + base64.b64encode(hashlib.sha256(record).digest()).decode()
    names = [f"https://badges.example/v/{number}/annex-1.json" for number in range(9)]
    few, many = (issuer.badge(relatedResource=[{"id": n, "digestSRI": digest} for n in names[:k]]) for k in (4, 9))
    at_hand = dict.fromkeys(names, record)

    assert ask(few, issuer.site, resources=at_hand).verdict == "valid"
    assert said(ask(many, issuer.site, resources=at_hand)) == {"resources": "unknown resource.too_much"}


@pytest.mark.parametrize("character", ["\u061c", "\u2028", "\u2029", "\ufffb", "\U000e0041"])
def test_what_cannot_be_seen_is_shown_as_something(character):
    assert harmless(f"a{character}b") == "a\ufffdb"


def test_of_two_ends_the_earlier_counts(issuer):
    document = {
        "@context": [VC_1_1],
        "id": "urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0003",
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "issuanceDate": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:naima"},
    }
    ends = {"expirationDate": "2025-06-01T00:00:00Z", "validUntil": "2030-01-01T00:00:00Z"}

    signed = issuer.sign(document | ends, cryptosuite="eddsa-jcs-2022")

    assert said(ask(signed, issuer.site)) == {"validity": "failed validity.expired"}


def test_one_poison_in_a_presentation_is_enough(issuer):
    poison = credential(issuer.id)
    part = {"type": ["Alignment"], "targetName": "a", "targetUrl": "https://a.example/"}
    poison["credentialSubject"]["result"] = [{"type": ["Result"], "alignment": [part] * 8}] * 2
    poison["proof"] = issuer.badge()["proof"]
    several = {"@context": [VC_2_0], "type": ["VerifiablePresentation"], "verifiableCredential": [poison] * 20}

    report = ask(several, issuer.site)

    assert report.verdict == "invalid"
    assert [answer(part, "proof").reason.code for part in report.parts[:2]] == [
        "canonical.too_much_work",
        "proof.too_much_work",
    ]


# the documents that showed it, as they were found (keys of `verifying.Issuer`; the first and the last by a forger) -----

FOUND = {
    "proof-beneath-an-unknown-suite.json": ("check", "proof", "proof.unknown_cryptosuite"),
    "end-of-a-proof-under-another-name.json": ("invalid", "context", "jsonld.another_name"),
    "revoked-index-in-a-list.json": ("invalid", "format", "model.status_written_otherwise"),
    "revoked-behind-references.json": ("invalid", "format", "model.status_written_otherwise"),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_document_that_once_deceived_us(issuer, forger, name):
    verdict, question, code = FOUND[name]
    issuer.publish_list(revoked={INDEX: 1})

    report = ask((REGRESSIONS / name).read_bytes(), issuer.site, forger.site)

    assert report.verdict == verdict
    assert answer(report, question).reason.code == code


def test_the_document_that_once_named_another_host(forger):
    published = _at_an_address(forger, "https://faussaire.example?@universite.example/1").site

    report = ask((REGRESSIONS / "host-before-a-question-mark.json").read_bytes(), published)

    assert answer(report, "issuer").message["en"].endswith("holds the site faussaire.example")
