"""Open Badges 2.0: where an assertion stands, who signed it, and what its issuer says of it now."""

from __future__ import annotations

import copy

import orjson
import pytest
from cryptography.hazmat.primitives import serialization

from sceau.engine.ports import Fetched
from verifying import Issuer, answer, ask, said, token_with

SITE = "https://badges.example"
ASSERTION = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": f"{SITE}/assertions/1",
    "recipient": {"type": "email", "hashed": False, "identity": "naima@exemple.fr"},
    "issuedOn": "2026-01-15T10:00:00Z",
    "badge": f"{SITE}/badges/audit",
    "verification": {"type": "hosted"},
}
BADGE = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "BadgeClass",
    "id": f"{SITE}/badges/audit",
    "name": "Conduire un audit",
    "description": "Relever, modéliser, proposer.",
    "criteria": {"narrative": "Réussir l’audit."},
    "image": f"{SITE}/audit.png",
    "issuer": f"{SITE}/issuer",
}
PROFILE = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Issuer",
    "id": f"{SITE}/issuer",
    "name": "Université des Causses",
    "url": SITE,
    "email": "badges@badges.example",
}


@pytest.fixture
def site():
    documents = (ASSERTION, BADGE, PROFILE)
    return {document["id"]: copy.deepcopy(document) for document in documents}


# hosted ---------------------------------------------------------------------------------------------------------------


def test_what_the_issuer_publishes_is_authentic(site):
    report = ask(ASSERTION, site)

    assert report.verdict == "valid"
    assert report.credential.name == "Conduire un audit"
    assert "badges.example" in answer(report, "issuer").message["fr"]


def test_an_address_alone_is_enough(site):
    assert ask(f"{SITE}/assertions/1", site).verdict == "valid"


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("recipient", {"type": "email", "hashed": False, "identity": "bruno@exemple.fr"}),
        ("issuedOn", "2020-01-15T10:00:00Z"),
        ("expires", "2040-01-15T10:00:00Z"),
        ("badge", f"{SITE}/badges/autre"),
        ("narrative", "Avec les félicitations du jury"),
    ],
)
def test_what_was_altered_in_the_file_shows(site, member, value):
    report = ask(ASSERTION | {member: value}, site)

    assert said(report)["hosted"] == "failed ob2.differs"
    assert report.sentence["fr"] == "Non authentique"


def test_an_assertion_elsewhere_than_its_issuer_is_not_the_issuers(site):
    forged = ASSERTION | {"id": "https://faussaire.example/1"}

    assert said(ask(forged, site, {forged["id"]: forged}))["hosted"] == "failed ob2.not_from_the_issuer"


def test_an_issuer_described_by_others_is_asked_at_its_own_address(site):
    """A badge that carries the profile of a famous issuer, with leave to publish anywhere."""
    profile = PROFILE | {"verification": {"allowedOrigins": ["faussaire.example"]}}
    forged = ASSERTION | {"id": "https://faussaire.example/1", "badge": BADGE | {"issuer": profile}}

    assert said(ask(forged, site, {forged["id"]: forged}))["hosted"] == "failed ob2.not_from_the_issuer"


def test_a_silent_site_is_no_verdict(site):
    assert said(ask(ASSERTION))["hosted"] == "unknown reach.not_found"
    del site[f"{SITE}/issuer"]
    assert said(ask(ASSERTION, site))["hosted"] == "unknown reach.not_found"


@pytest.mark.parametrize(
    "answered",
    [
        Fetched(ASSERTION["id"], 410, "", b""),
        Fetched(
            ASSERTION["id"],
            200,
            "",
            orjson.dumps({"id": ASSERTION["id"], "revoked": True, "revocationReason": "Erreur"}),
        ),
    ],
)
def test_a_withdrawn_assertion_is_revoked(site, answered):
    report = ask(ASSERTION, site | {ASSERTION["id"]: answered})

    assert report.sentence["fr"] == "Révoquée"
    assert report.exit_status == 1


