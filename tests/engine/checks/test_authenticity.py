"""Who signed, with which key, for what, and when: each way in which a signature can be wrong has its own answer."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from sceau.engine.checks.policy import TrustedIssuer, TrustList
from sceau.engine.checks.report import Outcome
from sceau.engine.keys.jwk import thumbprint, to_jwk
from sceau.engine.keys.multibase import decode_base64url, encode_base64url
from sceau.engine.keys.multikey import encode_public
from sceau.engine.ports import Fetched
from sceau.engine.proofs.jws import sign_jws
from sceau.engine.proofs.jwt import sign_jwt
from verifying import BASE, INDEX, NOW, SIGNED_AT, Issuer, answer, ask, credential, said, token_with

SUITES = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-256"),
]


@pytest.fixture
def issuer():
    return Issuer()


@pytest.mark.parametrize(("suite", "algorithm"), SUITES)
def test_what_an_institution_issued_is_authentic_and_valid(suite, algorithm):
    issuer = Issuer(algorithm=algorithm)

    report = ask(issuer.sign(credential(issuer.id), cryptosuite=suite), issuer.site)

    assert said(report) == {}
    assert report.sentence["fr"] == "Authentique et valide"
    assert report.exit_status == 0


@pytest.mark.parametrize("profile", ["vc+jwt", "openbadges"])
def test_a_token_is_judged_like_a_document(issuer, profile):
    assert ask(issuer.token(profile), issuer.site).verdict == "valid"
    assert ask(issuer.token(profile).encode() + b"\n", issuer.site).verdict == "valid"


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_any_change_to_any_member_shows(issuer, suite):
    original = issuer.sign(credential(issuer.id), cryptosuite=suite)

    for changed in _changes_of(original):
        report = ask(changed, issuer.site)
        assert report.verdict == "invalid", changed
        assert report.sentence["en"] == "Not authentic"


def _changes_of(document):
    for name in ("id", "name", "validFrom", "validUntil"):
        without = copy.deepcopy(document)
        del without[name]
        yield without
    for path in (("name",), ("issuer", "name"), ("credentialSubject", "achievement", "criteria", "narrative")):
        changed = copy.deepcopy(document)
        part = changed
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] += " "
        yield changed
    later = copy.deepcopy(document)
    later["validUntil"] = "2041-01-15T10:00:00Z"
    yield later


def test_an_unsigned_document_is_attested_by_nothing(issuer):
    report = ask(credential(issuer.id), issuer.site)

    assert said(report)["proof"] == "failed proof.none"
    assert report.sentence["fr"] == "Non authentique"
    for question in ("issuer", "validity", "status"):  # never green by omission
        assert answer(report, question).outcome is Outcome.UNKNOWN


def test_a_silent_site_is_no_verdict_and_never_red(issuer):
    report = ask(issuer.badge())

    assert said(report)["key"] == "unknown reach.not_found"
    assert report.sentence["fr"] == "Impossible à vérifier"
    assert report.exit_status == 3


def test_the_key_of_another_institution_is_not_the_issuers(issuer):
    forger = Issuer(2, host="faussaire.example")
    forged = forger.sign(credential(issuer.id))

    report = ask(forged, issuer.site, forger.site)

    assert said(report)["key"] == "failed key.not_the_issuers"
    assert report.verdict == "invalid"


def test_a_document_that_belongs_to_another_did_gives_no_key(issuer):
    url = next(iter(issuer.site))
    other = Issuer(2, host="autre.example")

    report = ask(issuer.badge(), {url: next(iter(other.site.values()))})

    assert said(report)["key"] == "failed controller.other_document"


def test_a_key_published_for_something_else_may_not_attest(issuer):
    (document,) = issuer.site.values()
    document["authentication"] = document.pop("assertionMethod")

    assert said(ask(issuer.badge(), issuer.site))["key"] == "failed controller.not_for_purpose"


def test_a_key_that_says_another_controller_is_refused(issuer):
    (document,) = issuer.site.values()
    for method in document["verificationMethod"]:
        method["controller"] = "did:web:autre.example"

    assert said(ask(issuer.badge(), issuer.site))["key"] == "failed controller.other_controller"


def test_a_key_that_the_issuer_does_not_publish(issuer):
    (document,) = issuer.site.values()
    document["verificationMethod"] = [m for m in document["verificationMethod"] if not m["id"].endswith("#key-1")]

    assert said(ask(issuer.badge(), issuer.site))["key"] == "failed controller.no_such_method"


def test_a_proof_for_another_purpose_attests_nothing(issuer):
    report = ask(issuer.sign(credential(issuer.id), purpose="authentication"), issuer.site)

    assert said(report)["purpose"] == "failed proof.other_purpose"
    assert report.verdict == "invalid"


def test_a_redirect_never_leads_to_the_key_of_an_issuer(issuer):
    ((url, document),) = issuer.site.items()

    moved = {url: Fetched("https://ailleurs.example/did.json", 200, "application/json", orjson.dumps(document))}

    assert said(ask(issuer.badge(), moved))["key"] == "unknown reach.redirected"


def test_a_suite_that_we_do_not_know_is_no_verdict(issuer):
    document = issuer.badge()
    document["proof"]["cryptosuite"] = "bbs-2023"

    report = ask(document, issuer.site)

    assert said(report)["proof"] == "unknown proof.unknown_cryptosuite"
    assert report.verdict == "check"


def test_a_did_method_that_we_do_not_know_is_no_verdict(issuer):
    document = issuer.sign(credential("did:example:issuer"), verification_method="did:example:issuer#key-1")

    assert said(ask(document))["key"] == "unknown key.unknown_did_method"


# the period of the key (docs/decisions/verification.md) -----------------------------------------------------------------

BEFORE, AFTER = SIGNED_AT - timedelta(days=1), SIGNED_AT + timedelta(days=1)


def test_a_key_that_expired_after_the_signature_still_attests_it(issuer):
    issuer.publish_key(expires=AFTER)

    report = ask(issuer.badge(), issuer.site)

    assert report.verdict == "valid"
    assert answer(report, "key_time").reason.code == "key.expired_after"


def test_a_key_that_had_expired_attests_nothing(issuer):
    issuer.publish_key(expires=BEFORE)

    report = ask(issuer.badge(), issuer.site)

    assert said(report)["key_time"] == "failed key.expired_before"
    assert report.verdict == "invalid"


def test_an_expired_key_and_a_signature_without_date_cannot_be_told(issuer):
    issuer.publish_key(expires=AFTER)

    report = ask(issuer.sign(credential(issuer.id), created=None), issuer.site)

    assert said(report)["key_time"] == "unknown key.expired_undated"
    assert report.verdict == "check"


@pytest.mark.parametrize("revoked", [BEFORE, AFTER])
def test_a_revoked_key_makes_every_credential_to_check_whatever_date_it_bears(issuer, revoked):
    issuer.publish_key(revoked=revoked)

    report = ask(issuer.badge(), issuer.site)

    assert said(report)["key_time"] == "unknown key.revoked"
    assert report.sentence["fr"] == "Impossible à vérifier"


def test_unless_something_independent_shows_that_it_existed_before(issuer):
    issuer.publish_key(revoked=AFTER)

    assert ask(issuer.badge(), issuer.site, existed_by=SIGNED_AT).verdict == "valid"
    assert ask(issuer.badge(), issuer.site, existed_by=AFTER).verdict == "check"


def test_a_key_whose_revocation_is_announced_is_still_good(issuer):
    issuer.publish_key(revoked=NOW + timedelta(days=30))

    assert ask(issuer.badge(), issuer.site).verdict == "valid"


def test_a_revoked_credential_of_a_revoked_key_is_revoked(issuer):
    second = Issuer(3, host="badges.example")
    second.publish_list(revoked={INDEX: 1})
    issuer.publish_key(revoked=AFTER)
    document = next(iter(issuer.site.values()))
    other = next(value for url, value in second.site.items() if url.endswith("did.json"))
    for method in other["verificationMethod"]:
        method["id"] = method["id"].replace("#key-1", "#key-2")
    document["verificationMethod"] += other["verificationMethod"]
    document["assertionMethod"] += [method["id"] for method in other["verificationMethod"]]
    second.method = f"{second.id}#key-2"
    second.publish_list(revoked={INDEX: 1})
    site = {**second.site, **issuer.site}

    report = ask(issuer.badge_with_status(), site)

    assert report.sentence["fr"] == "Révoquée"
    assert report.verdict == "invalid"


# dates ----------------------------------------------------------------------------------------------------------------


def test_dates_are_judged_as_of_the_moment_asked_for(issuer):
    badge = issuer.badge()
    later = datetime(2032, 1, 1, tzinfo=UTC)

    assert said(ask(badge, issuer.site, now=later)) == {"validity": "failed validity.expired"}
    assert ask(badge, issuer.site, now=later, at=NOW).verdict == "valid"
    assert ask(badge, issuer.site, now=later).sentence["fr"] == "Authentique, à vérifier"


def test_what_did_not_exist_yet_is_not_yet_valid(issuer):
    report = ask(issuer.badge(), issuer.site, at=SIGNED_AT - timedelta(days=30))

    assert said(report) == {"validity": "failed validity.not_yet", "proof_time": "failed proof.created_later"}


def test_a_proof_of_limited_life_ends(issuer):
    document = issuer.sign(credential(issuer.id), expires=SIGNED_AT + timedelta(days=7))

    assert said(ask(document, issuer.site)) == {"proof_time": "failed proof.expired"}
    assert ask(document, issuer.site, at=SIGNED_AT + timedelta(days=1)).verdict == "valid"


def test_a_clock_may_be_a_little_ahead(issuer):
    assert ask(issuer.badge(), issuer.site, now=SIGNED_AT - timedelta(minutes=1)).verdict == "valid"


def test_a_token_has_its_own_end(issuer):
    document = credential(issuer.id) | {"iat": int(SIGNED_AT.timestamp()), "exp": int(SIGNED_AT.timestamp()) + 60}
    token = sign_jwt(document, signer=issuer.signer, kid=issuer.method)

    assert said(ask(token, issuer.site)) == {"proof_time": "failed proof.expired"}


@pytest.mark.parametrize("profile", ["vc+jwt", "openbadges"])
def test_a_token_signed_before_its_key_expired_stays_valid_and_only_so(issuer, profile):
    expires = SIGNED_AT + timedelta(days=30)
    issuer.publish_key(expires=expires)
    document = credential(issuer.id)

    def judged(created):
        token = sign_jwt(document, signer=issuer.signer, kid=issuer.method, profile=profile, created=created)
        return said(ask(token, issuer.site))

    assert judged(SIGNED_AT) == {}
    assert judged(expires - timedelta(milliseconds=1)) == {}
    assert judged(expires)["key_time"] == "failed key.expired_before"
    assert judged(None) == {"key_time": "unknown key.expired_undated"}


def test_the_date_of_a_token_counts_only_where_the_signature_covers_it(issuer):
    expires = SIGNED_AT + timedelta(days=30)
    issuer.publish_key(expires=expires)
    early = {"iat": int(SIGNED_AT.timestamp())}
    late = sign_jwt(credential(issuer.id), signer=issuer.signer, kid=issuer.method, created=expires)
    header, payload, signature = late.split(".")
    backdated = encode_base64url(orjson.dumps(orjson.loads(decode_base64url(payload)) | early))

    assert said(ask(f"{header}.{backdated}.{signature}", issuer.site))["proof"] == "failed proof.wrong_signature"

    undated = {"alg": "EdDSA", "typ": "vc+jwt", "kid": issuer.method, **early}
    in_header = said(ask(token_with(undated, credential(issuer.id), issuer), issuer.site))
    assert in_header == {"key_time": "unknown key.expired_undated"}


# sets and chains ------------------------------------------------------------------------------------------------------


def test_every_proof_of_the_issuer_must_be_good(issuer):
    both = issuer.sign(issuer.badge(), cryptosuite="eddsa-jcs-2022")
    assert ask(both, issuer.site).verdict == "valid"

    both["proof"][1]["proofValue"] = both["proof"][0]["proofValue"]
    assert said(ask(both, issuer.site))["proof"] == "failed proof.wrong_signature"


def test_a_proof_of_somebody_else_is_noted_and_not_judged(issuer):
    witness = Issuer(2, host="temoin.example")
    document = witness.sign(issuer.badge())
    document["proof"][1]["proofValue"] = document["proof"][0]["proofValue"]

    report = ask(document, issuer.site)

    assert report.verdict == "valid"
    assert [note.reason.code for note in report.notes if note.reason.code.startswith("proof.")] == ["proof.of_another"]


def test_a_proof_of_an_unknown_suite_counts_neither_way_beside_a_good_one(issuer):
    document = issuer.sign(issuer.badge())
    document["proof"][0]["cryptosuite"] = "bbs-2023"

    report = ask(document, issuer.site)

    assert report.verdict == "valid"
    assert "proof.unknown_beside" in [note.reason.code for note in report.notes]


def test_what_the_issuers_proof_builds_upon_is_judged_with_it(issuer):
    jury = Issuer(2, host="jury.example")
    first = jury.sign(credential(issuer.id), proof_id="urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0001")
    chain = issuer.sign(first, previous_proof="urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0001")

    assert ask(chain, issuer.site, jury.site).verdict == "valid"
    assert ask(chain, issuer.site).verdict == "check"  # the jury's key is out of reach

    without = copy.deepcopy(chain)
    del without["proof"][0]
    assert said(ask(without, issuer.site, jury.site))["proof"] == "failed proof.no_previous_proof"


def test_a_document_that_only_others_signed_is_not_the_issuers(issuer):
    witness, other = Issuer(2, host="temoin.example"), Issuer(3, host="autre.example")
    document = other.sign(witness.sign(credential(issuer.id)))

    assert said(ask(document, issuer.site, witness.site, other.site))["key"] == "failed key.not_the_issuers"


# tokens ---------------------------------------------------------------------------------------------------------------


def test_a_key_in_the_header_is_believed_only_when_the_issuer_publishes_it(issuer):
    forger = Issuer(2, host="faussaire.example")
    document = credential(issuer.id)
    own = token_with({"alg": "EdDSA", "jwk": to_jwk(issuer.signer.public_key)}, document, issuer)
    foreign = token_with({"alg": "EdDSA", "jwk": to_jwk(forger.signer.public_key)}, document, forger)

    assert ask(own, issuer.site).verdict == "valid"
    assert said(ask(foreign, issuer.site, forger.site))["key"] == "failed key.not_published"


def test_a_token_may_name_its_key_by_the_name_inside_the_issuers_document(issuer):
    payload = orjson.dumps(credential(issuer.id))
    for kid in ("#key-1", "key-1", thumbprint(issuer.signer.public_key)):
        assert ask(sign_jws(payload, signer=issuer.signer, typ="vc+jwt", kid=kid), issuer.site).verdict == "valid", kid
    assert ask(sign_jws(payload, signer=issuer.signer, typ="vc+jwt"), issuer.site).verdict == "valid"
    unknown_name = sign_jws(payload, signer=issuer.signer, typ="vc+jwt", kid="key-9")
    assert said(ask(unknown_name, issuer.site))["key"] == "failed controller.no_such_method"


def test_a_key_file_beside_the_issuer_on_the_same_host_is_not_the_issuers(issuer):
    forger = Issuer(2, host="faussaire.example")
    here = "https://host.example/issuers/1"
    jwk = to_jwk(forger.signer.public_key)
    site = {"https://host.example/issuers/2/key": jwk, f"{here}/key": jwk}
    payload = orjson.dumps(credential(here))

    beside = sign_jws(payload, signer=forger.signer, typ="vc+jwt", kid="https://host.example/issuers/2/key")
    below = sign_jws(payload, signer=forger.signer, typ="vc+jwt", kid=f"{here}/key")

    assert ask(beside, site).verdict == "check"
    assert ask(below, site).verdict == "valid"


# the issuer -----------------------------------------------------------------------------------------------------------


def test_a_did_key_identifies_nobody_unless_the_reader_knows_it():
    issuer = Issuer(host=None)
    badge = issuer.badge()
    known = TrustList.of(TrustedIssuer(issuer.id, "Université des Causses", "remise en main propre"))

    assert said(ask(badge)) == {"issuer": "unknown issuer.identified_by_nothing"}
    assert ask(badge).sentence["fr"] == "Authentique, à vérifier"
    report = ask(badge, trusted=known)
    assert report.verdict == "valid"
    assert "Université des Causses" in answer(report, "issuer").message["fr"]


def test_a_did_web_is_identified_by_its_domain(issuer):
    assert "badges.example" in answer(ask(issuer.badge(), issuer.site), "issuer").message["fr"]


def test_an_https_issuer_publishes_its_keys_at_its_own_address():
    issuer = Issuer(host=None)
    issuer.id = f"{BASE}/issuers/1"
    issuer.method = f"{issuer.id}#key-1"

    method = {
        "id": issuer.method,
        "type": "Multikey",
        "controller": issuer.id,
        "publicKeyMultibase": encode_public(issuer.signer.public_key),
    }
    issuer.site[issuer.id] = {"id": issuer.id, "verificationMethod": [method], "assertionMethod": [issuer.method]}

    assert ask(issuer.badge(), issuer.site).verdict == "valid"
