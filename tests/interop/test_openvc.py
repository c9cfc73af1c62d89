"""openvc-core accepts what we issue, and we accept what it issues."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from openvc import VerificationPolicy, verify_credential
from openvc.did.base import DidResolverRegistry
from openvc.did.did_key import DidKeyResolver
from openvc.did.did_web import DidWebResolver
from openvc.keys import Ed25519SigningKey, P256SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite, EddsaJcsProofSuite
from openvc.proof.errors import SignatureInvalid
from openvc.proof.vc_jwt import VcJwtProofSuite
from openvc.resolvers import default_status_list_resolver
from openvc.status.status_list import CredentialRevoked

from interop.corpus import credential
from interop.institution import CREATED, NOW, REVOKED, FetcherOfSite, Institution, judged
from interop.keys import KEYS
from sample_awards import DESIGN_IDS
from sceau.engine.vocabularies.contexts import OB_3_0_1, VC_1_1, shipped

KNOWN = {url: shipped().get(url) for url in shipped().urls()}
SUITES = {
    "eddsa-rdfc-2022": ("Ed25519", DataIntegrityProofSuite(), {"extra_contexts": KNOWN}),
    "eddsa-jcs-2022": ("Ed25519", EddsaJcsProofSuite(), {}),
    "ecdsa-rdfc-2019": ("P-256", EcdsaRdfcProofSuite(), {"extra_contexts": KNOWN}),
    "ecdsa-jcs-2019": ("P-256", EcdsaJcsProofSuite(), {}),
}


def accepted(secured: dict[str, Any], site: Any) -> Any:
    """What openvc-core finds, when the site answers for keys and statuses."""
    fetcher = FetcherOfSite(site)
    resolver = DidResolverRegistry([DidKeyResolver(), DidWebResolver(fetcher.json)])
    statuses = default_status_list_resolver(
        resolver=resolver, extra_contexts=KNOWN, fetch=lambda url: json.dumps(fetcher.json(url))
    )
    policy = VerificationPolicy(now=NOW, require_status_issuer_binding=True)
    return verify_credential(
        secured, policy=policy, resolver=resolver, resolve_status_list=statuses, extra_contexts=KNOWN
    )


def their_key(algorithm, method):
    kind = Ed25519SigningKey if algorithm == "Ed25519" else P256SigningKey
    return kind(KEYS[algorithm].native(), kid=method)


@pytest.mark.parametrize("did", ["key", "web"])
@pytest.mark.parametrize("suite", SUITES)
def test_our_credentials_are_accepted(site, suite, did):
    algorithm = SUITES[suite][0]
    institution = Institution(site, did, algorithm=algorithm, slug=f"openvc-{algorithm.lower()}")

    result = accepted(institution.secured(institution.described(DESIGN_IDS[0]), suite), site)

    assert (result.issuer, result.status.revoked) == (institution.did, False)


def test_our_revoked_or_changed_credential_is_refused(site):
    institution = Institution(site, "web")
    revoked = institution.secured(institution.described(DESIGN_IDS[0], index=REVOKED))
    changed = institution.secured(institution.described(DESIGN_IDS[0])) | {"name": "another"}

    with pytest.raises(CredentialRevoked):
        accepted(revoked, site)
    with pytest.raises(SignatureInvalid):
        accepted(changed, site)


@pytest.mark.parametrize("did", ["key", "web"])
@pytest.mark.parametrize("suite", SUITES)
def test_we_accept_what_it_issues(site, suite, did):
    algorithm, maker, words = SUITES[suite]
    institution = Institution(site, did, algorithm=algorithm, slug=f"openvc-{algorithm.lower()}")
    secured = maker.add_proof(
        institution.described(DESIGN_IDS[0]),
        signing_key=their_key(algorithm, institution.method),
        verification_method=institution.method,
        created=CREATED,
        **words,
    )
    if "jcs" in suite:  # it hashes the proof with its @context, as it must, and then leaves it out
        secured["proof"]["@context"] = secured["@context"]

    assert judged(secured, institution).verdict == "valid"
    assert judged(secured | {"name": "another"}, institution).verdict == "invalid"


def test_we_accept_its_tokens_of_the_data_model_1_1(site):
    institution = Institution(site, "web")
    document = credential(
        **{"@context": [VC_1_1, OB_3_0_1]},
        issuer={"id": institution.did, "type": ["Profile"], "name": "Institut"},
        name="Soudure",
        credentialSubject={
            "id": "did:example:amina",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example/m/1",
                "type": ["Achievement"],
                "name": "Soudure",
                "description": "Souder",
                "criteria": {"narrative": "Trois assemblages"},
            },
        },
    )
    del document["validFrom"]  # the date of issuance is the claim nbf, which is now
    token = VcJwtProofSuite().sign(document, signing_key=their_key("Ed25519", institution.method))

    assert judged(token, institution, now=datetime.now(UTC)).verdict == "valid"