def test_it_ends(site):
    ended = ASSERTION | {"expires": "2026-02-01T00:00:00Z"}

    assert said(ask(ended, site | {ended["id"]: ended})) == {"validity": "failed validity.expired"}


def test_whose_it_is(site):
    assert ask(ASSERTION, site, holder="Naima@exemple.fr ").verdict == "valid"
    assert said(ask(ASSERTION, site, holder="bruno@exemple.fr")) == {"recipient": "failed recipient.is_another"}


def test_redirects_lead_to_tls_and_nowhere_else(site):
    old = ASSERTION | {"id": "http://badges.example/assertions/1"}
    secured = Fetched("https://badges.example/assertions/1", 200, "application/json", orjson.dumps(old))
    elsewhere = Fetched("https://ailleurs.example/1", 200, "application/json", orjson.dumps(old))

    assert ask(old, site | {old["id"]: secured}).verdict == "valid"
    assert said(ask(old, site | {old["id"]: elsewhere}))["hosted"] == "unknown reach.redirected"


# signed ---------------------------------------------------------------------------------------------------------------

KEY = f"{SITE}/key"
SIGNED = ASSERTION | {"verification": {"type": "signed", "creator": KEY}}


@pytest.fixture
def signer():
    return Issuer(algorithm="P-256")


@pytest.fixture
def signed_site(site, signer):
    native = signer.signer.public_key.native()
    pem = native.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    site[f"{SITE}/issuer"] |= {"publicKey": KEY, "revocationList": f"{SITE}/revoked"}
    site[KEY] = {"type": "CryptographicKey", "id": KEY, "owner": f"{SITE}/issuer", "publicKeyPem": pem}
    site[f"{SITE}/revoked"] = {"type": "RevocationList", "id": f"{SITE}/revoked", "revokedAssertions": []}
    return site


def _token(document, signer):
    return token_with({"alg": "ES256", "typ": "JWT"}, document, signer)


def test_a_signed_assertion(signed_site, signer):
    assert ask(_token(SIGNED, signer), signed_site).verdict == "valid"


def test_a_signed_assertion_without_its_signature(signed_site):
    assert said(ask(SIGNED, signed_site))["proof"] == "failed proof.none"


def test_a_signature_by_another_key(signed_site):
    forger = Issuer(7, algorithm="P-256")

    assert said(ask(_token(SIGNED, forger), signed_site))["proof"] == "failed proof.wrong_signature"


def test_a_key_that_the_issuer_does_not_publish(signed_site, signer):
    signed_site[f"{SITE}/issuer"]["publicKey"] = f"{SITE}/other"

    assert said(ask(_token(SIGNED, signer), signed_site))["key"] == "failed ob2.key_not_listed"


def test_a_signed_assertion_is_revoked_in_the_issuers_list(signed_site, signer):
    signed_site[f"{SITE}/revoked"]["revokedAssertions"] = [{"id": SIGNED["id"], "revocationReason": "Erreur de saisie"}]

    report = ask(_token(SIGNED, signer), signed_site)

    assert report.sentence["fr"] == "Authentique, mais révoquée"
    assert "Erreur de saisie" in answer(report, "revocation").message["fr"]


def test_a_revocation_list_out_of_reach_or_of_another_kind(signed_site, signer):
    token = _token(SIGNED, signer)
    broken = signed_site | {f"{SITE}/revoked": {"type": "RevocationList"}}
    del signed_site[f"{SITE}/revoked"]

    assert said(ask(token, signed_site)) == {"status": "unknown status.out_of_reach"}
    assert said(ask(token, broken)) == {"status": "failed ob2.not_a_revocation_list"}


def test_a_badge_whose_key_is_no_key(signed_site, signer):
    signed_site[KEY]["publicKeyPem"] = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"

    assert said(ask(_token(SIGNED, signer), signed_site))["key"] == "failed key.not_pem"
